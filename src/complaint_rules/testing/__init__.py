"""For your own rulesets' tests: complaints drawn by Hypothesis, and a check that every property holds.

    from complaint_rules import Engine
    from complaint_rules.testing import assert_properties

    def test_what_must_always_hold():
        assert_properties(Engine.load("my-ruleset"))

Tests of your own draw complaints, and the answers that a complaint still waits for:

    from hypothesis import given, strategies as st
    from complaint_rules.testing import complaints, completions

    @given(st.data())
    def test_an_answer_never_takes_a_payable_item_away(data):
        complaint = data.draw(complaints(engine))
        answered = data.draw(completions(complaint, engine))
        ...

It needs Hypothesis, which comes with the extra `testing`.
"""

from __future__ import annotations

from complaint_rules.testing.check import assert_properties
from complaint_rules.testing.complaints import KINDS, complaints, completions, unanswered
from complaint_rules.testing.door import HypothesisMissingError
from complaint_rules.testing.pairs import pairs
from complaint_rules.testing.values import FIRST_DAY

__all__ = [
    "FIRST_DAY",
    "KINDS",
    "HypothesisMissingError",
    "assert_properties",
    "complaints",
    "completions",
    "pairs",
    "unanswered",
]
