"""Verifies a log: hashes what is stored again and compares it with the tree, and the tree with a checkpoint.

What can be located. A change of the database without its tree is found at the entry: its outline must hash to its leaf;
its columns, its encrypted record, its key, its terms and its rules must agree with the outline. A change of the leaf
too is found at the first entry whose interior hashes do not match. A tree that is rewritten from some entry on is
consistent in itself: it then differs from every checkpoint signed before the change, which lies between the last
checkpoint that matches and the first that does not. The log's own checkpoints are among its entries and are compared
too, since nobody without the key can sign them again; so the more often a checkpoint is made, the more closely a change
is located. Against an attacker who also has the signing key, only a checkpoint that is kept elsewhere helps.

Entries are read in batches, each in a transaction of its own: existing entries never change, so a log may grow while it
is verified, and memory use stays constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from complaint_rules.audit.checkpoints import Checkpoint
from complaint_rules.audit.database import Database
from complaint_rules.audit.discrepancies import Discrepancy, place_of
from complaint_rules.audit.entry_check import EntryCheck
from complaint_rules.audit.notes import Verifier
from complaint_rules.audit.reading import BATCH, RowOf
from complaint_rules.audit.rest_check import compare_head, compare_rest, prepare
from complaint_rules.audit.tables import entries, head, keys, mentions
from complaint_rules.audit.tree_check import MOST_FINDINGS
from complaint_rules.errors import AuditError

_DAMAGES = ("log-damaged", "log-refused", "entry-damaged")
"""Errors that are findings: the database is not as it was."""

_NO_END = 2**62
_E = entries.c
_FULL = select(_E.idx, _E.kind, _E.complaint, _E.at, _E.key_idx, _E.outline, _E.body, _E.nodes, keys.c.key).select_from(
    entries.outerjoin(keys, keys.c.idx == _E.key_idx)
)
_QUICK = select(_E.idx, _E.outline, _E.nodes)


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a verification.

    `size` entries were read, and `root` is the root of their tree, None where it can't be computed. `findings` are in
    the order of the entries, at most `MOST_FINDINGS`; `count` says how many there are. `checkpoint_size` is that of the
    given checkpoint; `signed` whether a key was given to verify it. `unchecked_keys` are keys wrapped by a master key
    that was not given.
    """

    size: int
    root: bytes | None
    findings: tuple[Discrepancy, ...]
    count: int
    checkpoint_size: int | None
    signed: bool
    unchecked_keys: int

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def first(self) -> int | None:
        """The first entry that is not as it was written; None where there is none."""
        return next((one.index for one in self.findings if one.index is not None), None)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON data."""
        return {
            "ok": self.ok,
            "size": self.size,
            "root": None if self.root is None else self.root.hex(),
            "first": self.first,
            "count": self.count,
            "findings": [one.to_dict() for one in self.findings],
            "checkpoint_size": self.checkpoint_size,
            "signed": self.signed,
            "unchecked_keys": self.unchecked_keys,
        }


def verify(
    database: Database,
    checkpoint: Checkpoint | None,
    verifier: Verifier | None,
    master: bytes | None,
    *,
    full: bool,
    progress: Callable[[int, int], object] | None,
) -> Verification:
    """Verify a log; see `AuditLog.verify`."""
    if checkpoint is not None and verifier is not None:
        checkpoint.require(verifier)
    run = EntryCheck(checkpoint, verifier=verifier, master=master)
    try:
        _through(database, run, progress, full=full)
    except AuditError as error:
        if error.code not in _DAMAGES:
            raise
        run.find(None, "database", error.problems[0].message)
    found = tuple(sorted(run.findings, key=place_of))
    size = None if checkpoint is None else checkpoint.size
    root = run.peaks.root() if run.is_whole else None
    return Verification(run.expected, root, found, run.count, size, verifier is not None, run.unchecked)


def _through(database: Database, run: EntryCheck, progress: Callable[[int, int], object] | None, *, full: bool) -> None:
    with database.reading() as connection:
        size = connection.execute(select(head.c.size)).scalar()
        if full:
            prepare(run, connection)
    until = size if isinstance(size, int) else _NO_END  # entries written meanwhile are left out
    for rows, mentioned in _batches(database, until, full=full):
        for row in rows:
            if full:
                run.entry(row, mentioned)
            else:
                index, outline, nodes = row
                run.leaf(index, outline, nodes)
        if progress is not None:
            progress(min(run.expected, until), until)
    run.end()
    with database.reading() as connection:
        compare_head(run, connection)
        if full:
            compare_rest(run, connection)
    if full and database.is_sqlite:
        with database.outside() as connection:
            for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(10)").all():
                if said != "ok":
                    run.find(None, "database", str(said))


def _batches(database: Database, until: int, *, full: bool) -> Iterator[tuple[Sequence[RowOf], dict[int, set[int]]]]:
    """The rows in order, and the terms that each mentions first according to the search index."""
    statement = (_FULL if full else _QUICK).where(_E.idx < until).order_by(_E.idx).limit(BATCH)
    rows: Sequence[RowOf] = ()
    while not rows or len(rows) == BATCH:
        further = statement.where(_E.idx > rows[-1].idx) if rows else statement
        mentioned: dict[int, set[int]] = {}
        with database.reading() as connection:
            rows = connection.execute(further).all()
            if full and rows:
                between = mentions.c.first >= rows[0].idx, mentions.c.first <= rows[-1].idx
                for name, first in connection.execute(select(mentions.c.name, mentions.c.first).where(*between)):
                    mentioned.setdefault(first, set()).add(name)
        yield rows, mentioned
        if not rows:
            return


__all__ = ["MOST_FINDINGS", "Verification", "verify"]
