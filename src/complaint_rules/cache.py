"""Bounded caches: cleared when full, and safe to use from many threads.

Complaints that are unlike any earlier one have mostly keys that occur once: caching a value that is not asked for again
wastes memory, and time to drop it. So `SecondHitCache`, for large values, stores one from the second occurrence of its
key on.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")

SEEN_FOR_ONE_KEPT = 16


class BoundedCache(dict[Key, Made]):
    """A mapping that is cleared when it is full."""

    __slots__ = ("_most",)

    def __init__(self, most: int) -> None:
        """Start empty.

        Args:
            most: the maximum number of entries.
        """
        super().__init__()
        self._most = most

    def put(self, key: Key, made: Made) -> Made:
        """Store the value of a key, after clearing a full cache, and return it."""
        if len(self) >= self._most:
            self.clear()
        self[key] = made
        return made


class SecondHitCache(Generic[Made]):
    """A bounded cache that stores a value only from the second occurrence of its key on."""

    __slots__ = ("_kept", "_seen", "get")

    def __init__(self, most: int) -> None:
        """Start empty.

        Args:
            most: the maximum number of entries.
        """
        self._kept: BoundedCache[Any, Made] = BoundedCache(most)
        self._seen: BoundedCache[int, None] = BoundedCache(most * SEEN_FOR_ONE_KEPT)
        self.get = self._kept.get
        """The stored value of a key, or None."""

    def put(self, key: Hashable, made: Made) -> Made:
        """Store the value of a key, if the key occurred before, and return the value."""
        return self._kept.put(key, made) if self.came(key) else made

    def came(self, key: Hashable) -> bool:
        """Whether a key occurred before; marks it as having occurred."""
        mark = hash(key)
        if mark in self._seen:
            return True
        self._seen.put(mark, None)
        return False
