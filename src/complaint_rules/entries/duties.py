"""Duties: clocks, approvals, supporting departments, actions and prohibitions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.effect import Duration, RequestAction
from complaint_rules.entries.slot import NOTHING, Claim


class Presence:
    """Settles an entry that exists when any rule asks for it: an approval, a supporting department."""

    start: Hashable = False

    def hear(self, _state: Any, _claim: Claim) -> Hashable:
        """The state after one more claim."""
        return True

    def settle(self, state: Any) -> Hashable:
        """True, or `NOTHING`."""
        return True if state else NOTHING

    def heard(self, claims: Sequence[Claim], _value: Any) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """All claims."""
        return claims, ()


class Spans:
    """Settles the spans of one clock that may end first: the shortest of each unit and start."""

    start: Hashable = ()

    def hear(self, state: Any, claim: Claim) -> Hashable:
        """The state after one more claim."""
        within: Duration = claim.say.within
        mine = within.unit, claim.say.start
        for unit, start, count in state:
            if start == claim.say.start and (unit == "at once" or (unit == within.unit and count <= within.count)):
                return tuple(state)
        others = [one for one in state if one[:2] != mine and not (within.unit == "at once" and one[1] == mine[1])]
        return tuple(sorted([*others, (*mine, within.count)]))

    def settle(self, state: Any) -> Hashable:
        """The spans, or `NOTHING`."""
        return state or NOTHING

    def heard(self, claims: Sequence[Claim], value: Any) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """The claims on the spans that remain."""
        left = frozenset(value or ())
        return [one for one in claims if (one.say.within.unit, one.say.start, one.say.within.count) in left], ()


class Doing(NamedTuple):
    """Something to do and when, or not to do (`when` is None)."""

    when: str | None


class Doings:
    """Settles one act: a prohibition takes precedence over an action, a statute's action over one of the house."""

    start: Hashable = (None, None, False, False)

    def __init__(self, soonest: Callable[[str], int]) -> None:
        """Set the order of times.

        Args:
            soonest: the rank of a time, the soonest lowest.
        """
        self._soonest = soonest

    def hear(self, state: Any, claim: Claim) -> Hashable:
        """The state after one more claim."""
        statute, house, never, not_here = state
        if not isinstance(claim.say, RequestAction):
            return (statute, house, True, not_here) if claim.binding else (statute, house, never, True)
        when = claim.say.when
        if claim.binding:
            return (self._sooner(statute, when), house, never, not_here)
        return (statute, self._sooner(house, when), never, not_here)

    def settle(self, state: Any) -> Hashable:
        """The act, or `NOTHING`."""
        statute, house, never, not_here = state
        if never:
            return Doing(None)
        if statute is not None:
            return Doing(statute if not_here or house is None else self._sooner(house, statute))
        if not_here:
            return Doing(None)
        return NOTHING if house is None else Doing(house)

    def heard(self, claims: Sequence[Claim], value: Any) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """The claims that agree with the value; claims of the house that contradict statute are overridden."""
        acts = isinstance(value, Doing) and value.when is not None
        same = [claim for claim in claims if isinstance(claim.say, RequestAction) == acts]
        other = [claim for claim in claims if isinstance(claim.say, RequestAction) != acts]
        if not any([claim.binding for claim in same]):
            return same, ()
        against = [claim for claim in other if not claim.binding]
        if acts and against:
            same = [claim for claim in same if claim.binding]
        return same, against

    def _sooner(self, now: str | None, when: str) -> str:
        return when if now is None else min(now, when, key=self._soonest)
