"""Mutation operators outside the rules: on dated parameters, presumptions and the authority ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from complaint_rules.compile.parameter import DatedParameter, ParameterStep, Value
from complaint_rules.compile.rule import AuthorityRung, Ruleset
from complaint_rules.facts.fact import FINITE, NUMERIC, Fact, FactType
from complaint_rules.load.folder import Layer
from complaint_rules.money import format_fen
from complaint_rules.mutate.operator import AppliedOperator, written
from complaint_rules.mutate.rules import with_change

_DAY = timedelta(1)


def parameter_mistaken(parameter: DatedParameter, ruleset: Ruleset) -> Iterator[AppliedOperator[Ruleset]]:
    """Each default figure off by one unit, and each of its start days moved by one day.

    The figures of places are not mutated: they are data, checked against the page that lists them. A step written under
    a year has no day to move.
    """
    for index, step in enumerate(parameter.steps):
        day = step.start
        for text, value in _figures_near(step.figure.value, parameter.unit):
            steps = _with(parameter.steps, index, replace(step, figure=replace(step.figure, value=value)))
            yield AppliedOperator("threshold", f"from {day}: {text}", _put(ruleset, parameter, steps))
        for moved in () if step.of_year else (day - _DAY, day + _DAY):
            steps = _with(parameter.steps, index, replace(step, start=moved))
            starts = [one.start for one in steps]
            if starts == sorted(set(starts)):
                made = replace(_put(ruleset, parameter, steps), changes=with_change(ruleset, moved))
                yield AppliedOperator("day", f"from {day} -> {moved}", made)


def _with(steps: tuple[ParameterStep, ...], index: int, one: ParameterStep) -> tuple[ParameterStep, ...]:
    return (*steps[:index], one, *steps[index + 1 :])


def _put(ruleset: Ruleset, parameter: DatedParameter, steps: tuple[ParameterStep, ...]) -> Ruleset:
    parameters = {**ruleset.parameters, parameter.id: replace(parameter, steps=steps)}
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
    """One unit less and more: a fen, a day, a percent; for a decimal number, one in its last decimal place."""
    step = Fraction(1)
    while (figure / step).denominator != 1:
        step /= 10
    found = [Fraction(figure) - step, Fraction(figure) + step]
    return [int(near) if near.denominator == 1 else near for near in found if near >= 0]


def _shown(figure: int | Fraction, unit: str) -> str:
    if unit.startswith("CNY"):
        return format_fen(int(figure))
    return str(figure) if isinstance(figure, int) else f"{float(figure):g}"


def presumptions_mistaken(layer: Layer, ruleset: Ruleset) -> Iterator[tuple[str, AppliedOperator[Ruleset]]]:
    """Each presumption of the layer's header changed to a neighbouring value, with the fact's path."""
    for path in layer.header.presume:
        fact = ruleset.names.facts[path]
        value = ruleset.presume[fact.index]
        for near in _neighbours(fact, value):
            made = replace(ruleset, presume={**ruleset.presume, fact.index: near})
            says = f"presumed {written(value, fact)} -> {written(near, fact)}"
            yield path, AppliedOperator("presumption", says, made, layer.at.place("presume", path))


def _neighbours(fact: Fact, value: Any) -> list[Any]:
    """Values next to the presumed one: both in an order, the next one in a plain list, one unit off for numbers."""
    if fact.type in FINITE:
        index = fact.values.index(value)
        near = (index - 1, index + 1) if fact.type is FactType.ORDERED else ((index + 1) % len(fact.values),)
        return [fact.values[at] for at in near if 0 <= at < len(fact.values)]
    if fact.type not in NUMERIC:
        return []
    step = _DAY if isinstance(value, date) else 1
    return [near for near in (value - step, value + step) if fact.allows(near)]


def authority_mistaken(layer: Layer, ruleset: Ruleset) -> Iterator[tuple[str, AppliedOperator[Ruleset]]]:
    """Each limit of the layer's authority ladder off by one fen, with the role."""
    ladder = ruleset.authority if layer.header.authority else ()
    for index, rung in enumerate(ladder):
        for near in () if rung.upto_fen is None else (rung.upto_fen - 1, rung.upto_fen + 1):
            changed = (*ladder[:index], AuthorityRung(rung.role, near), *ladder[index + 1 :])
            limits = [one.upto_fen for one in changed if one.upto_fen is not None]
            if near >= 0 and limits == sorted(set(limits)):
                says = f"upto {format_fen(rung.upto_fen or 0)} -> {format_fen(near)}"
                place = layer.at.place("authority", index)
                yield rung.role, AppliedOperator("authority", says, replace(ruleset, authority=changed), place)
