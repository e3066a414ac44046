"""Encryption of what is stored: AES-256-GCM with one key per complaint, and keys wrapped by a master key.

Sealed data is one version byte, a nonce of 12 random bytes, and the ciphertext with its tag. The complaint's id is
authenticated with it, so that the record of one complaint can't be passed off as that of another.
"""

from __future__ import annotations

import os
from hashlib import sha256

from complaint_rules.errors import AuditError

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    raise AuditError.missing("cryptography", "log") from None

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE_BYTES = 12
_WRAPPING = b"complaint-rules key"


def new_key() -> bytes:
    """A random key."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def check_of(key: bytes) -> str:
    """A check value of a key, stored in its entry, so that a changed key is found; it reveals nothing of the key."""
    return sha256(b"complaint-rules key check\n" + key).hexdigest()[:32]


def seal(plain: bytes, key: bytes, about: str) -> bytes:
    """Encrypt data; `about` is authenticated with it."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(sealed: bytes, key: bytes, about: str) -> bytes:
    """Decrypt.

    Raises:
        AuditError: it was sealed with another key or by a newer version of this library, or was changed.
    """
    if sealed[:1] != _VERSION:
        raise AuditError.of("record-newer")
    nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, text, about.encode())
    except (InvalidTag, ValueError):
        raise AuditError.of("record-unreadable") from None


def wrap(key: bytes, master: bytes | None) -> bytes:
    """A complaint's key as it is stored: wrapped by the master key, if there is one."""
    if master is None:
        return key
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(master).encrypt(nonce, key, _WRAPPING)


def is_wrapped(stored: bytes) -> bool:
    """Whether a stored key is wrapped by a master key."""
    return len(stored) != KEY_BYTES


def unwrap(stored: bytes, master: bytes | None) -> bytes:
    """A complaint's key from its stored form.

    Raises:
        AuditError: it needs a master key, or another one.
    """
    if not is_wrapped(stored):
        return stored
    if master is None:
        raise AuditError.of("master-key-missing")
    try:
        return AESGCM(master).decrypt(stored[1 : 1 + _NONCE_BYTES], stored[1 + _NONCE_BYTES :], _WRAPPING)
    except (InvalidTag, ValueError):
        raise AuditError.of("master-key-wrong") from None
