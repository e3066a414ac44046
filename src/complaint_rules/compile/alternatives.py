"""Conditions in disjunctive normal form: alternatives, each a conjunction of tests, which the fast engines match.

Min and max distribute over each other and `not` is pushed down to the tests, so a rule's grade is the best grade of its
alternatives, and an alternative's grade the worst grade of its tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from complaint_rules.compile.condition import (
    And,
    Compare,
    Condition,
    Constant,
    DecisionTest,
    Leaf,
    Not,
    OfFact,
    Or,
    StateTest,
    facts_read,
)
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.facts.fact import Fact
from complaint_rules.limits import MOST_ALTERNATIVES


@dataclass(frozen=True, slots=True)
class Test:
    """A leaf, or its negation, with its operand resolved for the day: `bound` is a constant or an offset in days."""

    leaf: Leaf
    negated: bool
    bound: Any = None
    lacks: str | None = None

    @property
    def reads(self) -> int:
        """The facts that the test reads, as a mask."""
        return _bits(facts_read(self.leaf))

    @property
    def waits(self) -> int:
        """The facts, as a mask, whose unknown state leaves the test open."""
        return self.one_if_unknown | self.two_if_unknown

    @property
    def one_if_unknown(self) -> int:
        """The facts, as a mask, that make the test only possible (grade 1) while they are unknown."""
        if isinstance(self.leaf, DecisionTest):
            return 0
        if isinstance(self.leaf, StateTest):
            meets = (self.leaf.state, self.negated) in (("known", False), ("unknown", True))
            return self.leaf.fact.bit if meets else 0
        return _bits(facts_read(self.leaf))

    @property
    def two_if_unknown(self) -> int:
        """The facts, as a mask, that satisfy the test for now (grade 2) while they are unknown."""
        if isinstance(self.leaf, StateTest):
            meets = (self.leaf.state, self.negated) in (("unknown", False), ("known", True))
            return self.leaf.fact.bit if meets else 0
        return 0


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """A conjunction of tests of one rule, on facts and on the decision, and how unknown facts limit its grade."""

    position: int
    tests: tuple[Test, ...]
    decided: tuple[Test, ...]
    one_if_unknown: int
    two_if_unknown: int
    lacks: tuple[str, ...]

    def grade(self, unknown: int) -> int:
        """The grade of its fact tests, given that all of them are satisfied or undecided."""
        if unknown & self.one_if_unknown or self.lacks:
            return 1
        return 2 if unknown & self.two_if_unknown else 3


def _bits(facts: tuple[Fact, ...]) -> int:
    mask = 0
    for fact in facts:
        mask |= fact.bit
    return mask


def alternatives(rule: CompiledRule, figures: dict[str, Any]) -> list[Alternative]:
    """A rule's alternatives on one day.

    Args:
        rule: the rule, whose condition expands to no more than `MOST_ALTERNATIVES`.
        figures: the parameters' figures of the day.
    """
    found = []
    for tests in _spread(rule.condition, False, figures):
        unique = tuple(dict.fromkeys(tests))
        facts = tuple(test for test in unique if not isinstance(test.leaf, DecisionTest))
        one = two = 0
        for test in facts:
            one |= test.one_if_unknown
            two |= test.two_if_unknown
        decided = tuple(test for test in unique if isinstance(test.leaf, DecisionTest))
        lacks = tuple(dict.fromkeys(test.lacks for test in facts if test.lacks))
        found.append(Alternative(rule.position, facts, decided, one, two, lacks))
    return found


def _spread(condition: Condition, negated: bool, figures: dict[str, Any]) -> list[tuple[Test, ...]]:
    if isinstance(condition, Not):
        return _spread(condition.part, not negated, figures)
    if isinstance(condition, And | Or):
        spread = [_spread(part, negated, figures) for part in condition.parts]
        if isinstance(condition, Or) != negated:
            return [tests for part in spread for tests in part]
        rows: list[tuple[Test, ...]] = [()]
        for part in spread:
            rows = [(*row, *tests) for row in rows for tests in part]
        return rows
    if negated and isinstance(condition, Compare) and isinstance(condition.operand, OfFact):
        return [(test,) for test in _turned(condition, condition.operand, figures)]
    return [(_settled(condition, negated, figures),)]


def _turned(leaf: Compare, operand: OfFact, figures: dict[str, Any]) -> list[Test]:
    """The negation of a comparison of two facts: either is absent, or the opposite comparison holds."""
    opposite: Any = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[leaf.order]
    absent = [Test(StateTest(fact, "absent", "absent", leaf.place), False) for fact in (leaf.fact, operand.fact)]
    text = f"not {leaf.text}"
    return [*absent, _settled(Compare(leaf.fact, opposite, operand, text, leaf.place), False, figures)]


def how_many(condition: Condition, *, negated: bool = False) -> int:
    """The number of alternatives that a condition, or its negation, expands to."""
    if isinstance(condition, Not):
        return how_many(condition.part, negated=not negated)
    if isinstance(condition, And | Or):
        counts = [how_many(part, negated=negated) for part in condition.parts]
        return sum(counts) if isinstance(condition, Or) != negated else math.prod(counts)
    return 3 if negated and isinstance(condition, Compare) and isinstance(condition.operand, OfFact) else 1


def _settled(leaf: Leaf, negated: bool, figures: dict[str, Any]) -> Test:
    if not isinstance(leaf, Compare):
        return Test(leaf, negated)
    operand = leaf.operand
    if isinstance(operand, Constant):
        return Test(leaf, negated, operand.value)
    if isinstance(operand, OfFact):
        return Test(leaf, negated, timedelta(operand.days) if operand.days else None)
    figure = figures[operand.name]
    return Test(leaf, negated, figure, lacks=operand.name if figure is None else None)


__all__ = ["MOST_ALTERNATIVES", "Alternative", "Test", "alternatives", "how_many"]
