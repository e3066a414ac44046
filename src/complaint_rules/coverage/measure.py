"""How much of a ruleset its cases cover: rules, rows of tables, tests of conditions, clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from complaint_rules.compile.condition import Compare, DecisionTest, Leaf, OfParameter, StateTest, facts_read, leaves
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.coverage.matrix import ClauseLine, clause_lines
from complaint_rules.coverage.seen import STATES, CaseRef, Seen, State
from complaint_rules.coverage.stack import Stack
from complaint_rules.errors import Place
from complaint_rules.facts.fact import RECEIVED_ON, Fact

_NEVER_UNKNOWN = frozenset({"id", "received_at", RECEIVED_ON, "occurred_on", "kind"})


class Ratio(NamedTuple):
    """A number out of a total."""

    covered: int
    of: int

    @property
    def percent(self) -> float | None:
        """The percentage, rounded down to a tenth, so that only all of them are 100; None where the total is 0."""
        return self.covered * 1000 // self.of / 10 if self.of else None


@dataclass(frozen=True, slots=True)
class TestCoverage:
    """One test of a rule's condition: its cell, and how often it was seen with each outcome."""

    rule: str
    asks: str
    place: Place
    seen: Counter[State]
    possible: tuple[State, ...]

    @property
    def missing(self) -> tuple[State, ...]:
        """The possible outcomes that were never seen."""
        return tuple(state for state in self.possible if not self.seen[state])


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule or row: the cases in which it fired, and its tests."""

    rule: CompiledRule
    cases: tuple[CaseRef, ...]
    tests: tuple[TestCoverage, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of the layers in scope."""

    layers: tuple[str, ...]
    all_rules: tuple[RuleCoverage, ...]
    clauses: tuple[ClauseLine, ...]

    @property
    def rules(self) -> Ratio:
        """Rules outside tables that fired."""
        return _share(bool(one.cases) for one in self.all_rules if one.rule.table is None)

    @property
    def rows(self) -> Ratio:
        """Rows of tables that fired."""
        return _share(bool(one.cases) for one in self.all_rules if one.rule.table is not None)

    @property
    def tests(self) -> tuple[TestCoverage, ...]:
        """Every test of every rule."""
        return tuple(test for one in self.all_rules for test in one.tests)

    def tests_seen(self, state: State) -> Ratio:
        """Tests seen with an outcome, out of those that can have it."""
        return _share(bool(test.seen[state]) for test in self.tests if state in test.possible)

    @property
    def clauses_fired(self) -> Ratio:
        """Clauses with a rule that fired, out of those that decide or that a rule cites."""
        return _share(bool(line.cases) for line in self.clauses)

    @property
    def unfired(self) -> tuple[CompiledRule, ...]:
        """Rules and rows that no case fires."""
        return tuple(one.rule for one in self.all_rules if not one.cases)


def measure(stack: Stack, seen: Seen) -> Coverage:
    """Measure how far the cases that were seen cover the layers in scope."""
    counted = (line for line in clause_lines(stack, seen) if line.clause.kind == "decides" or line.rules)
    return Coverage(
        tuple(layer.id for layer in stack.layers),
        tuple(
            RuleCoverage(rule, seen.fired(rule.id), tuple(_tests(rule, stack.ruleset, seen))) for rule in stack.rules
        ),
        tuple(counted),
    )


def _tests(rule: CompiledRule, ruleset: Ruleset, seen: Seen) -> Iterator[TestCoverage]:
    for number, leaf in enumerate(leaves(rule.condition)):
        counts = seen.test(rule.id, number)
        subject = f"decision.{leaf.attribute}" if isinstance(leaf, DecisionTest) else leaf.fact.path
        possible = tuple(s for s in STATES if s != "unknown" or counts["unknown"] or _may_be_unknown(leaf, ruleset))
        yield TestCoverage(rule.id, f"{subject}: {leaf.text}", leaf.place or rule.place, counts, possible)


def _may_be_unknown(leaf: Leaf, ruleset: Ruleset) -> bool:
    """Whether a test is undecidable on some complaint: a fact that it reads may be unknown, or a figure missing."""
    if isinstance(leaf, DecisionTest):
        return True
    if isinstance(leaf, StateTest) and leaf.state != "known":
        return False
    operand = leaf.operand if isinstance(leaf, Compare) else None
    if isinstance(operand, OfParameter) and None in ruleset.parameters[operand.name].all_values():
        return True
    return any(_fact_may_be_unknown(fact, ruleset) for fact in facts_read(leaf))


def _fact_may_be_unknown(fact: Fact, ruleset: Ruleset) -> bool:
    if fact.source == RECEIVED_ON or fact.may_be_absent or fact.path in _NEVER_UNKNOWN or fact.index in ruleset.presume:
        return False
    if fact.default is None:
        return True
    other = next((one for one in ruleset.facts if one.path == fact.default.of), None)
    return other is not None and _fact_may_be_unknown(other, ruleset)


def _share(covered: Iterable[bool]) -> Ratio:
    each = list(covered)
    return Ratio(sum(each), len(each))
