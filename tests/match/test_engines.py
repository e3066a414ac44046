"""Every engine decides what the interpreter decides: it is the meaning of the language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules import Engine
from complaint_rules.match.engines import ENGINES, choose, rete_available
from complaint_rules.testing import complaints
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import SHIPPED, shipped

NO_RETE = pytest.mark.skipif(not rete_available(), reason="durable-rules is not installed")
FAST = [pytest.param(name, marks=NO_RETE if name == "rete" else ()) for name in ENGINES if name != "interpreter"]


def decided(engine, complaint):
    """The whole decision but the engine's name."""
    decision = engine.decide(complaint).to_dict()
    assert decision.pop("engine") == engine.engine
    return decision


@pytest.mark.parametrize("fast", FAST)
@pytest.mark.parametrize("ruleset", SHIPPED)
@settings(max_examples=max(settings().max_examples // 2, 20))
@given(data=st.data())
def test_an_engine_decides_shipped_rulesets_as_the_interpreter_does(fast, ruleset, data):
    complaint = data.draw(complaints(shipped(ruleset)))
    assert decided(shipped(ruleset, fast), complaint) == decided(shipped(ruleset, "interpreter"), complaint)


@pytest.mark.parametrize("fast", FAST)
@given(data=st.data())
def test_an_engine_decides_any_ruleset_as_the_interpreter_does(fast, data):
    ruleset = data.draw(rulesets())
    meaning, engine = engine_of(ruleset, "interpreter"), engine_of(ruleset, fast)
    for _ in range(5):
        complaint = data.draw(complaints(ruleset))
        assert decided(engine, complaint) == decided(meaning, complaint)


@pytest.mark.parametrize("name", ENGINES)
@given(data=st.data())
def test_a_complaint_is_decided_alike_again_when_what_came_before_is_kept(name, data):
    if name == "rete" and not rete_available():
        pytest.skip("durable-rules is not installed")
    ruleset = data.draw(rulesets())
    engine = engine_of(ruleset, name)
    some = [data.draw(complaints(ruleset)) for _ in range(4)]
    first = [decided(engine, complaint) for complaint in some]
    for _ in range(3):
        assert [decided(engine, complaint) for complaint in some] == first
    assert first == [decided(engine_of(ruleset, "interpreter"), complaint) for complaint in some]


def test_a_negated_comparison_with_an_absent_fact_holds_whatever_the_unknown_one_is(load, write, complaint):
    engine = load(write({"when": {"claimed_amount": "not(< purchase.price)"}, "then": {"permit": "apology"}}))
    assert engine.decide(complaint()).status == "final"
    assert [remedy.kind for remedy in engine.decide(complaint()).remedies] == ["apology"]


def test_a_parameter_without_a_figure_leaves_its_rule_undecided(load, write, complaint):
    limit = {"unit": "CNY", "values": {"2027-01-01": "100.00"}, "basis": "assumption", "reason": "an example"}
    rule = {"when": {"claimed_amount": "< limit"}, "then": {"permit": "apology"}}
    decision = load(write(rule, parameters={"limit": limit})).decide(complaint(claimed_amount="1.00"))
    assert [(remedy.kind, remedy.status) for remedy in decision.remedies] == [("apology", "open")]
    assert (decision.status, decision.questions) == ("provisional", ())
    assert [review.kind for review in decision.review] == ["figure"]


def test_more_tests_than_one_network_carries_are_all_matched(load, write, complaint):
    rules = [
        {"when": {"claimed_amount": f">= {index}.00"}, "then": {"support": "security" if index == 399 else "finance"}}
        for index in range(1, 400)
    ]
    engine = load(write(*rules))
    assert set(engine.decide(complaint(claimed_amount="399.00")).department.support) == {"security", "finance"}
    assert engine.decide(complaint(claimed_amount="398.99")).department.support == ("finance",)


SITES = [*[{"site": f"s-{number}"} for number in (0, 1, 2, 57, 58, 119, 120, 121, 400)], {}]
"""Sites that one rule names, that several do, that none does; and a site that is not known."""


@pytest.mark.parametrize("fast", FAST)
def test_rules_that_name_values_of_one_fact_are_found_by_the_value(fast, write, complaint):
    title = {"en": "Site", "zh": "门店"}
    named = [
        {"when": {"extra.site": [f"s-{number}", f"s-{number + 1}"], "claimed_amount": f">= {number}.00"}}
        for number in range(120)
    ]
    others = [
        {"when": {"extra.site": "not(s-57)", "fault": "company"}},
        {"when": {"any": [{"extra.site": "s-58"}, {"claimed_amount": "< 10.00"}]}},
        {"when": {"extra.site": "unknown"}},
    ]
    parties = ("security", "finance", "purchasing")
    rules = [{**rule, "then": {"support": parties[index % 3]}} for index, rule in enumerate([*named, *others])]
    ruleset = write(*rules, facts={"site": {"type": "text", "title": title}})
    engine, meaning = Engine.load(ruleset, engine=fast), Engine.load(ruleset, engine="interpreter")
    for extra in SITES:
        for facts in ({}, {"claimed_amount": "60.00"}, {"claimed_amount": "5.00", "fault": "company"}):
            asked = complaint(extra=extra, **facts)
            assert decided(engine, asked) == decided(meaning, asked)


def test_the_engine_that_ran_is_named_in_the_decision(load, write, complaint, engine_name):
    assert load(write({"then": {"permit": "apology"}})).decide(complaint()).engine == engine_name


def test_without_a_name_the_fastest_engine_that_can_run_is_taken():
    assert choose(None) == ("rete" if rete_available() else "python")
