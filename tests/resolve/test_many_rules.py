"""What is kept by pattern of claims tells any two rules apart, however many there are."""

from __future__ import annotations

SITE = {"site": {"type": "text", "title": {"en": "Site", "zh": "门店"}}}


def test_rules_over_a_thousand_apart_are_not_taken_for_one_another(load, write, complaint):
    rules = [{"when": {"extra.site": f"s-{number}"}, "then": {"support": "finance"}} for number in range(1, 1200)]
    engine = load(write({"then": {"support": "finance"}}, *rules, facts=SITE))
    for number in (5, 1029, 1199, 175):
        decision = engine.decide(complaint(extra={"site": f"s-{number}"}))
        assert decision.department.because == ("house/r0", f"house/r{number}")
