"""Whether a property's condition is met on the record of a decision, as a rule's would be."""

from __future__ import annotations

from complaint_rules.compile.condition import Condition
from complaint_rules.decide.decision import Decision
from complaint_rules.match.grades import FOR_NOW
from complaint_rules.trace.holding import prepared


def is_met(condition: Condition, decision: Decision) -> bool:
    """Whether a condition holds on what is known: certainly, or for now."""
    resolution = decision.resolution
    grade, _ = prepared(condition, resolution.resolver.program.figures).read(resolution, decision.sheet)
    return grade >= FOR_NOW
