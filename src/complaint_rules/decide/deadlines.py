"""Deadlines: spans of time laid on the calendar.

Hours run on the minute. Days and working days leave out the starting day and end at 23:59:59 local time of the last one; a last
calendar day that is a day of rest moves to the next working day.

Source: Civil Code 200-204; weekends count as days of rest there, as they do in practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from complaint_rules.compile.effect import Duration
from complaint_rules.decide.calendar import add_working_days, on_or_after
from complaint_rules.match.grades import FOR_NOW
from complaint_rules.resolve.entries import Deadline
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.resolver import Resolution


def due(within: Duration, start: datetime, timezone: tzinfo) -> datetime:
    """When a span that starts at `start` ends, in the ruleset's time zone.

    Raises:
        CalendarError: it ends beyond the calendar's covered years.
    """
    if within.unit == "h":
        return (start.astimezone(UTC) + timedelta(hours=within.count)).astimezone(timezone)
    local = start.astimezone(timezone)
    if within.unit == "at once":
        return local
    day = local.date()
    if within.unit == "working days":
        last = add_working_days(day, within.count)
    elif within.unit == "days":
        last = on_or_after(day + timedelta(days=within.count))
    else:
        last = on_or_after(_years_after(day, within.count))
    return datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=timezone)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def settle_deadline(clock: str, claims: Sequence[Claim], resolution: Resolution) -> Deadline | None:
    """The earliest of what the rules set on one clock; None where none of them fires."""
    timezone = resolution.resolver.program.ruleset.timezone
    received = resolution.sheet.received_at
    best: tuple[bool, datetime | int] | None = None
    chosen: list[Claim] = []
    when: datetime | None = None
    for claim in claims:
        grade, _, say = claim
        if grade < FOR_NOW:
            continue
        ends = due(say.within, received, timezone) if say.start == "received" else None
        key = (False, ends) if ends is not None else (True, _length(say.within))
        if best is None or key < best:  # type: ignore[operator]  # the flag keeps the two kinds apart
            best, chosen, when = key, [claim], ends
        elif key == best:
            chosen.append(claim)
    if not chosen:
        return None
    say = chosen[0][2]
    return Deadline(clock, say.within.text, say.start, when, resolution.ids([p for _, p, _ in chosen]))


_HOURS = {"at once": 0, "h": 1, "days": 24, "working days": 34, "years": 24 * 366}


def _length(within: Duration) -> int:
    """A length to order spans by, whose start has not happened; five working days stand for seven days."""
    return within.count * _HOURS[within.unit]
