"""Packs records as compressed JSON: zlib with a preset dictionary of what decisions say again and again.

The dictionary is a file of this package. Of a log it is a part for good: what was packed with one can only be unpacked
with the same, so a better one becomes a further version, and the first byte of what is packed says which.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from complaint_rules.errors import AuditError
from complaint_rules.limits import LARGEST_RECORD

_VERSION = b"\x01"
_LEVEL = 6


@cache
def dictionary() -> bytes:
    """What the first version packs with."""
    return (resources.files("complaint_rules.audit") / "dictionary-1.txt").read_bytes()


def pack(data: Mapping[str, Any]) -> bytes:
    """A record as bytes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(_LEVEL, zdict=dictionary())
    return _VERSION + packer.compress(text) + packer.flush()


def unpack(packed: bytes) -> dict[str, Any]:
    """A record from its bytes.

    Raises:
        AuditError: it was packed by a newer version of this library, or is damaged.
    """
    if packed[:1] != _VERSION:
        raise AuditError.of("record-newer")
    unpacker = zlib.decompressobj(zdict=dictionary())
    try:
        found = json.loads(unpacker.decompress(packed[1:], LARGEST_RECORD))
    except (zlib.error, ValueError):
        raise AuditError.of("record-unreadable") from None
    if not isinstance(found, dict):
        raise AuditError.of("record-unreadable")
    return found
