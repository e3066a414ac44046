"""Adds entries: in one transaction the entry gets its index, its place in the tree, its key and its terms.

The search index is coarse, so that an append touches few pages: for each block of `BLOCK` entries it records which
entry was the first to mention a term. A search reads the blocks that mention all its terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from complaint_rules.audit import sealing
from complaint_rules.audit.merkle import Peaks, leaf_hash
from complaint_rules.audit.outline import LogEntry, Term, terms
from complaint_rules.audit.reading import newest
from complaint_rules.audit.stored_json import canonical
from complaint_rules.audit.tables import entries, head, keys, mentions, names
from complaint_rules.errors import AuditError

BLOCK = 256
"""Entries of a block of the search index."""

_HEAD = select(head.c.origin, head.c.size, head.c.peaks).where(head.c.id == 1)
_KEY = select(keys.c.key).where(keys.c.idx == bindparam("named"))
_NEWEST_KEY = select(keys.c.key).order_by(keys.c.idx.desc()).limit(1)
_LATEST_KEY = newest(select(entries.c.key_idx), 1)
_ADD, _ADD_KEY, _ADD_NAMES, _ADD_MENTIONS = insert(entries), insert(keys), insert(names), insert(mentions)
_GROW = update(head).where(head.c.id == 1)


class Head(NamedTuple):
    """The present state of the log: its name, its number of entries, and its tree."""

    origin: str
    size: int
    peaks: Peaks


class Sealed(NamedTuple):
    """The encrypted data of an entry, and the entry that names its key."""

    body: bytes
    key_idx: int
    key: bytes
    is_new: bool


@dataclass(slots=True)
class TermIndex:
    """A cache of the search index: ids of terms, and those that the last block has mentioned.

    It is replaced only once a transaction is committed.
    """

    ids: dict[Term, int] = field(default_factory=dict)
    size: int = 0
    mentioned: set[int] = field(default_factory=set)


def read_head(connection: Connection) -> Head:
    """Read the present state of the log.

    Raises:
        AuditError: the row of the head is missing or damaged.
    """
    found = connection.execute(_HEAD).first()
    if found is None:
        raise AuditError.of("log-damaged", value="log_head", reason="the head is missing")
    try:
        return Head(found.origin, found.size, Peaks(found.size, bytes(found.peaks)))
    except (ValueError, TypeError, AttributeError) as error:
        raise AuditError.of("log-damaged", value="log_head", reason=str(error)) from None


def add(
    connection: Connection,
    known: TermIndex,
    kind: str,
    complaint_id: str | None,
    fields: Mapping[str, Any],
    plain: bytes | None = None,
    master: bytes | None = None,
) -> tuple[LogEntry, TermIndex]:
    """Add an entry.

    Args:
        connection: in a transaction that may write.
        known: the cache of the search index.
        kind: the kind of the entry.
        complaint_id: the complaint of the entry, if it has one.
        fields: the other fields of its outline.
        plain: the data to encrypt with the complaint's key.
        master: the key that wraps the complaints' keys.

    Returns:
        The entry, and the cache to use once this is committed.
    """
    now = read_head(connection)
    index = now.size
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    outline: dict[str, Any] = {"entry": kind, "index": index, "at": at, "complaint": complaint_id, **fields}
    if index == 0:
        outline["log"] = now.origin
    sealed = None
    if plain is not None:
        assert complaint_id is not None
        sealed = _seal(connection, index, complaint_id, plain, master)
        outline["body"] = f"sha256:{sha256(sealed.body).hexdigest()}"
        outline["key"] = {"entry": sealed.key_idx, "check": sealing.check_of(sealed.key)}
        if sealed.is_new:
            connection.execute(_ADD_KEY, {"idx": index, "key": sealing.wrap(sealed.key, master)})
    text = canonical(outline)
    row = {
        "idx": index,
        "kind": kind,
        "complaint": complaint_id,
        "at": at,
        "key_idx": None if sealed is None else sealed.key_idx,
        "outline": text,
        "body": None if sealed is None else sealed.body,
        "nodes": now.peaks.add(leaf_hash(text)),
    }
    connection.execute(_ADD, row)
    connection.execute(_GROW, {"size": now.peaks.size, "peaks": now.peaks.to_bytes()})
    return LogEntry(index, kind, complaint_id, at, outline), _mention(connection, known, index, terms(outline))


def latest_key(connection: Connection, complaint_id: str) -> int | None:
    """The entry that names the key of a complaint's last decision; None where there is no decision."""
    found = connection.execute(_LATEST_KEY, {"complaint": complaint_id}).scalar()
    return None if found is None else int(found)


def _seal(connection: Connection, index: int, complaint_id: str, plain: bytes, master: bytes | None) -> Sealed:
    """Encrypt with the complaint's key, or with a new one where it has none or its key was destroyed."""
    named = latest_key(connection, complaint_id)
    stored = None if named is None else connection.execute(_KEY, {"named": named}).scalar()
    if named is None or stored is None:
        newest = connection.execute(_NEWEST_KEY).scalar()
        if newest is not None:
            sealing.unwrap(bytes(newest), master)  # refuse to wrap a new key by a different master key
        key = sealing.new_key()
        return Sealed(sealing.seal(plain, key, complaint_id), index, key, True)
    key = sealing.unwrap(bytes(stored), master)
    return Sealed(sealing.seal(plain, key, complaint_id), named, key, False)


def _mention(connection: Connection, known: TermIndex, index: int, wanted: set[Term]) -> TermIndex:
    """Record the terms that this entry is the first of its block to mention."""
    ids = _named(connection, known.ids, wanted)
    mentioned = _mentioned(connection, known, index)
    new = sorted({ids[term] for term in wanted} - mentioned)
    if new:
        connection.execute(_ADD_MENTIONS, [{"name": name, "first": index} for name in new])
    return TermIndex(ids, index + 1, mentioned.union(new))


def _mentioned(connection: Connection, known: TermIndex, index: int) -> set[int]:
    """The terms that the block of an entry has mentioned before it."""
    start = index - index % BLOCK
    since = max(start, known.size)
    found = known.mentioned if known.size > start else set()
    if since < index:
        found = found.union(connection.execute(select(mentions.c.name).where(mentions.c.first >= since)).scalars())
    return found


def _named(connection: Connection, ids: dict[Term, int], wanted: set[Term]) -> dict[Term, int]:
    """The ids of terms, with those that are new to the log."""
    if wanted <= ids.keys():
        return ids
    rows = connection.execute(select(names.c.id, names.c.field, names.c.value))
    found = {(row.field, row.value): row.id for row in rows}
    new = [
        {"id": number, "field": term[0], "value": term[1]}
        for number, term in enumerate(sorted(wanted - found.keys()), max(found.values(), default=0) + 1)
    ]
    if new:
        connection.execute(_ADD_NAMES, new)
        found |= {(one["field"], one["value"]): one["id"] for one in new}
    return found
