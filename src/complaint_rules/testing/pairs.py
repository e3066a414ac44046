"""Strategies for properties: complaints that meet a property's condition, pairs along which its driver rises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from complaint_rules.compile.condition import And, Compare, Condition, DecisionTest, In, Not, Or, StateTest
from complaint_rules.compile.effect import AssignLead, Effect, FindLiability, SetSeverity
from complaint_rules.compile.property import CompiledProperty, Monotone
from complaint_rules.compile.rule import Ruleset
from complaint_rules.engine import Engine
from complaint_rules.facts.fact import FINITE, SUMS, Fact
from complaint_rules.facts.stating import put
from complaint_rules.money import parse_fen
from complaint_rules.testing.complaints import compiled, draw_complaints
from complaint_rules.testing.door import st
from complaint_rules.testing.values import GIVEN, Values

Pair = tuple[dict[str, Any], dict[str, Any]]


def pairs(
    property: CompiledProperty, ruleset: Ruleset | Engine | str, *, since: date | None = None
) -> st.SearchStrategy[Pair]:
    """Draw pairs of complaints that a `monotone` property compares.

    For a fact: two that differ only in that the fact is larger in the second. For
    `decision.severity`: any two received at the same moment, in either order.

    Args:
        property: a property of the ruleset, as `Engine.ruleset.properties` lists them.
        ruleset: a compiled ruleset, an engine, or a shipped id or folder.
        since: the first day on which a complaint is received; by default the calendar's.

    Raises:
        ValueError: the property is not `monotone`, but is about one complaint at a time.
    """
    statement = property.statement
    if not isinstance(statement, Monotone):
        raise ValueError(f"property `{property.id}` is not monotone; it speaks of one complaint at a time")
    made = compiled(ruleset)
    if isinstance(statement.driver, Fact):
        return _rising(made, statement.driver, since)
    return _at_one_moment(made, since)


@st.composite
def meeting(draw: st.DrawFn, condition: Condition, ruleset: Ruleset, since: date | None = None) -> dict[str, Any]:
    """Draw complaints, half of which are steered towards meeting a condition."""
    complaint = draw(draw_complaints(ruleset, since=since))
    if draw(st.booleans()):
        for test in _wanted(draw, condition, ruleset):
            put(complaint, test.fact, draw(_values_for(test, ruleset, _day(complaint, ruleset))))
    return complaint


def _day(complaint: Mapping[str, Any], ruleset: Ruleset) -> date:
    return datetime.fromisoformat(complaint["received_at"]).astimezone(ruleset.timezone).date()


def _wanted(draw: st.DrawFn, condition: Condition, ruleset: Ruleset) -> Iterator[In | Compare | StateTest]:
    """Tests of facts that help to meet a condition; for a test on the decision, those of a rule that sets the value."""
    if isinstance(condition, And):
        for part in condition.parts:
            yield from _wanted(draw, part, ruleset)
    elif isinstance(condition, Or):
        yield from _wanted(draw, draw(st.sampled_from(condition.parts)), ruleset)
    elif isinstance(condition, DecisionTest):
        saying = [rule for rule in ruleset.rules if any(_says(effect, condition) for effect in rule.effects)]
        if saying:
            yield from _wanted(draw, draw(st.sampled_from(saying)).condition, ruleset)
    elif not isinstance(condition, Not) and condition.fact.path not in GIVEN - {"kind"} and _of_a_value(condition):
        yield condition


def _of_a_value(test: In | Compare | StateTest) -> bool:
    return not isinstance(test, StateTest) or test.state == "known"


def _values_for(test: In | Compare | StateTest, ruleset: Ruleset, day: date) -> st.SearchStrategy[Any]:
    """Values that meet a test, or are near its boundary."""
    if isinstance(test, In) and test.fact.type in FINITE:
        return st.sampled_from([value for value in test.fact.values if value in test.values])
    return Values.of(ruleset).of_fact(test.fact, day, complete=True)


def _says(effect: Effect, test: DecisionTest) -> bool:
    """Whether an effect gives a part of the decision a value that a test requires."""
    said: dict[str, str | None] = {
        "severity": effect.tier if isinstance(effect, SetSeverity) else None,
        "liability": effect.finding if isinstance(effect, FindLiability) else None,
        "lead": effect.party if isinstance(effect, AssignLead) else None,
    }
    return said[test.attribute] in test.values


@st.composite
def _rising(draw: st.DrawFn, ruleset: Ruleset, fact: Fact, since: date | None) -> Pair:
    first = draw(draw_complaints(ruleset, since=since))
    some = Values.of(ruleset).of_fact(fact, _day(first, ruleset), complete=True)
    ends = draw(st.tuples(some, some).filter(lambda two: _rank(fact, two[0]) != _rank(fact, two[1])))
    low, high = sorted(ends, key=lambda value: _rank(fact, value))
    for follower in ruleset.facts:  # a fact that defaults to the driver is stated, so that it stays the same
        if follower.default is not None and follower.default.of == fact.path:
            put(first, follower, draw(Values.of(ruleset).of_fact(follower, _day(first, ruleset), complete=True)))
    second = dict(first)
    put(first, fact, low)
    put(second, fact, high)
    return first, second


def _rank(fact: Fact, value: Any) -> Any:
    if fact.type in FINITE:
        return fact.values.index(value)
    return parse_fen(value) if fact.type in SUMS else value


@st.composite
def _at_one_moment(draw: st.DrawFn, ruleset: Ruleset, since: date | None) -> Pair:
    first = draw(draw_complaints(ruleset, since=since))
    return first, draw(draw_complaints(ruleset, received_at=first["received_at"]))


__all__ = ["meeting", "pairs"]
