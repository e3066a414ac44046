"""Reads parameters: figures by date or by calendar year, by default and place by place, each with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from complaint_rules.compile.names import Names, label
from complaint_rules.compile.parameter import DEFAULT, DatedParameter, Figure, ParameterStep, Value
from complaint_rules.errors import Message, MessageError, Place, nearest_or_listed
from complaint_rules.facts.fact import FINITE, Fact
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.money import parse_fen

_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_KEY = re.compile(r"0|[1-9][0-9]{0,5}")
_YEAR = re.compile(r"[0-9]{4}")
_SOURCED = frozenset({"value", "source", "confidence"})
ALWAYS_KNOWN = ("kind",)
"""Facts that every complaint states and that have named values."""


def read_parameter(name: str, shape: source.Parameter, layer: str, at: Located, names: Names) -> DatedParameter:
    """Compile one parameter; problems are noted."""
    return _Reader(name, shape, at, names).read(layer)


class _Reader:
    """Reads one parameter."""

    def __init__(self, name: str, shape: source.Parameter, at: Located, names: Names) -> None:
        self._name = name
        self._shape = shape
        self._at = at
        self._names = names
        self._places = None if shape.by is None else self._values_of(shape.by)

    def read(self, layer: str) -> DatedParameter:
        name, shape = self._name, self._shape
        steps = [step for key, raw in shape.values.items() if (step := self._step(key, raw)) is not None]
        if not shape.values:
            self._refuse("parameter-without-figure", "values")
        starts = [step.start for step in steps]
        if starts != sorted(set(starts)):
            self._refuse("parameter-days-not-in-order", "values")
        made = DatedParameter(
            id=name,
            layer=layer,
            title=label(shape.title, name),
            unit=shape.unit,
            steps=tuple(_with_lapses(steps)),
            binding=shape.binding,
            cite=tuple(shape.cite),
            assumed=shape.basis is not None,
            reason=None if shape.reason is None else label(shape.reason, ""),
            confidence=shape.confidence,
            place=self._at.place(),
            source=shape.source,
            law_of=shape.law_of or "occurred",
            by=shape.by,
        )
        if len({isinstance(value, Mapping) for value in made.all_values() if value is not None}) > 1:
            self._refuse("parameter-mixes-figures", "values")
        if not shape.cite and (shape.basis is None or shape.reason is None):
            self._refuse("parameter-without-source")
        return made

    def _refuse(self, code: str, *inner: str) -> None:
        self._names.refuse(Message(code, parameter=self._name), self._at.place(*inner))

    def _values_of(self, path: str) -> Sequence[Any]:
        """The named values of the fact that picks the place; with a problem noted where it has none."""
        fact = self._names.facts.get(path)
        place = self._at.place("by")
        if fact is None:
            self._names.refuse(Message("unknown-name", self._names.near_fact(path), what="fact", name=path), place)
        elif fact.type not in FINITE or not isinstance(fact.values[0], str):
            self._names.refuse(Message("place-without-names", parameter=self._name, fact=path), place)
        else:
            return fact.values
        return ()

    def _step(self, key: str, raw: Any) -> ParameterStep | None:
        try:
            start = _day(f"{key}-01-01" if _YEAR.fullmatch(key) else key)
            figure, local = self._figures(raw, self._at.place("values", key))
        except MessageError as error:
            what = error.message.within("parameter", parameter=self._name, day=key)
            self._names.refuse(what, self._at.place("values", key))
            return None
        return ParameterStep(start, figure, local, of_year=bool(_YEAR.fullmatch(key)))

    def _figures(self, raw: Any, place: Place) -> tuple[Figure, dict[str, Figure]]:
        """The figure by default and those of the places."""
        if self._places is None or not isinstance(raw, dict) or raw.keys() <= _SOURCED:
            return _figure(raw, self._shape.unit), {}
        found: dict[str, Figure] = {}
        for name, one in raw.items():
            if name != DEFAULT and name not in self._places:
                if self._places:
                    hint = nearest_or_listed(name, [*map(str, self._places), DEFAULT])
                    self._names.refuse(Message("unknown-name", hint, what="place", name=name), place)
                continue
            found[name] = _figure(one, self._shape.unit)
        figure = found.pop(DEFAULT, Figure(None))
        return figure, {name: one for name, one in found.items() if one.value is not None}


def check_places(names: Names, presume: Mapping[int, Any], at: Mapping[str, Place]) -> None:
    """Refuse parameters whose figures are selected by a fact that is not known in every complaint.

    Args:
        names: where problems are noted, with the parameters and facts.
        presume: the presumed values by fact.
        at: the place of each parameter.
    """
    for name, parameter in names.parameters.items():
        fact = None if parameter.by is None else names.facts.get(parameter.by)
        if fact is not None and fact.type in FINITE and not _always_known(fact, presume):
            names.refuse(Message("place-not-presumed", parameter=name, fact=fact.path), at[name])


def _always_known(fact: Fact, presume: Mapping[int, Any]) -> bool:
    return fact.path in ALWAYS_KNOWN or fact.index in presume


def _with_lapses(steps: Sequence[ParameterStep]) -> list[ParameterStep]:
    """The steps; the figure of a calendar year lapses at its end where there is none of the next year."""
    found: list[ParameterStep] = []
    for number, step in enumerate(steps):
        found.append(step)
        if step.of_year and step.start.year < date.max.year:
            end = date(step.start.year + 1, 1, 1)
            if number + 1 == len(steps) or steps[number + 1].start > end:
                found.append(ParameterStep(end, Figure(None), of_year=True))
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MessageError(Message("no-such-day", value=text)) from None


def _figure(raw: Any, unit: str) -> Figure:
    """A figure, plain or with its source."""
    if not isinstance(raw, dict) or "value" not in raw:
        return Figure(_value(raw, unit))
    odd = next((key for key in raw if key not in _SOURCED), None)
    if odd is not None:
        raise MessageError(Message("unknown-name", nearest_or_listed(odd, _SOURCED), what="key", name=odd))
    confidence = raw.get("confidence")
    if confidence is not None and confidence not in source.CONFIDENCES:
        hint = nearest_or_listed(str(confidence), source.CONFIDENCES)
        raise MessageError(Message("unknown-name", hint, what="confidence", name=str(confidence)))
    stated = raw.get("source")
    return Figure(_value(raw["value"], unit), None if stated is None else str(stated), confidence)


def _value(raw: Any, unit: str) -> Value:
    if isinstance(raw, dict):
        odd = next((key for key in raw if not _KEY.fullmatch(key)), None)
        if odd is not None or not raw:
            raise MessageError(Message("not-a-lookup-key", value=raw if odd is None else odd))
        return {key: read_figure(value, unit) for key, value in raw.items()}
    return None if raw is None else read_figure(raw, unit)


def read_figure(text: object, unit: str) -> int | Fraction:
    """Read one figure of a parameter.

    Raises:
        MessageError: not a figure of that unit.
    """
    if unit.startswith("CNY"):
        return parse_fen(text)
    if not isinstance(text, str) or not _FIGURE.fullmatch(text):
        raise MessageError(Message("not-a-figure", value=text, unit=unit))
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value
