"""What programs share between complaints is bounded over all programs of a process, and decides nothing."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.evaluate import space as sharing
from complaint_rules.testing import complaints
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import shipped


def test_the_oldest_shared_functions_are_let_go_and_decisions_stay_the_same(monkeypatch):
    monkeypatch.setattr(sharing, "MOST_HOLDERS", 1)
    first, second = shipped("mall-emergency", "python"), shipped("crisis-prevention", "python")
    complaint = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "personal_injury"}
    before = first.decide(complaint).to_dict()
    space = first.decide(complaint).evaluation.evaluator.space
    for engine in (first, second):
        for _ in range(20):
            engine.decide(complaint)
    assert space._of_all is None, "those of the second engine took its place"
    assert second.decide(complaint).evaluation.evaluator.space._of_all is not None
    assert first.decide(complaint).to_dict() == before


@given(data=st.data())
def test_a_decision_is_the_same_by_functions_that_are_shared_and_by_its_own(data):
    engine = engine_of(data.draw(rulesets()), "python")
    some = [data.draw(complaints(engine, known=0.5)) for _ in range(6)]
    with patch.object(sharing.Space, "alike_before_shared", 1):
        shared = [engine.decide(complaint).to_dict() for complaint in some]
    with patch.object(sharing.Space, "alike_before_shared", 10**9):
        for complaint, decision in zip(some, shared, strict=True):
            alone = engine.decide(complaint)
            alone.evaluation.evaluator.space.forget()
            assert engine.decide(complaint).to_dict() == decision
