"""Acts: what to do, the soonest first, and what not to do; cached for groups of acts by the rules that fire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from operator import itemgetter
from typing import NamedTuple

from complaint_rules.cache import BoundedCache
from complaint_rules.decide.building import Builder, Noted
from complaint_rules.decide.entries import Action, Overridden, Prohibition
from complaint_rules.entries.slot import Key
from complaint_rules.entries.urgency import when_rank
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.evaluate.functions import DOINGS

MOST_PATTERNS = 256
"""Patterns of firing rules for which one group of acts is cached."""

MOST_TOGETHER = 8
"""The most rules that may write the acts of one group, so that one lookup finds them."""

Acts = tuple[tuple[Action, ...], tuple[Prohibition, ...]]
"""What to do, the soonest first, and what not to do."""


class _ActRow:
    """A group of acts, by their positions among all acts, with the entries cached for it."""

    __slots__ = ("kept", "keys", "mask", "places")

    def __init__(self, mask: int, places: Sequence[int], keys: Iterable[Key]) -> None:
        self.mask = mask
        self.places = places
        self.keys = frozenset(keys)
        self.kept: BoundedCache[int, _Acts] = BoundedCache(MOST_PATTERNS)


class _Acts(NamedTuple):
    """The entries of a group of acts under the rules that fire, each with its sort key."""

    actions: list[tuple[int, Action]]
    prohibited: list[tuple[int, Prohibition]]
    overridden: list[tuple[int, Overridden]]


class ActsInOrder:
    """The acts that rules ask for or prohibit under one program."""

    def __init__(self, builder: Builder, speakers: dict[Key, int]) -> None:
        self._builder = builder
        self._keys = keys = builder.keys(DOINGS)
        self._rows = [
            _ActRow(mask, places, [keys[place] for place in places])
            for mask, places in _gathered([speakers[key] for key in keys])
        ]
        self._single = [_ActRow(speakers[key], [place], [key]) for place, key in enumerate(keys)]

    def of_complete(self, at: Evaluation, noted: Noted) -> Acts:
        """The acts on a complete complaint."""
        fired = at.fired
        found = []
        for row in self._rows:
            spoken = fired & row.mask
            if spoken:
                acts = row.kept.get(spoken)
                found.append(row.kept.put(spoken, self._made(at, row.places)) if acts is None else acts)
        return _listed(found, noted)

    def of_incomplete(self, at: Evaluation, settled: Set[Key], noted: Noted) -> Acts:
        """The acts on an incomplete complaint.

        Args:
            at: the complaint.
            settled: the slots that no unknown fact can change.
            noted: collects the notes.
        """
        found = []
        for row in self._rows:
            parts = [row] if row.keys <= settled else [self._single[place] for place in row.places]
            for one in parts:
                if not one.keys <= settled:
                    found.append(self._made(at, one.places))
                elif spoken := at.fired & one.mask:
                    found.append(one.kept.get(spoken) or one.kept.put(spoken, self._made(at, one.places)))
        return _listed(found, noted)

    def _made(self, at: Evaluation, places: Iterable[int]) -> _Acts:
        """The acts at some positions, each with its sort key."""
        builder, acts = self._builder, _Acts([], [], [])
        for place in places:
            key, own = self._keys[place], Noted()
            action = builder.action(at, key, own)
            if action is not None:
                acts.actions.append((when_rank(action.when) * len(self._keys) + place, action))
            never = builder.prohibition(at, key, own)
            if never is not None:
                acts.prohibited.append((builder.prohibited_rank(never) * len(self._keys) + place, never))
            acts.overridden.extend([(place, one) for one in own.overridden])
        return acts


def _gathered(speakers: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Slots grouped so that one lookup finds those that the same few rules write.

    Args:
        speakers: for each slot the rules that write it, as a mask.

    Returns:
        For each group, the rules that write any of its slots, as a mask, and the positions of its slots, in order.
    """
    found: list[tuple[int, list[int]]] = []
    for place in sorted(range(len(speakers)), key=lambda one: -speakers[one].bit_count()):
        mask = speakers[place]
        grown = [(mask & ~other).bit_count() for other, _ in found]
        fits = [at for at, (other, _) in enumerate(found) if (mask | other).bit_count() <= MOST_TOGETHER]
        best = min(fits, key=grown.__getitem__, default=None)
        if best is None:
            found.append((mask, [place]))
        else:
            other, places = found[best]
            found[best] = mask | other, sorted([*places, place])
    return found


def _listed(found: Sequence[_Acts], noted: Noted) -> Acts:
    """Acts in order: the soonest first, and prohibitions in the vocabulary's order."""
    actions: list[tuple[int, Action]] = []
    prohibited: list[tuple[int, Prohibition]] = []
    overridden: list[tuple[int, Overridden]] = []
    for one in found:
        actions += one.actions
        prohibited += one.prohibited
        overridden += one.overridden
    actions.sort(key=_place)
    prohibited.sort(key=_place)
    if overridden:
        overridden.sort(key=_place)
        noted.overridden += [one for _, one in overridden]
    return tuple([action for _, action in actions]), tuple([never for _, never in prohibited])


_place = itemgetter(0)
