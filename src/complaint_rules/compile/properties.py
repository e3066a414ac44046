"""Reads the `properties:` of a stack: statements about every decision, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaint_rules.compile.conditions import read_condition
from complaint_rules.compile.expectations import read_expectations
from complaint_rules.compile.names import Names, label
from complaint_rules.compile.outcomes import read_outcome
from complaint_rules.compile.property import Always, Driver, Monotone, Never, Outcome, Property, Statement
from complaint_rules.errors import Place, one_of, shown
from complaint_rules.facts.fact import NUMERIC, RECEIVED_ON, Fact, FactType
from complaint_rules.load import source
from complaint_rules.load.folder import Layer, Located

_RISING = frozenset({*NUMERIC, FactType.BOOL, FactType.ORDERED})
"""Types whose values have an order."""

_UNORDERED = ("lead", "liability", "support", "action", "prohibit")
_DIRECTIONS = ("rises_with", "falls_with")
_HOW_MONOTONE = "write {OUTCOME: {rises_with: DRIVER}}, or falls_with"


def read_properties(layers: Sequence[Layer], names: Names) -> tuple[Property, ...]:
    """Read the properties of all layers, lowest first; problems are noted in `names`."""
    found, seen = [], dict[str, Located]()
    for layer in layers:
        for shape, at in layer.properties:
            first = seen.setdefault(shape.id, at)
            if first is not at:
                names.refuse(f"property `{shape.id}` is stated twice", at.place("id"), f"first at {first.place('id')}")
            statement = _statement(shape, at, names)
            if statement is not None:
                title = label(shape.title, shape.id.replace("-", " "))
                found.append(Property(shape.id, layer.id, title, statement, at.place()))
    return tuple(found)


def _statement(shape: source.Property, at: Located, names: Names) -> Statement | None:
    said = {"always": shape.always, "never": shape.never, "monotone": shape.monotone}
    written = [key for key, raw in said.items() if raw is not None]
    if len(written) != 1:
        says = "says nothing" if not written else f"says {' and '.join(f'`{key}`' for key in written)}"
        help_ = "write exactly one of always, never, monotone"
        names.refuse(f"property `{shape.id}` {says}", at.place(*written[1:2]), help_)
        return None
    key = written[0]
    raw = said[key] or {}
    if key == "monotone":
        return _monotone(raw, at, names)
    for odd in raw.keys() - {"when", "then"}:
        names.refuse(f"unknown key {shown(odd)}", _of_key(at, key, odd), "one of: when, then")
    when = read_condition(raw.get("when"), at, names, (key, "when"))
    then = read_expectations(raw.get("then"), at, names, (key, "then"))
    return Always(when, then) if key == "always" else Never(when, then)


def _monotone(raw: dict[str, Any], at: Located, names: Names) -> Monotone | None:
    if len(raw) != 1:
        names.refuse("`monotone` speaks of exactly one outcome", at.place("monotone"), _HOW_MONOTONE)
        return None
    key, shape = next(iter(raw.items()))
    outcome = _ordered_outcome(key, _of_key(at, "monotone", key), names)
    if not isinstance(shape, dict) or len(shape) != 1 or next(iter(shape)) not in _DIRECTIONS:
        names.refuse(f"{shown(shape)} does not say what `{key}` goes with", at.place("monotone", key), _HOW_MONOTONE)
        return None
    direction, name = next(iter(shape.items()))
    driver = _driver(name, at.place("monotone", key, direction), names)
    return Monotone(outcome, direction == "rises_with", driver) if outcome and driver else None


def _ordered_outcome(key: str, place: Place, names: Names) -> Outcome | None:
    bare = key if key in (*_UNORDERED, "approval") else ""
    outcome = None if bare else read_outcome(key, names, place)
    if outcome is not None and (outcome.part in _UNORDERED or (outcome.part, outcome.aspect) == ("item", "status")):
        bare = key
    if not bare:
        return outcome
    if bare == "approval":
        names.refuse("`approval` needs a name", place, "write `approval.compensation`")
    else:
        help_ = "one of: severity, deadline.CLOCK, approval.PURPOSE, a remedy, and min or max of a sum"
        names.refuse(f"{shown(bare)} has no order", place, help_)
    return None


def _driver(name: Any, place: Place, names: Names) -> Driver | None:
    if name == "decision.severity":
        return "severity"
    if name == "answers":
        return "answers"
    path = name if isinstance(name, str) else ""
    fact = names.facts.get(path)
    if fact is None:
        near = one_of(path, ["decision.severity"]) if path.startswith("decision.") else names.near_fact(path, _OTHERS)
        names.refuse(f"unknown driver {shown(name)}", place, near)
    elif (why := _not_rising(fact)) is not None:
        names.refuse(f"`{path}` {why}", place, "write a bool, an ordered enum, money, a number or a date")
        return None
    return fact


_OTHERS = ("decision.severity", "answers")


def _not_rising(fact: Fact) -> str | None:
    """Why a fact can't be what rises; None where it can."""
    if fact.path == RECEIVED_ON:
        return "is the day of `received_at` and can't rise alone"
    return None if fact.type in _RISING else "has no order to rise in"


def _of_key(at: Located, *inner: Any) -> Place:
    """The place of a key, rather than of its value."""
    return at.document.places.get((*at.path, *inner, "")) or at.place(*inner)


__all__ = ["read_properties"]
