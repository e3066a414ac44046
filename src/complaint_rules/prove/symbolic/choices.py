"""The single-valued parts of the decision (tier, lead, finding) as terms, with the semantics of `entries.choices`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.entries.choices import UNDETERMINED
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, either, no

DISPUTED = "?"
"""The mark of a disputed finding: `none?` is no liability, on which the law is unsettled."""


class Said(NamedTuple):
    """A candidate: its rule's position, whether the rule fires, the value, and whether the rule is binding."""

    position: int
    fires: Truth
    value: str
    binding: bool


class SymbolicChoice(ABC):
    """One part of the decision, over its candidates in the order of evaluation."""

    default: str | None = None

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = said
        self.values = list(dict.fromkeys([one.value for one in said]))

    @property
    def outcomes(self) -> list[str | None]:
        """All values that it can have."""
        return list(dict.fromkeys([*self.values, self.default]))

    @abstractmethod
    def is_value(self, value: str | None) -> Truth:
        """Whether it is this value."""

    def is_among(self, values: frozenset[str]) -> Truth:
        """Whether it is one of these values, disputed or not."""
        return any_of(self.is_value(value) for value in self.outcomes if plain(value) in values)


class Tier(SymbolicChoice):
    """The highest tier that fires."""

    def __init__(self, said: Sequence[Said], ranks: dict[str, int]) -> None:
        super().__init__(said)
        self._ranks = ranks

    def is_value(self, value: str | None) -> Truth:
        """Whether it is this tier."""
        rank = self._ranks.get(value or "", 0)
        higher = any_of(one.fires for one in self.said if self._ranks[one.value] > rank)
        return both(no(higher), value is None or any_of(one.fires for one in self.said if one.value == value))


class Single(SymbolicChoice):
    """One value, a statute's before a house's; or a disagreement."""

    @property
    def counting(self) -> list[Truth]:
        """For each candidate, whether its rule fires and no statute overrides it."""
        statute = any_of(one.fires for one in self.said if one.binding)
        return [one.fires if one.binding else both(one.fires, no(statute)) for one in self.said]

    @property
    def disagree(self) -> Truth:
        """Whether the candidates that are not overridden disagree."""
        says = [self._says(value) for value in self.values]
        return any_of(both(one, other) for at, one in enumerate(says) for other in says[at + 1 :])

    def _says(self, value: str) -> Truth:
        """Whether a candidate that is not overridden has a value."""
        return any_of(counts for one, counts in zip(self.said, self.counting, strict=True) if one.value == value)


class SymbolicLead(Single):
    """The lead; where candidates disagree, the last of them."""

    def is_value(self, value: str | None) -> Truth:
        """Whether it is this department."""
        counting = self.counting
        if value is None:
            return no(any_of(counting))
        after: Truth = False
        found: Truth = False
        for one, there in reversed(list(zip(self.said, counting, strict=True))):
            if one.value == value:
                found = either(found, both(there, no(after)))
            after = either(after, there)
        return found


class SymbolicFinding(Single):
    """The finding of liability; where candidates disagree, it is undetermined and disputed."""

    default = UNDETERMINED

    @property
    def outcomes(self) -> list[str | None]:
        """All values that it can have."""
        return list(dict.fromkeys([*super().outcomes, *([UNDETERMINED + DISPUTED] if self.values[1:] else [])]))

    def is_value(self, value: str | None) -> Truth:
        """Whether it is this finding."""
        says = {one: self._says(one) for one in self.values}
        alone = both(says.get(value or "", False), no(any_of(there for one, there in says.items() if one != value)))
        silent = both(value == self.default, no(any_of(says.values())))
        return either(alone, silent, self.disagree if value == UNDETERMINED + DISPUTED else False)


def plain(value: str | None) -> str | None:
    """A finding without the mark of a dispute."""
    return None if value is None else value.removesuffix(DISPUTED)
