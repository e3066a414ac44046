"""The reference interpreter, which defines the meaning of the language: it walks conditions as they are written.

It shares only the tree with the fast engines: no alternatives, no masks of unknown facts, no encodings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaint_rules.cache import BoundedCache
from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import And, Condition, DecisionTest, Not, Or, facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.candidates import Candidates
from complaint_rules.match.grades import CERTAIN, grade_test
from complaint_rules.match.matcher import Hit

Graded = list[tuple[int, tuple[Test, ...], tuple[Test, ...]]]
"""Alternatives: a grade, tests on the decision, and the tests on unknown facts that keep the grade uncertain."""

MOST_HITS = 4096
"""The maximum number of cached hits of one program; which tests a complaint leaves open is part of a hit."""


class Interpreter:
    """Grades every rule by walking its condition."""

    name = "interpreter"

    def __init__(self, program: Program) -> None:
        self._figures = program.figures
        self._candidates = Candidates([rule for rule in program.rules if rule is not None])
        self._hits: BoundedCache[tuple[Any, ...], Hit] = BoundedCache(MOST_HITS)

    def match(self, sheet: FactSheet) -> list[Hit]:
        """Walk every rule in force that may be satisfied."""
        hits: list[Hit] = []
        for rule in self._candidates.of(sheet):
            for grade, decided, undecided in self._walk(rule.condition, sheet, negated=False):
                if grade:
                    hits.append(self._hit(rule.position, grade, decided, undecided))
        return hits

    def warm(self) -> None:
        """Do nothing: there is nothing to prepare."""

    def _hit(self, position: int, grade: int, decided: tuple[Test, ...], undecided: tuple[Test, ...]) -> Hit:
        """The only hit that represents an outcome."""
        key = (position, grade, decided, undecided)
        found = self._hits.get(key)
        if found is None:
            waits = sum({fact.bit for test in undecided for fact in facts_read(test.leaf)})
            found = self._hits.put(key, Hit(position, grade, decided, waits, undecided))
        return found

    def _walk(self, condition: Condition, sheet: FactSheet, *, negated: bool) -> Graded:
        if isinstance(condition, Not):
            return self._walk(condition.part, sheet, negated=not negated)
        if isinstance(condition, And | Or):
            parts = (self._walk(part, sheet, negated=negated) for part in condition.parts)
            return any_of(parts) if isinstance(condition, Or) != negated else all_of(parts)
        if isinstance(condition, DecisionTest):
            return [(CERTAIN, (Test(condition, negated),), ())]
        grade = grade_test(condition, sheet.values, self._figures, negated=negated)
        undecided = (Test(condition, negated),) if 0 < grade < CERTAIN else ()
        return [(grade, (), undecided)]


def all_of(parts: Iterable[Graded]) -> Graded:
    """All parts together: the worst grade; tests on the decision add up. Parts after one that fails are not walked."""
    rows: Graded = [(CERTAIN, (), ())]
    for part in parts:
        rows = [(min(r[0], p[0]), r[1] + p[1], r[2] + p[2]) for r in rows for p in part if r[0] and p[0]]
        if not rows:
            break
    return rows


def any_of(parts: Iterable[Graded]) -> Graded:
    """Any part: each is kept, and the resolver takes the best."""
    return [one for part in parts for one in part]
