"""Working days in China, make-up days included. The one file that imports chinesecalendar.

Years that the calendar does not cover are refused, never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

from complaint_rules.errors import CalendarError

NAME = "chinesecalendar"
_COVERED = 2024
"""A year that every version of the calendar in use covers."""


@cache
def version() -> str:
    """The calendar's name and version, as the trace shows them."""
    from importlib import metadata  # slow to import, and only traces and refusals name the version

    return f"{NAME} {metadata.version(NAME)}"


@cache
def working_days(year: int) -> tuple[date, ...]:
    """All working days of a year.

    Raises:
        CalendarError: the calendar does not cover the year.
    """
    from chinese_calendar import is_workday  # a table of twenty years: loaded with the first deadline, not on import

    day = date(year, 1, 1)
    found = []
    try:
        while day.year == year:
            if is_workday(day):
                found.append(day)
            day += timedelta(1)
    except NotImplementedError:
        raise CalendarError(
            f"calendar CN ({version()}) does not cover the year {year}, so no deadline can be set in it; "
            "install a newer chinesecalendar, or check `received_at`"
        ) from None
    return tuple(found)


@cache
def last_day_covered() -> date:
    """The last day that the calendar covers."""
    year = _COVERED
    while True:
        try:
            working_days(year + 1)
        except CalendarError:
            return date(year, 12, 31)
        year += 1


def add_working_days(start: date, count: int) -> date:
    """The day that is `count` working days after `start`, which itself does not count.

    Raises:
        CalendarError: it would lie beyond the covered years.
    """
    year = start.year
    days = working_days(year)
    index = bisect_right(days, start) + count - 1
    while index >= len(days):
        index -= len(days)
        year += 1
        days = working_days(year)
    return days[index]


def on_or_after(day: date) -> date:
    """The day itself, or the next working day where it is a day of rest (Civil Code 203).

    Raises:
        CalendarError: it lies beyond the covered years.
    """
    return add_working_days(day - timedelta(1), 1)
