"""Strategies for what a property speaks of: complaints that meet its condition, pairs along which its driver rises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from complaint_rules.compile.condition import All, Among, AnyOf, Condition
from complaint_rules.compile.property import Monotone, Property
from complaint_rules.compile.rule import Ruleset
from complaint_rules.engine import Engine
from complaint_rules.facts.fact import FINITE, Fact, FactType
from complaint_rules.money import parse_fen
from complaint_rules.testing.complaints import KINDS, compiled, completions, draw_complaints, put
from complaint_rules.testing.door import st
from complaint_rules.testing.values import Values

Pair = tuple[dict[str, Any], dict[str, Any]]


def pairs(property: Property, ruleset: Ruleset | Engine | str) -> st.SearchStrategy[Pair]:
    """Draw pairs of complaints that a `monotone` property compares.

    For a fact: two alike, but that the fact is larger in the second. For `answers`: a complaint, and the same with
    some unknown facts answered. For `decision.severity`: any two received at the same moment, in either order.

    Args:
        property: a property of the ruleset, as `Engine.ruleset.properties` lists them.
        ruleset: a compiled ruleset, an engine, or a shipped id or folder.

    Raises:
        ValueError: the property is not `monotone`, and speaks of one complaint at a time.
    """
    statement = property.statement
    if not isinstance(statement, Monotone):
        raise ValueError(f"property `{property.id}` is not monotone; it speaks of one complaint at a time")
    made = compiled(ruleset)
    if isinstance(statement.driver, Fact):
        return _rising(made, statement.driver)
    return _answered(made) if statement.driver == "answers" else _at_one_moment(made)


@st.composite
def meeting(draw: st.DrawFn, condition: Condition, ruleset: Ruleset) -> dict[str, Any]:
    """Draw complaints, half of which are led towards meeting a condition."""
    complaint = draw(draw_complaints(ruleset, KINDS, None))
    if draw(st.booleans()):
        for test in _wanted(draw, condition):
            if test.fact.type in FINITE:
                put(complaint, test.fact, draw(st.sampled_from([v for v in test.fact.values if v in test.values])))
    return complaint


def _wanted(draw: st.DrawFn, condition: Condition) -> Iterator[Among]:
    """Tests of values that, met together, bring a condition near."""
    if isinstance(condition, Among):
        yield condition
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _wanted(draw, part)
    elif isinstance(condition, AnyOf):
        yield from _wanted(draw, draw(st.sampled_from(condition.parts)))


@st.composite
def _rising(draw: st.DrawFn, ruleset: Ruleset, fact: Fact) -> Pair:
    first = draw(draw_complaints(ruleset, KINDS, None))
    day = datetime.fromisoformat(first["received_at"]).astimezone(ruleset.timezone).date()
    some = Values.of(ruleset).of_fact(fact, day, complete=True)
    ends = draw(st.tuples(some, some).filter(lambda two: _rank(fact, two[0]) != _rank(fact, two[1])))
    low, high = sorted(ends, key=lambda value: _rank(fact, value))
    second = dict(first)
    put(first, fact, low)
    put(second, fact, high)
    return first, second


def _rank(fact: Fact, value: Any) -> Any:
    if fact.type in FINITE:
        return fact.values.index(value)
    return parse_fen(value) if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY) else value


@st.composite
def _answered(draw: st.DrawFn, ruleset: Ruleset) -> Pair:
    first: Mapping[str, Any] = draw(draw_complaints(ruleset, KINDS, None))
    return dict(first), draw(completions(first, ruleset))


@st.composite
def _at_one_moment(draw: st.DrawFn, ruleset: Ruleset) -> Pair:
    first = draw(draw_complaints(ruleset, KINDS, None))
    return first, draw(draw_complaints(ruleset, KINDS, None, first["received_at"]))


__all__ = ["meeting", "pairs"]
