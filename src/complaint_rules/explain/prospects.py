"""Prospects: which unknown facts can still change which outputs. Exact: found by answering and deciding again.

Which facts an output *may* hang on is read off its claims: never too few, sometimes too many, where two rules wait for
one fact in opposite ways. Here each is put to the test. Other facts are answered one after the other, each with the
values that the rules tell apart, until two answers to the one in question lead to different decisions; where the output
no longer may hang on it, no further answer is tried. What is found is shown by real decisions, and where nothing is
found every case was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from complaint_rules.explain.supposing import Supposed, Supposing, facts_of
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import UNKNOWN
from complaint_rules.resolve.plan import Key

MOST_STEPS = 4_000
"""Suppositions made about one fact before the search gives up; the fact then counts as one that matters."""

Given = tuple[tuple[Fact, Any], ...]
"""Facts, each with the answer that is supposed."""


class Pair(NamedTuple):
    """Two answers to one fact that lead to different decisions, where `given` is answered so.

    `first` is UNKNOWN where every answer leads to the same, but to something else than is decided without one; both
    are where the search gave up.
    """

    given: Given
    first: Any
    second: Any

    @property
    def is_shown(self) -> bool:
        """Whether it was found, rather than the search given up."""
        return self.second is not UNKNOWN


class _Search:
    """One search: the fact it is about, how many outputs it is to find, and what was found and seen so far."""

    def __init__(self, fact: Fact, enough: int) -> None:
        self.fact = fact
        self.enough = enough
        self.found: dict[Key, Pair] = {}
        self.seen: set[Any] = set()
        self.steps = 0

    @property
    def done(self) -> bool:
        return len(self.found) >= self.enough

    def is_new(self, at: Supposed, masks: Mapping[Key, int], given: Given, passed: int) -> bool:
        """Whether some of the outputs were not yet looked at on a complaint alike, as far as they go; it is noted."""
        numbers = tuple([(fact.index, value) for fact, value in given if not fact.values])
        states = [(key, at.resolution, at.sheet.unknown & mask, passed & mask, numbers) for key, mask in masks.items()]
        is_new = any([state not in self.seen for state in states])
        self.seen.update(states)
        return is_new


class Prospects:
    """What answers can make of one complaint."""

    def __init__(self, supposing: Supposing, sheet: FactSheet) -> None:
        self.start = supposing.at(sheet)
        self.supposing = supposing
        self._first: dict[tuple[int, Any], Supposed] = {}
        self._matters: dict[int, bool] = {}
        self._pairs: dict[int, dict[Key, Pair]] = {}

    @cached_property
    def open(self) -> dict[Key, int]:
        """The outputs that may still change, each with the facts, as a mask, that it may hang on."""
        return self.start.open

    @property
    def candidates(self) -> list[Fact]:
        """The facts that some output may hang on, in the contract's order."""
        return list(facts_of(self.start.open_facts, self.supposing.facts))

    def matters(self, fact: Fact) -> bool:
        """Whether an answer to a fact can change anything at all."""
        if fact.index not in self._matters:
            self._matters[fact.index] = bool(self._pairs.get(fact.index) or self._found(fact, 1))
        return self._matters[fact.index]

    def pairs(self, fact: Fact) -> Mapping[Key, Pair]:
        """For each output that a fact can change, two answers to it that do, on some answers to other facts."""
        if fact.index not in self._pairs:
            self._pairs[fact.index] = self._found(fact, len(self.open))
        return self._pairs[fact.index]

    def _found(self, fact: Fact, enough: int) -> dict[Key, Pair]:
        search = _Search(fact, enough)
        keys = [key for key, mask in self.open.items() if mask & fact.bit]
        self._explore(search, self.start, keys, ())
        return search.found

    def answers(self, at: Supposed, fact: Fact) -> Iterator[tuple[Any, Supposed]]:
        """What comes of each answer; the first ones are asked for again and again, and kept."""
        for value in self.supposing.telling.values(fact, at.sheet):
            if at is not self.start:
                yield value, self.supposing.given(at.sheet, fact, value)
                continue
            key = (fact.index, value)
            if key not in self._first:
                self._first[key] = self.supposing.given(at.sheet, fact, value)
            yield value, self._first[key]

    def _explore(self, search: _Search, at: Supposed, keys: Sequence[Key], given: Given, passed: int = 0) -> None:
        """Note a pair of answers for each of the outputs that the fact can change from here on.

        Args:
            search: what is looked for, and what was found.
            at: the complaint with the answers so far.
            keys: the outputs.
            given: the answers so far.
            passed: other facts, as a mask, that stay without an answer.
        """
        bit = search.fact.bit
        masks = {key: mask for key in keys if key not in search.found and (mask := at.hangs_on(key)) & bit}
        if not masks or search.done or not search.is_new(at, masks, given, passed):
            return
        first, outcomes = self._compare(search, at, masks, given)
        left = [key for key in masks if key not in search.found]
        if search.steps > MOST_STEPS:
            search.found.update({key: Pair(given, UNKNOWN, UNKNOWN) for key in left})
        elif left and not search.done:
            for key in left:
                beside = next(_others(at, masks[key] & ~passed, search.fact, self.supposing.facts), None)
                if beside is not None and key not in search.found and not search.done:
                    together = [other for other in left if masks[other] & beside.bit]
                    for value, after in self.answers(at, beside):
                        self._explore(search, after, together, (*given, (beside, value)), passed)
                    self._explore(search, at, together, given, passed | beside.bit)
            for key in left:
                if key not in search.found and at.says(key) != outcomes[key]:
                    search.found[key] = Pair(given, UNKNOWN, first)

    def _compare(
        self, search: _Search, at: Supposed, keys: Mapping[Key, int], given: Given
    ) -> tuple[Any, dict[Key, object]]:
        """Hold the answers to the fact against each other; the first one, and what it leads to."""
        answers = self.answers(at, search.fact)
        first, after = next(answers)
        outcomes = {key: after.says(key) for key in keys}
        search.steps += 1
        for value, other in answers:
            search.steps += 1
            for key, outcome in outcomes.items():
                if key not in search.found and other.says(key) != outcome:
                    search.found[key] = Pair(given, first, value)
            if search.done:
                break
        return first, outcomes


def _others(at: Supposed, mask: int, fact: Fact, facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a mask but one: those first that rules read together with it."""
    left = mask & ~fact.bit
    near = left & at.resolution.read_beside(fact.bit)
    yield from facts_of(near, facts)
    yield from facts_of(left & ~near, facts)
