"""Which two complaints a `monotone` compares."""

from __future__ import annotations

import pytest

from complaint_rules import Engine
from complaint_rules.properties.premises import rises

LOW = {"then": {"severity": "low"}}
LOUD = {"when": {"media_risk": ">= possible"}, "then": {"severity": "high"}}


@pytest.fixture
def engine(write):
    return Engine.load(write(LOW, LOUD), engine="python")


def goes_up(engine, driver, first, second):
    named = {fact.path: fact for fact in engine.ruleset.facts}
    return rises(named.get(driver, driver), engine.decide(first), engine.decide(second))


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ("media_risk", "none", "published"),
        ("customer_unwell", False, True),
        ("claimed_amount", "9.00", "10.00"),
        ("departments_involved", 9, 10),
        ("occurred_on", "2026-02-28", "2026-03-01"),
    ],
)
def test_a_fact_rises_where_it_is_larger_and_all_else_alike(engine, complaint, path, low, high):
    first, second = complaint(**{path: low}), complaint(**{path: high})
    assert goes_up(engine, path, first, second)
    assert not goes_up(engine, path, second, first)
    assert not goes_up(engine, path, first, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"media_risk": "published"}),
        ({"media_risk": "none"}, {}),
        ({"media_risk": "none"}, {"media_risk": "published", "facts_clear": True}),
        ({"media_risk": "none"}, {"media_risk": "published", "received_at": "2026-03-05T10:00:00+08:00"}),
    ],
)
def test_a_fact_does_not_rise_where_it_is_unknown_or_anything_else_differs(engine, complaint, first, second):
    assert not goes_up(engine, "media_risk", complaint() | first, complaint() | second)


def test_an_absent_fact_does_not_rise(engine, complaint):
    first, second = complaint(), complaint(injury={"severity": "death"})
    assert not goes_up(engine, "injury.severity", first, second)


def test_the_tier_rises_between_any_two_complaints_of_one_moment(engine, complaint):
    quiet, loud = complaint(facts_clear=True), complaint(media_risk="published")
    later = loud | {"received_at": "2026-03-05T10:00:00+08:00"}
    assert goes_up(engine, "severity", quiet, loud)
    assert not goes_up(engine, "severity", loud, quiet)
    assert not goes_up(engine, "severity", quiet, later)
