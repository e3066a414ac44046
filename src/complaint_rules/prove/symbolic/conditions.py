"""Conditions as terms over a complete complaint, with the semantics of `evaluate.tests`.

A parameter without a figure on the day may have any value, like an unknown fact: one variable represents it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Protocol

from complaint_rules.compile.condition import (
    And,
    Attribute,
    Compare,
    Condition,
    Constant,
    DecisionTest,
    In,
    Leaf,
    Not,
    OfFact,
    Or,
    StateTest,
    facts_read,
)
from complaint_rules.compile.parameter import DatedParameter, Value
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.facts.fact import ordinal
from complaint_rules.prove.symbolic.complaint import SymbolicComplaint
from complaint_rules.prove.symbolic.terms import Number, Truth, all_of, any_of, both, either, no, pick


class DecidedParts(Protocol):
    """What conditions read of the decision."""

    def is_among(self, attribute: Attribute, values: frozenset[str]) -> Truth:
        """Whether a part of the decision is one of these values."""
        ...


class ConditionEncoder:
    """Encodes conditions over one symbolic complaint."""

    def __init__(self, complaint: SymbolicComplaint, decided: DecidedParts) -> None:
        self._complaint = complaint
        self._decided = decided
        self._leaves: dict[Leaf, Truth] = {}

    def holds(self, condition: Condition) -> Truth:
        """Whether a condition holds."""
        if isinstance(condition, Not):
            return no(self.holds(condition.part))
        if isinstance(condition, And):
            return all_of([self.holds(part) for part in condition.parts])
        if isinstance(condition, Or):
            return any_of([self.holds(part) for part in condition.parts])
        if condition not in self._leaves:
            self._leaves[condition] = self._leaf(condition)
        return self._leaves[condition]

    def _leaf(self, leaf: Leaf) -> Truth:
        complaint = self._complaint
        if isinstance(leaf, DecisionTest):
            return self._decided.is_among(leaf.attribute, leaf.values)
        if isinstance(leaf, StateTest):
            if leaf.state == "unknown":
                return False  # complaints are complete
            absent = complaint.absent(leaf.fact)
            return absent if leaf.state == "absent" else no(absent)
        return both(*[no(complaint.absent(fact)) for fact in facts_read(leaf)], self._met(leaf))

    def _met(self, leaf: In | Compare) -> Truth:
        """Whether the values of facts satisfy a test."""
        if isinstance(leaf, In):
            return self._complaint.is_one_of(leaf.fact, leaf.values)
        left, operand = self._complaint.number(leaf.fact), leaf.operand
        if isinstance(operand, Constant):
            return in_order(left, leaf.order, ordinal(operand.value))
        if isinstance(operand, OfFact):
            return in_order(left, leaf.order, self._complaint.number(operand.fact) + operand.days)
        numerator, denominator = figure(self._complaint.ruleset.parameters[operand.name], self._complaint)
        return in_order(left * denominator, leaf.order, numerator)


def in_order(left: Number, order: str, right: Number) -> Truth:
    """Whether two numbers satisfy a comparison."""
    if order == "<":
        return left < right
    if order == "<=":
        return left <= right
    return left > right if order == ">" else left >= right


def figure(parameter: DatedParameter, complaint: SymbolicComplaint) -> tuple[Number, int]:
    """The figure of a single-figure parameter that applies to a complaint: numerator and denominator."""
    figures = [Fraction(value) for value in parameter.all_values() if isinstance(value, int | Fraction)]
    common = lcm(*(one.denominator for one in figures)) if figures else 1
    unstated = complaint.unstated_figure(parameter.id)

    def numerator(value: Value) -> Number:
        return int(value * common) if isinstance(value, int | Fraction) else unstated

    return by_circumstances(parameter, complaint, numerator, unstated), common


def by_circumstances(
    parameter: DatedParameter, complaint: SymbolicComplaint, of: Callable[[Value], Number], before: Number
) -> Number:
    """A number made from the figure that applies to a complaint, by its day and its place.

    Args:
        parameter: the parameter.
        complaint: the complaint.
        of: makes a number from a figure.
        before: the number before the first figure.
    """
    found = before
    for start, cases in _steps(parameter, complaint):
        here = found
        for where, value in cases:
            here = pick(where, of(value), here)
        found = pick(start, here, found)
    return found


def figures_stated(parameter: DatedParameter, complaint: SymbolicComplaint) -> list[tuple[Truth, Value]]:
    """Every figure of a parameter, with whether it applies to a complaint."""
    steps = _steps(parameter, complaint)
    found: list[tuple[Truth, Value]] = []
    for number, (start, cases) in enumerate(steps):
        later = steps[number + 1][0] if number + 1 < len(steps) else False
        for at, (where, value) in enumerate(cases):
            elsewhere = [no(other) for other, _ in cases[at + 1 :]]
            found.append((both(start, no(later), where, *elsewhere), value))
    return found


def _steps(parameter: DatedParameter, complaint: SymbolicComplaint) -> list[tuple[Truth, list[tuple[Truth, Value]]]]:
    """Each step with whether it has begun, and its figures: the default, and those of places, each with its place."""
    day = complaint.day_of(parameter.law_of)
    return [
        (
            started(day, step.start),
            [
                (True, step.figure.value),
                *[(complaint.is_place(parameter.by, place), one.value) for place, one in step.local.items()],
            ],
        )
        for step in parameter.steps
    ]


def lacks(parameter: DatedParameter, complaint: SymbolicComplaint) -> Truth:
    """Whether a parameter has no figure for a complaint."""
    begun = [start for start, _ in _steps(parameter, complaint)][:1]
    lacking = [where for where, value in figures_stated(parameter, complaint) if value is None]
    return either(no(any_of(begun)), any_of(lacking))


def all_figures(parameters: Iterable[DatedParameter], complaint: SymbolicComplaint) -> Truth:
    """Whether all of some parameters have a figure for a complaint."""
    return no(any_of([lacks(parameter, complaint) for parameter in parameters]))


def started(day: Number, first: date | None) -> Truth:
    """Whether a day is on or after another; None: always."""
    return True if first is None else day >= first.toordinal()


def in_force(rule: CompiledRule, complaint: SymbolicComplaint) -> Truth:
    """Whether a rule is in force for a complaint."""
    day = complaint.day_of(rule.law_of)
    until = True if rule.until is None else day <= rule.until.toordinal()
    return both(started(day, rule.start), until)
