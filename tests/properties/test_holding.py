"""Properties held against real decisions: when a property speaks, and when it is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.properties.breaches import breach, breach_between
from complaint_rules.properties.conditions import is_met
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.testing import complaints
from tests.properties.stating import properties_of
from tests.shipped import SHIPPED, shipped

LOW = {"then": {"severity": "low"}}
LOUD = {"when": {"media_risk": ">= possible"}, "then": {"severity": "high", "prohibit": "comment_to_media"}}
LOUD_IS_HIGH = {"id": "p", "always": {"when": {"media_risk": ">= possible"}, "then": {"severity": "high"}}}


@pytest.mark.parametrize("ruleset", SHIPPED)
@given(data=st.data())
def test_a_condition_is_met_exactly_where_it_would_make_a_rule_count(ruleset, data):
    engine = shipped(ruleset)
    decision = engine.decide(data.draw(complaints(engine)))
    for rule in engine.ruleset.rules:
        if decision.evaluation.evaluator.program.rules[rule.position] is not None:
            counts = bool(decision.evaluation.holds >> rule.position & 1)
            assert is_met(rule.condition, decision) == counts, rule.id


def test_an_always_is_broken_where_an_expectation_is_not_met(write, complaint):
    engine, stated = properties_of(write(LOW, properties=[LOUD_IS_HIGH]))
    decision = engine.decide(complaint(media_risk="possible"))
    assert not holds(stated["p"], decision)
    assert breach(stated["p"], decision) == "expected `severity: high`, but `severity` is low"


def test_an_always_holds_where_every_expectation_is_met(write, complaint, engine_name):
    engine, stated = properties_of(write(LOW, LOUD, properties=[LOUD_IS_HIGH]), engine_name)
    decision = engine.decide(complaint(media_risk="contacted"))
    assert holds(stated["p"], decision)
    assert breach(stated["p"], decision) is None


@pytest.mark.parametrize("facts", [{}, {"media_risk": "none"}])
def test_a_property_does_not_speak_where_its_condition_is_not_met_on_what_is_known(write, complaint, facts):
    engine, stated = properties_of(write(LOW, properties=[LOUD_IS_HIGH]))
    assert holds(stated["p"], engine.decide(complaint(**facts)))


def test_a_condition_on_an_unknown_fact_is_met_for_now(write, complaint):
    property = {"id": "p", "always": {"when": {"media_risk": "unknown"}, "then": {"severity": "high"}}}
    engine, stated = properties_of(write(LOW, properties=[property]))
    assert not holds(stated["p"], engine.decide(complaint()))


def test_a_condition_may_read_the_decision(write, complaint):
    property = {"id": "p", "always": {"when": {"decision.severity": "high"}, "then": {"lead": "security"}}}
    engine, stated = properties_of(write(LOW, LOUD, properties=[property]))
    assert holds(stated["p"], engine.decide(complaint()))
    assert not holds(stated["p"], engine.decide(complaint(media_risk="possible")))


def test_a_never_is_broken_only_where_all_expectations_are_met_together(write, complaint):
    together = {"id": "p", "never": {"then": {"severity": "high", "prohibit": "comment_to_media"}}}
    apart = {"id": "q", "never": {"then": {"severity": "low", "prohibit": "comment_to_media"}}}
    engine, stated = properties_of(write(LOW, LOUD, properties=[together, apart]))
    decision = engine.decide(complaint(media_risk="possible"))
    assert not holds(stated["p"], decision)
    assert holds(stated["q"], decision)
    assert breach(stated["p"], decision) == (
        "never expected `severity: high` and `prohibit: comment_to_media`, "
        "yet `severity` is high, `prohibit.comment_to_media` is there"
    )


def test_a_monotone_is_broken_where_the_outcome_goes_the_other_way(write, complaint):
    odd = {"when": {"media_risk": "possible"}, "then": {"severity": "high"}}
    property = {"id": "p", "monotone": {"severity": {"rises_with": "media_risk"}}}
    engine, stated = properties_of(write(LOW, odd, properties=[property]))
    none, possible, published = (
        engine.decide(complaint(media_risk=risk)) for risk in ("none", "possible", "published")
    )
    assert holds_between(stated["p"], none, possible)
    assert not holds_between(stated["p"], possible, published)
    assert holds_between(stated["p"], published, possible)
    assert breach_between(stated["p"], possible, published) == (
        "it falls: first `severity` is high, then `severity` is low"
    )


def test_falls_with_is_broken_where_the_outcome_rises(write, complaint):
    property = {"id": "p", "monotone": {"severity": {"falls_with": "media_risk"}}}
    engine, stated = properties_of(write(LOW, LOUD, properties=[property]))
    first, second = engine.decide(complaint(media_risk="none")), engine.decide(complaint(media_risk="possible"))
    assert not holds_between(stated["p"], first, second)
    assert holds_between(stated["p"], first, first)


def test_of_two_decisions_an_always_must_hold_of_each(write, complaint):
    engine, stated = properties_of(write(LOW, properties=[LOUD_IS_HIGH]))
    quiet, loud = engine.decide(complaint(media_risk="none")), engine.decide(complaint(media_risk="published"))
    assert holds_between(stated["p"], quiet, quiet)
    assert not holds_between(stated["p"], quiet, loud)
