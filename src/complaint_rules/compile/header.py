"""Reads the headers of a stack: the names that rules may use, presumptions, the authority ladder, the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from complaint_rules.compile.cells import misread
from complaint_rules.compile.conditions import one_of_subjects
from complaint_rules.compile.figures import read_parameter
from complaint_rules.compile.names import AlternativeGroup, Names, label
from complaint_rules.compile.rule import AuthorityRung
from complaint_rules.errors import Message, MessageError, Problem
from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType, declared_facts
from complaint_rules.facts.sheet import own_value
from complaint_rules.load import source
from complaint_rules.load.folder import Layer
from complaint_rules.money import parse_fen
from complaint_rules.vocabulary import REMEDIES

DEFAULT_TIMEZONE = "Asia/Shanghai"
_OWN_TYPES = {
    "bool": FactType.BOOL,
    "integer": FactType.INTEGER,
    "money": FactType.MONEY,
    "date": FactType.DATE,
    "text": FactType.TEXT,
}
_ALWAYS_KNOWN = ("id", "received_at", RECEIVED_ON, "kind")
_WHOLE = re.compile(r"[0-9]{1,9}")


def headers_down(layers: Sequence[Layer]) -> Iterator[source.Header]:
    """The headers, highest first: the first that states something takes precedence."""
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
            problem = Problem(Message("tiers-left-out", tiers=tuple(left_out)), layer.at.place("tiers"))
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
        names.refuse(Message("fact-declared-twice", fact=path), place)
        return
    if (shape.type == "enum") != bool(shape.values):
        names.refuse(Message("values-of-no-enum", fact=name), place)
        return
    listed = shape.values or {}
    for value in listed:
        why = misread(value, listed)
        if why is not None:
            names.refuse(Message(why, fact=name, value=value), place)
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
        privacy=shape.privacy,
    )


def _parameters(layer: Layer, names: Names) -> None:
    for name, (shape, at) in layer.parameters.items():
        below = names.parameters.get(name)
        if name in names.facts:
            names.refuse(Message("parameter-named-as-fact", parameter=name), at.place())
        if below is not None and below.binding:
            names.refuse(Message("parameter-binding", parameter=name, layer=below.layer), at.place())
            continue
        names.parameters[name] = read_parameter(name, shape, layer.id, at, names)


def read_presumptions(layers: Sequence[Layer], names: Names) -> dict[int, Any]:
    """The presumed values by fact: the contract's, overridden by those of the layers, lowest first."""
    presume: dict[int, Any] = {fact.index: fact.presumed for fact in names.facts.values() if fact.presumed is not None}
    for layer in layers:
        for path, raw in layer.header.presume.items():
            place = layer.at.place("presume", path)
            fact = names.facts.get(path)
            if fact is None:
                names.refuse(Message("unknown-name", one_of_subjects(path, names), what="fact", name=path), place)
                continue
            try:
                presume[fact.index] = _presumed(fact, raw)
            except MessageError as error:
                names.refuse(error.message.within("of", about=path), place)
    return presume


def _presumed(fact: Fact, raw: Any) -> Any:
    if fact.path in _ALWAYS_KNOWN or fact.default is not None or fact.type in (FactType.TEXT_SET, FactType.DEPENDANTS):
        raise MessageError(Message("not-presumable"))
    whole = fact.type is FactType.INTEGER and isinstance(raw, str) and _WHOLE.fullmatch(raw)
    return own_value(fact, int(raw) if whole else raw)


def read_alternatives(layers: Sequence[Layer], names: Names) -> None:
    """Read the remedies that exclude one another, of all layers; a higher layer may redefine a group."""
    for layer in layers:
        for name, shape in layer.header.alternatives.items():
            for index, kind in enumerate(shape.of):
                names.check("remedy", kind, REMEDIES, layer.at.place("alternatives", name, "of", index))
            names.alternatives[name] = AlternativeGroup(name, tuple(shape.of), shape.choice)
    for name, group in names.alternatives.items():
        for other, declared in names.alternatives.items():
            twice = [kind for kind in group.of if kind in declared.of]
            if name < other and twice:
                top = next(layer for layer in reversed(layers) if other in layer.header.alternatives)
                what = Message("remedy-in-two-groups", remedy=twice[0], group=name, other=other)
                names.refuse(what, top.at.place("alternatives", other))


def read_authority(layers: Sequence[Layer], names: Names) -> tuple[AuthorityRung, ...]:
    """The ladder of the highest layer that has one."""
    layer = next((layer for layer in reversed(layers) if layer.header.authority), None)
    if layer is None:
        return ()
    rungs: list[AuthorityRung] = []
    for index, shape in enumerate(layer.header.authority):
        place = layer.at.place("authority", index)
        names.check("role", shape.role, names.parties, layer.at.place("authority", index, "role"))
        try:
            upto = None if shape.upto is None else parse_fen(shape.upto)
        except MessageError as error:
            names.refuse(error.message, layer.at.place("authority", index, "upto"))
            continue
        if rungs and (rungs[-1].upto_fen is None or (upto is not None and upto <= rungs[-1].upto_fen)):
            names.refuse(Message("rung-not-higher"), place)
        rungs.append(AuthorityRung(shape.role, upto))
    return tuple(rungs)


def read_start(layers: Sequence[Layer], names: Names) -> date | None:
    """The first day on which every layer of the stack is in force; None where no layer states one."""
    days = []
    for layer in layers:
        if layer.header.effective is not None:
            try:
                days.append(date.fromisoformat(layer.header.effective.from_))
            except ValueError:
                names.refuse(
                    Message("not-a-day", value=layer.header.effective.from_), layer.at.place("effective", "from")
                )
    return max(days, default=None)


def read_timezone(layers: Sequence[Layer], names: Names) -> ZoneInfo:
    """The time zone of the highest layer that names one."""
    for layer in reversed(layers):
        name = layer.header.timezone
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                what = Message("unknown-name", "such-as-shanghai", what="time zone", name=name)
                names.refuse(what, layer.at.place("timezone"))
    return ZoneInfo(DEFAULT_TIMEZONE)
