"""Parameters: figures by date or by year, for the whole country and, where stated, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from complaint_rules.compile.lawdays import LawDays, LawOf
from complaint_rules.errors import Place

Label = tuple[str, str]
Value = int | Fraction | Mapping[str, int | Fraction] | None

DEFAULT = "default"
"""The key of the figure for all places without a figure of their own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: money in fen, a number, a mapping for `lookup`, or None where there is none; and its source."""

    value: Value
    source: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class ParameterStep:
    """The figures from a day on, until the next step: one by default, and those of named places.

    `of_year` is the calendar year of a step that was written for one; the step after its year has no figure.
    """

    start: date
    figure: Figure
    local: Mapping[str, Figure] = field(default_factory=dict)
    of_year: bool = False


class FigureInForce(NamedTuple):
    """The figure that applies to a complaint: its first day, and the place that it is stated for (None: by default).

    `step` is its number among the steps, -1 before the first.
    """

    step: int
    since: date | None
    place: str | None
    figure: Figure


_NO_FIGURE = FigureInForce(-1, None, None, Figure(None))


@dataclass(frozen=True, slots=True, eq=False)
class DatedParameter:
    """A figure by date.

    `law_of` says which day selects the figure; `by` is the path of the fact whose value names the place, if any.
    """

    id: str
    layer: str
    title: Label
    unit: str
    steps: tuple[ParameterStep, ...]
    binding: bool
    cite: tuple[str, ...]
    assumed: bool
    reason: Label | None
    confidence: str | None
    place: Place
    source: str | None = None
    law_of: LawOf = "occurred"
    by: str | None = None

    @property
    def values(self) -> tuple[tuple[date, Value], ...]:
        """Each first day with the figure by default."""
        return tuple([(step.start, step.figure.value) for step in self.steps])

    @property
    def is_table(self) -> bool:
        """Whether its figures are mappings, for `lookup`."""
        return any(isinstance(value, Mapping) for value in self.all_values())

    @property
    def places(self) -> tuple[str, ...]:
        """The places with a figure of their own, in the order in which they are first named."""
        return tuple(dict.fromkeys([place for step in self.steps for place in step.local]))

    def all_values(self) -> Iterator[Value]:
        """Every figure of every day and place."""
        for step in self.steps:
            yield step.figure.value
            yield from (figure.value for figure in step.local.values())

    def on(self, day: date, place: str | None = None) -> FigureInForce:
        """The figure in force on a day: that of the place, or the default where the place has none then."""
        found = _NO_FIGURE
        for number, step in enumerate(self.steps):
            if step.start <= day:
                own = None if place is None else step.local.get(place)
                found = FigureInForce(number, step.start, None if own is None else place, own or step.figure)
        return found

    def of(self, days: LawDays, place: str | None = None) -> FigureInForce:
        """The figure that applies to a complaint of some days."""
        return self.on(days.of(self.law_of), place)
