"""Which tests of a condition hold on a complaint. A condition is prepared once, and read on many complaints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Decided,
    Leaf,
    Not,
    OfFact,
    OfParameter,
)
from complaint_rules.facts.fact import FINITE
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.stating import written
from complaint_rules.match.grades import CERTAIN, FOR_NOW, grade_test
from complaint_rules.resolve.resolver import Resolution, grade_decided
from complaint_rules.trace.trace import FactLine, Held

Figures = Mapping[str, Any]
Lines = Sequence[FactLine]
"""The line of every fact, by its place in a sheet."""


class Asked:
    """One test, or its negation."""

    __slots__ = ("_grade", "leaf", "negated", "text")

    def __init__(self, leaf: Leaf, negated: bool, figures: Figures) -> None:
        self.leaf = leaf
        self.negated = negated
        self.text = f"not {leaf.text}" if negated else leaf.text
        self._grade = _grader(leaf, negated, figures)
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter):
            self.text += f" = {written(leaf.fact, figures[leaf.operand.name])}"

    def read(self, resolution: Resolution, sheet: FactSheet) -> tuple[int, tuple[Asked, ...]]:
        """The grade, and the test itself if it holds."""
        grade = self._grade(resolution, sheet)
        return grade, (self,) if grade >= FOR_NOW else ()

    def held(self, resolution: Resolution, facts: Lines) -> Held:
        """The test as a trace shows it: what was asked, and what the fact is."""
        leaf, text = self.leaf, self.text
        if isinstance(leaf, Decided):
            return Held(f"decision.{leaf.attribute}", text, "decided", resolution.choice(leaf.attribute).value[0])
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact):
            text = f"{text} = {_other(leaf.operand, facts)}"
        fact, state, value = facts[leaf.fact.index]
        return Held(fact, text, state, value)


class _Group:
    """Conditions of which all must hold, or any."""

    __slots__ = ("any", "parts")

    def __init__(self, parts: Sequence[Prepared], is_any: bool) -> None:
        self.parts = parts
        self.any = is_any

    def read(self, resolution: Resolution, sheet: FactSheet) -> tuple[int, tuple[Asked, ...]]:
        """The grade, and the tests that hold, in the author's order; none where the group doesn't."""
        grades = []
        found: tuple[Asked, ...] = ()
        for part in self.parts:
            grade, tests = part.read(resolution, sheet)
            grades.append(grade)
            found += tests
        grade = max(grades, default=0) if self.any else min(grades, default=CERTAIN)
        return grade, found if grade >= FOR_NOW else ()


Prepared = Asked | _Group


def prepared(condition: Condition, figures: Figures, *, negated: bool = False) -> Prepared:
    """A condition, or its negation, ready to be read.

    Args:
        condition: the condition.
        figures: the parameters' figures of the day.
        negated: whether to read its negation.
    """
    if isinstance(condition, Not):
        return prepared(condition.part, figures, negated=not negated)
    if isinstance(condition, All | AnyOf):
        parts = [prepared(part, figures, negated=negated) for part in condition.parts]
        return _Group(parts, isinstance(condition, AnyOf) != negated)
    return Asked(condition, negated, figures)


def all_tests(condition: Prepared) -> tuple[Asked, ...]:
    """The tests of a condition that holds only where all of them do; of any other none."""
    parts = [condition] if isinstance(condition, Asked) else [] if condition.any else condition.parts
    tests = tuple([part for part in parts if isinstance(part, Asked)])
    return tests if len(tests) == len(parts) else ()


def _grader(leaf: Leaf, negated: bool, figures: Figures) -> Callable[[Resolution, FactSheet], int]:
    """What grades a test; one on a finite fact alone is graded once for each of its values."""
    if isinstance(leaf, Decided):
        test = Test(leaf, negated)
        return lambda resolution, _: grade_decided(test, resolution)

    graded = partial(grade_test, leaf, figures=figures, negated=negated)
    index = leaf.fact.index
    alone = not isinstance(leaf, Compare) or isinstance(leaf.operand, Constant)
    if alone and leaf.fact.type in FINITE:
        grades = _ByValue(lambda value: graded({index: value}))
        return lambda _, sheet: grades[sheet.values[index]]
    return lambda _, sheet: graded(sheet.values)


class _ByValue(dict[Any, int]):
    """The grades of a test by the value of its fact; made by look-up."""

    def __init__(self, grade: Callable[[Any], int]) -> None:
        super().__init__()
        self._grade = grade

    def __missing__(self, value: Any) -> int:
        self[value] = grade = self._grade(value)
        return grade


def _other(operand: OfFact, facts: Lines) -> Any:
    """What a test compares a fact with, where that is another fact."""
    value = facts[operand.fact.index].value
    if not operand.days or value is None:
        return value
    return (date.fromisoformat(value) + timedelta(days=operand.days)).isoformat()


class Reader:
    """Reads conditions on one decided complaint."""

    def __init__(self, resolution: Resolution, sheet: FactSheet, facts: Lines, figures: Figures) -> None:
        self._resolution = resolution
        self._sheet = sheet
        self._facts = facts
        self._figures = figures

    def grade(self, condition: Condition, *, negated: bool = False) -> int:
        """The grade of a condition, or of its negation."""
        return prepared(condition, self._figures, negated=negated).read(self._resolution, self._sheet)[0]

    def holding(self, condition: Condition) -> Sequence[Asked]:
        """The tests of a condition that hold, or whose negation does, in the author's order."""
        return prepared(condition, self._figures).read(self._resolution, self._sheet)[1]

    def held(self, leaf: Leaf, *, negated: bool = False) -> Held:
        """A test as a trace shows it."""
        return Asked(leaf, negated, self._figures).held(self._resolution, self._facts)
