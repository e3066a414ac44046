"""How a decision breaks a property, in words."""

from __future__ import annotations

import math

from complaint_rules.compile.property import Always, Monotone, Outcome, Property
from complaint_rules.decide.decision import Decision
from complaint_rules.money import format_fen
from complaint_rules.properties.expectations import meets
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.properties.outcomes import deadline, sum_fen, words


def breach(property: Property, decision: Decision) -> str | None:
    """What breaks an `always` or `never`: the expectation, and what the decision says instead; None where it holds."""
    statement = property.statement
    if isinstance(statement, Monotone) or holds(property, decision):
        return None
    if isinstance(statement, Always):
        unmet = [expected for expected in statement.then if not meets(decision, expected)]
        return "; ".join(f"expected `{expected.text}`, but {said(expected.outcome, decision)}" for expected in unmet)
    texts = " and ".join(f"`{expected.text}`" for expected in statement.then)
    return f"never expected {texts}, yet {', '.join(said(expected.outcome, decision) for expected in statement.then)}"


def breach_between(property: Property, first: Decision, second: Decision) -> str | None:
    """What breaks a `monotone`: the outcome in both decisions; None where it holds."""
    statement = property.statement
    if not isinstance(statement, Monotone) or holds_between(property, first, second):
        return None
    way = "falls" if statement.rises else "rises"
    outcome = statement.outcome
    return f"it {way}: first {said(outcome, first)}, then {said(outcome, second)}"


def said(outcome: Outcome, decision: Decision) -> str:
    """What a decision says of an outcome, such as `severity is major` or `refund.max is 200.00`."""
    name = ".".join(part for part in (_part_of(outcome), outcome.name, _aspect_of(outcome)) if part)
    if outcome.aspect in ("min", "max"):
        fen = sum_fen(outcome, decision)
        return f"`{name}` is {'without bound' if math.isinf(fen) else format_fen(int(fen))}"
    entry = deadline(outcome.name, decision) if outcome.part == "deadline" else None
    if entry is not None and entry.due is not None:
        return f"`{name}` is {entry.within} (due {entry.due.isoformat()})"
    found = sorted("there" if word == outcome.name else word for word in words(outcome, decision))
    return f"`{name}` is {', '.join(found) or 'absent'}"


def _part_of(outcome: Outcome) -> str:
    return "" if outcome.part in ("remedy", "item") else outcome.part


def _aspect_of(outcome: Outcome) -> str:
    return "" if outcome.aspect == "status" else outcome.aspect


__all__ = ["breach", "breach_between", "said"]
