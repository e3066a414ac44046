"""What rules claim of an output, and the variants in which uncertain claims turn out (see `resolve.output`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from complaint_rules.prove.encode.grading import Grades
from complaint_rules.prove.encode.terms import Number, Truth, any_of, both, either, no, pick


class Claim(NamedTuple):
    """A rule's position, its grades, what it says, whether it binds, and whether only a claimant can silence it."""

    position: int
    grades: Grades
    say: Any
    binding: bool
    alone: Truth


class Variant(NamedTuple):
    """One way in which uncertain claims may turn out: whether it may come to pass, and which claims are there."""

    counts: Truth
    present: tuple[Truth, ...]


def assured(claims: Sequence[Claim]) -> Truth:
    """Whether some claim is there whatever the answers."""
    return any_of(either(claim.grades.certain, claim.alone) for claim in claims)


def certain_alone(claims: Sequence[Claim]) -> Variant:
    """The certain claims alone, where they may stand alone."""
    certain = tuple(claim.grades.certain for claim in claims)
    return Variant(either(any_of(certain), no(assured(claims))), certain)


def variants(claims: Sequence[Claim]) -> Iterator[Variant]:
    """The certain claims alone, with each uncertain one added, and all together."""
    bare = certain_alone(claims)
    yield bare
    for index, claim in enumerate(claims):
        if claim.grades.uncertain is not False:
            yield Variant(claim.grades.uncertain, (*bare.present[:index], True, *bare.present[index + 1 :]))
    uncertain = any_of(claim.grades.uncertain for claim in claims)
    if uncertain is not False:
        yield Variant(uncertain, tuple(claim.grades.possible for claim in claims))


class Capped(NamedTuple):
    """A sum in fen that may have no bound."""

    fen: Number
    open: Truth

    def below(self, other: Capped) -> Truth:
        """Whether it lies below another; no bound lies above every sum."""
        return both(no(self.open), either(other.open, self.fen < other.fen))

    def equals(self, other: Capped) -> Truth:
        """Whether both are the same, or both without a bound."""
        return either(both(self.open, other.open), both(no(self.open), no(other.open), self.fen == other.fen))


NOTHING = Capped(0, False)
ENDLESS = Capped(0, True)


def pick_capped(test: Truth, one: Capped, other: Capped) -> Capped:
    """The first where the test is true, else the second."""
    return Capped(pick(test, one.fen, other.fen), pick(test, one.open, other.open))


def lower_of(one: Capped, other: Capped) -> Capped:
    """The lower of two."""
    return pick_capped(one.below(other), one, other)


def higher_of(one: Capped, other: Capped) -> Capped:
    """The higher of two."""
    return pick_capped(one.below(other), other, one)
