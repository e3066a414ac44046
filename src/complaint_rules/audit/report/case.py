"""One decision of the log with the later entries of its case: the data of a page and of the charts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from complaint_rules.audit.log import AuditLog
from complaint_rules.audit.outline import DECISION, ERASURE, EVENT, LogEntry
from complaint_rules.decide.entries import Deadline
from complaint_rules.decision import Decision

MOST_ENTRIES = 200
"""The most entries on one complaint that are read, the latest ones."""

_CASES = 64
"""Complaints whose entries are cached, since some have several decisions."""

_MET = "met:"
AT_ONCE = "at once"
Kept = Literal["in_time", "late", "undated"]
"""How a deadline was met; there is no date where it was due at once, or the record was erased."""


class Met(NamedTuple):
    """A deadline that was met."""

    clock: str
    moment: datetime
    kept: Kept


@dataclass(frozen=True, slots=True)
class CasePage:
    """One decision; `decision` is None where its record was erased. `later` are the entries on the complaint since."""

    entry: LogEntry
    decision: Decision | None
    digest: str
    later: tuple[LogEntry, ...]
    is_cut: bool

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the ruleset."""
        return ZoneInfo(self.entry.outline["calendar"]["timezone"])

    @property
    def received(self) -> date:
        """The day on which the complaint was received."""
        return date.fromisoformat(self.entry.outline["received"])

    @property
    def written(self) -> datetime:
        """When the decision was written to the log."""
        return datetime.fromisoformat(self.entry.at).astimezone(self.zone)

    @property
    def events(self) -> Iterator[LogEntry]:
        """The events of the case since the decision."""
        return (one for one in self.later if one.kind == EVENT)

    @property
    def erasure(self) -> LogEntry | None:
        """The entry that says who erased the record."""
        return next((one for one in self.later if one.kind == ERASURE), None)

    def happened(self, event: LogEntry) -> datetime:
        """When an event happened, in the ruleset's time zone."""
        return datetime.fromisoformat(event.outline["happened"]).astimezone(self.zone)

    def met(self) -> dict[str, Met]:
        """The deadlines that were met since the decision, by clock; the last event counts."""
        return self._met(self.later)

    def met_while_in_force(self) -> dict[str, Met]:
        """The same, up to the next decision on the complaint, so that each belongs to one decision only."""
        following = next((place for place, one in enumerate(self.later) if one.kind == DECISION), len(self.later))
        return self._met(self.later[:following])

    def _met(self, later: tuple[LogEntry, ...]) -> dict[str, Met]:
        due = {one.clock: one for one in self.decision.deadlines} if self.decision is not None else {}
        found = {}
        for event in later:
            what = str(event.outline.get("what"))
            if event.kind == EVENT and what.startswith(_MET):
                clock, moment = what.removeprefix(_MET), self.happened(event)
                found[clock] = Met(clock, moment, _kept(due.get(clock), moment))
        return found


def _kept(deadline: Deadline | None, moment: datetime) -> Kept:
    if deadline is None or deadline.due is None or deadline.within == AT_ONCE:
        return "undated"
    return "in_time" if moment <= deadline.due else "late"


def cases(log: AuditLog, entries: Iterator[LogEntry]) -> Iterator[CasePage]:
    """The cases of decisions, one after the other. Log this with `note_read`."""
    entries_on: Callable[[str], tuple[LogEntry, ...]] = lru_cache(_CASES)(lambda id: _entries_on(log, id))
    for entry, record in log.records(entries):
        on = entries_on(str(entry.complaint_id))
        decision = None if record is None else Decision.from_dict(record.decision)
        later = tuple(one for one in on if one.index > entry.index)
        yield CasePage(entry, decision, entry.outline["record"]["digest"], later, len(on) == MOST_ENTRIES)


def _entries_on(log: AuditLog, complaint_id: str) -> tuple[LogEntry, ...]:
    return tuple(deque(log.find(complaint=complaint_id, kind="any"), MOST_ENTRIES))
