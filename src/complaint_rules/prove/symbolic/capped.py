"""Sums that may have no bound."""

from __future__ import annotations

from typing import NamedTuple

from complaint_rules.prove.symbolic.terms import Number, Truth, both, either, no, pick


class Capped(NamedTuple):
    """A sum in fen that may have no bound."""

    fen: Number
    open: Truth

    def below(self, other: Capped) -> Truth:
        """Whether it is below another; an unbounded sum is above every bounded one."""
        return both(no(self.open), either(other.open, self.fen < other.fen))

    def lower(self, other: Capped) -> Capped:
        """The lower of two."""
        return pick_capped(self.below(other), self, other)

    def higher(self, other: Capped) -> Capped:
        """The higher of two."""
        return pick_capped(self.below(other), other, self)


NOTHING = Capped(0, False)
ENDLESS = Capped(0, True)


def pick_capped(test: Truth, one: Capped, other: Capped) -> Capped:
    """The first where the test is true, else the second."""
    return Capped(pick(test, one.fen, other.fen), pick(test, one.open, other.open))
