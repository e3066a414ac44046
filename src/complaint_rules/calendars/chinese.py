"""The State Council's days of rest and make-up working days. The one file that imports chinesecalendar."""

from __future__ import annotations

from datetime import date
from functools import cache

from complaint_rules.calendars.calendar import Basis, Exceptions

ID = "CN"


@cache
def china() -> Basis:
    """The calendar of China, for the years that the installed chinesecalendar has."""
    import chinese_calendar  # loaded with the first ruleset that uses it

    rest, work = (_by_year(days) for days in (chinese_calendar.holidays, chinese_calendar.workdays))
    years = {year: Exceptions.of(rest[year], work.get(year, ())) for year in rest}
    version = f"chinesecalendar {chinese_calendar.__version__}"
    return Basis(ID, version, range(min(years), max(years) + 1), years.__getitem__)


def _by_year(days: dict[date, str]) -> dict[int, list[date]]:
    years: dict[int, list[date]] = {}
    for day in days:
        years.setdefault(day.year, []).append(day)
    return years
