"""Engines that nobody holds are let go, with all that was generated for them; every span of law can be prepared."""

from __future__ import annotations

import gc
import linecache
import weakref
from datetime import date

import pytest

from complaint_rules import Engine
from complaint_rules.assembly import MOST_UNHELD


def generated():
    gc.collect()
    return {name for name in linecache.cache if name.startswith(("<complaint-rules", "<amount"))}


def versions(write, count):
    effect = {"severity": "low", "permit": {"compensation": {"max": "claimed_amount * 0.5"}}}
    return [write({"then": effect, "reason": f"version {number}"}, name=f"v{number}") for number in range(count)]


def test_engines_that_nobody_holds_are_let_go_with_their_generated_code(write, load, complaint):
    before, seen = generated(), []
    for folder in versions(write, 12):
        engine = load(folder)
        assert engine.decide(complaint(claimed_amount="10.00")).engine == engine.engine
        seen.append(weakref.ref(engine._assembly))
    del engine
    after = generated()
    assert sum(one() is not None for one in seen) == MOST_UNHELD
    assert len(after - before) <= 3 * MOST_UNHELD


def test_an_engine_that_somebody_holds_is_found_again_however_many_are_loaded_meanwhile(write, load):
    folders = versions(write, 6)
    held = load(folders[0])
    for folder in folders[1:]:
        load(folder)
    assert load(folders[0]).shares(held)


def test_warming_prepares_every_span_of_law_and_deciding_makes_nothing_more(write, engine_name, complaint, monkeypatch):
    changing = {"effective": {"from": "2025-01-01", "until": "2025-12-31"}, "then": {"severity": "high"}}
    folder = write({"then": {"severity": "low"}}, changing)
    engine = Engine.load(folder, engine=engine_name, warm=True)
    assert engine.days_in_use == (date(2024, 12, 31), date(2025, 1, 1), date(2026, 1, 1))
    monkeypatch.setattr("complaint_rules.assembly.make_matcher", lambda *_: pytest.fail("a matcher is made"))
    for year in (2024, 2025, 2026):
        assert engine.decide(complaint(received_at=f"{year}-03-04T10:00:00+08:00")).severity.tier is not None


def test_warming_for_a_day_prepares_the_law_of_that_day_only(write, load):
    changing = {"effective": {"from": "2025-01-01"}, "then": {"severity": "high"}}
    engine = load(write({"then": {"severity": "low"}}, changing))
    engine.warm([date(2026, 11, 20)])
    assert engine.days_in_use == (date(2025, 1, 1),)


def test_a_day_beyond_the_calendar_is_warmed_as_far_as_it_goes(write, load):
    engine = load(
        write({"then": {"deadline.respond": "5 working days"}}, clocks={"respond": {"en": "respond", "zh": "答复"}})
    )
    engine.warm([date(2099, 1, 1)])
    assert len(engine.days_in_use) == 1
