"""Scenarios: a complaint as it might be, evaluated under the rules.

Nothing here defines what rules mean: each scenario is matched and resolved like any complaint. One question may need
hundreds of them, so they are matched by generated Python, whichever engine decided; all engines agree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from complaint_rules.compile.program import Program
from complaint_rules.decide.building import Builder
from complaint_rules.decide.stated import stated
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.axis import Axis
from complaint_rules.evaluate.completions import Completions
from complaint_rules.evaluate.evaluation import Evaluation, Evaluator
from complaint_rules.evaluate.functions import DOINGS, slot_of
from complaint_rules.explain.partition import Partition
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet, with_values
from complaint_rules.masks import positions
from complaint_rules.match.engines import make_matcher


class Scenario:
    """A complaint as it is or might be, evaluated under the rules."""

    __slots__ = ("_builder", "at", "sheet")

    def __init__(self, at: Evaluation, builder: Builder) -> None:
        self.at = at
        self.sheet = at.sheet
        self._builder = builder

    def says(self, key: Key) -> Hashable:
        """The value of an entry, without its reasons; None where there is none."""
        return stated(self._builder, self.at, key)

    def says_of_slot(self, key: Key) -> Hashable:
        """The values of a slot's entries: an act may be required and, until a fact is known, also prohibited."""
        if key[0] != DOINGS:
            return self.says(key)
        return self.says(("actions", key[1])), self.says(("prohibited", key[1]))

    def waits_for(self, key: Key) -> int:
        """The unknown facts, as a mask, that can change an entry, or whose answer ends a rule behind it."""
        slot, at = slot_of(key), self.at
        if slot not in at.evaluator.speakers:
            return 0
        mask = at.waits_for(slot)
        for position in positions(at.fired & at.evaluator.standing & at.evaluator.speakers[slot]):
            for fact in at.evaluator.rules[position].facts:
                mask |= fact.bit & at.sheet.unknown
        return mask

    @property
    def open(self) -> dict[Key, int]:
        """The slots that may still change, each with the facts, as a mask, that can change it."""
        masks = {key: self.at.waits_for(key) for key in self.at.evaluator.speakers}
        return {key: mask for key, mask in masks.items() if mask}

    @property
    def open_facts(self) -> int:
        """The facts, as a mask, that can change some slot."""
        return reduce(or_, self.open.values(), 0)


class WhatIf:
    """Evaluates scenarios under one program. May be used from many threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.facts = program.ruleset.facts
        self.partition = Partition(program)
        self._matcher = make_matcher("python", program)
        self._evaluator = Evaluator(program)
        self._evaluator.space.alike_before_shared = 3  # scenarios come in dozens
        self._builder = Builder(self._evaluator)

    def at(self, sheet: FactSheet) -> Scenario:
        """The scenario of a sheet."""
        return Scenario(self._evaluator.evaluate(sheet, self._matcher.match(sheet)), self._builder)

    def waits_for(self, sheet: FactSheet, key: Key) -> int:
        """The unknown facts of a sheet, as a mask, that can change a slot; found without matching the rules."""
        return Completions(self._evaluator.space, sheet).waits_for(key)

    @property
    def axes(self) -> Mapping[int, Axis]:
        """How the values of each fact are divided into cells, by the fact's index."""
        return self._evaluator.space.plan.axes

    def answers(self, sheet: FactSheet, fact: Fact) -> Iterator[tuple[Any, Scenario]]:
        """Each answer to a fact that the rules distinguish, and the scenario that it leads to."""
        for value in self.partition.values(fact, sheet):
            yield value, self.at(with_values(sheet, [(fact, value)]))


def facts_of(mask: int, facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a mask, in the contract's order."""
    for index in positions(mask):
        yield facts[index]
