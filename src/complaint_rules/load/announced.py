"""Announced days: what a file of a calendar states, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from complaint_rules.calendars.calendar import Exceptions
from complaint_rules.errors import Message, Problem
from complaint_rules.load import source
from complaint_rules.load.document import Located


@dataclass(frozen=True, slots=True)
class Announced:
    """The announced days of one file. `calendar` is the id of their calendar, `name` the name of the file."""

    calendar: str
    name: str
    years: dict[int, Exceptions]
    at: Located


def read_announced(file: source.CalendarFile, name: str, at: Located, problems: list[Problem]) -> Announced:
    """Read the days that a file states, and note what is wrong with them."""
    years = {int(year): _year(int(year), days, at, problems) for year, days in file.years.items()}
    if not years:
        problems.append(Problem(Message("no-years"), at.place("years")))
    return Announced(file.calendar, name, years, at)


def _year(year: int, days: source.AnnouncedYear, at: Located, problems: list[Problem]) -> Exceptions:
    lists = {"rest": days.rest, "work": days.work}
    found = {key: dict(_days(year, key, texts, at, problems)) for key, texts in lists.items()}
    for day, index in found["work"].items():
        if day in found["rest"]:
            place = at.place("years", str(year), "work", index)
            problems.append(Problem(Message("rest-and-work", day=str(day)), place))
    return Exceptions.of(found["rest"], found["work"])


def _days(
    year: int, key: str, texts: Iterable[str], at: Located, problems: list[Problem]
) -> Iterator[tuple[date, int]]:
    """The days of one list, each with its index."""
    seen: set[str] = set()
    for index, text in enumerate(texts):
        problem = _wrong_day(year, text, seen)
        if problem is None:
            yield date.fromisoformat(text), index
        else:
            problems.append(Problem(problem, at.place("years", str(year), key, index)))
        seen.add(text)


def _wrong_day(year: int, text: str, seen: set[str]) -> Message | None:
    """What is wrong with a day of a list; None where nothing is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Message("no-such-day", value=text)
    if day.year != year:
        return Message("day-of-another-year", day=text, year=year)
    return Message("day-listed-twice", day=text) if text in seen else None
