"""A slot: one entry of the decision that rules may speak of, and the algebra by which they are settled.

Rules are heard one after the other: a state takes what each rule that fires says, and what is left at the end is
settled into a value. States and values are hashable and say nothing of which rule spoke, so that the same algebra
serves a complaint on which some rules fire and a decision diagram over all complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

Key = tuple[str, str]
"""A group of entries and the name in it, such as ("deadlines", "respond"); the name is empty where there is one."""


class Claim(NamedTuple):
    """What one rule says of a slot."""

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
        """What is left; `NOTHING` where there is no entry."""
        ...

    def heard(self, claims: Sequence[Claim], value: Any, /) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """Of some claims that settle to a value, those that carry it, and those that gave way to statute."""
        ...


NOTHING = None


def settled(settling: Settling, claims: Iterable[Claim]) -> Any:
    """What some claims come to, all of them taken as firing."""
    state: Any = settling.start
    for claim in claims:
        state = settling.hear(state, claim)
    return settling.settle(state)


def by_authority(state: Any, claim: Claim, add: Callable[[Any, Any], Hashable]) -> Hashable:
    """The state, what statute and what the house say, after one more claim, which is added to its own side."""
    statute, house = state
    return (add(statute, claim.say), house) if claim.binding else (statute, add(house, claim.say))


def hearing(settling: Settling, claim: Claim) -> Callable[[Any], Hashable]:
    """The step that a state takes where a claim's rule fires."""
    return lambda state: settling.hear(state, claim)
