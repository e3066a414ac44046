"""The premises of a monotone property: which two complaints it compares."""

from __future__ import annotations

from complaint_rules.compile.property import Driver
from complaint_rules.decision import Decision
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.properties.outcomes import compiled


def rises(driver: Driver, first: Decision, second: Decision) -> bool:
    """Whether the driver goes up from the first decision's complaint to the second's, as a property means it.

    A fact: known in both, larger in the second, all else alike. The tier: higher in the second, both received at the
    same moment.
    """
    if first.sheet.received_at != second.sheet.received_at:
        return False
    if driver == "severity":
        return first.severity.rank < second.severity.rank
    facts = compiled(first).facts
    assert isinstance(driver, Fact)
    others = [fact for fact in facts if fact.index != driver.index]
    return _larger(driver, first.sheet, second.sheet) and all(
        first.sheet.values[fact.index] == second.sheet.values[fact.index] for fact in others
    )


def _larger(fact: Fact, first: FactSheet, second: FactSheet) -> bool:
    before, after = first.values[fact.index], second.values[fact.index]
    if any(value is UNKNOWN or value is ABSENT for value in (before, after)):
        return False
    if fact.type is FactType.ORDERED:
        return fact.values.index(before) < fact.values.index(after)
    return bool(before < after)


__all__ = ["rises"]
