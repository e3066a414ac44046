"""Reads entries: by index or by complaint, one or a batch at a time; and the tree's hashes that they carry."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, bindparam, select

from complaint_rules.audit.merkle import WIDTH, Lookup, holder
from complaint_rules.audit.outline import DECISION, LogEntry
from complaint_rules.audit.packing import unpack
from complaint_rules.audit.sealing import unseal, unwrap
from complaint_rules.audit.stored_json import load
from complaint_rules.audit.tables import entries, keys
from complaint_rules.errors import AuditError
from complaint_rules.record.form import FORM
from complaint_rules.record.record import Record

RowOf: TypeAlias = Any
"""A row of entries, with the selected columns; SQLAlchemy's own type differs between its versions."""

BATCH = 1_000
"""The size of a batch of entries."""

OUTLINES = select(entries.c.idx, entries.c.kind, entries.c.complaint, entries.c.at, entries.c.outline)
"""Entries as `entry_of` reads them."""

COLUMNS = OUTLINES.add_columns(entries.c.key_idx, entries.c.body)
"""Entries as `record_of` reads them."""


def newest(statement: Select[Any], most: int) -> Select[Any]:
    """Of the decisions on a complaint, which is the parameter `complaint`, so many of the newest, newest first."""
    wanted = entries.c.complaint == bindparam("complaint"), entries.c.kind == DECISION
    return statement.where(*wanted).order_by(entries.c.idx.desc()).limit(most)


_LAST = newest(COLUMNS, 1)


def entry_of(row: RowOf) -> LogEntry:
    """An entry from its row.

    Raises:
        AuditError: the row was damaged.
    """
    try:
        outline = load(row.outline)
    except (ValueError, TypeError):
        raise AuditError.of("entry-damaged", index=row.idx) from None
    if not isinstance(outline, dict) or outline.get("entry") != row.kind:
        raise AuditError.of("entry-damaged", index=row.idx)
    return LogEntry(row.idx, row.kind, row.complaint, row.at, outline)


def row_of(connection: Connection, id: str | int) -> RowOf:
    """The row of an entry by its index (17, or `@17`), or of the last decision of a complaint by its id.

    Raises:
        AuditError: there is no such entry.
    """
    index = index_of(id)
    if index is None:
        found = connection.execute(_LAST, {"complaint": id}).first()
    else:
        found = connection.execute(COLUMNS.where(entries.c.idx == index)).first() if index < 2**63 else None
    if found is None:
        raise AuditError.of("entry-missing", value=id)
    return found


def record_of(connection: Connection, row: RowOf, master: bytes | None) -> Record:
    """Decrypt the record of a decision's row.

    Raises:
        AuditError: the entry isn't a decision, its record was erased, or it can't be decrypted.
    """
    if row.kind != DECISION or row.body is None:
        raise AuditError.of("entry-no-decision", index=row.idx)
    stored = connection.execute(select(keys.c.key).where(keys.c.idx == row.key_idx)).scalar()
    if stored is None:
        raise AuditError.of("entry-erased", index=row.idx)
    data = unpack(unseal(bytes(row.body), unwrap(bytes(stored), master), row.complaint))
    kept = data["record"]
    if kept["record"] != FORM:
        raise AuditError.of("record-newer")
    # decryption authenticates it, so it needs no further check
    return Record(FORM, kept["complaint"], kept["decision"], kept["provenance"], kept["digest"], _key(data))


def _key(data: Mapping[str, Any]) -> bytes:
    return base64.b64decode(data["key"])


def index_of(id: str | int) -> int | None:
    """The index that an id gives; None where it is a complaint's id."""
    if isinstance(id, int):
        return id
    digits = id.removeprefix("@")
    return int(digits) if id.startswith("@") and digits.isdecimal() and digits.isascii() and len(digits) < 19 else None


def lookup_in(connection: Connection) -> Lookup:
    """A look-up of the tree's hashes, which the entries carry.

    Raises:
        AuditError: an entry is missing, or does not carry the hash.
    """

    def lookup(level: int, place: int) -> bytes:
        index = holder(level, place)
        nodes = connection.execute(select(entries.c.nodes).where(entries.c.idx == index)).scalar()
        found = bytes(nodes or b"")[level * WIDTH : (level + 1) * WIDTH]
        if len(found) != WIDTH:
            raise AuditError.of("entry-damaged", index=index)
        return found

    return lookup
