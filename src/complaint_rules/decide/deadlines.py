"""Deadlines: spans of time laid on the calendar.

Hours run on the minute. Days and working days leave out the starting day and end at 23:59:59 local time of the last
one; a last calendar day that is a day of rest moves to the next working day.

Source: Civil Code 200-204; weekends count as days of rest there, as they do in practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from complaint_rules.compile.effect import Duration
from complaint_rules.decide.calendar import add_working_days, on_or_after
from complaint_rules.keeping import Kept
from complaint_rules.resolve.entries import Because, Deadline

MOST_DAYS = 64
"""Days on which the same clocks are kept."""

_BY_THE_MINUTE = ("at once", "h")


class Span(NamedTuple):
    """A span that a rule sets on a clock."""

    grade: int
    within: Duration
    start: str
    because: Because


class Clocks:
    """The clocks that some rules set, settled once for each day on which complaints come, but for hours and minutes."""

    __slots__ = ("_by_day", "_by_minute", "_set", "_timezone")

    def __init__(self, spans: Sequence[tuple[str, Sequence[Span]]], timezone: tzinfo) -> None:
        """Prepare.

        Args:
            spans: the clocks by name, each with at least one span.
            timezone: the ruleset's.
        """
        self._set = spans
        self._timezone = timezone
        self._by_minute = [(place, *clock) for place, clock in enumerate(spans) if _runs_by_the_minute(clock[1])]
        self._by_day: Kept[date, list[Deadline]] = Kept(MOST_DAYS)

    def settle(self, received: datetime) -> tuple[Deadline, ...]:
        """The deadlines of a complaint that was received then.

        Raises:
            CalendarError: one would lie beyond the calendar's covered years.
        """
        timezone = self._timezone
        local = received.astimezone(timezone)
        day = local.date()
        found = self._by_day.get(day)
        if found is None:
            made = [settle_deadline(clock, spans, local, timezone) for clock, spans in self._set]
            return tuple(self._by_day.keep(day, made))
        deadlines = found.copy()
        for place, clock, spans in self._by_minute:
            deadlines[place] = settle_deadline(clock, spans, local, timezone)
        return tuple(deadlines)


def _runs_by_the_minute(spans: Sequence[Span]) -> bool:
    return any([span.start == "received" and span.within.unit in _BY_THE_MINUTE for span in spans])


def due(within: Duration, start: datetime, timezone: tzinfo) -> datetime:
    """When a span that starts at `start` ends, in the ruleset's time zone.

    Raises:
        CalendarError: it ends beyond the calendar's covered years.
    """
    if within.unit == "h":
        return (start.astimezone(UTC) + timedelta(hours=within.count)).astimezone(timezone)
    local = start.astimezone(timezone)
    return local if within.unit == "at once" else _end(within.unit, within.count, local.date(), timezone)


@lru_cache(maxsize=4096)
def _end(unit: str, count: int, first: date, timezone: tzinfo) -> datetime:
    day = last_day(unit, count, first)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=timezone)


def last_day(unit: str, count: int, first: date) -> date:
    """The last day of a span of days, working days or years that leaves out its first day.

    Raises:
        CalendarError: it lies beyond the calendar's covered years.
    """
    if unit == "working days":
        return add_working_days(first, count)
    return on_or_after(first + timedelta(days=count) if unit == "days" else _years_after(first, count))


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def settle_deadline(clock: str, fired: Sequence[Span], received: datetime, timezone: tzinfo) -> Deadline:
    """The earliest of the spans on one clock, of which there is at least one."""
    if len(fired) == 1:
        span = fired[0]
        ends = due(span.within, received, timezone) if span.start == "received" else None
        return Deadline(clock, span.within.text, span.start, ends, span.because)
    started = [(due(span.within, received, timezone), span) for span in fired if span.start == "received"]
    if started:
        first = min([ends for ends, _ in started])
        chosen = [span for ends, span in started if ends == first]
        text = min([span.within.text for span in chosen])
        return Deadline(clock, text, "received", first, _because(chosen))
    shortest = min([length(span.within) for span in fired])
    chosen = [span for span in fired if length(span.within) == shortest]
    text, start = min([(span.within.text, span.start) for span in chosen])
    return Deadline(clock, text, start, None, _because(chosen))


def _because(spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple([rule for span in spans for rule in span.because])


_HOURS = {"at once": 0, "h": 1, "days": 24, "working days": 34, "years": 24 * 366}


def length(within: Duration) -> int:
    """A length to order spans by, whose start has not happened; five working days stand for seven days."""
    return within.count * _HOURS[within.unit]
