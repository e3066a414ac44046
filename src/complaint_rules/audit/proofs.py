"""The proof of one decision: what is needed to check it without the log, and nothing of any other decision.

A proof is a JSON object: the entry's outline, the path of hashes from its leaf to the root of a checkpoint, the
checkpoint, and, if wanted, the record with the key that its digest is salted with. The hashes of a path reveal nothing
about the entries below them: each covers digests of encrypted records.

To check one by hand: the canonical JSON (RFC 8785) of `outline` is the leaf; RFC 9162, 2.1.3.2, leads from it to the
root in `checkpoint`; the signature below that is of Ed25519; and SHA-256 over the bytes of `record_key` and the
canonical JSON of the record without its `digest` is `outline.record.digest`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from complaint_rules.audit.checkpoints import Checkpoint
from complaint_rules.audit.database import Database
from complaint_rules.audit.merkle import WIDTH, inclusion_path, is_included, leaf_hash
from complaint_rules.audit.notes import Verifier
from complaint_rules.audit.outline import LogEntry
from complaint_rules.audit.reading import entry_of, lookup_in, row_of
from complaint_rules.audit.writing import read_head
from complaint_rules.errors import AuditError, ComplaintRulesError, RecordError
from complaint_rules.record.canonical import canonical
from complaint_rules.record.record import Record

_FORM = "1"


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """A proof that a log with a trusted checkpoint has this entry."""

    entry: LogEntry
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
    record: Record | None

    @classmethod
    def of(cls, database: Database, id: str | int, checkpoint: Checkpoint) -> InclusionProof:
        """Make the proof that an entry is among those of a checkpoint, without its record.

        Raises:
            AuditError: there is no such entry, it is not among them, or the log does not lead to the checkpoint.
        """
        with database.reading() as connection:
            entry = entry_of(row_of(connection, id))
            if entry.index >= checkpoint.size:
                raise AuditError.of("checkpoint-before", index=entry.index, size=checkpoint.size)
            size = read_head(connection).size
            if size < checkpoint.size:
                raise AuditError.of("checkpoint-unlike")
            path = inclusion_path(entry.index, checkpoint.size, lookup_in(connection))
        made = cls(entry, tuple(path), checkpoint, None)
        if not made.check():
            raise AuditError.of("checkpoint-unlike")
        return made

    @classmethod
    def from_dict(cls, data: object) -> InclusionProof:
        """Read a proof; `check` says whether it proves anything.

        Raises:
            AuditError: it isn't a proof, or is of a newer version of this library.
        """
        try:
            return _read(data)
        except (KeyError, TypeError, ValueError, AttributeError, RecordError):
            raise AuditError.of("proof-not-one") from None

    def to_dict(self) -> dict[str, Any]:
        """The proof as JSON data."""
        made: dict[str, Any] = {
            "proof": _FORM,
            "outline": dict(self.entry.outline),
            "path": [base64.b64encode(step).decode() for step in self.path],
            "checkpoint": self.checkpoint.note,
        }
        if self.record is not None and self.record.key is not None:
            made["record"] = self.record.to_dict()
            made["record_key"] = base64.b64encode(self.record.key).decode()
        return made

    def check(self, key: Verifier | str | None = None) -> bool:
        """Whether it proves the entry, and the record in it.

        Args:
            key: the log's key, which must have signed the checkpoint. Without it only the hashes are checked, and the
                proof shows only that checkpoint and entry belong together.

        Raises:
            AuditError: the key did not sign the checkpoint.
        """
        if key is not None:
            self.checkpoint.require(Verifier.parse(key) if isinstance(key, str) else key)
        try:
            leaf = leaf_hash(canonical(self.entry.outline))
        except ValueError:  # a text that no canonical JSON can have
            return False
        included = is_included(leaf, self.entry.index, self.checkpoint.size, self.path, self.checkpoint.root)
        return included and (self.record is None or self._has_record(self.record))

    def _has_record(self, record: Record) -> bool:
        stated = self.entry.outline["record"]["digest"]
        try:
            return record.digest == stated and record.key is not None and record.verify(record.key)
        except (ValueError, ComplaintRulesError):
            return False


def _read(data: Any) -> InclusionProof:
    if data["proof"] != _FORM:
        raise AuditError.of("record-newer")
    outline = data["outline"]
    if not isinstance(outline, Mapping) or not isinstance(outline["index"], int):
        raise TypeError("outline")
    entry = LogEntry(outline["index"], str(outline["entry"]), outline["complaint"], str(outline["at"]), outline)
    path = tuple(base64.b64decode(step, validate=True) for step in data["path"])
    if any(len(step) != WIDTH for step in path):
        raise ValueError("path")
    record = None
    if "record" in data:
        record = Record.from_dict(data["record"], base64.b64decode(data["record_key"], validate=True))
    return InclusionProof(entry, path, Checkpoint.parse(data["checkpoint"]), record)
