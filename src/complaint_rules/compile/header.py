"""What the headers of a stack say: the names that rules may use, presumptions, the authority ladder, the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from complaint_rules.compile.cells import STATES
from complaint_rules.compile.conditions import one_of_subjects
from complaint_rules.compile.names import Names, label, read_parameter
from complaint_rules.compile.rule import Rung
from complaint_rules.errors import Problem, shown
from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType, declared_facts
from complaint_rules.facts.sheet import own_value
from complaint_rules.load import source
from complaint_rules.load.folder import Layer
from complaint_rules.money import parse_fen

DEFAULT_TIMEZONE = "Asia/Shanghai"
DEFAULT_CALENDAR = "CN"
_OWN_TYPES = {
    "bool": FactType.BOOL,
    "integer": FactType.INTEGER,
    "money": FactType.MONEY,
    "date": FactType.DATE,
    "text": FactType.TEXT,
}
_ALWAYS_KNOWN = ("id", "received_at", RECEIVED_ON, "occurred_on", "kind")
_WHOLE = re.compile(r"[0-9]{1,9}")


def headers_down(layers: Sequence[Layer]) -> Iterator[source.Header]:
    """The headers, highest first: the first that says something counts."""
    return (layer.header for layer in reversed(layers))


def read_names(layers: Sequence[Layer]) -> Names:
    """All names of a stack, lowest layer first."""
    names = Names({fact.path: fact for fact in declared_facts()})
    for layer in layers:
        header = layer.header
        for name, shape in header.facts.items():
            _own_fact(name, shape, layer, names)
        if header.tiers:
            left_out = [tier for tier in names.tiers if tier not in header.tiers]
            names_of = ", ".join(f"`{tier}`" for tier in left_out)
            said = f"these tiers leave out {names_of} of a layer below, which its rules name"
            problem = Problem(said, layer.at.place("tiers"), help="keep them, or leave `tiers` out")
            names.dropped |= dict.fromkeys(left_out, problem)
            names.tiers = {tier: label(shape, tier) for tier, shape in header.tiers.items()}
        for known, added in (
            (names.parties, {**header.departments, **header.roles}),
            (names.clocks, header.clocks),
            (names.actions, header.actions),
            (names.prohibited, header.prohibited),
            (names.approvals, header.approvals),
        ):
            known.update({name: label(shape, name) for name, shape in added.items()})
        _parameters(layer, names)
    return names


def _own_fact(name: str, shape: source.OwnFact, layer: Layer, names: Names) -> None:
    place = layer.at.place("facts", name)
    path = f"extra.{name}"
    if path in names.facts:
        names.refuse(f"fact `{path}` is declared twice", place)
        return
    if (shape.type == "enum") != bool(shape.values):
        names.refuse(f"fact `{name}`: `values` belong to an enum, and an enum needs them", place)
        return
    listed = shape.values or {}
    state = next((value for value in listed if value in STATES), None)
    if state is not None:
        help_ = "call the value something else"
        names.refuse(f"fact `{name}`: the cell `{state}` asks for the state of a fact, not for a value", place, help_)
    kind = _OWN_TYPES.get(shape.type) or (FactType.ORDERED if shape.ordered else FactType.ENUM)
    values: tuple[Any, ...] = (False, True) if shape.type == "bool" else tuple(listed)
    labels = {value: (stated.en, stated.zh) for value, stated in listed.items() if stated is not None}
    names.facts[path] = Fact(
        path,
        kind,
        len(names.facts),
        shape.title.en,
        shape.title.zh,
        shape.unit,
        values,
        "extra",
        changes=shape.changes,
        labels=labels,
    )


def _parameters(layer: Layer, names: Names) -> None:
    for name, (shape, at) in layer.parameters.items():
        below = names.parameters.get(name)
        if name in names.facts:
            names.refuse(f"parameter `{name}` has the name of a fact", at.place(), "call it something else")
        if below is not None and below.binding:
            names.refuse(f"parameter `{name}` is binding in `{below.layer}`", at.place(), "drop it here")
            continue
        names.parameters[name] = read_parameter(name, shape, layer.id, at, names)


def read_presumptions(layers: Sequence[Layer], names: Names) -> dict[int, Any]:
    """The presumed values by fact; a higher layer's replaces a lower one's."""
    presume: dict[int, Any] = {}
    for layer in layers:
        for path, raw in layer.header.presume.items():
            place = layer.at.place("presume", path)
            fact = names.facts.get(path)
            if fact is None:
                names.refuse(f"unknown fact {shown(path)}", place, one_of_subjects(path, names))
                continue
            try:
                presume[fact.index] = _presumed(fact, raw)
            except ValueError as error:
                names.refuse(f"`{path}`: {error}", place)
    return presume


def _presumed(fact: Fact, raw: Any) -> Any:
    if fact.path in _ALWAYS_KNOWN or fact.type in (FactType.TEXT_SET, FactType.DEPENDANTS):
        raise ValueError("can't be presumed")
    if fact.type is not FactType.INTEGER:
        return own_value(fact, raw)
    value = own_value(fact, int(raw) if isinstance(raw, str) and _WHOLE.fullmatch(raw) else raw)
    if value < fact.least or (fact.most is not None and value > fact.most):
        raise ValueError(f"{shown(value)} is out of range; its values run from {fact.least} to {fact.most}")
    return value


def read_authority(layers: Sequence[Layer], names: Names) -> tuple[Rung, ...]:
    """The ladder of the highest layer that has one."""
    layer = next((layer for layer in reversed(layers) if layer.header.authority), None)
    if layer is None:
        return ()
    rungs: list[Rung] = []
    for index, shape in enumerate(layer.header.authority):
        place = layer.at.place("authority", index)
        names.check("role", shape.role, names.parties, layer.at.place("authority", index, "role"))
        try:
            upto = None if shape.upto is None else parse_fen(shape.upto)
        except ValueError as error:
            names.refuse(str(error), layer.at.place("authority", index, "upto"))
            continue
        if rungs and (rungs[-1].upto_fen is None or (upto is not None and upto <= rungs[-1].upto_fen)):
            help_ = "write the lowest sum first, and a rung without `upto` last"
            names.refuse("a rung of the ladder must reach higher than the one before it", place, help_)
        rungs.append(Rung(shape.role, upto))
    return tuple(rungs)


def read_start(layers: Sequence[Layer], names: Names) -> date | None:
    """The first day on which every layer of the stack is in force; None where none says."""
    days = []
    for layer in layers:
        if layer.header.effective is not None:
            try:
                days.append(date.fromisoformat(layer.header.effective.from_))
            except ValueError:
                names.refuse("not a day of the calendar", layer.at.place("effective", "from"))
    return max(days, default=None)


def read_timezone(layers: Sequence[Layer], names: Names) -> ZoneInfo:
    """The time zone of the highest layer that names one."""
    for layer in reversed(layers):
        name = layer.header.timezone
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                names.refuse(f"unknown time zone {shown(name)}", layer.at.place("timezone"), "such as Asia/Shanghai")
    return ZoneInfo(DEFAULT_TIMEZONE)
