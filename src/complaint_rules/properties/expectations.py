"""Whether a decision is as a property expects it."""

from __future__ import annotations

import operator

from complaint_rules.compile.effect import Duration
from complaint_rules.compile.effects import read_duration
from complaint_rules.compile.property import Expectation, OneOf, Present, Stands, Within
from complaint_rules.decide.deadlines import due, length
from complaint_rules.decide.decision import Decision
from complaint_rules.errors import CalendarError
from complaint_rules.properties.outcomes import compiled, deadline, sum_fen, words

_ORDER = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}


def meets(decision: Decision, expected: Expectation) -> bool:
    """Whether a decision meets one expectation."""
    if isinstance(expected, OneOf):
        found = words(expected.outcome, decision)
        return bool(found & expected.values) if found else None in expected.values
    if isinstance(expected, Present):
        return bool(words(expected.outcome, decision)) is expected.there
    if isinstance(expected, Stands):
        return bool(_ORDER[expected.order](sum_fen(expected.outcome, decision), expected.fen))
    return _ends_within(decision, expected)


def _ends_within(decision: Decision, expected: Within) -> bool:
    """Whether a clock ends no later than the span from its own start; a clock without a deadline never ends."""
    entry = deadline(expected.outcome.name, decision)
    if entry is None:
        return False
    most = Duration(expected.count, expected.unit, "")
    if entry.due is None:
        span = read_duration(entry.within)
        assert span is not None
        return length(span) <= length(most)
    try:
        return entry.due <= due(most, decision.sheet.received_at, compiled(decision).timezone)
    except CalendarError:  # the span runs past the calendar's years, where no deadline is set
        return True


__all__ = ["meets"]
