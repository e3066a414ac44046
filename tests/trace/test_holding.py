"""A condition that was prepared once holds where the engines find that it does, on every complaint."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.testing import complaints
from complaint_rules.trace.holding import prepared
from tests.random_rulesets import engine_of, rulesets


@given(data=st.data())
def test_a_rules_condition_holds_where_the_engine_found_that_it_does(data):
    ruleset = data.draw(rulesets())
    engine = engine_of(ruleset, "python")
    for _ in range(4):
        at = engine.decide(data.draw(complaints(ruleset))).evaluation
        program = at.evaluator.program
        for rule in [rule for rule in program.rules if rule is not None]:
            holds, tests = prepared(rule.condition, program.figures).read(at)
            assert holds == bool(at.holds >> rule.position & 1)
            assert all(test.read(at)[0] for test in tests)


def test_of_alternatives_those_that_hold_are_told_and_a_test_met_twice_is_told_once(load, write, complaint):
    either = {
        "any": [{"fault": "company"}, {"claimed_amount": "> 5.00"}, {"not": {"fault": "customer"}, "facts_clear": True}]
    }
    engine = load(write({"when": {"all": [{"claimed_amount": "> 5.00"}, either]}, "then": {"support": "finance"}}))
    trace = engine.decide(complaint(claimed_amount="6.00", fault="merchant", facts_clear=True)).trace
    assert [(held.fact, held.test, held.value) for held in trace.rules[0].held] == [
        ("claimed_amount", "> 5.00", "6.00"),
        ("fault", "not customer", "merchant"),
        ("facts_clear", "true", True),
    ]


def test_a_fact_that_nobody_has_stated_is_not_shown_as_what_another_is_compared_with(load, write, complaint):
    older = {"not": {"merchant.lease_ended_on": "< purchase.purchased_on"}}
    engine = load(write({"when": older, "then": {"support": "finance"}}))
    (rule,) = engine.decide(complaint(purchase={})).trace.rules
    assert [(held.fact, held.test, held.state) for held in rule.held] == [
        ("merchant.lease_ended_on", "not < purchase.purchased_on", "absent")
    ]
