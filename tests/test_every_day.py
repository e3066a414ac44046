"""Every complaint that can be stated is decided, on whatever day it comes: no calendar reaches as far as the days do.

`python -m benchmarks.every_day` decides complaints on every day from 2021 to 2035; here some are drawn.
"""

from __future__ import annotations

from datetime import timedelta

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.every_day import FIRST, LAST, wrong_with
from complaint_rules.decide.decision_shape import decision_schema
from complaint_rules.testing import complaints
from tests.shipped import SHIPPED, shipped

SCHEMA = jsonschema.Draft202012Validator(decision_schema())


@pytest.mark.parametrize("ruleset", SHIPPED)
@given(data=st.data())
def test_a_complaint_of_any_day_is_decided_and_what_has_no_date_says_since_when_it_can_end(ruleset, data):
    engine = shipped(ruleset)
    until = engine.calendar_until
    near = st.integers(-45, 10).map(lambda shift: until + timedelta(shift))
    day = data.draw(st.dates(FIRST, LAST) | near)
    decision = engine.decide({**data.draw(complaints(engine)), "received_at": f"{day}T10:00:00+08:00"})
    assert [*wrong_with(decision, until)] == []
    SCHEMA.validate(decision.to_dict())
    assert decision.to_text("zh")


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_safety_actions_tiers_and_offers_are_not_lost_after_the_last_covered_day(ruleset):
    """The same complaint some weeks before that day and some days after it differs in its dates and notes alone."""
    engine = shipped(ruleset)
    said = []
    for day in (engine.calendar_until - timedelta(50), engine.calendar_until + timedelta(5)):
        decision = engine.decide(
            {
                "id": "C-1",
                "received_at": f"{day}T10:00:00+08:00",
                "settled_on": f"{engine.calendar_until - timedelta(50)}",
                "kind": "personal_injury",
                "injury": {"severity": "serious"},
            }
        )
        said.append(
            (
                decision.severity,
                decision.department,
                decision.remedies,
                decision.actions,
                decision.approvals,
                decision.prohibited,
                [(one.clock, one.within) for one in decision.deadlines],
            )
        )
    assert said[0] == said[1]
