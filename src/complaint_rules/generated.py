"""Registers generated source text, so that tracebacks and debuggers show it while its compiled code is in use."""

from __future__ import annotations

import linecache
import weakref
from itertools import count

_numbers = count(1)


def register(source: str, about: str, owner: object) -> str:
    """Register a text with `linecache` until its owner is gone; returns its unique file name.

    Args:
        source: the generated text.
        about: what the text was generated from, for people.
        owner: the object that holds the compiled code.
    """
    filename = f"<{about} #{next(_numbers)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    weakref.finalize(owner, linecache.cache.pop, filename, None).atexit = False
    return filename
