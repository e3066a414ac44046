"""A slot: one entry of the decision, and the algebra that settles the claims of several rules on it.

Settling is a fold: a state takes up the claim of each rule that fires, one after the other, and the last state is
settled into a value. States and values are hashable and do not depend on which rule made a claim, so that the same
algebra serves a complaint on which some rules fire and a decision diagram over all complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

Key = tuple[str, str]
"""A group of entries and a name in it, such as ("deadlines", "respond"); the name is empty in a group of one."""


class Claim(NamedTuple):
    """The effect of one rule on a slot."""

    position: int
    binding: bool
    say: Any


class Settling(Protocol):
    """How the claims on one kind of slot are settled."""

    start: Hashable
    """The state before any claim was heard."""

    def hear(self, state: Any, claim: Claim) -> Hashable:
        """The state after one more claim."""
        ...

    def settle(self, state: Any) -> Hashable:
        """The value of the last state; `NOTHING` where there is no entry."""
        ...

    def heard(self, claims: Sequence[Claim], value: Any, /) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """Of some claims that settle to a value, those that support it, and those that statute overrides."""
        ...


NOTHING = None


def settled(settling: Settling, claims: Iterable[Claim]) -> Any:
    """The value of a slot where the rules of some claims fire and no others."""
    state: Any = settling.start
    for claim in claims:
        state = settling.hear(state, claim)
    return settling.settle(state)


def by_authority(state: Any, claim: Claim, add: Callable[[Any, Any], Hashable]) -> Hashable:
    """The state, a pair of statute's and the house's part, after one more claim, which is added to its own part."""
    statute, house = state
    return (add(statute, claim.say), house) if claim.binding else (statute, add(house, claim.say))


def hearing(settling: Settling, claim: Claim) -> Callable[[Any], Hashable]:
    """The transition of a state where a claim's rule fires."""
    return lambda state: settling.hear(state, claim)
