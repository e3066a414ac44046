"""Conditions and rules as grades: for each, whether it is at least possible, holds for now, is certain.

The same laws as `match.grades` and `resolve.resolver`, written once more over terms; the tests hold the two together.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from complaint_rules.compile.condition import (
    All,
    Among,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Constant,
    Decided,
    InState,
    Leaf,
    Not,
    OfFact,
    facts_read,
)
from complaint_rules.compile.names import Parameter
from complaint_rules.compile.rule import Rule
from complaint_rules.prove.encode.complaint import SymbolicComplaint, ordinal
from complaint_rules.prove.encode.terms import Number, Truth, all_of, any_of, both, either, no, pick


class Grades(NamedTuple):
    """Whether the grade is at least 1, at least 2, and 3."""

    possible: Truth
    for_now: Truth
    certain: Truth

    def at_least(self, grade: int) -> Truth:
        """Whether the grade is at least so much; grade 0 always is."""
        return True if grade <= 0 else False if grade > 3 else self[grade - 1]

    @property
    def uncertain(self) -> Truth:
        """Whether an answer may take it away or bring it about."""
        return both(self.possible, no(self.certain))


NEVER = Grades(False, False, False)
CERTAINLY = Grades(True, True, True)


def every(parts: list[Grades]) -> Grades:
    """The least grade."""
    return Grades(*(all_of(part[level] for part in parts) for level in range(3)))


def some(parts: list[Grades]) -> Grades:
    """The greatest grade."""
    return Grades(*(any_of(part[level] for part in parts) for level in range(3)))


def turned(grades: Grades) -> Grades:
    """Three less the grade."""
    return Grades(no(grades.certain), no(grades.for_now), no(grades.possible))


class DecidedParts:
    """What conditions read of the decision; supplied by `choices`."""

    def could_be(self, attribute: Attribute, values: frozenset[str]) -> Grades:
        """The grade of the test that a part of the decision is one of these values."""
        raise NotImplementedError


class Grader:
    """Grades conditions over one symbolic complaint."""

    def __init__(self, complaint: SymbolicComplaint, decided: DecidedParts) -> None:
        self._complaint = complaint
        self._decided = decided
        self._leaves: dict[tuple[Leaf, bool], Grades] = {}

    def grade(self, condition: Condition, negated: bool = False) -> Grades:
        """The grades of a condition, or of its negation."""
        if isinstance(condition, Not):
            return self.grade(condition.part, not negated)
        if isinstance(condition, All | AnyOf):
            parts = [self.grade(part, negated) for part in condition.parts]
            return some(parts) if isinstance(condition, AnyOf) != negated else every(parts)
        key = (condition, negated)
        if key not in self._leaves:
            self._leaves[key] = self._leaf(condition, negated)
        return self._leaves[key]

    def _leaf(self, leaf: Leaf, negated: bool) -> Grades:
        if isinstance(leaf, Decided):
            found = self._decided.could_be(leaf.attribute, leaf.values)
            return turned(found) if negated else found
        if isinstance(leaf, InState):
            return turned(self._state(leaf)) if negated else self._state(leaf)
        return self._test(leaf, negated)

    def _state(self, leaf: InState) -> Grades:
        complaint, fact = self._complaint, leaf.fact
        known, unknown = complaint.known(fact), complaint.unknown(fact)
        if leaf.state == "known":
            return Grades(either(known, unknown), known, known)
        if leaf.state == "unknown":
            return Grades(unknown, unknown, False)
        return Grades(*[complaint.absent(fact)] * 3)

    def _test(self, leaf: Among | Compare, negated: bool) -> Grades:
        """A test on a value: undecided where a fact is unknown or a figure is lacking, false where one is absent."""
        complaint = self._complaint
        facts = facts_read(leaf)
        absent = any_of(complaint.absent(fact) for fact in facts)
        unknown = any_of(complaint.unknown(fact) for fact in facts)
        met, lacking = self._met(leaf)
        # a missing figure leaves the test undecided whatever the fact's state
        undecided = either(lacking, both(unknown, no(absent)))
        settled = both(no(lacking), no(unknown))
        holds = both(settled, no(absent), met)
        fails = both(no(lacking), either(absent, both(settled, no(met))))
        certain = fails if negated else holds
        return Grades(either(undecided, certain), certain, certain)

    def _met(self, leaf: Among | Compare) -> tuple[Truth, Truth]:
        """Whether known values meet a test, and whether it lacks a figure."""
        if isinstance(leaf, Among):
            return self._complaint.is_one_of(leaf.fact, leaf.values), False
        left = self._complaint.number(leaf.fact)
        operand = leaf.operand
        if isinstance(operand, Constant):
            return in_order(left, leaf.order, ordinal(operand.value)), False
        if isinstance(operand, OfFact):
            return in_order(left, leaf.order, self._complaint.number(operand.fact) + operand.days), False
        parameter = self._complaint.ruleset.parameters[operand.name]
        numerator, denominator, lacking = figure(parameter, self._complaint.occurred_on)
        return in_order(left * denominator, leaf.order, numerator), lacking


def in_order(left: Number, order: str, right: Number) -> Truth:
    """Whether two numbers stand in an order."""
    if order == "<":
        return left < right
    if order == "<=":
        return left <= right
    return left > right if order == ">" else left >= right


def figure(parameter: Parameter, day: Number) -> tuple[Number, int, Truth]:
    """A single-figure parameter on a day: numerator, denominator, and whether there is no figure."""
    figures = [Fraction(value) for _, value in parameter.values if value is not None]  # type: ignore[arg-type]
    common = lcm(*(one.denominator for one in figures)) if figures else 1
    found: Number = 0
    lacking: Truth = True
    for start, value in parameter.values:
        since = started(day, start)
        found = pick(since, 0 if value is None else int(Fraction(value) * common), found)  # type: ignore[arg-type]
        lacking = pick(since, value is None, lacking)
    return found, common, lacking


def started(day: Number, first: date | None) -> Truth:
    """Whether a day lies on or after another; None: always."""
    return True if first is None else day >= first.toordinal()


def in_force(rule: Rule, day: Number) -> Truth:
    """Whether a rule is in force on a day."""
    until = True if rule.until is None else day <= rule.until.toordinal()
    return both(started(day, rule.start), until)
