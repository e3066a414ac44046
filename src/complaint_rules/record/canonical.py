"""Canonical JSON, and digests of it. The one file that imports rfc8785."""

from __future__ import annotations

import hashlib
from typing import Any

from complaint_rules.errors import Message, MissingExtraError, Problem


def canonical(data: Any) -> bytes:
    """Data as canonical JSON: one text for equal data, whoever writes it.

    Raises:
        MissingExtraError: rfc8785 is not installed.
        ValueError: the data is not JSON.

    Source: RFC 8785.
    """
    try:
        import rfc8785
    except ImportError:
        what = Message("extra-missing", user="Record", library="rfc8785", extra="log")
        raise MissingExtraError(Problem(what)) from None
    written: bytes = rfc8785.dumps(data)
    return written


def salted_digest(key: bytes, data: Any) -> str:
    """SHA-256 over a key followed by the canonical JSON of data, as `sha256:...`; without the key nobody can guess it.

    Raises:
        MissingExtraError: rfc8785 is not installed.
        ValueError: the data is not JSON.
    """
    return f"sha256:{hashlib.sha256(key + canonical(data)).hexdigest()}"
