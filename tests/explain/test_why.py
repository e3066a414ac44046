"""Why: the stated reasons alone still give the entry, none of them can be spared, and sentences follow the rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules import PathError
from complaint_rules.explain.paths import entries_of
from complaint_rules.explain.what_if import WhatIf, with_values
from complaint_rules.explain.why import Grounds
from complaint_rules.facts.fact import ALWAYS_STATED
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.testing import complaints
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import SHIPPED, shipped

LOCKER = {
    "id": "C-1",
    "received_at": "2026-11-20T18:40:00+08:00",
    "kind": "lost_property",
    "claimed_amount": "150.00",
    "belongings": {"location": "locker", "circumstance": "stolen", "notice_posted": True},
}


def hold(engine, complaint, chosen=lambda entries: entries):
    """For each entry: all but its grounds forgotten, it is as it was; one of them forgotten too, it is not."""

    def said(at, entry):
        return [(at.says(key), at.waits_for(key) == 0) for key in entry.keys]

    decision = engine.decide(complaint)
    what_if = WhatIf(decision.evaluation.evaluator.program)
    for entry in chosen(entries_of(decision)):
        now = said(what_if.at(decision.sheet), entry)
        sheet, grounds = Grounds(what_if, decision, entry.keys).least()
        kept = {fact.index for facts in grounds.values() for fact in facts}
        for fact in engine.ruleset.facts:
            never_unknown = fact.may_be_absent and sheet.values[fact.index] is ABSENT
            if fact.path not in ALWAYS_STATED and not never_unknown:
                assert (sheet.values[fact.index] is UNKNOWN) == (fact.index not in kept)
        assert said(what_if.at(sheet), entry) == now, entry
        for name, facts in grounds.items():
            without = what_if.at(with_values(sheet, [(fact, UNKNOWN) for fact in facts]))
            assert said(without, entry) != now, (entry, name)


@pytest.mark.parametrize("ruleset", SHIPPED)
@settings(max_examples=settings().max_examples // 6)
@given(data=st.data())
def test_the_reasons_alone_give_each_entry_of_a_shipped_ruleset_and_none_can_be_spared(ruleset, data):
    engine = shipped(ruleset)
    some = lambda entries: data.draw(st.lists(st.sampled_from(entries), min_size=1, max_size=6, unique=True))  # noqa: E731
    hold(engine, data.draw(complaints(engine)), some)


@given(data=st.data())
def test_the_reasons_alone_give_each_entry_of_any_ruleset_and_none_can_be_spared(data):
    engine = engine_of(data.draw(rulesets()), "python")
    hold(engine, data.draw(complaints(engine)))


def test_the_chain_leads_from_the_entry_to_rule_clause_test_fact_and_figure():
    found = shipped("retail-store").decide(LOCKER).explain("remedies.compensation").to_dict()
    assert found["entry"]["status"] == "permitted"
    (rule,) = found["rules"]
    assert (rule["rule"], rule["cite"]) == ("retail-store/locker-small-claim", ["retail-store/2.4f3"])
    assert [(one["fact"], one["value"]) for one in found["grounds"]] == [
        ("kind", "lost_property"),
        ("claimed_amount", "150.00"),
        ("promised_amount", "0.00"),
        ("purchase", None),
        ("belongings.location", "locker"),
    ]
    assert [one["parameter"] for one in found["parameters"]] == ["locker_limit"]
    assert "retail-store/no-compensation" in [one["rule"] for one in found["silenced"]]


def test_a_fact_that_no_test_behind_the_entry_reads_says_what_it_keeps_away(load, write, complaint):
    engine = load(
        write(
            {"then": {"permit": "refund"}, "id": "general"},
            {"when": {"facts_clear": True}, "then": {"forbid": "refund"}, "id": "exception"},
        )
    )
    (ground,) = engine.decide(complaint(facts_clear=False)).explain("remedies.refund").grounds
    assert (ground.fact, ground.value, ground.keeps_away) == ("facts_clear", False, ("house/exception",))


def test_what_an_answer_would_change_is_not_said_to_hold_whatever_the_facts_are(load, write, complaint):
    rules = {"then": {"severity": "low"}}, {"when": {"facts_clear": True}, "then": {"severity": "high"}}
    engine = load(write(*rules))
    open_ = engine.decide(complaint()).explain("severity")
    assert (open_.grounds, open_.waits_for) == ((), ("facts_clear",))
    assert "it holds whatever the facts are" not in open_.to_text()
    assert "an answer could still change it: facts clear" in open_.to_text()
    settled = engine.decide(complaint(facts_clear=False)).explain("severity")
    assert ([one.fact for one in settled.grounds], settled.waits_for) == (["facts_clear"], ())


def test_a_fact_that_only_makes_an_entry_certain_is_among_its_grounds(load, write, complaint):
    """The clock is the same whether the fact is unknown or false; only the latter keeps it from lapsing."""
    rules = (
        {"then": {"deadline.respond": "48h"}, "id": "general"},
        {"when": {"facts_clear": True}, "then": {"severity": "high"}, "id": "unless", "exception_to": ["general"]},
    )
    found = load(write(*rules)).decide(complaint(facts_clear=False)).explain("deadlines.respond")
    assert [(one.fact, one.keeps_away) for one in found.grounds] == [("facts_clear", ("house/unless",))]


def test_what_the_rules_read_of_the_decision_is_explained_in_turn(load, write, complaint):
    engine = load(
        write(
            {"then": {"severity": "low"}},
            {"when": {"facts_clear": True}, "then": {"severity": "high"}, "id": "tier"},
            {"when": {"decision.severity": "high"}, "then": {"deadline.resolve": "24h"}, "id": "clock"},
        )
    )
    found = engine.decide(complaint(facts_clear=True)).explain("deadlines.resolve.within")
    assert [one.path for one in found.parts] == ["severity"]
    assert [one.fact for one in found.grounds] == ["facts_clear"]
    assert found.parts[0].rules[0].rule == "house/tier"


def test_the_whole_sum_is_explained_by_what_it_is_made_of():
    found = shipped("retail-store").decide(LOCKER).explain("payable")
    assert [one.path for one in found.parts] == ["remedies.compensation"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("remedy.refund", "unknown entry `remedy.refund` (did you mean `remedies`?)"),
        ("remedies.refunds", "the decision has no entry `remedies.refunds` (there is remedies."),
        ("remedies.refund", "`why-not remedies.refund` says what would bring it about"),
        ("remedies", "`remedies` has several entries: name one (there is remedies."),
        ("department.support.finances", "`finances` does not help here"),
        ("department.boss", "unknown entry `department.boss` (one of: lead, support)"),
    ],
)
def test_a_path_that_names_nothing_is_refused_with_what_there_is(path, message):
    with pytest.raises(PathError) as refusal:
        shipped("retail-store").decide(LOCKER).explain(path)
    assert message in str(refusal.value)


def test_every_entry_can_be_explained_in_both_languages_at_every_depth():
    decision = shipped("retail-store").decide(LOCKER)
    for one in decision.explain_all():
        for lang in ("en", "zh"):
            texts = [one.to_text(lang, depth) for depth in (1, 2, 3)]
            assert len(texts[0]) <= len(texts[1]) <= len(texts[2])
            assert one.to_markdown(lang, 2).startswith("### ")
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in one.to_text("en", 3))


def test_a_refusal_that_an_answer_may_lift_is_open_and_names_the_rules_that_may_grant_it(load, write, complaint):
    engine = load(
        write(
            {"when": {"facts_clear": True}, "then": {"permit": "refund"}, "id": "later"},
            {"then": {"forbid": "refund"}, "id": "now"},
            {"when": {"liability_clear": True}, "then": {"permit": "apology"}, "exception_to": ["now"], "id": "unless"},
        )
    )
    decision = engine.decide(complaint())
    (refund,) = [one for one in decision.remedies if one.kind == "refund"]
    assert (refund.status, refund.because) == ("open", ("house/later",))
    assert [one.rule for one in decision.explain("remedies.refund").rules] == ["house/later"]
    assert "it waits for: facts clear" in decision.explain("remedies.refund").to_text()


def test_an_item_that_merely_may_come_about_names_the_rules_that_wait(load, write, complaint):
    item = {"item": {"medical": {"amount": "100.00", "needs": []}}}
    decision = load(write({"when": {"facts_clear": True}, "then": item, "id": "later"})).decide(complaint())
    found = decision.explain("items.medical")
    assert [(one.rule, one.certain) for one in found.rules] == [("house/later", False)]
    assert "it waits for: facts clear" in found.to_text()


def test_a_group_that_does_not_apply_is_one_reason(load, write, complaint):
    engine = load(write({"when": {"injury.severity": "absent"}, "then": {"permit": "apology"}}))
    decision = engine.decide(complaint())
    (ground,) = decision.explain("remedies.apology").grounds
    assert (ground.fact, ground.state) == ("injury", "absent")
    assert decision.sheet.values[engine.ruleset.names.facts["injury.severity"].index] is ABSENT


def test_what_is_explained_later_is_what_a_fresh_run_explains():
    """The decision keeps what it needs, whatever was decided in between."""
    engine = shipped("retail-store")
    decision = engine.decide(LOCKER)
    for kind in ("vehicle", "privacy", "personal_injury"):
        engine.decide({"id": "C-2", "received_at": "2026-11-20T18:40:00+08:00", "kind": kind}).explain("severity")
    fresh = engine.decide(LOCKER)
    assert decision.explain("remedies.compensation").to_dict() == fresh.explain("remedies.compensation").to_dict()
    assert decision.why_not("remedies.refund").to_dict() == fresh.why_not("remedies.refund").to_dict()
    assert decision.next_questions() == fresh.next_questions()


def test_an_explanation_costs_nothing_until_it_is_asked_for(load, write, complaint, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("something was explained that nobody asked for")

    monkeypatch.setattr("complaint_rules.explain.explainer.Explainer.__init__", refuse)
    # Engines are shared by content: this one is of a rule that no other test has asked about.
    decision = load(write({"id": "unasked", "then": {"permit": "apology"}})).decide(complaint())
    assert decision.to_dict()["status"] == "final"
    with pytest.raises(AssertionError):
        decision.explain("remedies.apology")


@pytest.mark.parametrize("path", ["department", "department.lead", "liability", "remedies.refund", "remedies.apology"])
def test_a_house_rule_that_gave_way_to_the_statute_is_named_with_the_entry_that_it_spoke_of(
    path, load, write, complaint
):
    law = {"lead": "customer_service", "liability": "company", "require": {"refund": {"min": "90.00"}}}
    own = {"lead": "front_desk", "liability": "customer", "forbid": "refund", "permit": "apology"}
    write({"binding": True, "id": "law", "then": law | {"forbid": "apology"}}, name="statute")
    decision = load(write({"id": "own", "then": own}, extends=["../statute"])).decide(complaint())
    told = decision.explain(path)
    assert [(one.rule, one.by) for one in told.overridden] == [("house/own", ("statute/law",))]
    assert "house/own gives way to the law: statute/law" in told.to_text()


def test_an_entry_names_no_house_rule_that_gave_way_on_another_one(load, write, complaint):
    write({"binding": True, "id": "law", "then": {"lead": "customer_service", "support": "finance"}}, name="statute")
    rule = {"id": "own", "then": {"lead": "front_desk", "permit": "refund"}}
    decision = load(write(rule, extends=["../statute"])).decide(complaint())
    assert decision.explain("remedies.refund").overridden == ()
    assert decision.explain("department.support").overridden == ()


def test_a_list_holds_because_others_are_kept_out_of_it_too(load, write, complaint):
    rules = (
        {"then": {"lead": "security", "support": "finance", "approval": {"role": "finance", "for": "solution"}}},
        {"id": "more", "then": {"support": "insurer", "approval": {"role": "duty_manager", "for": "solution"}}},
        {"when": {"facts_clear": True}, "then": {"action": "explain"}, "exception_to": ["more"]},
    )
    decision = load(write(*rules)).decide(complaint(facts_clear=True))
    for path in ("department", "department.support", "approvals.solution"):
        assert [ground.fact for ground in decision.explain(path).grounds] == ["facts_clear"]
