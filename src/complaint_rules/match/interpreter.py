"""The interpreter: slow, obvious, the meaning of the language. It walks each rule's condition as written.

It shares nothing with the fast engines but the tree: no alternatives, no masks of unknown facts, no encodings.
"""

from __future__ import annotations

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import All, AnyOf, Condition, Decided, InState, Leaf, Not, facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN, POSSIBLE, grade_test
from complaint_rules.match.matcher import Hit

Graded = list[tuple[int, tuple[Test, ...], int]]
"""Alternatives: a grade, tests on the decision, and the unknown facts that keep the grade uncertain."""


class Interpreter:
    """Grades every rule by walking its condition."""

    name = "interpreter"

    def __init__(self, program: Program) -> None:
        self._program = program
        self._hits: dict[tuple[int, int, tuple[Test, ...], int], Hit] = {}

    def match(self, sheet: FactSheet) -> list[Hit]:
        """Walk every rule in force."""
        hits: list[Hit] = []
        for rule in self._program.rules:
            if rule is not None:
                for grade, decided, waits in self._walk(rule.condition, sheet, negated=False):
                    if grade:
                        key = (rule.position, grade, decided, waits)
                        hits.append(self._hits.setdefault(key, Hit(*key)))
        return hits

    def _walk(self, condition: Condition, sheet: FactSheet, *, negated: bool) -> Graded:
        if isinstance(condition, Not):
            return self._walk(condition.part, sheet, negated=not negated)
        if isinstance(condition, All | AnyOf):
            parts = [self._walk(part, sheet, negated=negated) for part in condition.parts]
            return any_of(parts) if isinstance(condition, AnyOf) != negated else all_of(parts)
        if isinstance(condition, Decided):
            return [(CERTAIN, (Test(condition, negated),), 0)]
        grade = grade_test(condition, sheet, self._program.figures)
        waits = sum(fact.bit for fact in set(facts_read(condition))) if 0 < grade < CERTAIN else 0
        return [(opposite(condition, grade) if negated else grade, (), waits)]


def opposite(leaf: Leaf, grade: int) -> int:
    """`not` of a test: one undecided for want of a value stays undecided; any other turns round."""
    if grade == POSSIBLE and not isinstance(leaf, InState):
        return POSSIBLE
    return CERTAIN - grade


def all_of(parts: list[Graded]) -> Graded:
    """All parts together: the worst grade; tests on the decision add up."""
    rows: Graded = [(CERTAIN, (), 0)]
    for part in parts:
        rows = [(min(r[0], p[0]), r[1] + p[1], r[2] | p[2]) for r in rows for p in part if r[0] and p[0]]
    return rows


def any_of(parts: list[Graded]) -> Graded:
    """Any part: each stays, the resolver takes the best."""
    return [one for part in parts for one in part]
