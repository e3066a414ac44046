"""Changes a log in all ways that somebody with the database may, and counts what a verification finds.

`python -m benchmarks.tampering [--entries 1000] [--changes 10000] [--flips 2000]`: every removal, insertion, swap of
neighbours and truncation; a change of each stored byte; random changes of stored values, and of bytes of the file.

A log is SQLite's here. Whoever tampers has the database, not the signing key, and a checkpoint is kept elsewhere.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.complaints import at_random
from complaint_rules import AuditError, AuditLog, Checkpoint, Engine, Signer, Verification
from complaint_rules.audit.merkle import Peaks, leaf_hash

COLUMNS = {
    "log_entries": ("kind", "complaint", "at", "key_idx", "outline", "body", "nodes"),
    "log_keys": ("key",),
    "log_names": ("field", "value"),
    "log_head": ("origin", "size", "peaks"),
    "log_rulesets": ("digest", "manifest"),
    "log_files": ("digest", "content"),
    "log_calendars": ("digest", "days"),
}
"""Columns with stored values, but for those that entries are numbered by."""

Change = Callable[[sqlite3.Connection], object]


class Log(NamedTuple):
    """A sound log, its checkpoint, and a place for changed copies."""

    path: Path
    checkpoint: Checkpoint
    key: Signer
    size: int

    def verify(self, path: Path) -> Verification:
        with AuditLog(f"sqlite:///{path}") as log:
            return log.verify(self.checkpoint, verifier=self.key.verifier)

    def after(self, change: Change) -> Verification:
        """What is found in a copy that was changed."""
        copy = self.path.with_name("changed.db")
        shutil.copy(self.path, copy)
        with closing(sqlite3.connect(copy)) as connection:
            change(connection)
            connection.commit()
        try:
            return self.verify(copy)
        finally:
            for left in copy.parent.glob("changed.db*"):
                left.unlink()


def make(folder: Path, count: int, engine: Engine) -> Log:
    """A log of decisions, events, reads and erasures, with a checkpoint in its middle and one of its end."""
    key, path = Signer.new("tampered.example/log"), folder / "log.db"
    with AuditLog(f"sqlite:///{path}", origin=key.name) as log:
        log.keep_rules(engine)
        for number, complaint in enumerate(at_random(count)):
            if log.size >= count - 5:
                break
            log.append(engine.record(complaint))
            if number % 10 == 3:
                log.event(complaint["id"], "resolved", "2026-11-20T10:00:00+08:00")
            if number % 20 == 5:
                log.get(complaint["id"], by="somebody")
            if number % 20 == 7:
                log.erase(complaint["id"], reason="an example")
            if number == count // 2:
                log.checkpoint(key)
        while log.size < count:
            log.note_read("export", by="somebody")
        checkpoint = log.checkpoint(key)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    return Log(path, checkpoint, key, count + 1)


# --- whole entries


def shifted(connection: sqlite3.Connection, start: int, by: int) -> None:
    """Number the entries from `start` on anew."""
    order = "DESC" if by > 0 else "ASC"
    for (index,) in connection.execute(
        f"SELECT idx FROM log_entries WHERE idx >= ? ORDER BY idx {order}",  # noqa: S608  # one of two words
        (start,),
    ).fetchall():
        connection.execute("UPDATE log_entries SET idx = ? WHERE idx = ?", (index + by, index))


def resize(connection: sqlite3.Connection) -> None:
    """Make the head that of the entries there are, and drop what refers to others."""
    rows = connection.execute("SELECT outline FROM log_entries ORDER BY idx").fetchall()
    peaks = Peaks()
    for (outline,) in rows:
        peaks.add(leaf_hash(outline))
    connection.execute("UPDATE log_head SET size = ?, peaks = ?", (peaks.size, peaks.to_bytes()))
    connection.execute("DELETE FROM log_keys WHERE idx >= ?", (len(rows),))
    connection.execute("DELETE FROM log_mentions WHERE first >= ?", (len(rows),))


def remove(index: int) -> Change:
    return lambda connection: connection.execute("DELETE FROM log_entries WHERE idx = ?", (index,))


def remove_and_close(index: int) -> Change:
    """Remove an entry, and let the others move up, with a head to fit."""

    def change(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM log_entries WHERE idx = ?", (index,))
        shifted(connection, index + 1, -1)
        resize(connection)

    return change


def insert(index: int) -> Change:
    """Put a copy of an entry after it."""

    def change(connection: sqlite3.Connection) -> None:
        shifted(connection, index, 1)
        names = ", ".join(COLUMNS["log_entries"])
        connection.execute(
            f"INSERT INTO log_entries (idx, {names}) SELECT ?, {names} FROM log_entries WHERE idx = ?",  # noqa: S608  # names of our own tables
            (index, index + 1),
        )
        resize(connection)

    return change


def swap(index: int) -> Change:
    def change(connection: sqlite3.Connection) -> None:
        for old, new in ((index, -9), (index + 1, index), (-9, index + 1)):
            connection.execute("UPDATE log_entries SET idx = ? WHERE idx = ?", (new, old))

    return change


def truncate(size: int) -> Change:
    """Cut off all from an entry on, as if it had never been."""

    def change(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM log_entries WHERE idx >= ?", (size,))
        resize(connection)

    return change


def rewrite(index: int) -> Change:
    """Say something else in an entry, and write the whole tree anew from there."""

    def change(connection: sqlite3.Connection) -> None:
        (outline,) = connection.execute("SELECT outline FROM log_entries WHERE idx = ?", (index,)).fetchone()
        forged = outline.replace(b'"at":"20', b'"at":"19')
        connection.execute(
            "UPDATE log_entries SET outline = ?, at = '19' || substr(at, 3) WHERE idx = ?", (forged, index)
        )
        peaks = Peaks()
        for place, text in connection.execute("SELECT idx, outline FROM log_entries ORDER BY idx").fetchall():
            nodes = peaks.add(leaf_hash(text))
            connection.execute("UPDATE log_entries SET nodes = ? WHERE idx = ?", (nodes, place))
        resize(connection)

    return change


WHOLE: dict[str, Callable[[int], Change]] = {
    "removal": remove,
    "removal, closed up": remove_and_close,
    "insertion": insert,
    "swap": swap,
    "truncation": truncate,
}


def missed(log: Log, indexes: Iterable[int]) -> list[str]:
    """Changes of whole entries that were not found, or at another entry."""
    found = []
    for index in indexes:
        for name, change in WHOLE.items():
            if name == "swap" and index + 1 >= log.checkpoint.size:
                continue
            result = log.after(change(index))
            expected = index + 1 if name == "insertion" else index  # the copy before it is what was there
            if result.first != expected:
                found.append(f"{name} of {index}: {result.findings[:2]}")
        result = log.after(rewrite(index))
        if result.ok or not any(one.code == "rewritten" and one.index <= index <= one.until for one in result.findings):
            found.append(f"rewriting from {index}: {result.findings[:2]}")
    return found


# --- single bytes


class Spot(NamedTuple):
    """A byte of a stored value."""

    table: str
    column: str
    rowid: Any
    offset: int


KEY_OF = {"log_entries": "idx", "log_keys": "idx", "log_names": "id", "log_head": "id"}


def spots(connection: sqlite3.Connection, table: str, column: str) -> Iterator[tuple[Any, int]]:
    key = KEY_OF.get(table, "digest")
    yield from connection.execute(
        f"SELECT {key}, length(CAST({column} AS BLOB)) FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"  # noqa: S608  # names of our own tables
    )


def all_spots(log: Log) -> list[Spot]:
    with closing(sqlite3.connect(log.path)) as connection:
        return [
            Spot(table, column, row, offset)
            for table, columns in COLUMNS.items()
            for column in columns
            for row, length in spots(connection, table, column)
            for offset in range(length)
        ]


def flip(spot: Spot, mask: int) -> Change:
    """Change the bits of one byte; a text stays a text and a number a number, as far as can be."""

    def change(connection: sqlite3.Connection) -> None:
        key = KEY_OF.get(spot.table, "digest")
        where = f"FROM {spot.table} WHERE {key} = ?"
        value, kind = connection.execute(
            f"SELECT CAST({spot.column} AS BLOB), typeof({spot.column}) {where}", (spot.rowid,)
        ).fetchone()
        changed = bytearray(value)
        changed[spot.offset] ^= mask
        cast = {"text": "CAST(? AS TEXT)", "integer": "CAST(? AS INTEGER)"}.get(kind, "?")
        connection.execute(
            f"UPDATE {spot.table} SET {spot.column} = {cast} WHERE {key} = ?",  # noqa: S608  # names of our own tables
            (bytes(changed), spot.rowid),
        )

    return change


def entry_of(spot: Spot) -> int | None:
    """The entry that a byte belongs to; None where it is of all."""
    return spot.rowid if spot.table in ("log_entries", "log_keys") else None


def mismatch(log: Log, spot: Spot, mask: int) -> str | None:
    """What is wrong with how a change of a byte is found; None where it is found at its entry."""
    try:
        result = log.after(flip(spot, mask))
    except AuditError:
        return None  # it can't even be opened
    if result.ok:
        return f"{spot} ^ {mask} was not found"
    expected = entry_of(spot)
    return None if expected is None or result.first == expected else f"{spot} ^ {mask} was found at {result.first}"


def each_byte(log: Log, progress: Callable[[str], object]) -> tuple[int, list[str]]:
    """Change each byte of each entry: all entries at the same offset at once, each to be found at its own."""
    wrong: list[str] = []
    count = 0
    rng = random.Random(7)
    for table, column in (("log_entries", name) for name in COLUMNS["log_entries"]):
        lengths = {}
        with closing(sqlite3.connect(log.path)) as connection:
            lengths = dict(spots(connection, table, column))
        for offset in range(max(lengths.values(), default=0)):
            rows = [row for row, length in lengths.items() if length > offset]
            changes = [flip(Spot(table, column, row, offset), rng.randrange(1, 256)) for row in rows]
            result = log.after(lambda connection, changes=changes: [change(connection) for change in changes])
            found = {one.index for one in result.findings}
            wrong += [f"{column}[{offset}] of {row} was not found" for row in rows if row not in found]
            count += len(rows)
        progress(f"{column}: {count:,} bytes")
    return count, wrong


# --- anything at random


def dump(path: Path) -> Any:
    """All that SQL can read of a log; None where it can't."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            names = [
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
            ]
            return [(name, connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()) for name in names]  # noqa: S608
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return None


def flipped_files(log: Log, count: int, seed: int) -> tuple[int, int, list[int]]:
    """Change bytes of the file; returns how many changed what is stored, how many did not, and which were not found."""
    rng, data, before = random.Random(seed), log.path.read_bytes(), dump(log.path)
    assert before is not None
    changed, missed_ = 0, []
    for _ in range(count):
        place = rng.randrange(len(data))
        copy = log.path.with_name("flipped.db")
        edited = bytearray(data)
        edited[place] ^= rng.randrange(1, 256)
        copy.write_bytes(edited)
        if dump(copy) == before:
            continue  # free space, or bookkeeping of the database
        changed += 1
        try:
            found = not log.verify(copy).ok
        except AuditError:
            found = True
        if not found:
            missed_.append(place)
        for left in copy.parent.glob("flipped.db*"):
            left.unlink()
    return changed, count - changed, missed_


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--flips", type=int, default=2_000)
    parser.add_argument("--bytes", action="store_true", help="change each stored byte too: an hour or so")
    arguments = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        log = make(Path(folder), arguments.entries, Engine.load("retail-store", engine="python"))
        assert log.verify(log.path).ok
        start = time.monotonic()
        wrong += missed(log, range(log.checkpoint.size))
        print(
            f"whole entries: {6 * log.checkpoint.size:,} changes, {len(wrong)} missed, {time.monotonic() - start:.0f} s"
        )
        rng, places = random.Random(5), all_spots(log)
        chosen = [(rng.choice(places), rng.randrange(1, 256)) for _ in range(arguments.changes)]
        start, before = time.monotonic(), len(wrong)
        wrong += [said for spot, mask in chosen if (said := mismatch(log, spot, mask))]
        print(f"values:        {len(chosen):,} changes, {len(wrong) - before} missed, {time.monotonic() - start:.0f} s")
        changed, harmless, lost = flipped_files(log, arguments.flips, 9)
        wrong += [f"byte {place} of the file" for place in lost]
        print(f"file:          {changed:,} changed what is stored, {len(lost)} missed; {harmless:,} did not")
        if arguments.bytes:
            count, found = each_byte(log, print)
            wrong += found
            print(f"each byte:     {count:,} changes, {len(found)} missed")
    for one in wrong[:50]:
        print(one)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
