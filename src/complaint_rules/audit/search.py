"""Finds entries by their outlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from complaint_rules.audit.database import Database
from complaint_rules.audit.outline import DECISION, LogEntry, Term, has_all
from complaint_rules.audit.reading import BATCH, OUTLINES, RowOf, entry_of
from complaint_rules.audit.tables import entries, mentions, names
from complaint_rules.audit.writing import BLOCK
from complaint_rules.errors import AuditError

FIELDS = ("tier", "department", "rule", "clause", "approval", "finding", "ruleset", "calendar", "status", "kind")
"""The fields to search by, in addition to the complaint and the moment."""

ANY = "any"
"""The kind by which entries of all kinds are found."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search for entries that have all of the terms, of a complaint, written within a time."""

    terms: frozenset[Term]
    complaint: str | None
    since: str | None
    until: str | None

    @classmethod
    def of(cls, wanted: Mapping[str, Any]) -> Query:
        """Read the arguments of `AuditLog.find`; those that are None are ignored.

        Raises:
            AuditError: a field can't be searched by, or a moment is invalid.
        """
        stated = {field: value for field, value in wanted.items() if value is not None}
        others = {name: stated.pop(name, None) for name in ("complaint", "since", "until")}
        unknown = next((field for field in stated if field not in FIELDS), None)
        if unknown is not None:
            raise AuditError.of("search-unknown", value=unknown)
        if stated.setdefault("kind", DECISION) == ANY:
            del stated["kind"]
        since, until = _moment(others["since"], "T00:00:00"), _moment(others["until"], "T23:59:59.999")
        return cls(
            frozenset({(field, str(value)) for field, value in stated.items()}), others["complaint"], since, until
        )

    def narrow(self, statement: Select[Any]) -> Select[Any]:
        """The statement restricted by complaint and moment, which have indexes of their own."""
        if self.complaint is not None:
            statement = statement.where(entries.c.complaint == self.complaint)
        if self.since is not None:
            statement = statement.where(entries.c.at >= self.since)
        return statement if self.until is None else statement.where(entries.c.at <= self.until)


def _moment(stated: object, time: str) -> str | None:
    """A day or a moment as entries write theirs, in UTC; a day without an offset is one of UTC."""
    if stated is None:
        return None
    text = stated.isoformat() if isinstance(stated, date) else str(stated)
    try:
        read = datetime.fromisoformat(text if "T" in text or " " in text else f"{text}{time}+00:00")
    except ValueError:
        raise AuditError.of("log-moment", value=text) from None
    if read.utcoffset() is None:
        raise AuditError.of("log-moment", value=text)
    return in_utc(read)


def in_utc(moment: datetime) -> str:
    """A moment as the log writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def search(database: Database, query: Query, *, newest_first: bool = False) -> Iterator[LogEntry]:
    """The entries that a query finds, in the order of the log, read a batch at a time."""
    by_blocks = query.terms and query.complaint is None
    batches = _by_blocks(database, query, newest_first) if by_blocks else _in_turn(database, query, newest_first)
    for rows in batches:
        for row in rows:
            entry = entry_of(row)
            if has_all(entry.outline, query.terms):
                yield entry


def _in_turn(database: Database, query: Query, newest_first: bool) -> Iterator[Sequence[RowOf]]:
    """The rows that a query may find, in batches, each starting after the one before it."""
    statement = query.narrow(OUTLINES).limit(BATCH)
    statement = statement.order_by(entries.c.idx.desc() if newest_first else entries.c.idx)
    last: int | None = None
    while True:
        further = statement
        if last is not None:
            further = statement.where(entries.c.idx < last if newest_first else entries.c.idx > last)
        with database.reading() as connection:
            rows = connection.execute(further).all()
        yield rows
        if len(rows) < BATCH:
            return
        last = rows[-1].idx


def _by_blocks(database: Database, query: Query, newest_first: bool) -> Iterator[Sequence[RowOf]]:
    """The rows of the blocks that mention all terms."""
    statement = query.narrow(OUTLINES)
    statement = statement.order_by(entries.c.idx.desc() if newest_first else entries.c.idx)
    for block in _blocks(database, query, newest_first):
        wanted = statement.where(entries.c.idx >= block * BLOCK, entries.c.idx < (block + 1) * BLOCK)
        with database.reading() as connection:
            rows = connection.execute(wanted).all()
        yield rows


def _blocks(database: Database, query: Query, newest_first: bool) -> list[int]:
    """The blocks that mention all terms."""
    with database.reading() as connection:
        ids = _ids(connection, query.terms)
        if ids is None:
            return []
        found: set[int] | None = None
        for one in ids:
            firsts = connection.execute(select(mentions.c.first).where(mentions.c.name == one)).scalars()
            blocks = {first // BLOCK for first in firsts}
            found = blocks if found is None else found & blocks
    return sorted(found or (), reverse=newest_first)


def _ids(connection: Connection, wanted: frozenset[Term]) -> list[int] | None:
    """The ids of terms; None where one was never mentioned."""
    found = []
    for field, value in wanted:
        id_ = connection.execute(select(names.c.id).where(names.c.field == field, names.c.value == value)).scalar()
        if id_ is None:
            return None
        found.append(id_)
    return found
