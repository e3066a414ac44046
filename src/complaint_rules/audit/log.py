"""The decision log: appends records, finds and reads them, and proves that nothing was changed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from complaint_rules.audit import packing
from complaint_rules.audit.arguments import line, moment, user
from complaint_rules.audit.checkpoints import Checkpoint
from complaint_rules.audit.notes import Signer, Verifier
from complaint_rules.audit.opened import OpenLog
from complaint_rules.audit.outline import CHECKPOINT, DECISION, EVENT, READ, LogEntry, of_decision
from complaint_rules.audit.reading import OUTLINES, entry_of, newest, record_of, row_of
from complaint_rules.audit.search import Query, search
from complaint_rules.audit.writing import add, latest_key, read_head
from complaint_rules.errors import AuditError
from complaint_rules.record.record import Record
from complaint_rules.vocabulary import CLOCKS

from sqlalchemy import Connection  # isort: skip


if TYPE_CHECKING:
    from complaint_rules.audit.proofs import InclusionProof
    from complaint_rules.audit.replay import Replay
    from complaint_rules.audit.retention import Due
    from complaint_rules.audit.verification import Verification
    from complaint_rules.engine import Engine

EVENTS = ("resolved", "transferred", "appealed")
"""The events of a case, in addition to meeting a clock."""

_MET = "met:"
_NEWEST = newest(OUTLINES, 50)
"""The latest decisions of a complaint that are compared with a record before it is appended."""

Progress = Callable[[int, int], object]
"""Called with how many entries are done, and how many there are."""


class AuditLog(OpenLog):
    """A log of decisions in a database. May be used from many threads, and by many processes at once.

    >>> with AuditLog("sqlite:///decisions.db") as log:
    ...     entry = log.append(engine.record(complaint))
    ...     log.find(tier="serious", since="2026-11-01")

    What was appended is encrypted with a key of its complaint; only its outline (`LogEntry`) is in the clear. The keys
    are in the same database, in the table `log_keys`: a backup that must not retain erased data leaves this table out,
    and a backup of the keys is kept elsewhere, for no longer than erased data may be restored. With a master key the
    keys are wrapped, so that the database alone can't decrypt anything.
    """

    # --- writing

    def append(self, record: Record, *, rules: Engine | None = None) -> LogEntry:
        """Add the record of a decision; once this returns, it survives the death of the process.

        A record among the last 50 of its complaint is not added again, so it is safe to retry after a lost
        acknowledgement.

        Args:
            record: with its key.
            rules: an engine that runs the record's rules, to keep them with the log if it has not kept them yet.
                `Engine.load(..., log=...)` does so by itself.

        Returns:
            The entry.

        Raises:
            AuditError: the record has no key, or the log can't be written; then nothing is added.
        """
        if record.key is None:
            raise AuditError.of("record-changed")
        if rules is not None:
            self.keep_rules(rules)
        complaint_id = str(record.decision["complaint_id"])
        fields = of_decision(record)
        key = base64.b64encode(record.key).decode()
        plain = packing.pack({"key": key, "record": _members(record)})
        with self._database.writing() as connection:
            found = self._already(connection, complaint_id, record.digest)
            if found is not None:
                return found
            fields["kept"] = self._kept_as(connection, fields["ruleset"]["digest"], fields["calendar"]["digest"])
            entry, terms = add(connection, self._terms, DECISION, complaint_id, fields, plain, self._master)
        self._terms = terms
        return entry

    def event(self, id: str | int, what: str, at: datetime | str, *, by: str | None = None) -> LogEntry:
        """Log an event of a case, on which retention and met deadlines depend.

        Args:
            id: the complaint.
            what: `resolved`, `transferred`, `appealed`, or `met:CLOCK` where a deadline was kept, as `met:respond`.
            at: when it happened, with an offset.
            by: who reports it.

        Raises:
            AuditError: the log has no decision on the complaint, or the event or the moment is invalid.
        """
        if what not in EVENTS and what.removeprefix(_MET) not in (CLOCKS if what.startswith(_MET) else ()):
            raise AuditError.of("event-unknown", value=what)
        with self._database.writing() as connection:
            complaint_id = self._complaint(connection, id)
            fields = {"what": what, "happened": moment(at), "by": line(by)}
            entry, terms = add(connection, self._terms, EVENT, complaint_id, fields)
        self._terms = terms
        return entry

    # --- reading

    def get(self, id: str | int, *, by: str | None = None) -> Record:
        """The record of a decision. Reading it adds an entry to the log.

        Args:
            id: a complaint, of which the last decision is meant, or the index of an entry (17, or `@17`).
            by: who reads; by default the user of the process.

        Raises:
            AuditError: there is no such decision, its record was erased, or it can't be decrypted.
        """
        with self._database.writing() as connection:
            row = row_of(connection, id)
            record = record_of(connection, row, self._master)
            fields = {"what": "record", "read": row.idx, "by": line(by or user())}
            _, terms = add(connection, self._terms, READ, row.complaint, fields)
        self._terms = terms
        return record

    def entry(self, id: str | int) -> LogEntry:
        """The outline of an entry: by its index (17, or `@17`), or the last decision of a complaint by its id.

        Raises:
            AuditError: there is no such entry.
        """
        with self._database.reading() as connection:
            return entry_of(row_of(connection, id))

    def find(
        self,
        *,
        complaint: str | None = None,
        tier: str | None = None,
        department: str | None = None,
        rule: str | None = None,
        clause: str | None = None,
        approval: str | None = None,
        finding: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        ruleset: str | None = None,
        status: str | None = None,
        kind: str | None = None,
        newest_first: bool = False,
    ) -> Iterator[LogEntry]:
        """The outlines of entries that match all given filters, in the order of the log; nothing is decrypted.

        Args:
            complaint: the complaint's id.
            tier: the severity.
            department: the department that leads.
            rule: a rule that fired, as `ruleset-id/rule-id`.
            clause: a clause that such a rule cites, as `document/clause`.
            approval: the role that must approve something.
            finding: whose liability it is.
            since: the first day, or moment with an offset, at which the entry was written; days are those of UTC.
            until: the last one, included.
            ruleset: the ruleset's id, or its digest.
            status: `final` or `provisional`.
            kind: `decision` by default; `event`, `erasure`, `read`, `checkpoint`, or `any`.
            newest_first: from the end of the log to its beginning.

        Raises:
            AuditError: a moment is invalid, or, while the entries are read, the log can't be read.
        """
        terms = {"tier": tier, "department": department, "rule": rule, "clause": clause, "approval": approval}
        more = {"finding": finding, "ruleset": ruleset, "status": status, "kind": kind}
        wanted = {"complaint": complaint, "since": since, "until": until}
        query = Query.of({**terms, **more, **wanted})
        return search(self._database, query, newest_first=newest_first)

    def note_read(self, what: str, *, by: str | None = None, count: int = 0) -> LogEntry:
        """Log that records were read in bulk, as by an export.

        Args:
            what: `export`, `replay` or the like.
            by: who reads; by default the user of the process.
            count: how many records.
        """
        with self._database.writing() as connection:
            fields = {"what": line(what), "count": count, "by": line(by or user())}
            entry, terms = add(connection, self._terms, READ, None, fields)
        self._terms = terms
        return entry

    def records(self, found: Iterable[LogEntry]) -> Iterator[tuple[LogEntry, Record | None]]:
        """The records of decisions, decrypted; None where one was erased. Log this with `note_read`."""
        for entry in found:
            with self._database.reading() as connection:
                row = row_of(connection, entry.index)
                try:
                    record = record_of(connection, row, self._master)
                except AuditError as error:
                    if error.code not in ("entry-erased", "entry-no-decision"):
                        raise
                    record = None
            yield entry, record

    # --- the rules of past decisions

    def calendar_of(self, digest: str) -> str | None:
        """The digest of the calendar of a ruleset's last decision; None where no decision is by this ruleset."""
        last = next(self.find(ruleset=digest, newest_first=True), None)
        return None if last is None else str(last.outline["calendar"]["digest"])

    # --- proving that nothing was changed

    def checkpoint(self, key: Signer | str) -> Checkpoint:
        """Sign the present state of the log, to be kept elsewhere; this adds an entry after it.

        Args:
            key: a signer, or its text (`PRIVATE+KEY+…`).
        """
        signer = Signer.parse(key) if isinstance(key, str) else key
        with self._database.writing() as connection:
            now = read_head(connection)
            made = Checkpoint.sign(now.origin, now.size, now.peaks.root(), signer)
            _, terms = add(connection, self._terms, CHECKPOINT, None, {"note": made.note})
        self._terms = terms
        return made

    def verify(
        self,
        checkpoint: Checkpoint | str | None = None,
        *,
        verifier: Verifier | str | None = None,
        full: bool = True,
        progress: Progress | None = None,
    ) -> Verification:
        """Verify that all that is stored is as it was written, and agrees with a checkpoint.

        Args:
            checkpoint: one that was kept elsewhere, or its text.
            verifier: the key that must have signed it, and the checkpoints in the log itself; or its text.
            full: hash everything that is stored; else only the tree of the entries' outlines.
            progress: called now and then.

        Returns:
            The findings, in the order of the entries.

        Raises:
            AuditError: the checkpoint is invalid, or is not signed by the key.
        """
        from complaint_rules.audit.verification import verify

        given = Checkpoint.parse(checkpoint) if isinstance(checkpoint, str) else checkpoint
        key = Verifier.parse(verifier) if isinstance(verifier, str) else verifier
        return verify(self._database, given, key, self._master, full=full, progress=progress)

    def prove(
        self, id: str | int, key: Signer | Checkpoint | str, *, record: bool = True, by: str | None = None
    ) -> InclusionProof:
        """The proof of one decision, which others can check without the log and without seeing any other decision.

        Args:
            id: a complaint, of which the last decision is meant, or the index of an entry.
            key: signs the checkpoint of the proof; or a checkpoint that was signed before and has the entry.
            record: whether the proof contains the decision itself, or only its outline, as for an erased one.
            by: who takes the proof; reading the record is logged.

        Raises:
            AuditError: there is no such entry, or it is not in the checkpoint, or the log does not lead to that.
        """
        from complaint_rules.audit.proofs import InclusionProof

        if isinstance(key, Checkpoint):
            made = InclusionProof.of(self._database, id, key)
            return replace(made, record=self._get_unless_erased(id, by)) if record else made
        found = self._get_unless_erased(id, by) if record else None
        return replace(InclusionProof.of(self._database, id, self.checkpoint(key)), record=found)

    def _get_unless_erased(self, id: str | int, by: str | None) -> Record | None:
        """The record of a decision; None where it was erased."""
        try:
            return self.get(id, by=by)
        except AuditError as error:
            if error.code != "entry-erased":
                raise
            return None

    # --- deciding again

    def replay(
        self, against: Engine | None = None, *, by: str | None = None, progress: Progress | None = None
    ) -> Replay:
        """Decide every entry again, by its own rules, calendar and figures; or by those of another engine.

        Args:
            against: the engine to decide by; by default each entry by the rules that it was decided by.
            by: who replays; reading the records is logged.
            progress: called now and then.
        """
        from complaint_rules.audit.replay import replay

        note_read = partial(self.note_read, "replay", by=by)
        return replay(self, self._database, self._master, against, note_read=note_read, progress=progress)

    # --- erasing

    def erase(
        self, id: str | int, *, reason: str | None = None, by: str | None = None, on: date | None = None
    ) -> LogEntry:
        """Destroy the key of a complaint: its records are gone, their outlines stay, and the log still verifies.

        Args:
            id: the complaint.
            reason: why it is erased before its time of retention is over; it is stored in the clear, so nothing
                personal belongs in it.
            by: who erases.
            on: the day on which the time of retention must be over, by default today; the entry states the given day.

        Raises:
            AuditError: the records must still be kept, and no reason is given; or there are no records.
        """
        from complaint_rules.audit.retention import erase

        with self._database.writing() as connection:
            complaint_id = self._complaint(connection, id)
            fields = {"reason": line(reason), "by": line(by or user()), "on": None if on is None else on.isoformat()}
            entry, terms = erase(connection, self._terms, complaint_id, fields, on)
        self._terms = terms
        self._overwrite()
        return entry

    def due(self, on: date | None = None) -> Iterator[Due]:
        """The complaints with records whose time of retention is over on a day, by default today."""
        from complaint_rules.audit.retention import due

        return due(self._database, on)

    def _overwrite(self) -> None:
        """Overwrite all traces of a destroyed key in the files of the database."""
        try:
            with self._database.outside() as connection:
                if self._database.is_sqlite:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                else:
                    connection.exec_driver_sql("VACUUM log_keys")
        except AuditError:
            pass  # readers are active; the next checkpoint or vacuum overwrites it

    # --- internal

    @staticmethod
    def _already(connection: Connection, complaint_id: str, digest: str) -> LogEntry | None:
        """The entry of a record that is in the log already."""
        for row in connection.execute(_NEWEST, {"complaint": complaint_id}):
            entry = entry_of(row)
            if entry.outline["record"]["digest"] == digest:
                return entry
        return None

    @staticmethod
    def _complaint(connection: Connection, id: str | int) -> str:
        """The id of a complaint on which there is a decision."""
        found = str(row_of(connection, id).complaint)
        if latest_key(connection, found) is None:
            raise AuditError.of("entry-missing", value=id)
        return found


def _members(record: Record) -> dict[str, Any]:
    """What `Record.to_dict` gives, without the copy."""
    return {
        "record": record.version,
        "complaint": record.complaint,
        "decision": record.decision,
        "provenance": record.provenance,
        "digest": record.digest,
    }


__all__ = ["AuditLog", "Progress"]
