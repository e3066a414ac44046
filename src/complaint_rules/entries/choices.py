"""Entries with a single value: the tier, the lead department, the finding of liability.

The highest tier is used. For lead and finding, statute takes precedence over the house; rules that disagree are noted
for review, and the safer value is used: the lead named last, an undetermined and disputed finding.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from complaint_rules.entries.slot import Claim

UNDETERMINED = "undetermined"


class Tiers:
    """Settles the tier: the highest one."""

    start: Hashable = (0, None)

    def hear(self, state: Any, claim: Claim) -> Hashable:
        """The state after one more claim."""
        said: tuple[int, str] = (claim.say.rank, claim.say.tier)
        return said if said[0] > state[0] else tuple(state)

    def settle(self, state: Any) -> Hashable:
        """The tier, or None."""
        tier: str | None = state[1]
        return tier

    def heard(self, claims: Sequence[Claim], value: Any) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """The claims of that tier; none is overridden."""
        return [claim for claim in claims if claim.say.tier == value], ()


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

    def hear(self, state: Any, claim: Claim) -> Hashable:
        """The state after one more claim."""
        say = claim.say
        value = (say.finding, say.disputed) if self._findings else (say.party, False)
        statute, house = state
        if claim.binding:
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

    def heard(self, claims: Sequence[Claim], _value: Any) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """The statute's claims where there are any, else the house's; those of the house that differ are overridden."""
        statute = [claim for claim in claims if claim.binding]
        if not statute:
            return claims, ()
        said = {self._said(claim) for claim in statute}
        house = [claim for claim in claims if not claim.binding]
        return statute, [claim for claim in house if self._said(claim) not in said]

    def _said(self, claim: Claim) -> tuple[str, bool]:
        return (claim.say.finding, claim.say.disputed) if self._findings else (claim.say.party, False)
