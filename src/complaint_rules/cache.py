"""Stores of what was made before: bounded, dropped whole when full, and safe to use from many threads.

Of complaints that no earlier one is like, most keys come once: to keep what nobody asks for again takes memory that
everything else then misses, and time to drop it. `Again` keeps what is large from the second time on.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")

SEEN_FOR_ONE_KEPT = 16


class BoundedCache(dict[Key, Made]):
    """What was made, by key."""

    __slots__ = ("_most",)

    def __init__(self, most: int) -> None:
        """Start empty.

        Args:
            most: so many are kept.
        """
        super().__init__()
        self._most = most

    def put(self, key: Key, made: Made) -> Made:
        """Keep what was made for a key; returns it."""
        if len(self) >= self._most:
            self.clear()
        self[key] = made
        return made


class SecondHitCache(Generic[Made]):
    """What was made, by key, from the second time that the key comes."""

    __slots__ = ("_kept", "_seen", "get")

    def __init__(self, most: int) -> None:
        """Start empty.

        Args:
            most: so many are kept.
        """
        self._kept: BoundedCache[Any, Made] = BoundedCache(most)
        self._seen: BoundedCache[int, None] = BoundedCache(most * SEEN_FOR_ONE_KEPT)
        self.get = self._kept.get
        """What was kept for a key, or None."""

    def put(self, key: Hashable, made: Made) -> Made:
        """Keep what was made for a key, if the key came before; returns it."""
        return self._kept.put(key, made) if self.came(key) else made

    def came(self, key: Hashable) -> bool:
        """Whether a key came before; from now on it did."""
        mark = hash(key)
        if mark in self._seen:
            return True
        self._seen.put(mark, None)
        return False
