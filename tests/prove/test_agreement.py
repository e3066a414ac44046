"""The ruleset in logic decides what the engines decide; everything that is proved rests on this."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_rules.testing import complaints, completions
from tests.prove.agreement import Logic
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import SHIPPED, shipped

SLOW = list(HealthCheck)


def complete(ruleset):
    """Complaints of which every fact is known, presumed or absent."""
    return complaints(ruleset).flatmap(lambda complaint: completions(complaint, ruleset, everything=True))


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_logic_and_engine_decide_alike_under_a_shipped_ruleset(ruleset):
    engine = shipped(ruleset)
    logic = Logic(engine.ruleset)

    @settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
    @given(st.data())
    def agree(data):
        complaint = data.draw(complete(engine))
        assert not logic.differences(complaint, engine.decide(complaint))

    agree()


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_logic_and_engine_decide_alike_under_a_random_ruleset(data):
    ruleset = data.draw(rulesets())
    engine = engine_of(ruleset, "interpreter")
    logic = Logic(ruleset)
    for _ in range(4):
        complaint = data.draw(complete(ruleset))
        assert not logic.differences(complaint, engine.decide(complaint))
