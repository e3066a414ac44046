"""The ruleset in logic decides what the engines decide; everything that is proved rests on this."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_rules.testing import complaints
from tests.prove.agreement import Logic
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import SHIPPED, shipped

SLOW = list(HealthCheck)


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_logic_and_engine_decide_alike_under_a_shipped_ruleset(ruleset):
    engine = shipped(ruleset)
    logic = Logic(engine.ruleset)

    @settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
    @given(complaints(engine))
    def agree(complaint):
        assert not logic.differences(complaint, engine.decide(complaint))

    agree()


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(rulesets(), st.data())
def test_logic_and_engine_decide_alike_under_a_random_ruleset(ruleset, data):
    engine = engine_of(ruleset, "interpreter")
    logic = Logic(ruleset)
    for _ in range(4):
        complaint = data.draw(complaints(ruleset))
        assert not logic.differences(complaint, engine.decide(complaint))
