"""Whether a decision is as a property expects it."""

from __future__ import annotations

import operator
from datetime import datetime

from complaint_rules.compile.effect import Duration
from complaint_rules.compile.effects import read_duration
from complaint_rules.compile.property import EndsBy, Expectation, OneOf, Present, Stands, StandsToFact, Within
from complaint_rules.decide.deadlines import End, earliest_end, end_of, length
from complaint_rules.decide.entries import Deadline
from complaint_rules.decision import Decision
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.properties.outcomes import compiled, deadline, sum_fen, words
from complaint_rules.vocabulary import HAND_OVER, TRANSFERRED

_ORDER = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}


def meets(decision: Decision, expected: Expectation) -> bool | None:
    """Whether a decision meets one expectation; None where that is not determined yet.

    It is not where it depends on days that are not announced, or on an unknown fact.
    """
    if isinstance(expected, OneOf):
        found = words(expected.outcome, decision)
        return bool(found & expected.values) if found else None in expected.values
    if isinstance(expected, Present):
        return bool(words(expected.outcome, decision)) is expected.there
    if isinstance(expected, Stands):
        return bool(_ORDER[expected.order](sum_fen(expected.outcome, decision), expected.fen))
    if isinstance(expected, StandsToFact):
        stated = decision.sheet.values[expected.fact.index]
        if stated is UNKNOWN:
            return None
        return stated is not ABSENT and bool(_ORDER[expected.order](sum_fen(expected.outcome, decision), stated))
    if isinstance(expected, EndsBy):
        return _ends_by(decision, expected)
    return _ends_within(decision, expected)


def _ends_within(decision: Decision, expected: Within) -> bool | None:
    """Whether a clock ends no later than the span from its own start; a clock without a deadline never ends."""
    entry = deadline(expected.outcome.name, decision)
    if entry is None:
        return False
    most = Duration(expected.count, expected.unit, "")
    ruleset = compiled(decision)
    end = earliest_end(entry, ruleset.timezone)
    if end is None:
        span = read_duration(entry.within)
        assert span is not None
        return length(span) <= length(most)
    limit = end_of(most, decision.sheet.received_at, ruleset.timezone, ruleset.calendar)
    is_in_time = end.timestamp() <= limit.moment.timestamp()
    is_known = limit.uncovered is None if not is_in_time else entry.not_before is None
    return is_in_time if is_known else None


def _ends_by(decision: Decision, expected: EndsBy) -> bool | None:
    """Whether a clock ends no later than another, as far as the two can be compared."""
    one, other = deadline(expected.outcome.name, decision), deadline(expected.clock, decision)
    if one is None or other is None:
        return True
    if one.start == other.start != "received":
        return _length(one) <= _length(other)
    ends = [_from_receipt(entry, decision) for entry in (one, other)]
    if ends[0] is None or ends[1] is None:
        return True
    is_in_time = ends[0].instant <= ends[1].instant
    first = ends[0] if is_in_time else ends[1]  # the other one can only end later
    return is_in_time if first.uncovered is None else None


def _length(entry: Deadline) -> int:
    span = read_duration(entry.within)
    assert span is not None
    return length(span)


def _from_receipt(entry: Deadline, decision: Decision) -> End | None:
    """When a clock ends, or the earliest moment at which it can; one from the hand-over as if that came at the latest.

    None for a clock with any other start.
    """
    ruleset = compiled(decision)
    if entry.start == "received":
        moment = earliest_end(entry, ruleset.timezone)
        assert moment is not None
        return _end(moment, entry.not_before is None)
    hand_over = deadline(HAND_OVER, decision) if entry.start == TRANSFERRED else None
    start = None if hand_over is None else _from_receipt(hand_over, decision)
    if start is None:
        return None
    span = read_duration(entry.within)
    assert span is not None
    end = end_of(span, start.moment, ruleset.timezone, ruleset.calendar)
    return _end(end.moment, start.uncovered is None and end.uncovered is None)


def _end(moment: datetime, known: bool) -> End:
    return End(moment, None if known else moment.year)


__all__ = ["meets"]
