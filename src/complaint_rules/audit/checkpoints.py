"""Checkpoints (C2SP tlog-checkpoint): the origin, size and root of a log at one moment, as a signed note.

Source: https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from complaint_rules.audit.merkle import WIDTH
from complaint_rules.audit.notes import Note, Signer, Verifier
from complaint_rules.errors import AuditError

_SIZE = re.compile("0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one moment. `note` is the signed text, to be printed, mailed or kept elsewhere."""

    origin: str
    size: int
    root: bytes
    note: str

    @classmethod
    def sign(cls, origin: str, size: int, root: bytes, key: Signer) -> Checkpoint:
        """Make and sign a checkpoint."""
        text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        return cls(origin, size, root, key.sign(text))

    @classmethod
    def parse(cls, note: str) -> Checkpoint:
        """Read a checkpoint; lines after the third, which other logs may add, are ignored.

        Raises:
            AuditError: it isn't a checkpoint.
        """
        lines = Note.parse(note).text.split("\n")[:-1]
        root = _root(lines[2]) if len(lines) > 2 else b""
        if len(root) != WIDTH or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise AuditError.of("checkpoint-not-one")
        return cls(lines[0], int(lines[1]), root, note)

    def signed_by(self, key: Verifier) -> bool:
        """Whether the key signed it.

        Raises:
            AuditError: a signature that names the key is not the key's.
        """
        return Note.parse(self.note).signed_by(key)

    def require(self, key: Verifier) -> None:
        """Require the signature of a key.

        Raises:
            AuditError: the key did not sign it.
        """
        if not self.signed_by(key):
            raise AuditError.of("signature-missing", key=key.name)

    def __str__(self) -> str:
        return self.note


def _root(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
