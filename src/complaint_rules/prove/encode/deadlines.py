"""Deadlines as ranks: which span ends sooner depends on the day and hour, so every order that occurs is tried.

The same laws as `decide.deadlines`: the earliest of the spans that run from the day received; where none does, the
shortest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from complaint_rules.compile.effect import Deadline, Duration, DurationOf
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.deadlines import due, length
from complaint_rules.errors import CalendarError
from complaint_rules.prove.encode.grading import started
from complaint_rules.prove.encode.outputs import Claim
from complaint_rules.prove.encode.terms import Number, Truth, any_of, both, no, pick
from complaint_rules.prove.encode.usual import TEN_O_CLOCK, USUAL_DAY

_HOURS = (TEN_O_CLOCK, time(0), time(23, 59))
"""Hours on which a span of hours may end before or after one of days; the usual one first."""


class Span(NamedTuple):
    """A span from an event."""

    within: Duration
    start: str


class Moment(NamedTuple):
    """A moment of receipt that stands for all with the same order of spans: each span's rank, the soonest lowest.

    `received` is None where there is nothing to put in order, so that any moment will do.
    """

    received: datetime | None
    ranks: dict[Span, int]


def spans_said(say: Deadline, ruleset: Ruleset, day: Number) -> list[tuple[Truth, Span]]:
    """The span that a rule sets on a clock, by what is in force on a day; none while a figure is lacking."""
    if isinstance(say.within, Duration):
        return [(True, Span(say.within, say.start))]
    figures = ruleset.parameters[say.within.parameter].values
    found = []
    for index, (start, value) in enumerate(figures):
        until = started(day, figures[index + 1][0]) if index + 1 < len(figures) else False
        if isinstance(value, int):
            found.append((both(started(day, start), no(until)), Span(_counted(say.within, value), say.start)))
    return found


def _counted(within: DurationOf, count: int) -> Duration:
    return Duration(count, within.unit, f"{count} {within.unit if count != 1 else within.unit[:-1]}")


def moments(spans: Iterable[Span], days: Sequence[date], timezone: tzinfo) -> list[Moment]:
    """One moment for every order in which the calendar puts some spans, as usual a moment as there is.

    Args:
        spans: all that are to be compared.
        days: the days of receipt to look at.
        timezone: the ruleset's.
    """
    listed = sorted(set(spans), key=str)
    found: dict[tuple[int, ...], Moment] = {}
    for hour in _HOURS:
        for day in sorted(days, key=_unusual):
            received = datetime.combine(day, hour, timezone)
            try:
                keys = [_ends(span, received, timezone) for span in listed]
            except CalendarError:
                continue
            order = sorted(set(keys))
            ranks = tuple(order.index(key) + 1 for key in keys)
            found.setdefault(ranks, Moment(received, dict(zip(listed, ranks, strict=True))))
    return list(found.values())


def _unusual(day: date) -> timedelta:
    """How far a day lies from the usual one."""
    return abs(day - USUAL_DAY)


def _ends(span: Span, received: datetime, timezone: tzinfo) -> tuple[int, float]:
    """When a span ends; one whose start has not happened comes after all that run, by its length."""
    if span.start == "received":
        return 0, due(span.within, received, timezone).timestamp()
    return 1, float(length(span.within))


def days_between(first: date, last: date) -> list[date]:
    """All days from the first to the last."""
    return [first + timedelta(days=shift) for shift in range((last - first).days + 1)]


def rank(said: Sequence[tuple[Truth, Span]], ranks: dict[Span, int]) -> Number:
    """The rank of the earliest span that counts; one beyond all ranks where there is none."""
    found: Number = max(ranks.values(), default=0) + 1
    for value, span in sorted(((ranks[span], span) for span in {span for _, span in said}), key=_by_rank, reverse=True):
        found = pick(any_of(there for there, one in said if one == span), value, found)
    return found


def _by_rank(entry: tuple[int, Span]) -> tuple[int, str]:
    return entry[0], str(entry[1])


def counted(claims: Sequence[Claim], ruleset: Ruleset, day: Number) -> list[tuple[Truth, Span]]:
    """The spans of the claims that count now."""
    return [
        (both(claim.grades.for_now, there), span)
        for claim in claims
        for there, span in spans_said(claim.say, ruleset, day)
    ]
