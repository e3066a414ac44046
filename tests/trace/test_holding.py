"""A condition that was prepared once is read as the engines grade it, on every complaint."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules import CalendarError
from complaint_rules.match.grades import FOR_NOW
from complaint_rules.testing import complaints
from complaint_rules.trace.holding import prepared
from tests.random_rulesets import engine_of, rulesets


@given(data=st.data())
def test_a_rules_condition_has_the_grade_that_the_engine_found(data):
    ruleset = data.draw(rulesets())
    engine = engine_of(ruleset, "python")
    for _ in range(4):
        try:
            decision = engine.decide(data.draw(complaints(ruleset)))
        except CalendarError:
            continue
        resolution = decision.resolution
        program = resolution.resolver.program
        for rule in [rule for rule in program.rules if rule is not None]:
            condition = prepared(rule.condition, program.figures)
            grade, held = condition.read(resolution, decision.sheet)
            assert grade == resolution.met.of(rule.position)
            assert all(test.read(resolution, decision.sheet)[0] >= FOR_NOW for test in held)


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
