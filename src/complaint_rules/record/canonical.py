"""Canonical JSON, and digests of it. The one file that imports rfc8785."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from complaint_rules.errors import Message, MissingExtraError, Problem

_LARGEST = 2**53
"""Every reader of JSON represents whole numbers below it exactly."""


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
    if _is_simple(data):
        # Records have only such data. rfc8785, in pure Python, takes six times as long for the same bytes.
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    written: bytes = rfc8785.dumps(data)
    return written


def _is_simple(data: Any) -> bool:
    """Whether sorted JSON is canonical: no fractions, no large numbers, and only ASCII keys."""
    kind = type(data)
    if kind is str or data is None or kind is bool:
        return True
    if kind is int:
        return bool(-_LARGEST < data < _LARGEST)
    if kind is list:
        return all(map(_is_simple, data))
    if kind is dict:
        return all([type(key) is str and key.isascii() for key in data]) and all(map(_is_simple, data.values()))
    return False


def salted_digest(key: bytes, data: Any) -> str:
    """SHA-256 over a key followed by the canonical JSON of data, as `sha256:...`; without the key nobody can guess it.

    Raises:
        MissingExtraError: rfc8785 is not installed.
        ValueError: the data is not JSON.
    """
    return f"sha256:{hashlib.sha256(key + canonical(data)).hexdigest()}"
