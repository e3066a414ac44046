"""Relevance: which unknown facts can still change which entries, each shown by two answers that do.

The facts are exactly those that the completions of the complaint distinguish. A pair of answers is found on the
complaint as it is, or else by answering other facts one after the other, each so that the fact still matters, until it
is the only one left: there is always such an answer, so the search never backtracks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

from complaint_rules.entries.slot import Key
from complaint_rules.explain.what_if import Scenario, WhatIf, facts_of
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet, with_values

MOST_STEPS = 400
"""Answers to other facts that are tried to show that one fact matters to one entry."""

Given = tuple[tuple[Fact, Any], ...]
"""Facts, each with its assumed answer."""


class Pair(NamedTuple):
    """Two answers to one fact that lead to different decisions, given the answers in `given`."""

    given: Given
    first: Any
    second: Any


class Relevance:
    """The effects of answers on one complaint."""

    def __init__(self, what_if: WhatIf, sheet: FactSheet) -> None:
        self.start = what_if.at(sheet)
        self.what_if = what_if
        self._answers: dict[int, list[tuple[Any, Scenario]]] = {}

    @cached_property
    def open(self) -> dict[Key, int]:
        """The slots that may still change, each with the facts, as a mask, that can change it."""
        return self.start.open

    @cached_property
    def candidates(self) -> list[Fact]:
        """The facts that can change some slot, in the contract's order."""
        return list(facts_of(self.start.open_facts, self.what_if.facts))

    def changed_by(self, fact: Fact) -> list[Key]:
        """The slots that a fact can change."""
        return [key for key, mask in self.open.items() if mask & fact.bit]

    def answers(self, fact: Fact) -> list[tuple[Any, Scenario]]:
        """Each answer to a fact that the rules distinguish, and the scenario that it leads to."""
        if fact.index not in self._answers:
            self._answers[fact.index] = [*self.what_if.answers(self.start.sheet, fact)]
        return self._answers[fact.index]

    def pair(self, fact: Fact) -> Pair | None:
        """Two answers that lead to different decisions, given as few answers to other facts as the search finds.

        None where none was found within the limit of steps, or where only a figure without a value distinguishes the
        answers.
        """
        keys = sorted(self.changed_by(fact), key=lambda key: self.open[key].bit_count())
        for key in keys:
            found = _different(key, self.answers(fact))
            if found is not None:
                return Pair((), *found)
        for key in keys:
            given = self._alone(key, fact)
            if given is not None:
                sheet = with_values(self.start.sheet, given)
                found = _different(key, [*self.what_if.answers(sheet, fact)])
                if found is not None:
                    return Pair(given, *found)
        return None

    def _alone(self, key: Key, fact: Fact) -> Given | None:
        """Answers to other facts after which one fact alone can change a slot; None past the limit of steps."""
        given: list[tuple[Fact, Any]] = []
        sheet, mask, steps = self.start.sheet, self.open[key], 0
        while mask != fact.bit:
            other = next(facts_of(mask & ~fact.bit, self.what_if.facts))
            left: list[tuple[int, Any]] = []
            for value in self.what_if.partition.values(other, sheet):
                steps += 1
                if steps > MOST_STEPS:
                    return None
                after = self.what_if.waits_for(with_values(sheet, [(other, value)]), key)
                if after & fact.bit:
                    left.append((after, value))
            if not left:
                return None
            mask, value = min(left, key=lambda one: one[0].bit_count())
            given.append((other, value))
            sheet = with_values(sheet, [(other, value)])
        return tuple(given)


def _different(key: Key, answers: Sequence[tuple[Any, Scenario]]) -> tuple[Any, Any] | None:
    """Two answers for which an entry differs."""
    said = [(value, after.says_of_slot(key)) for value, after in answers]
    return next(((one, other) for (one, a), (other, b) in combinations(said, 2) if a != b), None)
