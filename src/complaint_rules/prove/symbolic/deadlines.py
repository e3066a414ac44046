"""Deadlines as terms: which of several spans ends first may depend on the moment of receipt.

The semantics is that of `decide.deadlines`: of the spans that run from receipt the one that ends first; where none
does, the shortest. Every day of receipt is examined, at every hour that may change the order of spans of hours and
spans of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from complaint_rules.calendars.calendar import Calendar
from complaint_rules.compile.effect import Duration, DurationOf, SetDeadline
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.deadlines import End, end_of, length
from complaint_rules.prove.symbolic.complaint import Days, SymbolicComplaint
from complaint_rules.prove.symbolic.conditions import figures_stated
from complaint_rules.prove.symbolic.terms import Model, Truth, any_of, both, no, number, same
from complaint_rules.prove.symbolic.usual import TEN_O_CLOCK, USUAL_DAY
from complaint_rules.prove.symbolic.workspace import Workspace

RECEIVED = "received"
_BY_THE_MINUTE = ("at once", "h")
_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class SymbolicSpan(NamedTuple):
    """A span from an event; one from receipt may start at the end of another span, `after`."""

    within: Duration
    start: str
    after: Duration | None = None


class Moment(NamedTuple):
    """A moment of receipt that represents all with the same order of spans: each span's rank, the soonest lowest.

    `dated` says whether the calendar dates all the spans; else they are ordered by the earliest possible ends.
    """

    received: datetime
    ranks: Mapping[SymbolicSpan, int]
    dated: bool


def spans_said(say: SetDeadline, complaint: SymbolicComplaint) -> list[tuple[Truth, SymbolicSpan]]:
    """The spans that a rule may set on a clock, each with whether its figure applies; none for a missing figure."""
    if isinstance(say.within, Duration):
        return [(True, SymbolicSpan(say.within, say.start))]
    parameter, within = complaint.ruleset.parameters[say.within.parameter], say.within
    return [
        (counts, SymbolicSpan(_counted(within, value), say.start))
        for counts, value in figures_stated(parameter, complaint)
        if isinstance(value, int)
    ]


def _counted(within: DurationOf, count: int) -> Duration:
    return Duration(count, within.unit, f"{count} {within.unit if count != 1 else within.unit[:-1]}")


class Orders:
    """The orders in which some spans may end, as one variable: which of a few moments represents the receipt."""

    def __init__(
        self, spans: Iterable[SymbolicSpan], days: Days, ruleset: Ruleset, space: Workspace, name: str = ""
    ) -> None:
        """Find the orders.

        Args:
            spans: the spans to compare.
            days: when complaints are received.
            ruleset: the ruleset whose calendar and time zone apply.
            space: the workspace that gets the variable's constraints.
            name: a prefix for the variable.
        """
        self._ruleset = ruleset
        running = {span for span in spans if span.start == RECEIVED}
        self._moments = moments(running, days, ruleset) if len(running) > 1 else []
        self._chosen = number(f"{name}moment")
        space.hold(both(self._chosen >= 0, self._chosen < max(1, len(self._moments))))
        self._pairs: dict[tuple[SymbolicSpan, SymbolicSpan, bool], Truth] = {}

    @property
    def dated(self) -> bool:
        """Whether the calendar dates all spans at the moments considered."""
        return all([moment.dated for moment in self._moments])

    def earliest(self, said: Sequence[tuple[Truth, SymbolicSpan]]) -> dict[SymbolicSpan, Truth]:
        """The spans that may be the one that counts, each with whether it is; none where no span is set."""
        there: dict[SymbolicSpan, Truth] = {}
        for counts, span in said:
            there[span] = any_of((there.get(span, False), counts))
        return {
            span: both(
                counts, *(no(both(other, self.before(one, span))) for one, other in there.items() if one != span)
            )
            for span, counts in there.items()
        }

    def before(self, one: SymbolicSpan, other: SymbolicSpan, *, by_text: bool = True) -> Truth:
        """Whether a span ends before another; of two that end together, the one whose text comes first.

        Args:
            one: a span.
            other: a span.
            by_text: whether spans that end together are ordered by text; else neither ends before the other.
        """
        key = one, other, by_text
        if key not in self._pairs:
            self._pairs[key] = self._before(one, other, by_text)
        return self._pairs[key]

    def _before(self, one: SymbolicSpan, other: SymbolicSpan, by_text: bool) -> Truth:
        if (one.start == RECEIVED) != (other.start == RECEIVED):
            return one.start == RECEIVED
        ones, others = (one.within.text, one.start) * by_text, (other.within.text, other.start) * by_text
        if one.start != RECEIVED:
            return (length(one.within), ones) < (length(other.within), others)
        if one == other:
            return False
        held = [(moment.ranks[one], ones) < (moment.ranks[other], others) for moment in self._moments]
        if len(set(held)) == 1:
            return held[0]
        return any_of(same(self._chosen, at) for at, earlier in enumerate(held) if earlier)

    @property
    def varying(self) -> dict[tuple[SymbolicSpan, SymbolicSpan], Truth]:
        """Pairs of spans whose order depends on the moment of receipt, each once, with whether the first ends first."""
        return {
            (one, other): term
            for (one, other, by_text), term in self._pairs.items()
            if not isinstance(term, bool) and by_text and str(one) < str(other)
        }

    def is_before(self, one: SymbolicSpan, other: SymbolicSpan, received: datetime) -> bool:
        """Whether a span from receipt ends before another, at a moment of receipt."""
        timezone, calendar = self._ruleset.timezone, self._ruleset.calendar
        ends = [(end_of(span.within, received, timezone, calendar).instant, span.within.text) for span in (one, other)]
        return ends[0] < ends[1]

    def moment(self, model: Model) -> tuple[datetime | None, Truth]:
        """A moment of receipt with the order of a model, and the term that selects it; None where any will do."""
        if all(isinstance(term, bool) for term in self._pairs.values()):
            return None, True
        at = model.value(self._chosen)
        return self._moments[at].received, same(self._chosen, at)


def moments(spans: Iterable[SymbolicSpan], days: Days, ruleset: Ruleset) -> list[Moment]:
    """One moment of receipt, as ordinary as possible, for every order that the calendar gives to some spans.

    Moments at which it can't date all of them are used only where there are no others.

    Args:
        spans: the spans from receipt to compare.
        days: when complaints are received; every day is examined.
        ruleset: the ruleset whose calendar and time zone apply.
    """
    listed = sorted(set(spans), key=str)
    timezone, calendar = ruleset.timezone, ruleset.calendar
    hours = _hours(listed, timezone, days)
    counting = _Counting(calendar.key, calendar)
    columns = [column for span in listed for column in _columns(span, counting, days)]
    seen: set[tuple[object, ...]] = set()
    found: dict[bool, dict[tuple[int, ...], Moment]] = {True: {}, False: {}}
    for at, day in enumerate(_days(days)):
        pattern = (*[column[at] for column in columns], *_offsets(day, [column[at][0] for column in columns], timezone))
        if pattern in seen:  # spans end in the same order as on an earlier day
            continue
        seen.add(pattern)
        for hour in hours:
            received = datetime.combine(day, hour, timezone)
            ends = [_end_of(span, received, timezone, calendar) for span in listed]
            instants = [end.instant for end in ends]
            order = {instant: place for place, instant in enumerate(sorted(set(instants)), 1)}
            ranks = tuple([order[instant] for instant in instants])
            dated = all([end.uncovered is None for end in ends])
            found[dated].setdefault(ranks, Moment(received, dict(zip(listed, ranks, strict=True)), dated))
    return list((found[True] or found[False]).values())


def _end_of(span: SymbolicSpan, received: datetime, timezone: tzinfo, calendar: Calendar) -> End:
    """When a span from receipt ends."""
    if span.after is None:
        return end_of(span.within, received, timezone, calendar)
    start = end_of(span.after, received, timezone, calendar)
    end = end_of(span.within, start.moment, timezone, calendar)
    return end if start.uncovered is None else End(end.moment, start.uncovered)


def _columns(span: SymbolicSpan, counting: _Counting, days: Days) -> list[Sequence[tuple[int, bool]]]:
    """What distinguishes days of receipt for a span: after how many days it ends, or may end, and if that is known.

    The end of a span of hours depends only on the hour of receipt and on the UTC offset of that day.
    """
    if span.after is None:
        return (
            [] if span.within.unit in _BY_THE_MINUTE else [_ends(counting, span.within.unit, span.within.count, days)]
        )
    if span.after.unit in _BY_THE_MINUTE:
        whole = span.after.count // 24 if span.after.unit == "h" else 0
        starts: list[Sequence[tuple[int, bool]]] = [[(whole + more, True) for _ in _days(days)] for more in (0, 1)]
    else:
        starts = [_ends(counting, span.after.unit, span.after.count, days)]
    if span.within.unit in _BY_THE_MINUTE:
        return [*starts]
    return [_ends_later(start, counting, span.within, days) for start in starts]


def _ends_later(
    starts: Sequence[tuple[int, bool]], counting: _Counting, within: Duration, days: Days
) -> Sequence[tuple[int, bool]]:
    """For every day of receipt, after how many days a span ends that starts some days later."""
    found = []
    for day, (wait, known) in zip(_days(days), starts, strict=True):
        end = counting.calendar.last_day(within.unit, within.count, day + timedelta(days=wait))
        found.append((end.day.toordinal() - day.toordinal(), known and end.uncovered is None))
    return found


def _hours(listed: Sequence[SymbolicSpan], timezone: tzinfo, days: Days) -> tuple[time, ...]:
    """The hours of receipt at which spans of hours end before, at and after the end of a day; the usual one first."""
    spans = [part for span in listed for part in (span.within, span.after) if part is not None]
    counts = {span.count % 24 for span in spans if span.unit == "h"}
    if any(span.after is not None for span in listed):  # hours may be added, or run from the end of a day
        counts |= {(one + sign * other) % 24 for one in counts for other in counts for sign in (1, -1)}
    if not counts or all(span.unit in _BY_THE_MINUTE for span in spans):
        return (TEN_O_CLOCK,)
    found = {time(0), time(23, 59)}
    shifts = (-1, 0, 1) if _changes_clocks(timezone, days) else (0,)
    for hour in [24 - count + shift for count in counts for shift in shifts]:
        midnight = datetime.combine(USUAL_DAY, time(0)) + timedelta(hours=hour)
        found |= {(midnight - before).time() for before in (timedelta(0), _SECOND, _MINUTE)}
    return (TEN_O_CLOCK, *sorted(found - {TEN_O_CLOCK}))


def _changes_clocks(timezone: tzinfo, days: Days) -> bool:
    return len({_offset(day, TEN_O_CLOCK, timezone) for day in _days(days)}) > 1


def _offset(day: date, hour: time, timezone: tzinfo) -> timedelta | None:
    return datetime.combine(day, hour, timezone).utcoffset()


def _offsets(day: date, lengths: Iterable[int], timezone: tzinfo) -> tuple[timedelta | None, ...]:
    """The UTC offsets of the days on which spans start and end."""
    ends = [day, *[day + timedelta(days=length) for length in lengths]]
    return (_offset(day, time(0), timezone), *[_offset(end, time(23, 59), timezone) for end in ends])


@lru_cache(maxsize=8)
def _days(days: Days) -> Sequence[date]:
    """Every day considered, the nearest to the usual one first."""
    listed = map(date.fromordinal, range(days.first.toordinal(), days.last.toordinal() + 1))
    return sorted(listed, key=lambda day: abs(day - USUAL_DAY))


@dataclass(frozen=True, slots=True)
class _Counting:
    """A calendar as a cache key, compared by what it counts."""

    key: tuple[object, ...]
    calendar: Calendar = field(compare=False)


@lru_cache(maxsize=128)
def _ends(counting: _Counting, unit: str, count: int, days: Days) -> Sequence[tuple[int, bool]]:
    """For every day of receipt, after how many days a span ends, and whether that is known."""
    ends = [(day, counting.calendar.last_day(unit, count, day)) for day in _days(days)]
    return [(end.day.toordinal() - day.toordinal(), end.uncovered is None) for day, end in ends]
