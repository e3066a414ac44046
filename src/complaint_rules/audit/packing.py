"""Packs records as compressed JSON: Zstandard with a dictionary trained on records of the shipped rulesets.

The dictionary is a file of this package. What was packed with one can only be unpacked with the same, so a better one
becomes a further version, and the first byte of what is packed says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from threading import local
from typing import Any

from complaint_rules.audit.stored_json import dump, load
from complaint_rules.errors import AuditError
from complaint_rules.limits import LARGEST_RECORD

try:
    from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor, ZstdError, frame_content_size
except ImportError:
    raise AuditError.missing("zstandard", "log") from None

_VERSION = b"\x01"
LEVEL = 6


@cache
def dictionary() -> ZstdCompressionDict:
    """The dictionary of the first version."""
    found = ZstdCompressionDict((resources.files("complaint_rules.audit") / "dictionary-1.zstd").read_bytes())
    found.precompute_compress(level=LEVEL)
    return found


class _Codec(local):
    """A thread's compressor and decompressor: threads share the dictionary, but can't share these."""

    def __init__(self) -> None:
        self.compress = ZstdCompressor(LEVEL, dict_data=dictionary()).compress
        self.decompress = ZstdDecompressor(dict_data=dictionary()).decompress


@cache
def _codec() -> _Codec:
    return _Codec()


def pack(data: Mapping[str, Any]) -> bytes:
    """A record as bytes."""
    return _VERSION + _codec().compress(dump(data))


def unpack(packed: bytes) -> dict[str, Any]:
    """A record from its bytes.

    Raises:
        AuditError: it was packed by a newer version of this library, or is damaged.
    """
    if packed[:1] != _VERSION:
        raise AuditError.of("record-newer")
    frame = packed[1:]
    try:
        if (
            not 0 <= frame_content_size(frame) <= LARGEST_RECORD
        ):  # what it says of itself, before memory is taken for it
            raise AuditError.of("record-unreadable")
        found = load(_codec().decompress(frame))
    except (ZstdError, ValueError):
        raise AuditError.of("record-unreadable") from None
    if not isinstance(found, dict):
        raise AuditError.of("record-unreadable")
    return found
