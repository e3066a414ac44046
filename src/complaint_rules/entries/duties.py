"""Duties: clocks, approvals, supporting departments, actions and prohibitions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.effect import Duration, RequestAction
from complaint_rules.entries.slot import NOTHING, Attribution, SlotCandidate


class Presence:
    """Settles an entry that exists when any rule asks for it: an approval, a supporting department."""

    start: Hashable = False

    def add(self, _state: Any, _candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        return True

    def settle(self, state: Any) -> Hashable:
        """True, or `NOTHING`."""
        return True if state else NOTHING

    def attribution(self, candidates: Sequence[SlotCandidate], _value: Any) -> Attribution:
        """All candidates."""
        return candidates, ()


class Spans:
    """Settles the spans of one clock that may end first: the shortest of each unit and start."""

    start: Hashable = ()

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        within: Duration = candidate.effect.within
        mine = within.unit, candidate.effect.start
        for unit, start, count in state:
            if start == candidate.effect.start and (
                unit == "at once" or (unit == within.unit and count <= within.count)
            ):
                return tuple(state)
        others = [one for one in state if one[:2] != mine and not (within.unit == "at once" and one[1] == mine[1])]
        return tuple(sorted([*others, (*mine, within.count)]))

    def settle(self, state: Any) -> Hashable:
        """The spans, or `NOTHING`."""
        return state or NOTHING

    def attribution(self, candidates: Sequence[SlotCandidate], value: Any) -> Attribution:
        """The candidates on the spans that remain."""
        left = frozenset(value or ())
        return [
            one for one in candidates if (one.effect.within.unit, one.effect.start, one.effect.within.count) in left
        ], ()


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

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        statute, house, never, not_here = state
        if not isinstance(candidate.effect, RequestAction):
            return (statute, house, True, not_here) if candidate.binding else (statute, house, never, True)
        when = candidate.effect.when
        if candidate.binding:
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

    def attribution(self, candidates: Sequence[SlotCandidate], value: Any) -> Attribution:
        """The candidates that agree with the value; candidates of the house that contradict statute are overridden."""
        acts = isinstance(value, Doing) and value.when is not None
        same = [candidate for candidate in candidates if isinstance(candidate.effect, RequestAction) == acts]
        other = [candidate for candidate in candidates if isinstance(candidate.effect, RequestAction) != acts]
        if not any([candidate.binding for candidate in same]):
            return same, ()
        against = [candidate for candidate in other if not candidate.binding]
        if acts and against:
            same = [candidate for candidate in same if candidate.binding]
        return same, against

    def _sooner(self, now: str | None, when: str) -> str:
        return when if now is None else min(now, when, key=self._soonest)
