"""Grades, and the grade of one test on facts, by the four states in the contract of facts.

| grade | the test, or the rule |
|---|---|
| 3 certain | holds, whatever the unknown facts turn out to be |
| 2 for now | holds on what is known; an answer may take it away |
| 1 possible | does not hold; an answer may bring it about |
| 0 no | does not hold, whatever the answers |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from complaint_rules.compile.condition import ORDER, Compare, Constant, DecisionTest, In, Leaf, OfFact, StateTest
from complaint_rules.facts.states import ABSENT, UNKNOWN

CERTAIN, FOR_NOW, POSSIBLE, NO = 3, 2, 1, 0

Row = Sequence[Any] | Mapping[int, Any]
"""The values of facts, by their places."""


def grade_test(leaf: Leaf, values: Row, figures: Mapping[str, Any], *, negated: bool = False) -> int:
    """The grade of one test on facts, or of its negation.

    Args:
        leaf: any leaf except `DecisionTest`.
        values: the facts, as a row.
        figures: the parameters' figures of the day; one that is None leaves the test undecided.
        negated: whether to grade the negation. A test that is undecided because a value is missing stays undecided; any
            other grade is reversed.
    """
    grade = _grade(leaf, values, figures)
    if not negated or (grade == POSSIBLE and not isinstance(leaf, StateTest)):
        return grade
    return CERTAIN - grade


def _grade(leaf: Leaf, values: Row, figures: Mapping[str, Any]) -> int:
    assert not isinstance(leaf, DecisionTest)
    value = values[leaf.fact.index]
    if isinstance(leaf, StateTest):
        return _of_state(leaf, value)
    if isinstance(leaf, In):
        return _among(leaf, value)
    return _compare(leaf, value, values, figures)


def _of_state(leaf: StateTest, value: Any) -> int:
    if value is UNKNOWN:
        return {"known": POSSIBLE, "unknown": FOR_NOW, "absent": NO}[leaf.state]
    is_so = leaf.state == ("absent" if value is ABSENT else "known")
    return CERTAIN if is_so else NO


def _among(leaf: In, value: Any) -> int:
    if value is UNKNOWN:
        return POSSIBLE
    if value is ABSENT:
        return NO
    held = leaf.values & value if isinstance(value, frozenset) else value in leaf.values
    return CERTAIN if held else NO


def _compare(leaf: Compare, left: Any, values: Row, figures: Mapping[str, Any]) -> int:
    operand = leaf.operand
    right: Any
    if isinstance(operand, Constant):
        right = operand.value
    elif isinstance(operand, OfFact):
        right = values[operand.fact.index]
    else:
        right = figures[operand.name]
    if right is None:
        return POSSIBLE
    if left is ABSENT or right is ABSENT:
        return NO
    if left is UNKNOWN or right is UNKNOWN:
        return POSSIBLE
    if isinstance(operand, OfFact) and operand.days:
        right += timedelta(operand.days)
    return CERTAIN if ORDER[leaf.order](left, right) else NO
