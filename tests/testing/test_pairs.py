"""Pairs of complaints for `monotone` properties."""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from complaint_rules.compile.property import Always, Monotone
from complaint_rules.properties.conditions import is_met
from complaint_rules.properties.premises import rises
from complaint_rules.testing import pairs
from complaint_rules.testing.pairs import meeting
from tests.shipped import SHIPPED, shipped

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EVERY = [
    (ruleset, one.id) for ruleset in SHIPPED for one in shipped(ruleset).ruleset.properties if one.layer == ruleset
]


def stated(ruleset, id):
    return next(one for one in shipped(ruleset).ruleset.properties if one.id == id)


FINDING = settings(
    max_examples=2_000, database=None, phases=[Phase.generate]
)  # any will do, the smallest needn't be found

MONOTONE = [(ruleset, id) for ruleset, id in EVERY if isinstance(stated(ruleset, id).statement, Monotone)]
BY_TIER = [(ruleset, id) for ruleset, id in MONOTONE if stated(ruleset, id).statement.driver == "severity"]
ALONE = [(ruleset, id) for ruleset, id in EVERY if not isinstance(stated(ruleset, id).statement, Monotone)]
ALONE = ALONE[:: 1 if SOAK else 3]


@pytest.mark.parametrize(("ruleset", "id"), sorted(set(MONOTONE) - set(BY_TIER)))
@settings(max_examples=5)
@given(data=st.data())
def test_along_a_drawn_pair_the_driver_rises(ruleset, id, data):
    engine, property = shipped(ruleset), stated(ruleset, id)
    first, second = data.draw(pairs(property, engine))
    assert rises(property.statement.driver, engine.decide(first), engine.decide(second))


@pytest.mark.parametrize(("ruleset", "id"), BY_TIER)
@settings(max_examples=5)
@given(data=st.data())
def test_for_the_tier_two_complaints_of_one_moment_are_drawn(ruleset, id, data):
    first, second = data.draw(pairs(stated(ruleset, id), shipped(ruleset)))
    assert first["received_at"] == second["received_at"]


@pytest.mark.parametrize(("ruleset", "id"), BY_TIER)
def test_some_pair_is_of_different_tiers(ruleset, id):
    engine, property = shipped(ruleset), stated(ruleset, id)
    find(
        pairs(property, engine),
        lambda pair: rises("severity", *(engine.decide(one) for one in pair)),
        settings=FINDING,
    )


@pytest.mark.parametrize(("ruleset", "id"), ALONE)
def test_some_drawn_complaint_meets_the_condition(ruleset, id):
    engine, statement = shipped(ruleset), stated(ruleset, id).statement
    find(
        meeting(statement.when, engine.ruleset),
        lambda complaint: is_met(statement.when, engine.decide(complaint)),
        settings=FINDING,
    )


def test_a_property_of_one_complaint_has_no_pairs():
    alone = next(one for one in shipped("cn-statute").ruleset.properties if isinstance(one.statement, Always))
    with pytest.raises(ValueError, match=f"`{alone.id}` is not monotone"):
        pairs(alone, "cn-statute")
