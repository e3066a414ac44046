"""What programs share between complaints is bounded over all programs of a process, and decides nothing."""

from __future__ import annotations

from complaint_rules.evaluate import completions
from tests.shipped import shipped


def test_the_oldest_shared_functions_are_let_go_and_decisions_stay_the_same(monkeypatch):
    monkeypatch.setattr(completions, "MOST_HOLDERS", 1)
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
