"""The guard against slowing down notices what would slow every decision down."""

from __future__ import annotations

from benchmarks import guard
from complaint_rules.trace.tracer import Tracer


def test_a_tracer_that_does_its_work_many_times_over_is_noticed(monkeypatch):
    once = Tracer.trace

    def over_and_over(self, decision):
        for _ in range(40):
            once(self, decision)
        return once(self, decision)

    monkeypatch.setattr(Tracer, "trace", over_and_over)
    found = guard.against_written_out("python", "cases", rounds=3)
    assert not found.holds
    assert str(found).startswith("TOO SLOW")


def test_a_ratio_is_the_median_round_of_two_that_take_turns(monkeypatch):
    clocked = iter([2.0, 1.0, 30.0, 1.0, 4.0, 1.0])
    monkeypatch.setattr(guard, "_clocked", lambda run, batch: next(clocked))
    assert guard.ratio(lambda _: None, lambda _: None, [([], [])] * 3) == 4.0
