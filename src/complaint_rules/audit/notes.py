"""Signed notes (C2SP signed-note) with Ed25519, and the forms in which their keys are kept.

A note is a text with signature lines below it. A verifier accepts what other tools sign: it ignores signatures of keys
that it does not know, and refuses a note with a wrong signature of its own key.

Source: https://c2sp.org/signed-note; the key forms are those of golang.org/x/mod/sumdb/note.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from hashlib import sha256

from complaint_rules.errors import AuditError

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
except ImportError:
    raise AuditError.missing("cryptography", "log") from None

_ED25519 = b"\x01"
_DASH = "— "
_PRIVATE = "PRIVATE+KEY+"
_NAME = re.compile(r"[^\s+]+")
_MOST_SIGNATURES = 100
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key: checks signatures."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Read a verifier key, such as `shop.example/log+530d903a+AekyeRrm…`.

        Raises:
            AuditError: it isn't a verifier key.
        """
        name, _, rest = text.strip().partition("+")
        hash_, _, encoded = rest.partition("+")
        data = _decoded(encoded)
        made = cls(name, data[1:])
        if not _NAME.fullmatch(name) or len(data) != 33 or data[:1] != _ED25519 or hash_ != made.id.hex():
            raise AuditError.of("log-key-not-one")
        return made

    @property
    def id(self) -> bytes:
        """The four bytes that distinguish the key from others with its name."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether a signature is this key's signature of the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs; it is written as `PRIVATE+KEY+name+hash+…`, and never shown in a message."""

    name: str
    _seed: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str) -> Signer:
        """Generate a key.

        Raises:
            AuditError: the name is empty, or has a blank or a plus.
        """
        if not _NAME.fullmatch(name):
            raise AuditError.of("log-key-name", value=name)
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Read a signer key.

        Raises:
            AuditError: it isn't a signer key.
        """
        name, _, rest = text.strip().removeprefix(_PRIVATE).partition("+")
        hash_, _, encoded = rest.partition("+")
        data = _decoded(encoded)
        if not text.strip().startswith(_PRIVATE) or not _NAME.fullmatch(name) or len(data) != 33:
            raise AuditError.of("log-key-not-one")
        made = cls(name, data[1:])
        if data[:1] != _ED25519 or hash_ != made.verifier.id.hex():
            raise AuditError.of("log-key-not-one")
        return made

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        private = Ed25519PrivateKey.from_private_bytes(self._seed)
        return Verifier(self.name, private.public_key().public_bytes_raw())

    def secret(self) -> str:
        """The key as it is kept in a file."""
        encoded = base64.b64encode(_ED25519 + self._seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{encoded}"

    def sign(self, text: str) -> str:
        """The text as a signed note.

        Raises:
            AuditError: the text can't be the text of a note.
        """
        if not text.endswith("\n") or _CONTROL.search(text):
            raise AuditError.of("note-not-one")
        signature = Ed25519PrivateKey.from_private_bytes(self._seed).sign(text.encode())
        encoded = base64.b64encode(self.verifier.id + signature).decode()
        return f"{text}\n{_DASH}{self.name} {encoded}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature below a note: the key's name and id, and the bytes."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read; `signed_by` tells whether a key signed it."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> Note:
        """Parse a note.

        Raises:
            AuditError: it doesn't have the form of a note.
        """
        text, blank, below = note.rpartition("\n\n")
        lines = below.split("\n")
        if not blank or _CONTROL.search(note) or lines.pop() != "" or not 0 < len(lines) <= _MOST_SIGNATURES:
            raise AuditError.of("note-not-one")
        return cls(text + "\n", tuple([_signature(line) for line in lines]))

    def signed_by(self, verifier: Verifier) -> bool:
        """Whether the key signed the note.

        Raises:
            AuditError: a signature that names the key is not the key's.
        """
        own = [one for one in self.signatures if (one.name, one.key_id) == (verifier.name, verifier.id)]
        for one in own:
            if not verifier.signed(self.text, one.value):
                raise AuditError.of("signature-wrong", key=verifier.name)
        return bool(own)


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = _decoded(encoded)
    if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(data) < 5:
        raise AuditError.of("note-not-one")
    return Signature(name, data[:4], data[4:])


def _decoded(text: str) -> bytes:
    """The bytes that base64 encodes; empty where it is invalid."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
