"""Rebuilds the tree from the entries of a log, and compares it with checkpoints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from complaint_rules.audit.checkpoints import Checkpoint
from complaint_rules.audit.discrepancies import Code, Discrepancy
from complaint_rules.audit.merkle import WIDTH, Peaks, leaf_hash

MOST_FINDINGS = 1_000
"""The most findings that are kept; all are counted."""


@dataclass(slots=True)
class TreeCheck:
    """The tree of the entries read so far, and the findings."""

    checkpoint: Checkpoint | None
    findings: list[Discrepancy] = field(default_factory=list)
    count: int = 0
    peaks: Peaks = field(default_factory=Peaks)
    expected: int = 0
    is_whole: bool = True
    """Whether the tree can still be rebuilt: no entry was missing, and every leaf was the hash of its outline."""
    suspect: tuple[int, int] | None = None
    """The first and the last entry that may be the first not to match the interior hashes of the tree."""
    confirmed: int = 0
    """The size up to which a checkpoint has confirmed the tree."""

    def find(self, index: int | None, code: Code, detail: str = "", until: int | None = None) -> None:
        """Add a finding."""
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Discrepancy(index, code, detail, until))

    def leaf(self, index: int, outline: Any, nodes: Any) -> bool:
        """Check a leaf and add it to the tree; returns whether the entry's outline matches it."""
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
        """Add a leaf to the tree, and compare the hashes of the subtrees that it completes."""
        grown = self.peaks.add(nodes[:WIDTH])
        if grown == nodes:
            return
        self.find(index, "tree")
        if self.suspect is None:
            level = next((at for at in range(len(grown) // WIDTH) if _hash(grown, at) != _hash(nodes, at)), 0)
            self.suspect = (index + 1 - (1 << level), index)

    def _cut(self, index: int, code: Code) -> None:
        """Add a finding after which the tree can't be rebuilt."""
        self.find(index, code)
        self.is_whole = False

    def compare(self, checkpoint: Checkpoint) -> None:
        """Compare the present tree with a checkpoint of its size."""
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
        """Compare with the given checkpoint once all entries were read."""
        given = self.checkpoint
        if given is None:
            return
        if given.size == self.expected:
            self.compare(given)
        elif given.size > self.expected:
            self.find(self.expected, "shorter", until=given.size)


def _hash(nodes: bytes, level: int) -> bytes:
    return nodes[level * WIDTH : (level + 1) * WIDTH]
