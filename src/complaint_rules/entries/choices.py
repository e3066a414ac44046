"""Entries with a single value: the tier, the lead department, the finding of liability.

The highest tier is used. For lead and finding, statute takes precedence over the house; rules that disagree are noted
for review, and the safer value is used: the lead named last, an undetermined and disputed finding.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from complaint_rules.entries.slot import Attribution, SlotCandidate

UNDETERMINED = "undetermined"


class Tiers:
    """Settles the tier: the highest one."""

    start: Hashable = (0, None)

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        said: tuple[int, str] = (candidate.effect.rank, candidate.effect.tier)
        return said if said[0] > state[0] else tuple(state)

    def settle(self, state: Any) -> Hashable:
        """The tier, or None."""
        tier: str | None = state[1]
        return tier

    def attribution(self, candidates: Sequence[SlotCandidate], value: Any) -> Attribution:
        """The candidates of that tier; none is overridden."""
        return [candidate for candidate in candidates if candidate.effect.tier == value], ()


class Chosen(NamedTuple):
    """A lead or a finding; `disagreed` has the values that rules of one authority disagree on."""

    value: str | None
    disputed: bool = False
    disagreed: tuple[str, ...] = ()


def _last(values: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    return (*[one for one in values if one != value], value)


class Choices:
    """Settles the lead or the finding: one value, where statute takes precedence over the house."""

    start: Hashable = ((), ())

    def __init__(self, *, findings: bool) -> None:
        """Settle leads or findings.

        Args:
            findings: whether the values are findings of liability; else leads.
        """
        self._findings = findings
        self.none = Chosen(UNDETERMINED) if findings else Chosen(None)

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        say = candidate.effect
        value = (say.finding, say.disputed) if self._findings else (say.party, False)
        statute, house = state
        if candidate.binding:
            return (_last(statute, value), ())
        return state if statute else ((), _last(house, value))

    def settle(self, state: Any) -> Hashable:
        """The value, with the values that rules disagree on."""
        values = state[0] or state[1]
        if not values:
            return self.none
        if len(values) == 1:
            return Chosen(*values[0])
        said = tuple([value for value, _ in values])
        return Chosen(UNDETERMINED, True, said) if self._findings else Chosen(said[-1], False, said)

    def attribution(self, candidates: Sequence[SlotCandidate], _value: Any) -> Attribution:
        """Statute's candidates where there are any, else the house's; those of the house that differ are overridden."""
        statute = [candidate for candidate in candidates if candidate.binding]
        if not statute:
            return candidates, ()
        said = {self._said(candidate) for candidate in statute}
        house = [candidate for candidate in candidates if not candidate.binding]
        return statute, [candidate for candidate in house if self._said(candidate) not in said]

    def _said(self, candidate: SlotCandidate) -> tuple[str, bool]:
        return (
            (candidate.effect.finding, candidate.effect.disputed) if self._findings else (candidate.effect.party, False)
        )
