"""Bit masks: sets of facts or of rules as integers, one bit for each position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import TypeVar


def positions(mask: int) -> Iterator[int]:
    """The positions of a mask, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(found: Iterable[int]) -> int:
    """The mask of positions."""
    mask = 0
    for position in found:
        mask |= 1 << position
    return mask


_BITS = bytes.maketrans(b"01", b"\0\1")
Placed = TypeVar("Placed")


def chosen(listed: Sequence[Placed], mask: int) -> Iterator[Placed]:
    """The items at the positions of a mask, in order."""
    return compress(listed, bin(mask)[:1:-1].encode().translate(_BITS))
