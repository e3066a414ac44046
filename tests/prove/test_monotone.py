"""A bound that is proved never to fall falls between no two complaints: the proof goes candidate by candidate."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_rules.compile.rule import Ruleset
from complaint_rules.properties.holding import holds_between
from complaint_rules.prove.check import check
from tests.decide.small import TITLE, rule
from tests.decide.test_payable import BASE
from tests.random_rulesets import compiled, engine_of

DRIVER = "belongings.value"
VALUES = ["0.00", "0.01", "49.99", "50.00", "99.99", "100.00", "100.01", "300.00"]
RISING = [
    "belongings.value",
    "50.00",
    "belongings.value / 3",
    "min(belongings.value, 80.00)",
    "max(60.00, belongings.value)",
]
FALLING = ["max(0.00, 100.00 - belongings.value)", "max(30.00, 90.00 - belongings.value / 2)"]
CONDITIONS = [{}, {}, {DRIVER: "> 99.99"}, {DRIVER: "<= 50.00"}, {"channel": "letter"}]


@st.composite
def sources(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Two to four rules on one remedy and one item, whose amounts rise with the driver or, sometimes, fall."""
    amounts = st.sampled_from([*RISING, *RISING, *FALLING])
    rules: list[dict[str, Any]] = []
    for index in range(draw(st.integers(2, 4))):
        limits = {limit: draw(amounts) for limit in draw(st.sets(st.sampled_from(["min", "max", "cap"]), min_size=1))}
        says = draw(st.sampled_from(["permit", "require", "item"]))
        then = {says: {"compensation": limits}}
        if says == "item":
            then = {"item": {"medical": {"amount": draw(amounts)}}}
        one = {**rule(f"r{index}", then, draw(st.sampled_from(CONDITIONS))), "binding": draw(st.booleans())}
        rules.append(one)
    outcome = draw(st.sampled_from(["compensation.max", "compensation.min", "medical.max", "payable.max"]))
    way = draw(st.sampled_from(["rises_with", "rises_with", "falls_with"]))
    return source(rules, {outcome: {way: DRIVER}})


def source(rules: list[dict[str, Any]], said: dict[str, Any]) -> list[dict[str, Any]]:
    head = {"ruleset": "small", "language": 1, "version": "1.0.0", "title": TITLE, "rules": rules}
    return [{**head, "properties": [{"id": "tried", "title": {"en": "a", "zh": "a"}, "monotone": said}]}]


def falls_somewhere(ruleset: Ruleset) -> bool:
    """Whether the property is broken between two complaints that differ in the driver alone."""
    engine = engine_of(ruleset, "interpreter")
    tried = ruleset.properties[0]
    for channel in ("letter", "email"):
        stated = [{**BASE, "channel": channel, "belongings": {"value": value}} for value in VALUES]
        decisions = [engine.decide(one) for one in stated]
        if not all(holds_between(tried, one, other) for one in decisions for other in decisions):
            return True
    return False


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(sources())
def test_what_is_proved_never_to_fall_falls_between_no_two_complaints(drawn):
    ruleset = compiled(drawn)
    report = check(ruleset)
    assert report.unsettled == []
    broken = any(found.kind == "property" for found in report.findings)
    assert broken or not falls_somewhere(ruleset)


FOUND = {
    "an amount falls": ({"permit": {"compensation": {"max": FALLING[0]}}}, {}),
    "a lower limit comes in": ({"permit": {"compensation": {"max": "20.00"}}}, {DRIVER: "> 99.99"}),
    "the remedy is forbidden": ({"forbid": "compensation"}, {DRIVER: "> 99.99"}),
}


@pytest.mark.parametrize("name", FOUND)
def test_each_way_in_which_a_bound_falls_is_found(name):
    first = rule("first", {"permit": {"compensation": {"max": "150.00"}}}, {"kind": "other"})
    ruleset = compiled(source([first, rule("second", *FOUND[name])], {"compensation.max": {"rises_with": DRIVER}}))
    assert falls_somewhere(ruleset)
    assert [one.kind for one in check(ruleset).findings if one.kind == "property"] == ["property"]


def test_a_limit_that_comes_in_above_the_others_lowers_nothing():
    first = rule("first", {"permit": {"compensation": {"max": "20.00"}}})
    second = rule("second", {"permit": {"compensation": {"max": "belongings.value"}}}, {DRIVER: "> 99.99"})
    ruleset = compiled(source([first, second], {"compensation.max": {"rises_with": DRIVER}}))
    assert not falls_somewhere(ruleset)
    report = check(ruleset)
    assert ([one for one in report.findings if one.kind == "property"], report.unsettled) == ([], [])
