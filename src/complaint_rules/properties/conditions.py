"""The grade of a property's condition on the record of a decision, as a rule's would be graded."""

from __future__ import annotations

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import All, AnyOf, Condition, Decided, Not
from complaint_rules.decide.decision import Decision
from complaint_rules.match.grades import FOR_NOW, grade_test
from complaint_rules.match.interpreter import opposite
from complaint_rules.resolve.resolver import grade_decided


def is_met(condition: Condition, decision: Decision) -> bool:
    """Whether a condition holds on what is known: certainly, or for now."""
    return _grade(condition, decision, negated=False) >= FOR_NOW


def _grade(condition: Condition, decision: Decision, *, negated: bool) -> int:
    if isinstance(condition, Not):
        return _grade(condition.part, decision, negated=not negated)
    if isinstance(condition, All | AnyOf):
        parts = [_grade(part, decision, negated=negated) for part in condition.parts]
        return max(parts, default=0) if isinstance(condition, AnyOf) != negated else min(parts, default=3)
    if isinstance(condition, Decided):
        return grade_decided(Test(condition, negated), decision.resolution)
    grade = grade_test(condition, decision.sheet, decision.resolution.resolver.program.figures)
    return opposite(condition, grade) if negated else grade


__all__ = ["is_met"]
