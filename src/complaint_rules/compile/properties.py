"""Reads the `properties:` of a stack: statements about every decision, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaint_rules.compile.conditions import read_condition
from complaint_rules.compile.expectations import read_expectations
from complaint_rules.compile.names import Names, label
from complaint_rules.compile.outcomes import read_outcome
from complaint_rules.compile.property import Always, CompiledProperty, Driver, Monotone, Never, Outcome, Statement
from complaint_rules.errors import Hint, Message, Place, nearest_or_listed
from complaint_rules.facts.fact import NUMERIC, RECEIVED_ON, Fact, FactType
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.load.folder import Layer

_RISING = frozenset({*NUMERIC, FactType.BOOL, FactType.ORDERED})
"""Types whose values have an order."""

_UNORDERED = ("lead", "liability", "support", "action", "prohibit")
_DIRECTIONS = ("rises_with", "falls_with")


def read_properties(layers: Sequence[Layer], names: Names) -> tuple[CompiledProperty, ...]:
    """Read the properties of all layers, lowest first; problems are noted in `names`."""
    found, seen = [], dict[str, Located]()
    for layer in layers:
        for shape, at in layer.properties:
            first = seen.setdefault(shape.id, at)
            if first is not at:
                where = str(first.place("id"))
                names.refuse(Message("property-stated-twice", id=shape.id, first=where), at.place("id"))
            statement = _statement(shape, at, names)
            if statement is not None:
                title = label(shape.title, shape.id.replace("-", " "))
                found.append(CompiledProperty(shape.id, layer.id, title, statement, at.place()))
    return tuple(found)


def _statement(shape: source.Property, at: Located, names: Names) -> Statement | None:
    said = {"always": shape.always, "never": shape.never, "monotone": shape.monotone}
    written = [key for key, raw in said.items() if raw is not None]
    if len(written) != 1:
        code = "property-says-several" if written else "property-says-nothing"
        names.refuse(Message(code, id=shape.id, said=tuple(written)), at.place(*written[1:2]))
        return None
    key = written[0]
    raw = said[key] or {}
    if key == "monotone":
        return _monotone(raw, at, names)
    for odd in raw.keys() - {"when", "then"}:
        hint = Hint("one-of", {"allowed": ("when", "then")})
        names.refuse(Message("unknown-name", hint, what="key", name=odd), _of_key(at, key, odd))
    when = read_condition(raw.get("when"), at, names, (key, "when"))
    then = read_expectations(raw.get("then"), at, names, (key, "then"))
    return Always(when, then) if key == "always" else Never(when, then)


def _monotone(raw: dict[str, Any], at: Located, names: Names) -> Monotone | None:
    if len(raw) != 1:
        names.refuse(Message("one-outcome-only"), at.place("monotone"))
        return None
    key, shape = next(iter(raw.items()))
    outcome = _ordered_outcome(key, _of_key(at, "monotone", key), names)
    if not isinstance(shape, dict) or len(shape) != 1 or next(iter(shape)) not in _DIRECTIONS:
        names.refuse(Message("no-direction", value=shape, outcome=key), at.place("monotone", key))
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
        names.refuse(Message("outcome-needs-name", outcome=bare, example="compensation"), place)
    else:
        names.refuse(Message("outcome-has-no-order", outcome=bare), place)
    return None


def _driver(name: Any, place: Place, names: Names) -> Driver | None:
    if name == "decision.severity":
        return "severity"
    path = name if isinstance(name, str) else ""
    fact = names.facts.get(path)
    if fact is None:
        is_part = path.startswith("decision.")
        near = nearest_or_listed(path, ["decision.severity"]) if is_part else names.near_fact(path, _OTHERS)
        names.refuse(Message("unknown-name", near, what="driver", name=name), place)
    elif (code := _not_rising(fact)) is not None:
        names.refuse(Message(code, fact=path), place)
        return None
    return fact


_OTHERS = ("decision.severity",)


def _not_rising(fact: Fact) -> str | None:
    """The error code where a fact can't be the driver of a property; None where it can."""
    if fact.path == RECEIVED_ON:
        return "driver-never-rises-alone"
    return None if fact.type in _RISING else "driver-has-no-order"


def _of_key(at: Located, *inner: Any) -> Place:
    """The place of a key, rather than of its value."""
    return at.document.places.get((*at.path, *inner, "")) or at.place(*inner)


__all__ = ["read_properties"]
