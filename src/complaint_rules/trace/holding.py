"""The satisfied tests of a condition on a complaint. A condition is prepared once, and read on many complaints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from complaint_rules.compile.condition import (
    And,
    Compare,
    Condition,
    Constant,
    DecisionTest,
    In,
    Leaf,
    Not,
    OfFact,
    OfParameter,
    Or,
    StateTest,
)
from complaint_rules.decide.trace import FactLine, Held
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.evaluate.functions import attribute_value
from complaint_rules.facts.fact import FINITE
from complaint_rules.facts.stating import written
from complaint_rules.match.grades import FOR_NOW, grade_test

Figures = Mapping[str, Any]
Lines = Sequence[FactLine]
"""The line of every fact, by its index in a sheet."""


class Asked:
    """One test, or its negation."""

    __slots__ = ("_holds", "leaf", "negated", "text")

    def __init__(self, leaf: Leaf, negated: bool, figures: Figures) -> None:
        self.leaf = leaf
        self.negated = negated
        self.text = f"not {leaf.text}" if negated else leaf.text
        self._holds = _judge(leaf, negated, figures)
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter):
            self.text += f" = {written(leaf.fact, figures[leaf.operand.name])}"

    @property
    def leaves_no_choice(self) -> bool:
        """Whether the tested fact can have only one value where the test holds."""
        leaf = self.leaf
        if isinstance(leaf, In):
            return not self.negated and len(leaf.values) == 1 and leaf.fact.type in FINITE
        if isinstance(leaf, DecisionTest):
            return not self.negated and len(leaf.values) == 1
        return isinstance(leaf, StateTest) and not self.negated and leaf.state != "known"

    def read(self, at: Evaluation) -> tuple[bool, tuple[Asked, ...]]:
        """Whether it holds on what is known, and the test itself if it does."""
        holds = self._holds(at)
        return holds, (self,) if holds else ()

    def held(self, at: Evaluation, facts: Lines) -> Held:
        """The test as a trace shows it: its cell, and the fact's value."""
        leaf, text = self.leaf, self.text
        if isinstance(leaf, DecisionTest):
            return Held(
                f"decision.{leaf.attribute}", text, "decided", attribute_value(at.working(leaf.attribute).value)
            )
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact):
            other = _other(leaf.operand, facts)
            text = text if other is None else f"{text} = {other}"
        fact, state, value = facts[leaf.fact.index]
        return Held(fact, text, state, value)


class _Group:
    """A conjunction or disjunction of conditions."""

    __slots__ = ("any", "parts")

    def __init__(self, parts: Sequence[Prepared], is_any: bool) -> None:
        self.parts = parts
        self.any = is_any

    def read(self, at: Evaluation) -> tuple[bool, tuple[Asked, ...]]:
        """Whether it holds on what is known, and if so its satisfied tests, in the author's order."""
        holding = []
        found: tuple[Asked, ...] = ()
        for part in self.parts:
            holds, tests = part.read(at)
            holding.append(holds)
            found += tests
        holds = any(holding) if self.any else all(holding)
        return holds, found if holds else ()


Prepared = Asked | _Group


def prepared(condition: Condition, figures: Figures, *, negated: bool = False) -> Prepared:
    """A condition, or its negation, prepared for reading.

    Args:
        condition: the condition.
        figures: the parameters' figures of the day.
        negated: whether to prepare its negation.
    """
    if isinstance(condition, Not):
        return prepared(condition.part, figures, negated=not negated)
    if isinstance(condition, And | Or):
        parts = [prepared(part, figures, negated=negated) for part in condition.parts]
        return _Group(parts, isinstance(condition, Or) != negated)
    return Asked(condition, negated, figures)


def all_tests(condition: Prepared) -> tuple[Asked, ...]:
    """The tests of a conjunction of tests, or a single test; empty for any other condition."""
    parts = [condition] if isinstance(condition, Asked) else [] if condition.any else condition.parts
    tests = tuple([part for part in parts if isinstance(part, Asked)])
    return tests if len(tests) == len(parts) else ()


def _judge(leaf: Leaf, negated: bool, figures: Figures) -> Callable[[Evaluation], bool]:
    """A predicate that tells whether a test holds today; for a single finite fact, results are memoised by value."""
    if isinstance(leaf, DecisionTest):
        return lambda at: (attribute_value(at.working(leaf.attribute).value) in leaf.values) != negated

    graded = partial(grade_test, leaf, figures=figures, negated=negated)
    index = leaf.fact.index
    alone = not isinstance(leaf, Compare) or isinstance(leaf.operand, Constant)
    if alone and leaf.fact.type in FINITE:
        by_value = _ByValue(lambda value: graded({index: value}) >= FOR_NOW)
        return lambda at: by_value[at.sheet.values[index]]
    return lambda at: graded(at.sheet.values) >= FOR_NOW


class _ByValue(dict[Any, bool]):
    """Whether a test holds, by the value of its fact; computed on first look-up."""

    def __init__(self, judge: Callable[[Any], bool]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, value: Any) -> bool:
        self[value] = holds = self._judge(value)
        return holds


def _other(operand: OfFact, facts: Lines) -> Any:
    """The value of the other fact with which a test compares a fact, with its days added."""
    value = facts[operand.fact.index].value
    if not operand.days or value is None:
        return value
    return (date.fromisoformat(value) + timedelta(days=operand.days)).isoformat()


class ConditionReader:
    """Reads conditions on one decided complaint."""

    def __init__(self, at: Evaluation, facts: Lines, figures: Figures) -> None:
        self._at = at
        self._facts = facts
        self._figures = figures

    def holds(self, condition: Condition, *, negated: bool = False) -> bool:
        """Whether a condition, or its negation, holds on what is known."""
        return prepared(condition, self._figures, negated=negated).read(self._at)[0]

    def holding(self, condition: Condition) -> Sequence[Asked]:
        """The satisfied tests of a condition, and those whose negation is satisfied, in the author's order."""
        return prepared(condition, self._figures).read(self._at)[1]

    def held(self, leaf: Leaf, *, negated: bool = False) -> Held:
        """A test as a trace shows it."""
        return Asked(leaf, negated, self._figures).held(self._at, self._facts)
