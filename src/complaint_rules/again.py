"""Keeps what was made for a key from the second time that the key comes.

Of complaints that no earlier one is like, most keys come once: to keep what nobody asks for again takes memory that
everything else then misses, and time to drop it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")

SEEN_FOR_ONE_KEPT = 16


class Again(Generic[Made]):
    """What was made, by key; bounded, and dropped whole when full. May be used from many threads."""

    __slots__ = ("_kept", "_most", "_seen", "find")

    def __init__(self, most: int) -> None:
        """Start empty.

        Args:
            most: so many are kept.
        """
        self._most = most
        self._kept: dict[Hashable, Made] = {}
        self._seen: set[int] = set()
        self.find = self._kept.get
        """What was kept for a key, or None."""

    def keep(self, key: Hashable, made: Made) -> Made:
        """Keep what was made for a key, if the key came before; returns it."""
        mark = hash(key)
        if mark in self._seen:
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = made
        else:
            if len(self._seen) >= self._most * SEEN_FOR_ONE_KEPT:
                self._seen.clear()
            self._seen.add(mark)
        return made
