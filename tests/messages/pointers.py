"""Reads a JSON Pointer, by RFC 6901 alone."""

from __future__ import annotations

import re


def resolve(data, pointer: str):
    """RFC 6901, section 4."""
    assert pointer == "" or pointer.startswith("/")
    for token in pointer.split("/")[1:]:
        assert not re.search("~(?![01])", token)
        key = token.replace("~1", "/").replace("~0", "~")
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data
