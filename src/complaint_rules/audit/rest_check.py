"""Compares the rest of a log with its entries: the head, keys, terms, rules and calendars."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, func, select

from complaint_rules.audit.entry_check import EntryCheck, parsed
from complaint_rules.audit.outline import ERASURE
from complaint_rules.audit.rules import check_of, read_calendar, read_rules
from complaint_rules.audit.stored_json import load
from complaint_rules.audit.tables import calendars, entries, files, head, keys, mentions, names, rulesets
from complaint_rules.audit.writing import read_head
from complaint_rules.errors import AuditError

_E = entries.c


def prepare(run: EntryCheck, connection: Connection) -> None:
    """Read what all entries refer to."""
    for id_, name, value in connection.execute(select(names.c.id, names.c.field, names.c.value)):
        run.ids.setdefault(name, {})[value] = id_
        run.named[id_] = (name, value)
    run.erased.update(_erased(connection))


def _erased(connection: Connection) -> Iterator[int]:
    """The keys that were destroyed through the log."""
    for outline in connection.execute(select(_E.outline).where(_E.kind == ERASURE)).scalars():
        stated = parsed(outline).get("keys")
        yield from stated if isinstance(stated, list) else ()


def compare_head(run: EntryCheck, connection: Connection) -> None:
    """Compare the head of the log with its entries; the log may have grown since."""
    try:
        now = read_head(connection)
    except AuditError:
        run.find(None, "head")
        return
    origins = {now.origin, run.origin or now.origin, now.origin if run.checkpoint is None else run.checkpoint.origin}
    if len(origins) > 1:
        run.find(None, "origin", now.origin)
    if now.size == run.expected and run.is_whole and now.peaks.to_bytes() != run.peaks.to_bytes():
        run.find(None, "head")
    if run.expected < now.size and not _is_there(connection, run.expected):
        run.find(run.expected, "missing")
    if _count(connection, _E.idx >= now.size):
        run.find(now.size, "inserted")
    if _count(connection, head.c.id == head.c.id) != 1:
        run.find(None, "extra", head.name)


def compare_rest(run: EntryCheck, connection: Connection) -> None:
    """Compare keys, terms, rules and calendars with the entries that refer to them."""
    erased = {*_erased(connection)} if run.lost else set()
    for index, named in run.lost:
        if named not in erased:
            run.find(index, "key-missing")
    size, now = run.expected, connection.execute(select(head.c.size)).scalar()
    for column, count in ((keys.c.idx, run.keys), (mentions.c.first, run.mentions)):
        stray = _count(connection, column < size) > count  # fewer, if some were erased meanwhile
        if (stray or _count(connection, column >= now)) and not run.findings:
            run.find(None, "extra", column.table.name)
    if not run.findings and size == now and {*run.named} != run.used:
        run.find(None, "extra", names.name)
    for (rules, days, check), index in run.kept.items():
        if check_of(connection, rules, days) != check or not _is_sound(connection, rules, days):
            run.find(index, "rules", rules)
    _compare_unused(run, connection)


def _compare_unused(run: EntryCheck, connection: Connection) -> None:
    """Check the rules and calendars that no decision refers to, since a later one may."""
    used = {digest for rules, days, _ in run.kept for digest in (rules, days)}
    named: set[str] = set()
    for digest, manifest in connection.execute(select(rulesets.c.digest, rulesets.c.manifest)).all():
        if digest not in used and not _is_sound(connection, digest, None):
            run.find(None, "extra", digest)
        try:
            named.update(file for layer in load(manifest) for file in layer["files"].values())
        except (ValueError, TypeError, KeyError, AttributeError):
            continue  # reported already
    for digest in connection.execute(select(calendars.c.digest)).scalars().all():
        if digest not in used and not _is_sound(connection, None, digest):
            run.find(None, "extra", digest)
    if not {*connection.execute(select(files.c.digest)).scalars()} <= named:
        run.find(None, "extra", files.name)


def _is_sound(connection: Connection, rules: str | None, days: str | None) -> bool:
    """Whether the stored content matches its digest."""
    try:
        if rules is not None:
            read_rules(connection, rules)
        if days is not None:
            read_calendar(connection, days)
    except (AuditError, UnicodeEncodeError):  # a digest that can't be encoded
        return False
    return True


def _is_there(connection: Connection, index: int) -> bool:
    return _count(connection, _E.idx == index) > 0


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).where(condition)).scalar() or 0)
