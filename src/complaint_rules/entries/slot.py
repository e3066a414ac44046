"""A slot: one entry of the decision, and the algebra that settles the candidates of several rules on it.

Settling is a fold: a state takes up the candidate of each rule that fires, one after the other, and the last state is
settled into a value. States and values are hashable and do not depend on which rule made a candidate, so that the same
algebra serves a complaint on which some rules fire and a decision diagram over all complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

Key = tuple[str, str]
"""A group of entries and a name in it, such as ("deadlines", "respond"); the name is empty in a group of one."""


class SlotCandidate(NamedTuple):
    """The effect of one rule on a slot."""

    position: int
    binding: bool
    effect: Any


Attribution = tuple[Sequence[SlotCandidate], Sequence[SlotCandidate]]
"""The candidates that support a value, and those that statute overrides."""


class Settling(Protocol):
    """How the candidates on one kind of slot are settled."""

    start: Hashable
    """The state before any candidate is added."""

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        ...

    def settle(self, state: Any) -> Hashable:
        """The value of the last state; `NOTHING` where there is no entry."""
        ...

    def attribution(self, candidates: Sequence[SlotCandidate], value: Any, /) -> Attribution:
        """Of some candidates that settle to a value, those that support it, and those that statute overrides."""
        ...


NOTHING = None


def settled(settling: Settling, candidates: Iterable[SlotCandidate]) -> Any:
    """The value of a slot where the rules of some candidates fire and no others."""
    state: Any = settling.start
    for candidate in candidates:
        state = settling.add(state, candidate)
    return settling.settle(state)


def by_authority(state: Any, candidate: SlotCandidate, add: Callable[[Any, Any], Hashable]) -> Hashable:
    """The state, a pair of statute's and the house's part, after one more candidate, which is added to its own part."""
    statute, house = state
    return (add(statute, candidate.effect), house) if candidate.binding else (statute, add(house, candidate.effect))


def adding(settling: Settling, candidate: SlotCandidate) -> Callable[[Any], Hashable]:
    """The transition of a state where a candidate's rule fires."""
    return lambda state: settling.add(state, candidate)
