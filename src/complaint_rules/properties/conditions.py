"""Whether a property's condition is satisfied on a decision's evaluation, as a rule's would be."""

from __future__ import annotations

from complaint_rules.compile.condition import Condition
from complaint_rules.decision import Decision
from complaint_rules.trace.holding import prepared


def is_met(condition: Condition, decision: Decision) -> bool:
    """Whether a condition holds on what is known."""
    at = decision.evaluation
    return prepared(condition, at.evaluator.program.figures).read(at)[0]
