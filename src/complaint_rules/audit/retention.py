"""How long records must be kept, and erasing them.

A decision's `retain` clock says how long its record must be kept, and from which event; events are entries of the log.
Where the decision's calendar does not reach that far, the record is kept `SLACK` longer than the earliest day on which
the time can end: no run of days of rest has been that long, so it is never erased too soon.

Erasing destroys the key by which a complaint's records are encrypted. What is left is the outline, the ciphertext,
which nobody can read, and an entry that says who erased it, when and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select

from complaint_rules.audit.database import Database
from complaint_rules.audit.outline import DECISION, ERASURE, EVENT, LogEntry
from complaint_rules.audit.reading import BATCH
from complaint_rules.audit.rules import read_calendar
from complaint_rules.audit.stored_json import load
from complaint_rules.audit.tables import entries, keys
from complaint_rules.audit.writing import TermIndex, add, latest_key
from complaint_rules.calendars.calendar import NO_CALENDAR, Calendar
from complaint_rules.compile.effects import read_duration
from complaint_rules.decide.deadlines import end_of
from complaint_rules.errors import AuditError

SLACK = timedelta(days=15)
"""How much longer a record is kept where the calendar does not say when its time ends."""

_E = entries.c


@dataclass(frozen=True, slots=True)
class Due:
    """A complaint whose records need not be kept any more; `until` is the last day on which they had to be."""

    complaint_id: str
    until: date


def due(database: Database, on: date | None) -> Iterator[Due]:
    """The complaints whose time of retention is over before a day, in the order in which their keys were made."""
    last = -1
    while True:
        statement = select(keys.c.idx, _E.complaint).join(entries, _E.idx == keys.c.idx).where(keys.c.idx > last)
        with database.reading() as connection:
            rows = connection.execute(statement.order_by(keys.c.idx).limit(BATCH)).all()
            found = [(row.complaint, kept_until(connection, row.complaint)) for row in rows]
        for complaint_id, until in found:
            if until is not None and until < (on or date.today()):  # noqa: DTZ011  # the caller's local day
                yield Due(complaint_id, until)
        if len(rows) < BATCH:
            return
        last = rows[-1].idx


def erase(
    connection: Connection, known: TermIndex, complaint_id: str, fields: Mapping[str, Any], on: date | None
) -> tuple[LogEntry, TermIndex]:
    """Destroy the keys of a complaint, and log it.

    Raises:
        AuditError: the records must still be kept and no reason is given, or there is nothing to erase.
    """
    stored = select(_E.key_idx).where(_E.complaint == complaint_id, _E.kind == DECISION).distinct()
    named = sorted(connection.execute(select(keys.c.idx).where(keys.c.idx.in_(stored))).scalars())
    if not named:
        latest = latest_key(connection, complaint_id)
        raise AuditError.of("entry-erased", index=latest)
    if fields["reason"] is None:
        _require_over(complaint_id, kept_until(connection, complaint_id), on)
    connection.execute(delete(keys).where(keys.c.idx.in_(named)))
    return add(connection, known, ERASURE, complaint_id, {**fields, "keys": named})


def _require_over(complaint_id: str, until: date | None, on: date | None) -> None:
    if until is None:
        raise AuditError.of("retention-open", value=complaint_id)
    if until >= (on or date.today()):  # noqa: DTZ011  # the caller's local day
        raise AuditError.of("retention-runs", value=complaint_id, until=until.isoformat())


def kept_until(connection: Connection, complaint_id: str) -> date | None:
    """The last day on which the records of a complaint must be kept; None where it is not known yet.

    The last decision counts, and of several events of one kind the one logged last: a case may be opened again.
    """
    outline: Mapping[str, Any] | None = None
    happened: dict[str, str] = {}
    wanted = _E.complaint == complaint_id, _E.kind.in_((DECISION, EVENT))
    for kind, text in connection.execute(select(_E.kind, _E.outline).where(*wanted).order_by(_E.idx)):
        read = load(text)
        if kind == DECISION:
            outline = read
        else:
            happened[read["what"]] = read["happened"]
    if outline is None:
        return None
    ends = [_end(connection, outline, clock, happened) for clock in outline["retain"]]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _end(
    connection: Connection, outline: Mapping[str, Any], clock: Mapping[str, Any], happened: Mapping[str, str]
) -> date | None:
    """The last day of one clock."""
    if clock["due"] is not None:
        return datetime.fromisoformat(clock["due"]).date()
    within = read_duration(clock["within"])
    start = happened.get(clock["from"])
    if clock["from"] == "received":
        start = f"{outline['received']}T23:59:59+00:00"
    if within is None or start is None:
        return None
    timezone = ZoneInfo(outline["calendar"]["timezone"])
    end = end_of(within, datetime.fromisoformat(start), timezone, _calendar(connection, outline["calendar"]["digest"]))
    return end.moment.date() if end.uncovered is None else end.moment.date() + SLACK


def _calendar(connection: Connection, digest: str) -> Calendar:
    """The calendar of the decision; where it was not kept, one that covers no year."""
    try:
        return read_calendar(connection, digest)
    except AuditError:
        return NO_CALENDAR
