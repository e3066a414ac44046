"""The guard sees a slow-down: planted work in the tracer or a load, or that grows with rules which do not apply."""

from __future__ import annotations

import time

import pytest

from benchmarks import guard
from complaint_rules.match.python import PythonMatcher
from complaint_rules.trace.tracer import Tracer


def spin(microseconds):
    end = time.process_time() + microseconds / 1e6
    while time.process_time() < end:
        pass


@pytest.fixture
def slowed(monkeypatch):
    """Plants work before a method of a class."""

    def slow(owner, name, work):
        plain = getattr(owner, name)

        def slower(self, *given):
            spin(work(self))
            return plain(self, *given)

        monkeypatch.setattr(owner, name, slower)

    return slow


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


def test_a_slow_tracer_is_seen(slowed):
    slowed(Tracer, "trace", lambda _: 200)
    assert not guard.against_written_out("python", "cases", rounds=3).holds


def test_work_for_every_rule_is_seen(slowed, monkeypatch):
    made = PythonMatcher.__init__

    def counted(self, program):
        made(self, program)
        self.rules = len(program.rules)

    monkeypatch.setattr(PythonMatcher, "__init__", counted)
    slowed(PythonMatcher, "match", lambda matcher: matcher.rules / 10)
    assert not guard.with_more_rules("python", rounds=3).holds


def test_a_load_that_parses_what_it_knows_is_seen(monkeypatch):
    monkeypatch.setattr(guard, "LOADS", 2)
    monkeypatch.setattr("complaint_rules.assembly.known_stack", lambda *_: None)
    assert not guard.loading_again(rounds=1).holds


def test_a_ratio_is_the_median_round_of_two_that_take_turns(monkeypatch):
    clocked = iter([2.0, 1.0, 30.0, 1.0, 4.0, 1.0])
    monkeypatch.setattr(guard, "_clocked", lambda run, batch: next(clocked))
    assert guard.ratio(lambda _: None, lambda _: None, [([], [])] * 3) == 4.0


def test_a_ratio_is_measured_again_before_it_fails(monkeypatch):
    measured = iter([guard.Ratio("first", 3.0, 2.0), guard.Ratio("second", 1.0, 2.0)])
    monkeypatch.setattr(guard, "LIMITS", {("python", "cases"): 2.0})
    monkeypatch.setattr(guard, "GROWTH_LIMITS", {})
    monkeypatch.setattr(guard, "against_written_out", lambda *_: next(measured))
    monkeypatch.setattr(guard, "loading_again", lambda: guard.Ratio("load", 1.0, 2.0))
    assert [(one.what, one.holds) for one in guard.ratios()] == [("second", True), ("load", True)]


def test_it_ends_with_a_failure(monkeypatch, capsys):
    monkeypatch.setattr(guard, "ratios", lambda: [guard.Ratio("one", 1.0, 2.0), guard.Ratio("two", 3.0, 2.0)])
    with pytest.raises(SystemExit) as end:
        guard.main()
    assert end.value.code == 1
    assert "TOO SLOW two: 3.00 (at most 2.00)" in capsys.readouterr().out
