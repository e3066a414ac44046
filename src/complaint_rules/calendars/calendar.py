"""Calendars of working days. A year that is not covered is never guessed: a span that ends in it has an earliest day.

A calendar consists of a basis, such as that of a country, and of announced years. An announced year replaces that of
the basis as a whole.
"""

from __future__ import annotations

import hashlib
import logging
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from complaint_rules.cache import BoundedCache

WARNED_AHEAD = timedelta(days=60)
"""How long before the last covered day a warning is logged."""

_MOST_YEARS = 64
_MOST_SPANS = 4096
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


class Exceptions(NamedTuple):
    """How a year differs from one whose only days of rest are Saturdays and Sundays.

    `rest` has days of rest from Monday to Friday, `work` Saturdays and Sundays that are working days.
    """

    rest: frozenset[date]
    work: frozenset[date]

    @classmethod
    def of(cls, rest: Iterable[date], work: Iterable[date]) -> Exceptions:
        """The exceptions among some days of rest and working days; the other days are ignored."""
        return cls(
            frozenset([day for day in rest if not _is_weekend(day)]),
            frozenset([day for day in work if _is_weekend(day)]),
        )

    def is_working(self, day: date) -> bool:
        """Whether a day of the year is a working day."""
        return day in self.work if _is_weekend(day) else day not in self.rest


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


NO_EXCEPTIONS = Exceptions(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Basis:
    """The source of a calendar's days.

    `id` is its name in a header, `version` names the library and its version; `years` are covered, and `exceptions`
    gives those of a covered year.
    """

    id: str
    version: str
    years: range
    exceptions: Callable[[int], Exceptions]


class LastDay(NamedTuple):
    """The last day of a span, or the earliest day that it can be.

    `uncovered` is the first year without which the last day can't be determined; None where `day` is the last day.
    """

    day: date
    uncovered: int | None


class Calendar:
    """Which days are working days."""

    def __init__(self, basis: Basis, announced: Mapping[int, Exceptions] | None = None) -> None:
        """Make a calendar.

        Args:
            basis: the source of its days.
            announced: the years that a file states.
        """
        self.id = basis.id
        self.version = basis.version
        self._basis = basis
        self._announced = dict(sorted((announced or {}).items()))
        self._years: BoundedCache[int, tuple[date, ...]] = BoundedCache(_MOST_YEARS)
        self._spans: BoundedCache[tuple[str, int, date], LastDay] = BoundedCache(_MOST_SPANS)
        self._warned = False

    @property
    def key(self) -> tuple[object, ...]:
        """The identity of a calendar within one process, cheap to compute; across processes use `digest`."""
        return self._basis.id, self._basis.years, tuple(self._announced.items())

    @property
    def years(self) -> Set[int]:
        """The covered years."""
        return {*self._basis.years, *self._announced}

    def covers(self, year: int) -> bool:
        """Whether the working days of a year are known."""
        return year in self._announced or year in self._basis.years

    @cached_property
    def until(self) -> date | None:
        """The last covered day; None where no year is covered."""
        return date(max(self.years), 12, 31) if self.years else None

    @cached_property
    def digest(self) -> str:
        """A digest of all days of rest and working days: equal for calendars that count days alike."""
        digest = hashlib.sha256(f"{self.id} {_spelt(self._basis.years)}".encode())
        for year, exceptions in self._stated():
            days = (sorted(day.isoformat() for day in some) for some in exceptions)
            digest.update(f"\n{year} rest {' '.join(next(days))} work {' '.join(next(days))}".encode())
        return f"sha256:{digest.hexdigest()}"

    def to_dict(self) -> dict[str, Any]:
        """The calendar as JSON data, with all its days; `from_dict` makes one that counts days alike."""
        basis, announced = self._basis, self._announced
        differing = {year: basis.exceptions(year) for year in basis.years}
        return {
            "id": self.id,
            "version": self.version,
            "years": [basis.years.start, basis.years.stop],
            "basis": {str(year): _days(one) for year, one in differing.items() if one != NO_EXCEPTIONS},
            "announced": {str(year): _days(one) for year, one in announced.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Calendar:
        """A calendar from the result of `to_dict`.

        Raises:
            KeyError, TypeError, ValueError: the data is not that of a calendar.
        """
        stated = {
            key: {
                int(year): Exceptions(*[frozenset(map(date.fromisoformat, days[name])) for name in ("rest", "work")])
                for year, days in data[key].items()
            }
            for key in ("basis", "announced")
        }
        exceptions = stated["basis"]
        basis = Basis(
            data["id"], data["version"], range(*data["years"]), lambda year: exceptions.get(year, NO_EXCEPTIONS)
        )
        return cls(basis, stated["announced"])

    def agrees_with(self, other: Calendar) -> bool:
        """Whether two calendars count days alike in all years that both cover."""
        if self.key == other.key:
            return True
        return all(self.exceptions(year) == other.exceptions(year) for year in self.years & other.years)

    def _stated(self) -> Iterator[tuple[int, Exceptions]]:
        """The covered years with their exceptions, except those of the basis that have none."""
        for year in sorted(self.years):
            found = self.exceptions(year)
            if found != NO_EXCEPTIONS or year in self._announced:
                yield year, found

    def exceptions(self, year: int) -> Exceptions:
        """How a covered year differs from one whose only days of rest are Saturdays and Sundays."""
        found = self._announced.get(year)
        return self._basis.exceptions(year) if found is None else found

    def working_days(self, year: int) -> tuple[date, ...]:
        """The working days of a year; all days of one that is not covered, since each may turn out to be one."""
        found = self._years.get(year)
        if found is None:
            is_working = self.exceptions(year).is_working if self.covers(year) else _may_be
            found = self._years.put(year, tuple([day for day in days_of(year) if is_working(day)]))
        return found

    def last_day(self, unit: str, count: int, first: date) -> LastDay:
        """The last day of a span whose first day is not counted.

        Days and years that end on a day of rest move on to the next working day (Civil Code 203).

        Args:
            unit: `days`, `working days` or `years`.
            count: how many of them.
            first: the day on which the span starts.
        """
        key = (unit, count, first)
        return self._spans.get(key) or self._spans.put(key, self._last_day(unit, count, first))

    def _last_day(self, unit: str, count: int, first: date) -> LastDay:
        self._warn(first)
        if unit == "working days":
            return self._after(first, count)
        target = first + timedelta(days=count) if unit == "days" else _years_after(first, count)
        return self._after(target - _ONE_DAY, 1)

    def _after(self, start: date, count: int) -> LastDay:
        """The day that is `count` working days after `start`, which itself is not counted."""
        year = (start + _ONE_DAY).year
        uncovered = None
        left = count
        while True:
            days = self.working_days(year)
            if uncovered is None and not self.covers(year):
                uncovered = year
            passed = bisect_right(days, start)
            if passed + left <= len(days):
                return LastDay(days[passed + left - 1], uncovered)
            left -= len(days) - passed
            year += 1

    def _warn(self, day: date) -> None:
        """Warn once, well before deadlines can no longer be dated."""
        if not self._warned and self.until is not None and self.until - day <= WARNED_AHEAD:
            self._warned = True
            _log.warning(
                "calendar %s (%s) is known until %s; hand in the announced days of %d, or deadlines there have no date",
                self.id,
                self.version,
                self.until.isoformat(),
                self.until.year + 1,
            )


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def days_of(year: int) -> Iterable[date]:
    """All days of a year."""
    first = date(year, 1, 1).toordinal()
    return map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))


def _may_be(_day: date) -> bool:
    return True


def _days(exceptions: Exceptions) -> dict[str, list[str]]:
    return {"rest": sorted(map(str, exceptions.rest)), "work": sorted(map(str, exceptions.work))}


def _spelt(years: range) -> str:
    return f"{years[0]}-{years[-1]}" if years else "no year"


WEEKENDS = Basis("weekends", "Saturdays and Sundays", range(date.min.year, date.max.year + 1), lambda _: NO_EXCEPTIONS)
"""Saturdays and Sundays are days of rest, in all years, and no others."""


def announced_only(id: str) -> Basis:
    """The basis of a calendar that consists of announced years."""
    return Basis(id, "announced", range(0), lambda _: NO_EXCEPTIONS)


NO_CALENDAR = Calendar(announced_only("none"))
"""The calendar of a ruleset that counts in hours only: it covers no year."""
