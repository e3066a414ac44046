"""The counts for the charts of a report, taken as decisions are read; only the latest days and weeks are kept."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

MOST_TIMES = 520
"""The most days, or weeks, that are counted; earlier ones are dropped."""


class Recent(dict[date, Counter[str]]):
    """Counts by day; the latest `MOST_TIMES` days are kept."""

    def count(self, day: date, what: str) -> None:
        """Count one more of something."""
        if day not in self and len(self) >= MOST_TIMES:
            oldest = min(self)
            if day < oldest:
                return
            del self[oldest]
        self.setdefault(day, Counter())[what] += 1

    def last(self, many: int, step: timedelta) -> list[tuple[date, Counter[str]]]:
        """The latest times, one after the other, including those without a count."""
        if not self:
            return []
        newest, oldest = max(self), min(self)
        length = min(many, (newest - oldest) // step + 1)
        days = [newest - step * back for back in reversed(range(length))]
        return [(day, self.get(day, Counter())) for day in days]


class ReportCounts:
    """The counts for the charts."""

    def __init__(self) -> None:
        self.decisions = 0
        self.erased = 0
        self.provisional = 0
        self.tiers = Recent()
        self.met = Recent()
        self.rules: Counter[str] = Counter()
        self.approvals: Counter[str] = Counter()
        self.assumptions: Counter[str] = Counter()
        self.presumed: Counter[str] = Counter()


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
