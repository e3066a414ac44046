"""Which rules have which grade, as masks of their positions.

What many rules come to then costs a few operations on whole numbers, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from complaint_rules.match.grades import CERTAIN, FOR_NOW, POSSIBLE


class Graded:
    """The rules of each grade. `masks[grade]` has a bit for each position; grade 0, which is no, has none."""

    __slots__ = ("masks",)

    def __init__(self, masks: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        self.masks = [*masks]

    @property
    def any(self) -> int:
        """The rules that count or may come to."""
        _, possible, for_now, certain = self.masks
        return possible | for_now | certain

    @property
    def open(self) -> int:
        """The rules that an answer may yet bring about or take away."""
        return self.masks[POSSIBLE] | self.masks[FOR_NOW]

    @property
    def now(self) -> int:
        """The rules that count now."""
        return self.masks[FOR_NOW] | self.masks[CERTAIN]

    def of(self, position: int) -> int:
        """The grade of one rule."""
        bit = 1 << position
        _, possible, for_now, certain = self.masks
        return CERTAIN if certain & bit else FOR_NOW if for_now & bit else POSSIBLE if possible & bit else 0

    def lift(self, rules: int, grade: int) -> None:
        """Give rules, as a mask, a grade above 0, but for those that have a better one."""
        masks = self.masks
        for better in range(grade, CERTAIN + 1):
            rules &= ~masks[better]
        for less in range(POSSIBLE, grade):
            masks[less] &= ~rules
        masks[grade] |= rules

    def lower(self, position: int, grade: int) -> None:
        """Give one rule a grade that is below its own, if it is."""
        own = self.of(position)
        if grade < own:
            bit = 1 << position
            self.masks[own] ^= bit
            if grade:
                self.masks[grade] |= bit

    def by_position(self) -> dict[int, int]:
        """The grade of every rule that has one, in order."""
        return {position: self.of(position) for position in positions(self.any)}


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
