"""Slips outside the rules: dated figures, what is presumed, the authority ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from complaint_rules.compile.names import Parameter, Value
from complaint_rules.compile.rule import Ruleset, Rung
from complaint_rules.facts.fact import FINITE, NUMERIC, Fact, FactType
from complaint_rules.load.folder import Layer
from complaint_rules.money import LARGEST_FEN, format_fen
from complaint_rules.mutate.rules import with_change
from complaint_rules.mutate.slip import Slip, written

_DAY = timedelta(1)

Dated = tuple[tuple[date, Value], ...]
"""Figures, each with its first day."""


def parameter_mistaken(parameter: Parameter, ruleset: Ruleset) -> Iterator[Slip[Ruleset]]:
    """Each dated figure one unit off, and each of its days moved by one."""
    for index, (day, figure) in enumerate(parameter.values):
        for text, value in _figures_near(figure, parameter.unit):
            values = _with(parameter.values, index, (day, value))
            yield Slip("threshold", f"from {day}: {text}", _put(ruleset, parameter, values))
        for moved in (day - _DAY, day + _DAY):
            values = _with(parameter.values, index, (moved, figure))
            if [start for start, _ in values] == sorted({start for start, _ in values}):
                made = replace(_put(ruleset, parameter, values), changes=with_change(ruleset, moved))
                yield Slip("day", f"from {day} -> {moved}", made)


def _with(
    values: tuple[tuple[date, Value], ...], index: int, one: tuple[date, Value]
) -> tuple[tuple[date, Value], ...]:
    return (*values[:index], one, *values[index + 1 :])


def _put(ruleset: Ruleset, parameter: Parameter, values: tuple[tuple[date, Value], ...]) -> Ruleset:
    parameters = {**ruleset.parameters, parameter.id: replace(parameter, values=values)}
    return replace(ruleset, parameters=parameters, names=replace(ruleset.names, parameters=parameters))


def _figures_near(figure: Value, unit: str) -> Iterator[tuple[str, Value]]:
    if isinstance(figure, Mapping):
        for key, one in figure.items():
            for near in _near(one):
                text = f"{key}: {_shown(one, unit)} -> {_shown(near, unit)}"
                yield text, {**figure, key: near}
    elif figure is not None:
        for near in _near(figure):
            yield f"{_shown(figure, unit)} -> {_shown(near, unit)}", near


def _near(figure: int | Fraction) -> list[int | Fraction]:
    """One unit less and more: a fen, a day, a percent; of a broken number the last decimal that is written."""
    step = Fraction(1)
    while (figure / step).denominator != 1:
        step /= 10
    found = [Fraction(figure) - step, Fraction(figure) + step]
    return [int(near) if near.denominator == 1 else near for near in found if near >= 0]


def _shown(figure: int | Fraction, unit: str) -> str:
    if unit.startswith("CNY"):
        return format_fen(int(figure))
    return str(figure) if isinstance(figure, int) else f"{float(figure):g}"


def presumptions_mistaken(layer: Layer, ruleset: Ruleset) -> Iterator[tuple[str, Slip[Ruleset]]]:
    """Each fact that the layer's header presumes, presumed to have a neighbouring value; with the fact's path."""
    for path in layer.header.presume:
        fact = ruleset.names.facts[path]
        value = ruleset.presume[fact.index]
        for near in _neighbours(fact, value):
            made = replace(ruleset, presume={**ruleset.presume, fact.index: near})
            says = f"presumed {written(value, fact)} -> {written(near, fact)}"
            yield path, Slip("presumption", says, made, layer.at.place("presume", path))


def _neighbours(fact: Fact, value: Any) -> list[Any]:
    """Values beside the presumed one: both in an order, the next in a plain list, one unit off in numbers."""
    if fact.type in FINITE:
        index = fact.values.index(value)
        near = (index - 1, index + 1) if fact.type is FactType.ORDERED else ((index + 1) % len(fact.values),)
        return [fact.values[at] for at in near if 0 <= at < len(fact.values)]
    if fact.type not in NUMERIC:
        return []
    if isinstance(value, date):
        return [value - _DAY, value + _DAY]
    most = LARGEST_FEN if fact.most is None else fact.most
    return [near for near in (value - 1, value + 1) if fact.least <= near <= most]


def authority_mistaken(layer: Layer, ruleset: Ruleset) -> Iterator[tuple[str, Slip[Ruleset]]]:
    """Each limit of the layer's authority ladder one fen off; with the role."""
    ladder = ruleset.authority if layer.header.authority else ()
    for index, rung in enumerate(ladder):
        for near in () if rung.upto_fen is None else (rung.upto_fen - 1, rung.upto_fen + 1):
            changed = (*ladder[:index], Rung(rung.role, near), *ladder[index + 1 :])
            limits = [one.upto_fen for one in changed if one.upto_fen is not None]
            if near >= 0 and limits == sorted(set(limits)):
                says = f"upto {format_fen(rung.upto_fen or 0)} -> {format_fen(near)}"
                place = layer.at.place("authority", index)
                yield rung.role, Slip("authority", says, replace(ruleset, authority=changed), place)
