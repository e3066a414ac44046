"""What a rule with several open alternatives waits for: the facts of those that don't just ask for more than another.

To compare what alternatives ask for was half of a trace where much is unknown, and it comes out alike wherever the same
alternatives leave the same facts unknown; so it is kept by both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from complaint_rules.keeping import Kept
from complaint_rules.match.matcher import Hit

MOST_CROWDS = 4096
"""Answers kept for one program; when there are more, all are dropped."""


class Crowd(NamedTuple):
    """The open alternatives of one rule, and the facts, as a mask, that their tests read."""

    hits: tuple[Hit, ...]
    reads: int


class Reached(NamedTuple):
    """What some uncertain rules hang on: facts, as a mask, and rules with several alternatives still open."""

    plain: int
    crowded: tuple[Crowd, ...]


class Crowds:
    """What the crowds of one program wait for."""

    def __init__(self) -> None:
        self._kept: Kept[tuple[tuple[Hit, ...], int], int] = Kept(MOST_CROWDS)

    def waits(self, crowd: Crowd, unknown: int) -> int:
        """The facts, as a mask, that one rule waits for, given which facts are unknown."""
        key = crowd.hits, crowd.reads & unknown
        found = self._kept.get(key)
        if found is None:
            found = self._kept.keep(key, joint(_least(crowd.hits, unknown)))
        return found


def crowd(hits: Sequence[Hit]) -> Crowd:
    """Several open alternatives of one rule."""
    reads = 0
    for hit in hits:
        for test in hit.tests:
            reads |= test.reads
    return Crowd(tuple(hits), reads)


def joint(hits: Iterable[Hit]) -> int:
    """The facts, as a mask, that keep alternatives uncertain."""
    mask = 0
    for hit in hits:
        mask |= hit.waits
    return mask


def _least(hits: Sequence[Hit], unknown: int) -> list[Hit]:
    """The alternatives of one rule without those that only ask for more than another one does."""
    asks = {hit: hit.undecided(unknown) for hit in hits}
    return [hit for hit in hits if not any([asks[other] < asks[hit] for other in hits])]
