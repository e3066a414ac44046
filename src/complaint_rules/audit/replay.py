"""Decides the entries of a log again, and reports what differs.

By its own rules an entry must be decided as before: the rules, the calendar and the figures are those that the log
kept. A difference in provenance only is one that does not affect any entry of the decision: the version of this
library, the engine, and the wording and places in the trace. With `against`, other rules are used instead, and what
they would change is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from complaint_rules.audit.database import Database
from complaint_rules.audit.outline import DECISION
from complaint_rules.audit.reading import COLUMNS, record_of
from complaint_rules.audit.tables import entries
from complaint_rules.cache import BoundedCache
from complaint_rules.engine import Engine, RuleStore
from complaint_rules.errors import AuditError, ComplaintRulesError
from complaint_rules.record.record import Record

MOST_DIFFERENCES = 100
"""The most differences that are listed; all are counted."""

_MOST_ENGINES = 16
_BATCH = 200
_PROVENANCE = frozenset({"ruleset", "engine", "trace"})
_OPEN = ("entry-erased", "ruleset-not-kept", "calendar-not-kept")


@dataclass(frozen=True, slots=True)
class ReplayDifference:
    """An entry that was decided differently: its index, its complaint, and the entries of the decision that differ."""

    index: int
    complaint_id: str
    differs: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON data."""
        return {"index": self.index, "complaint": self.complaint_id, "differs": [*self.differs]}


@dataclass(slots=True)
class Replay:
    """The result of a replay.

    Of `entries` decisions, `same` are equal in all that is stored, `provenance_only` in all but their provenance, and
    `different` are the others; `differences` lists the first of these. `erased` can't be decided any more, nor can
    `missing`, since the log has not kept their rules; `refused` are complaints that the rules refuse now. `tiers`,
    `remedies` and `approvals` count what changes, from and to, and `leads` and `statuses` likewise.
    """

    entries: int = 0
    same: int = 0
    provenance_only: int = 0
    different: int = 0
    erased: int = 0
    missing: int = 0
    refused: int = 0
    differences: list[ReplayDifference] = field(default_factory=list)
    tiers: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    leads: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    remedies: Counter[tuple[str, str | None, str | None]] = field(default_factory=Counter)
    approvals: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        """Whether all entries that could be decided again were decided as before."""
        return not (self.different or self.refused or self.missing)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON data."""
        counts = {name: getattr(self, name) for name in _COUNTS}
        return {
            **counts,
            "differences": [one.to_dict() for one in self.differences],
            "tiers": [{"from": a, "to": b, "count": n} for (a, b), n in _most_first(self.tiers)],
            "leads": [{"from": a, "to": b, "count": n} for (a, b), n in _most_first(self.leads)],
            "remedies": [{"kind": k, "from": a, "to": b, "count": n} for (k, a, b), n in _most_first(self.remedies)],
            "approvals": [{"role": r, "change": c, "count": n} for (r, c), n in _most_first(self.approvals)],
        }


_COUNTS = ("entries", "same", "provenance_only", "different", "erased", "missing", "refused")


def replay(
    store: RuleStore,
    database: Database,
    master: bytes | None,
    against: Engine | None,
    *,
    note_read: Callable[..., object],
    progress: Callable[[int, int], object] | None,
) -> Replay:
    """Decide all entries of a log again; see `AuditLog.replay`."""
    with database.reading() as connection:
        size = connection.execute(select(func.count()).where(entries.c.kind == DECISION)).scalar() or 0
    note_read(count=size)
    engines = _Engines(store)
    found = Replay()
    for index, complaint_id, record in _records(database, master):
        found.entries += 1
        if isinstance(record, AuditError):
            _uncountable(found, record)
        else:
            _decide_again(found, index, complaint_id, record, engines, against)
        if progress is not None:
            progress(found.entries, size)
    return found


def _decide_again(
    found: Replay, index: int, complaint_id: str, record: Record, engines: _Engines, against: Engine | None
) -> None:
    """Decide one record again, by its own rules or by those of an engine, and count the result."""
    try:
        engine = engines.of(record) if against is None else against
        decided = engine.decide(record.complaint).to_dict()
    except AuditError as error:
        _uncountable(found, error)
    except ComplaintRulesError:
        found.refused += 1
    else:
        _compare(found, index, complaint_id, record.decision, decided)


def _uncountable(found: Replay, error: AuditError) -> None:
    """Count an entry that can't be decided; an error that would affect every entry ends the replay."""
    if error.code not in _OPEN:
        raise error
    if error.code == "entry-erased":
        found.erased += 1
    else:
        found.missing += 1


def _records(database: Database, master: bytes | None) -> Iterator[tuple[int, str, Record | AuditError]]:
    last, rows = -1, None
    while rows is None or len(rows) == _BATCH:
        statement = COLUMNS.where(entries.c.kind == DECISION, entries.c.idx > last)
        with database.reading() as connection:
            rows = connection.execute(statement.order_by(entries.c.idx).limit(_BATCH)).all()
            found: list[tuple[int, str, Record | AuditError]] = []
            for row in rows:
                try:
                    found.append((row.idx, row.complaint, record_of(connection, row, master)))
                except AuditError as error:
                    found.append((row.idx, row.complaint, error))
        yield from found
        last = rows[-1].idx if rows else last


class _Engines:
    """The engines that decisions were made by; a few are cached."""

    def __init__(self, store: RuleStore) -> None:
        self._store = store
        self._engines: BoundedCache[tuple[str, str, str], Engine] = BoundedCache(_MOST_ENGINES)

    def of(self, record: Record) -> Engine:
        """The engine with the rules, the calendar and the matcher of a record."""
        rules, name = record.decision["ruleset"]["digest"], record.decision["engine"]
        days = record.provenance["calendar"]["digest"]
        found = self._engines.get((rules, days, name))
        if found is None:
            try:
                found = Engine.load(rules, engine=name, calendar=days, store=self._store)
            except ComplaintRulesError as error:
                if isinstance(error, AuditError):
                    raise
                found = Engine.load(rules, calendar=days, store=self._store)  # that matcher can't run here
            self._engines.put((rules, days, name), found)
        return found


def _compare(found: Replay, index: int, complaint_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if before == after:
        found.same += 1
        return
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    differs = tuple(name for name in names if name not in _PROVENANCE)
    if not differs and _facts(before) == _facts(after):
        found.provenance_only += 1
        return
    found.different += 1
    if len(found.differences) < MOST_DIFFERENCES:
        found.differences.append(ReplayDifference(index, complaint_id, differs or ("trace",)))
    _count(found, before, after)


def _facts(decision: Mapping[str, Any]) -> Any:
    """The parts of a trace that affect the decision: its facts, which rules fired, and the figures used."""
    trace = decision["trace"]
    rules = [(line["rule"], line["certain"]) for line in trace["rules"]]
    figures = [(line["parameter"], line["value"]) for line in trace["parameters"]]
    return trace["facts"], rules, figures


def _count(found: Replay, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for counter, group, key in ((found.tiers, "severity", "tier"), (found.leads, "department", "lead")):
        if before[group][key] != after[group][key]:
            counter[before[group][key], after[group][key]] += 1
    was, now = ({one["kind"]: one["status"] for one in some["remedies"]} for some in (before, after))
    for kind in sorted({*was, *now}):
        if was.get(kind) != now.get(kind):
            found.remedies[kind, was.get(kind), now.get(kind)] += 1
    asked, asks = ({one["role"] for one in some["approvals"]} for some in (before, after))
    for role in sorted(asked ^ asks):
        found.approvals[role, "added" if role in asks else "dropped"] += 1


def _most_first(counter: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counter.items(), key=lambda one: (-one[1], str(one[0])))
