"""Source text that we generate, shown by tracebacks and debuggers for as long as what was made of it is in use."""

from __future__ import annotations

import linecache
import weakref
from itertools import count

_numbers = count(1)


def register(source: str, about: str, owner: object) -> str:
    """Register a text with `linecache` until its owner is gone; returns its unique file name.

    Args:
        source: the generated text.
        about: what it is made of, for people.
        owner: what holds the compiled code.
    """
    filename = f"<{about} #{next(_numbers)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    weakref.finalize(owner, linecache.cache.pop, filename, None).atexit = False
    return filename
