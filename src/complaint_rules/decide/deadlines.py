"""Deadlines: the ends of spans of time on the calendar.

Hours run on the minute. Days and working days leave out the starting day and end at 23:59:59 local time of the last
one; a last calendar day that is a day of rest moves to the next working day. Ends are compared as instants.

Where the end of a span depends on a year that the calendar does not cover, only its earliest possible end is known: a
working day takes at least a calendar day, and a day may turn out to be a working day. A clock has a date where the
span that can end first ends at a known moment; otherwise it is undated, and states the earliest day of its end.

Source: Civil Code 200-204; weekends count as days of rest there, as they do in practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from complaint_rules.cache import BoundedCache
from complaint_rules.calendars.calendar import Calendar
from complaint_rules.compile.effect import Duration
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.entries import Because, Deadline, Review
from complaint_rules.decide.reviews import undated

MOST_DAYS = 64
"""Days of receipt for which the deadlines of the same clocks are cached."""

_BY_THE_MINUTE = ("at once", "h")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ClockSpan(NamedTuple):
    """A span that a rule sets on a clock."""

    within: Duration
    start: str
    because: Because


class End(NamedTuple):
    """When a span ends, in the ruleset's time zone, or the earliest moment at which it can.

    `uncovered` is the first year whose days of rest would have to be known; None where `moment` is the end.
    """

    moment: datetime
    uncovered: int | None

    @property
    def instant(self) -> timedelta:
        """The moment as an instant, which orders correctly across clock changes; datetimes of one zone do not."""
        return self.moment - _EPOCH


class Settled(NamedTuple):
    """A settled clock; `uncovered` is the first uncovered year that leaves it undated, None where it has a date."""

    deadline: Deadline
    uncovered: int | None


class _ByMinute(NamedTuple):
    """A clock set only in hours from receipt, with its position among the clocks and the shortest of its spans."""

    place: int
    clock: str
    within: str
    hours: int
    because: Because

    @classmethod
    def of(cls, place: int, clock: str, spans: Sequence[ClockSpan]) -> _ByMinute | None:
        """The clock, or None where days count too."""
        running = [span for span in spans if span.start == "received"]
        if not running or any([span.within.unit not in _BY_THE_MINUTE for span in running]):
            return None
        hours = min([length(span.within) for span in running])
        chosen = [span for span in running if length(span.within) == hours]
        return cls(place, clock, min([span.within.text for span in chosen]), hours, _because(chosen))


class Clocks:
    """The clocks that some rules set, settled once for each day of receipt, except those that run by the minute."""

    __slots__ = ("_by_day", "_by_hours", "_by_minute", "_ruleset", "_set")

    def __init__(self, spans: Sequence[tuple[str, Sequence[ClockSpan]]], ruleset: Ruleset) -> None:
        """Prepare.

        Args:
            spans: the clocks by name, each with at least one span.
            ruleset: provides the calendar and the time zone.
        """
        self._set = spans
        self._ruleset = ruleset
        by_minute = [(place, *clock) for place, clock in enumerate(spans) if _runs_by_the_minute(clock[1])]
        found = [(_ByMinute.of(*one), one) for one in by_minute]
        self._by_hours = [one for one, _ in found if one is not None]
        self._by_minute = [one for by_hours, one in found if by_hours is None]
        self._by_day: BoundedCache[date, tuple[list[Deadline], list[Review | None]]] = BoundedCache(MOST_DAYS)

    def settle(self, received: datetime) -> tuple[Sequence[Deadline], Sequence[Review | None]]:
        """The deadlines of a complaint received then, and for each what a person must review, usually None."""
        local = received.astimezone(self._ruleset.timezone)
        day = local.date()
        found = self._by_day.get(day)
        if found is None:
            made = [self._settle(clock, spans, local) for clock, spans in self._set]
            return self._by_day.put(day, ([one for one, _ in made], [note for _, note in made]))
        if not (self._by_hours or self._by_minute):
            return found
        deadlines, notes = found[0].copy(), found[1]
        timezone, utc = self._ruleset.timezone, local.astimezone(UTC)
        ends = {0: local}
        for place, clock, within, hours, because in self._by_hours:
            end = ends.get(hours)
            if end is None:
                end = ends[hours] = (utc + timedelta(hours=hours)).astimezone(timezone)
            deadlines[place] = Deadline(clock, within, "received", end, because, None, end)
        if self._by_minute:
            notes = notes.copy()
            for place, clock, spans in self._by_minute:
                deadlines[place], notes[place] = self._settle(clock, spans, local)
        return deadlines, notes

    def _settle(self, clock: str, spans: Sequence[ClockSpan], received: datetime) -> tuple[Deadline, Review | None]:
        ruleset = self._ruleset
        deadline, uncovered = settle_deadline(clock, spans, received, ruleset.timezone, ruleset.calendar)
        deadline = deadline._replace(earliest=deadline.due)
        return deadline, None if uncovered is None else undated(deadline, uncovered, ruleset)


def _runs_by_the_minute(spans: Sequence[ClockSpan]) -> bool:
    return any([span.start == "received" and span.within.unit in _BY_THE_MINUTE for span in spans])


def end_of(within: Duration, start: datetime, timezone: tzinfo, calendar: Calendar) -> End:
    """When a span that starts at `start` ends, in the ruleset's time zone."""
    if within.unit == "at once":
        return End(start.astimezone(timezone), None)
    if within.unit == "h":
        return End((start.astimezone(UTC) + timedelta(hours=within.count)).astimezone(timezone), None)
    day, uncovered = calendar.last_day(within.unit, within.count, start.astimezone(timezone).date())
    return End(_end_of_day(day, timezone), uncovered)


def earliest_end(deadline: Deadline, timezone: tzinfo) -> datetime | None:
    """When a clock ends, or the earliest moment at which an undated one can; None while its start has not happened."""
    return deadline.due if deadline.not_before is None else _end_of_day(deadline.not_before, timezone)


@lru_cache(maxsize=4096)
def _end_of_day(day: date, timezone: tzinfo) -> datetime:
    """The last second of a day; where the clocks are put back over it, the later one with that local time."""
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=timezone, fold=1)
    return end.astimezone(UTC).astimezone(timezone)  # a second that the clocks skip becomes the last one before


def settle_deadline(
    clock: str, fired: Sequence[ClockSpan], received: datetime, timezone: tzinfo, calendar: Calendar
) -> Settled:
    """The earliest of the spans on one clock, of which there is at least one."""
    running = [span for span in fired if span.start == "received"]
    if running:
        return _earliest(clock, running, [end_of(span.within, received, timezone, calendar) for span in running])
    shortest = min([length(span.within) for span in fired])
    chosen = [span for span in fired if length(span.within) == shortest]
    text, start = min([(span.within.text, span.start) for span in chosen])
    return Settled(Deadline(clock, text, start, None, _because(chosen)), None)


def _earliest(clock: str, spans: Sequence[ClockSpan], ends: Sequence[End]) -> Settled:
    first = min(ends, key=_by_instant)
    if len(spans) > 1:
        soonest = [at for at, end in enumerate(ends) if end.instant == first.instant]
        first = min([ends[at] for at in soonest], key=_dated_first)
        text = min([spans[at].within.text for at in soonest])
    else:
        soonest, text = [0], spans[0].within.text
    if first.uncovered is None:
        because = _because([spans[at] for at in soonest])
        return Settled(Deadline(clock, text, "received", first.moment, because), None)
    because = _because(_candidates(spans, ends))
    return Settled(Deadline(clock, text, "received", None, because, first.moment.date()), first.uncovered)


def _by_instant(end: End) -> timedelta:
    return end.instant


def _dated_first(end: End) -> int:
    return end.uncovered or 0


def _candidates(spans: Sequence[ClockSpan], ends: Sequence[End]) -> list[ClockSpan]:
    """The spans that may be the earliest."""
    both = list(zip(spans, ends, strict=True))
    return [
        span
        for span, end in both
        if not any([_is_never_after(*other, span, end) and not _is_never_after(span, end, *other) for other in both])
    ]


def _is_never_after(one: ClockSpan, end: End, other: ClockSpan, others_end: End) -> bool:
    """Whether a span ends no later than another, whatever days will be announced."""
    if end.uncovered is None:
        return end.instant <= others_end.instant
    if one.within.unit == "working days":
        return other.within.unit == "working days" and one.within.count <= other.within.count
    # both end on a working day, and `one` ends on the first such day from its earliest day on
    return other.within.unit not in _BY_THE_MINUTE and end.instant <= others_end.instant


def _because(spans: Sequence[ClockSpan]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([rule for span in spans for rule in span.because]))


_HOURS = {"at once": 0, "h": 1, "days": 24, "working days": 34, "years": 24 * 366}


def length(within: Duration) -> int:
    """A length in hours to order spans whose start has not happened; five working days count as about seven days."""
    return within.count * _HOURS[within.unit]
