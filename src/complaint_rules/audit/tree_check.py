"""Follows the tree through the entries of a log, and holds it to checkpoints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from complaint_rules.audit.checkpoints import Checkpoint
from complaint_rules.audit.discrepancies import Code, Discrepancy
from complaint_rules.audit.merkle import WIDTH, Peaks, leaf_hash

MOST_FINDINGS = 1_000
"""Findings that are kept; of more it is only said how many."""


@dataclass(slots=True)
class TreeCheck:
    """The tree of the entries that were read so far, and what was found."""

    checkpoint: Checkpoint | None
    findings: list[Discrepancy] = field(default_factory=list)
    count: int = 0
    peaks: Peaks = field(default_factory=Peaks)
    expected: int = 0
    is_whole: bool = True
    """Whether the tree can still be followed: no entry was missing, and no leaf other than its outline."""
    suspect: tuple[int, int] | None = None
    """Between which entries, both included, lies the first that the interior hashes of the tree do not follow from."""
    confirmed: int = 0
    """The size up to which a checkpoint has confirmed the tree."""

    def find(self, index: int | None, code: Code, detail: str = "", until: int | None = None) -> None:
        """Note what is wrong."""
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Discrepancy(index, code, detail, until))

    def leaf(self, index: int, outline: Any, nodes: Any) -> bool:
        """Follow the tree; whether the entry's outline is what it has."""
        if index != self.expected:
            if index < self.expected:  # before the first one
                self.find(index, "inserted")
                return False
            self._cut(self.expected, "missing")
            self.expected = index
        if self.checkpoint is not None and self.checkpoint.size == index:
            self.compare(self.checkpoint)
        self.expected += 1
        if not (isinstance(outline, bytes) and isinstance(nodes, bytes)) or leaf_hash(outline) != nodes[:WIDTH]:
            self._cut(index, "changed")
            return False
        if self.is_whole:
            self._follow(index, nodes)
        return True

    def _follow(self, index: int, nodes: bytes) -> None:
        """Grow the tree by a leaf, and compare the hashes of the subtrees that it completes."""
        grown = self.peaks.add(nodes[:WIDTH])
        if grown == nodes:
            return
        self.find(index, "tree")
        if self.suspect is None:
            level = next((at for at in range(len(grown) // WIDTH) if _hash(grown, at) != _hash(nodes, at)), 0)
            self.suspect = (index + 1 - (1 << level), index)

    def _cut(self, index: int, code: Code) -> None:
        """The tree can't be followed from here on."""
        self.find(index, code)
        self.is_whole = False

    def compare(self, checkpoint: Checkpoint) -> None:
        """Hold the tree as it is now to a checkpoint of its size."""
        if not self.is_whole:
            return
        if self.peaks.root() == checkpoint.root:
            self.confirmed = checkpoint.size
            return
        start, end = self.suspect or (self.confirmed, checkpoint.size - 1)
        named = [one.index for one in self.findings if one.code != "tree" and one.index is not None]
        start = max(start, self.confirmed)
        self.find(min([index for index in named if start <= index <= end], default=start), "rewritten", until=end)
        self.is_whole = False

    def end(self) -> None:
        """All entries were read."""
        given = self.checkpoint
        if given is None:
            return
        if given.size == self.expected:
            self.compare(given)
        elif given.size > self.expected:
            self.find(self.expected, "shorter", until=given.size)


def _hash(nodes: bytes, level: int) -> bytes:
    return nodes[level * WIDTH : (level + 1) * WIDTH]
