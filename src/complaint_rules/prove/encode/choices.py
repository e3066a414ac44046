"""The parts of the decision that must be one value: the tier, the lead, the finding; working value and all it could be.

The same laws as `resolve.choices`: the highest tier; of leads and findings the statute's before the house's, and where
those heard disagree, the safer value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.prove.encode.grading import Grades
from complaint_rules.prove.encode.terms import Truth, all_of, any_of, both, either, no


class Said(NamedTuple):
    """One claim on an output: a rule's position, its grades, what it says, whether it binds."""

    position: int
    grades: Grades
    value: str | None
    binding: bool
    alone: Truth
    """Whether it is sure to be there unless another claim on the same output silences it (see `assured`)."""


class Chosen:
    """One part of the decision, over what rules claim of it."""

    def __init__(self, claims: Sequence[Said], default: str | None) -> None:
        self.claims = claims
        self.default = default
        self.values = list(dict.fromkeys([claim.value for claim in claims]))

    @property
    def outcomes(self) -> list[str | None]:
        """All that it can come to."""
        return list(dict.fromkeys([*self.values, self.default]))

    @property
    def assured(self) -> Truth:
        """Whether some claim is there whatever the answers."""
        return any_of(either(claim.grades.certain, claim.alone) for claim in self.claims)

    @property
    def certain(self) -> list[Truth]:
        """For each claim, whether it stands in the variant of certain claims alone."""
        return [claim.grades.certain for claim in self.claims]

    @property
    def bare(self) -> Truth:
        """Whether the certain claims may stand alone."""
        return either(any_of(self.certain), no(self.assured))

    def working(self, value: str | None) -> Truth:
        """Whether the value that counts now is this one."""
        raise NotImplementedError

    def could_be(self, value: str | None) -> Truth:
        """Whether some variant comes to this value."""
        raise NotImplementedError

    def grades(self, values: frozenset[str]) -> Grades:
        """The grade of the test that the part of the decision is one of these values."""
        inside = [value for value in self.outcomes if plain(value) in values]
        met = any_of(self.could_be(value) for value in inside)
        unmet = any_of(self.could_be(value) for value in self.outcomes if value not in inside)
        now = any_of(self.working(value) for value in inside)
        certain = both(met, no(unmet))
        return Grades(met, either(certain, both(met, now)), certain)


class Tier(Chosen):
    """The tier: the highest that fires; where none does, the highest that may."""

    def __init__(self, claims: Sequence[Said], ranks: dict[str, int]) -> None:
        super().__init__(claims, None)
        self._ranks = ranks

    def _said(self, tier: str | None, level: int, above: bool) -> Truth:
        rank = self._ranks.get(tier or "", 0)
        return any_of(
            claim.grades.at_least(level)
            for claim in self.claims
            if (self._ranks[claim.value or ""] > rank if above else claim.value == tier)
        )

    def working(self, value: str | None) -> Truth:
        """Whether the tier that counts now is this one."""
        fires = any_of(claim.grades.for_now for claim in self.claims)
        if value is None:
            return no(any_of(claim.grades.possible for claim in self.claims))
        now = both(self._said(value, 2, False), no(self._said(value, 2, True)))
        maybe = both(no(fires), self._said(value, 1, False), no(self._said(value, 1, True)))
        return either(now, maybe)

    def could_be(self, value: str | None) -> Truth:
        """Whether some variant comes to this tier."""
        if value is None:
            return both(no(any_of(self.certain)), no(self.assured))
        return both(self._said(value, 1, False), no(self._said(value, 3, True)))


class Single(Chosen):
    """The lead, or the finding: one value, or a disagreement."""

    def __init__(self, claims: Sequence[Said], default: str | None, conflict: str | None) -> None:
        """Lay out the claims.

        Args:
            claims: in the order of evaluation.
            default: the value where nothing is claimed.
            conflict: the value kept where rules disagree; None: that of the last rule heard.
        """
        super().__init__(claims, default)
        self._conflict = conflict

    @property
    def outcomes(self) -> list[str | None]:
        """All that it can come to."""
        extra = [] if self._conflict is None or len(self.values) < 2 else [self._conflict]
        return list(dict.fromkeys([*self.values, self.default, *extra]))

    def working(self, value: str | None) -> Truth:
        """Whether the value that counts now is this one."""
        return self._comes_to([claim.grades.for_now for claim in self.claims], value)

    def heard_now(self) -> list[Truth]:
        """For each claim, whether it counts now and is heard."""
        return self._heard([claim.grades.for_now for claim in self.claims])

    def disagree(self, present: Sequence[Truth] | None = None) -> Truth:
        """Whether the rules heard (by default those that count now) disagree."""
        there = [claim.grades.for_now for claim in self.claims] if present is None else present
        heard = self._heard(there)
        return any_of(both(self._says(heard, one), self._says(heard, other)) for one, other in self._pairs())

    def could_be(self, value: str | None) -> Truth:
        """Whether the working value or some variant comes to this value."""
        views = [both(self.bare, self._comes_to(self.certain, value)), self.working(value)]
        for index, claim in enumerate(self.claims):
            one_more = list(self.certain)
            one_more[index] = True
            views.append(both(claim.grades.uncertain, self._comes_to(one_more, value)))
        uncertain = any_of(claim.grades.uncertain for claim in self.claims)
        everything = [claim.grades.possible for claim in self.claims]
        views.append(both(uncertain, self._comes_to(everything, value)))
        views.append(both(self._may_be_house_alone, self._comes_to(self._house, value)))
        return any_of(views)

    @property
    def _house(self) -> list[Truth]:
        """For each claim, whether it is the house's and may count."""
        return [False if claim.binding else claim.grades.possible for claim in self.claims]

    @property
    def _may_be_house_alone(self) -> Truth:
        """Whether the statute may speak, and may be silent, beside the house."""
        binding = [claim.grades for claim in self.claims if claim.binding]
        may_speak, does_speak = any_of(one.possible for one in binding), any_of(one.certain for one in binding)
        return both(may_speak, no(does_speak), any_of(self._house))

    def _pairs(self) -> list[tuple[str | None, str | None]]:
        return [(one, other) for at, one in enumerate(self.values) for other in self.values[at + 1 :]]

    def _heard(self, present: Sequence[Truth]) -> list[Truth]:
        """The claims heard of those present: the statute's alone where it speaks."""
        statute = any_of(there for claim, there in zip(self.claims, present, strict=True) if claim.binding)
        return [
            there if claim.binding else both(there, no(statute))
            for claim, there in zip(self.claims, present, strict=True)
        ]

    def _says(self, heard: Sequence[Truth], value: str | None) -> Truth:
        return any_of(there for claim, there in zip(self.claims, heard, strict=True) if claim.value == value)

    def _comes_to(self, present: Sequence[Truth], value: str | None) -> Truth:
        """Whether claims, those present taken as firing, come to a value."""
        heard = self._heard(present)
        others = any_of(there for claim, there in zip(self.claims, heard, strict=True) if claim.value != value)
        agreed = both(self._says(heard, value), no(others))
        silent = both(value == self.default, no(any_of(heard)))
        if self._conflict is not None:
            clash = self.disagree(present) if value == self._conflict else False
            return either(agreed, silent, clash)
        return either(silent, self._last_is(heard, value))

    def _last_is(self, heard: Sequence[Truth], value: str | None) -> Truth:
        """Whether the last of those heard says a value; with one value only, that is the agreed one."""
        after: Truth = False
        found: Truth = False
        for claim, there in reversed(list(zip(self.claims, heard, strict=True))):
            if claim.value == value:
                found = either(found, both(there, no(after)))
            after = either(after, there)
        return found


def agree(one: Chosen, other: Chosen) -> Truth:
    """Whether two decisions have the same working value."""
    values = dict.fromkeys([*one.outcomes, *other.outcomes])
    return all_of(either(no(one.working(value)), other.working(value)) for value in values)


DISPUTED = "?"
"""What marks a disputed finding: `none?` is no liability, on which the law is unsettled."""


def plain(value: str | None) -> str | None:
    """A finding without the mark of a dispute."""
    return None if value is None else value.removesuffix(DISPUTED)
