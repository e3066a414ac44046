"""Entries that depend on a few facts only, kept by what those facts say.

Complaints that meet the same rules mostly leave the same gaps too: an item that waits for a certificate waits for
it in each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from complaint_rules.facts.sheet import FactSheet, reader_of
from complaint_rules.keeping import Kept

Entry = TypeVar("Entry")

MOST_READINGS = 128
"""Entries kept; when there are more, all are dropped."""


class ByReading(Generic[Entry]):
    """Settles an entry once for each distinct reading of the facts it depends on."""

    __slots__ = ("_kept", "_read", "_settle")

    def __init__(self, mask: int, settle: Callable[[FactSheet, int], Entry]) -> None:
        """Prepare one entry.

        Args:
            mask: the facts whose values count.
            settle: makes the entry from a sheet and the unknown facts it waits for; must depend on nothing else.
        """
        indexes = [index for index in range(mask.bit_length()) if mask >> index & 1]
        self._read = reader_of(indexes)
        self._settle = settle
        self._kept: Kept[Any, Entry] = Kept(MOST_READINGS)

    def __call__(self, sheet: FactSheet, waits: int = 0) -> Entry:
        """The entry for a sheet and the unknown facts, as a mask, that its uncertain claims wait for."""
        key = self._read(sheet.values), waits
        found = self._kept.get(key)
        if found is None:
            found = self._kept.keep(key, self._settle(sheet, waits))
        return found
