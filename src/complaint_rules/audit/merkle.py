"""The Merkle tree of RFC 9162, section 2.1: hashes, inclusion proofs and consistency proofs.

A tree is never held whole. Each leaf carries the hashes of the complete subtrees that it is the last leaf of, beginning
with its own (`Peaks.add` gives them), so that a root or a proof needs some twenty lookups in a log of a million.

Source: RFC 9162, 2.1.1 (tree), 2.1.3 (inclusion), 2.1.4 (consistency).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

WIDTH = 32
"""Bytes of a hash."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

Lookup = Callable[[int, int], bytes]
"""The hash of a complete subtree, given its level and its position among those of its level, both from 0."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Peaks:
    """The complete subtrees of a growing tree, largest first: enough to add leaves and to compute the root."""

    __slots__ = ("_hashes", "size")

    def __init__(self, size: int = 0, hashes: bytes = b"") -> None:
        """Restore a tree from its size and hashes.

        Args:
            size: how many leaves it has.
            hashes: what `to_bytes` gave.

        Raises:
            ValueError: the number of hashes is not that of the complete subtrees of such a tree.
        """
        if len(hashes) != WIDTH * size.bit_count():
            raise ValueError(f"{len(hashes)} bytes of hashes for {size} leaves")
        self.size = size
        self._hashes = [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]

    def add(self, leaf: bytes) -> bytes:
        """Add the hash of a leaf; returns the hashes of the complete subtrees that end with it, smallest first."""
        found, size = [leaf], self.size
        while size & 1:
            leaf = node_hash(self._hashes.pop(), leaf)
            found.append(leaf)
            size >>= 1
        self._hashes.append(leaf)
        self.size += 1
        return b"".join(found)

    def root(self) -> bytes:
        """The root of the present tree."""
        if not self._hashes:
            return EMPTY_ROOT
        *larger, root = self._hashes
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The hashes, one after the other."""
        return b"".join(self._hashes)


def holder(level: int, place: int) -> int:
    """The index of the leaf that carries the hash of a complete subtree, at its `level`."""
    return ((place + 1) << level) - 1


def root_of(size: int, lookup: Lookup) -> bytes:
    """The root of the first `size` leaves."""
    return _range_hash(0, size, lookup) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, lookup: Lookup) -> list[bytes]:
    """The proof that a leaf is among the first `size`; the hash next to the leaf first.

    Raises:
        ValueError: there is no such leaf in a tree of this size.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, lookup))
            end = middle
        else:
            path.append(_range_hash(start, middle, lookup))
            start = middle
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a tree of this size and root has the leaf's hash at this index."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_path(before: int, size: int, lookup: Lookup) -> list[bytes]:
    """The proof that a tree of `before` leaves is a prefix of one of `size`.

    Raises:
        ValueError: the first is not smaller than the second, or empty.
    """
    if not 0 < before <= size:
        raise ValueError(f"no proof from {before} to {size} leaves")
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while before != end:
        middle = start + _split(end - start)
        if before <= middle:
            path.append(_range_hash(middle, end, lookup))
            end = middle
        else:
            path.append(_range_hash(start, middle, lookup))
            start, whole = middle, False
    if not whole:
        path.append(_range_hash(start, end, lookup))
    return path[::-1]


def is_consistent(before: int, size: int, path: Sequence[bytes], root_before: bytes, root: bytes) -> bool:
    """Whether a proof shows that the tree of `before` leaves is a prefix of that of `size`."""
    if not 0 < before <= size:
        return False
    if before == size:
        return not path and root_before == root
    steps = [root_before, *path] if before.bit_count() == 1 else [*path]
    if not steps:
        return False
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    return last == 0 and first == root_before and second == root


def _split(width: int) -> int:
    """The largest power of two smaller than a width."""
    return int(1 << (width - 1).bit_length() - 1)


def _range_hash(start: int, end: int, lookup: Lookup) -> bytes:
    """The hash of the leaves from `start` to before `end`; the leaf at `start` begins a complete subtree."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return lookup(level, start >> level)
    middle = start + _split(width)
    return node_hash(_range_hash(start, middle, lookup), _range_hash(middle, end, lookup))
