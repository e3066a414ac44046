"""Whether a property holds of a decision, or between two."""

from __future__ import annotations

from complaint_rules.compile.property import Always, CompiledProperty, Monotone
from complaint_rules.decision import Decision
from complaint_rules.properties.conditions import is_met
from complaint_rules.properties.expectations import meets
from complaint_rules.properties.outcomes import is_running, is_undated, outcome_value
from complaint_rules.properties.premises import rises


def holds(property: CompiledProperty, decision: Decision) -> bool:
    """Whether an `always` or `never` holds of a decision; a `monotone`, which compares two, always does.

    An expectation that is not determined, such as on a deadline without a date, is no breach.
    """
    statement = property.statement
    if isinstance(statement, Monotone) or not is_met(statement.when, decision):
        return True
    met = [meets(decision, expected) for expected in statement.then]
    return False not in met if isinstance(statement, Always) else not all(met)


def holds_between(property: CompiledProperty, first: Decision, second: Decision) -> bool:
    """Whether a `monotone` holds between two decisions; it does where its driver does not rise from first to second.

    An `always` or `never` must hold of both.
    """
    statement = property.statement
    if not isinstance(statement, Monotone):
        return holds(property, first) and holds(property, second)
    if not rises(statement.driver, first, second):
        return True
    low, high = (first, second) if statement.rises else (second, first)
    if is_undated(statement.outcome, high) and is_running(statement.outcome, low):
        return True  # it may end later than any day that can be named
    return outcome_value(statement.outcome, low) <= outcome_value(statement.outcome, high)


__all__ = ["holds", "holds_between"]
