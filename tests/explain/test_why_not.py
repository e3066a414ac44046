"""Why not: what stood in the way of each rule, and the smallest change of facts, held against trying them all."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules import CalendarError, PathError
from complaint_rules.explain.paths import find_wanted
from complaint_rules.explain.supposing import Supposing, with_values
from complaint_rules.explain.wanting import gives
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.testing import complaints
from tests.explain.stating import stated
from tests.prove.small import complaints as all_complaints
from tests.prove.small import small_rulesets
from tests.random_rulesets import compiled, engine_of
from tests.shipped import SHIPPED, shipped

WANTED = [
    "severity=low",
    "severity=high",
    "department.lead=security",
    "liability=company",
    "deadlines.respond",
    "deadlines.respond=24h",
    "remedies.apology=required",
    "remedies.apology=forbidden",
    "remedies.compensation",
]
_VALUES: dict[str, list[Any]] = {
    "facts_clear": [False, True],
    "media_risk": ["none", "possible", "contacted", "published"],
    "claimed_amount": [0, 9_999, 10_000, 10_001, 99_999],
    "injury.severity": ["none", "minor", "serious", "disability", "death"],
}
"""Values that stand for all there are, as the small rulesets go."""
_CHANGES = {"facts_clear": "rises", "media_risk": "rises", "claimed_amount": "freely", "injury.severity": "never"}


def ways(sheet: Any, facts: Any) -> dict[str, list[Any]]:
    """What each fact may become: an answer where it is unknown, else what its declaration allows; first as it is."""
    found: dict[str, list[Any]] = {}
    for path, values in _VALUES.items():
        now = sheet.values[facts[path].index]
        if now is ABSENT:
            found[path] = [now]
        elif now is UNKNOWN:
            found[path] = [now, *values]
        elif _CHANGES[path] == "rises":
            found[path] = [now, *values[values.index(now) + 1 :]]
        else:
            found[path] = [now, *[value for value in values if value != now and _CHANGES[path] == "freely"]]
    return found


@given(data=st.data())
def test_the_smallest_change_does_it_and_no_smaller_one_does(data):
    engine = engine_of(compiled(data.draw(small_rulesets())), "python")
    decision = engine.decide(data.draw(st.sampled_from(all_complaints())))
    supposing = Supposing(decision.resolution.resolver.program)
    wanted = find_wanted(data.draw(st.sampled_from(WANTED)), engine.ruleset)
    facts = engine.ruleset.names.facts
    change = decision.why_not(wanted.text).change
    assert change.certified
    sizes = []
    possible = ways(decision.sheet, facts)
    for values in itertools.product(*possible.values()):
        turned = {
            path: value
            for path, value, now in zip(possible, values, [w[0] for w in possible.values()], strict=True)
            if value is not now
        }
        sheet = with_values(decision.sheet, [(facts[path], value) for path, value in turned.items()])
        if gives(wanted, supposing.at(sheet)):
            sizes.append(len(turned))
    assert (change.turns is None) == (not sizes)
    if change.turns is not None:
        assert len(change.turns) == min(sizes)


@pytest.mark.parametrize("ruleset", SHIPPED)
@settings(max_examples=settings().max_examples // 4)
@given(data=st.data())
def test_the_smallest_change_applied_to_the_complaint_gives_the_entry(ruleset, data):
    """Decided anew from the complaint, not from the search's own suppositions; and only facts that may change do."""
    engine = shipped(ruleset)
    complaint = data.draw(complaints(engine, known=0.8))
    tiers = [f"severity={tier}" for tier in engine.ruleset.names.tiers]
    kinds = ("refund", "compensation", "exchange", "statutory_damages", "medical_advance")
    path = data.draw(
        st.sampled_from([*tiers, *[f"remedies.{kind}" for kind in kinds], "actions.call_police", "liability=company"])
    )
    try:
        answer = engine.decide(complaint).why_not(path)
        if answer.change.turns is None:
            return
        facts = engine.ruleset.names.facts
        assert all(
            one.state in ("unknown", "presumed") or facts[one.fact].changes != "never" for one in answer.change.turns
        )
        changed = stated(complaint, {one.fact: one.to for one in answer.change.turns})
        assert engine.decide(changed).why_not(path).already
    except CalendarError:
        return


def test_each_rule_that_could_have_given_it_says_what_failed_and_what_is_unknown(load, write, complaint):
    engine = load(
        write(
            {"when": {"facts_clear": True, "evidence.receipt": True}, "then": {"permit": "refund"}, "id": "grant"},
            {"when": {"media_risk": ">= possible"}, "then": {"require": "refund"}, "id": "loud"},
            {"when": {"facts_clear": False}, "then": {"permit": "refund"}, "id": "vague"},
            {"when": {"kind": "other"}, "then": {"permit": "apology"}, "id": "no", "exception_to": ["vague"]},
        )
    )
    found = engine.decide(complaint(facts_clear=False, media_risk="none")).why_not("remedies.refund")
    grant, loud, vague = found.candidates
    assert [(one.fact, one.value, one.open) for one in grant.unmet] == [
        ("facts_clear", False, False),
        ("evidence.receipt", None, True),
    ]
    assert (loud.state, [one.test for one in loud.unmet]) == ("not_met", [">= possible"])
    assert (vague.state, vague.silenced_by) == ("silenced", ("house/no",))
    assert [(one.fact, one.to) for one in found.change.turns or ()] == [("media_risk", "possible")]


def test_a_statute_that_stands_against_it_is_named(load, write, complaint):
    write({"binding": True, "id": "ban", "then": {"forbid": "refund"}}, name="statute")
    engine = load(write({"then": {"permit": "refund"}, "id": "grant"}, extends=["../statute"]))
    found = engine.decide(complaint()).why_not("remedies.refund")
    assert (found.candidates[0].state, found.candidates[0].beaten_by) == ("beaten", ("statute/ban",))
    assert (found.change.turns, found.change.certified) == (None, True)
    assert "Nothing that can still change would bring it about" in found.to_text()


def test_nobody_is_asked_to_become_younger(load, write, complaint):
    engine = load(write({"when": {"injury.age": "< 18"}, "then": {"permit": "refund"}}))
    assert engine.decide(complaint(injury={"age": 30})).why_not("remedies.refund").change.turns is None
    (turn,) = engine.decide(complaint(injury={})).why_not("remedies.refund").change.turns
    assert (turn.fact, turn.state, turn.value) == ("injury.age", "unknown", None)


def test_a_fact_of_the_rulesets_own_changes_as_it_is_declared_to(load, write, complaint):
    title = {"en": "x", "zh": "x"}
    facts = {
        "points": {"type": "integer", "title": title, "changes": "rises"},
        "tall": {"type": "bool", "title": title},
    }
    rules = [
        {"when": {"extra.points": ">= 10"}, "then": {"permit": "refund"}},
        {"when": {"extra.tall": True}, "then": {"permit": "apology"}},
    ]
    decision = load(write(*rules, facts=facts)).decide(complaint(extra={"points": 3, "tall": False}))
    (turn,) = decision.why_not("remedies.refund").change.turns
    assert (turn.fact, turn.value, turn.to) == ("extra.points", 3, 10)
    assert decision.why_not("remedies.apology").change.turns is None


def test_a_paper_that_an_item_needs_is_among_what_may_be_brought(load, write, complaint):
    item = {"lost_wages": {"amount": "100.00", "needs": ["evidence.rest_certificate", "evidence.income_proof"]}}
    decision = load(write({"then": {"item": item}})).decide(complaint(evidence={"income_proof": True}))
    change = decision.why_not("items.lost_wages").change
    assert [(one.fact, one.to) for one in change.turns] == [("evidence.rest_certificate", True)]
    (ask,) = decision.next_questions()
    assert [one.value for one in ask.answers] == [False, True]


def test_what_the_decision_has_already_needs_no_change(load, write, complaint):
    found = load(write({"then": {"permit": "apology"}})).decide(complaint()).why_not("remedies.apology")
    assert (found.already, found.change.turns) == (True, ())


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("remedies.refundd", "unknown entry `remedies.refundd` (did you mean `refund`?)"),
        ("remedies.refund=maybe", "no rule gives `remedies.refund` the value `maybe` (one of: permitted, required, f"),
        ("deadlines.resolve=banana", "no rule gives `deadlines.resolve` the value `banana` (one of: "),
        ("actions.explain=never", "no rule gives `actions.explain` the value `never` (one of: "),
        ("severity", "say which: `severity=serious`"),
        ("severity=grave", "unknown value `grave` of `severity`"),
        ("payable", "unknown entry `payable`"),
        ("approvals.compensation=boss", "unknown role `boss`"),
        ("prohibited.raise_compensation=yes", "`prohibited.raise_compensation` takes no value"),
    ],
)
def test_what_no_decision_can_have_is_refused_with_what_it_can(path, message):
    complaint = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}
    with pytest.raises(PathError) as refusal:
        shipped("retail-store").decide(complaint).why_not(path)
    assert message in str(refusal.value)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_is_told_in_both_languages(lang):
    complaint = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "product_quality", "purchase": {}}
    found = shipped("chain-supermarket").decide(complaint).why_not("remedies.refund")
    texts = [found.to_text(lang, depth) for depth in (1, 2, 3)]
    assert len(texts[0]) < len(texts[1]) <= len(texts[2])
    assert found.to_markdown(lang).startswith("### ")


def test_two_facts_that_are_compared_may_both_be_answered(load, write, complaint):
    engine = load(write({"when": {"claimed_amount": "> purchase.price"}, "then": {"permit": "apology"}}))
    change = engine.decide(complaint(purchase={})).why_not("remedies.apology").change
    assert change.certified
    assert [turn.fact for turn in change.turns] == ["claimed_amount", "purchase.price"]


def test_a_department_may_be_added_to_those_that_agreed(load, write, complaint):
    rule = {"when": {"liability_confirmed_by": "security"}, "then": {"permit": "apology"}}
    decision = load(write(rule)).decide(complaint(liability_confirmed_by=["finance"]))
    (turn,) = decision.why_not("remedies.apology").change.turns
    assert turn.to == ["finance", "security"]


def test_two_departments_may_both_have_to_agree_and_a_third_one_not(load, write, complaint):
    wanted = [{"liability_confirmed_by": name} for name in ("security", "finance")]
    rule = {"when": {"all": wanted, "not": {"liability_confirmed_by": "insurer"}}, "then": {"permit": "apology"}}
    decision = load(write(rule)).decide(complaint())
    (turn,) = decision.why_not("remedies.apology").change.turns
    assert turn.to == ["finance", "security"]
    assert [ask.fact for ask in decision.next_questions()] == ["liability_confirmed_by"]


def test_a_span_that_a_parameter_gives_may_be_asked_for(load, write, complaint):
    days = {"unit": "days", "basis": "assumption", "reason": "an example", "values": {"2020-01-01": 15}}
    rule = {"when": {"facts_clear": True}, "then": {"deadline.respond": "answer_within"}}
    engine = load(write(rule, parameters={"answer_within": days}))
    assert engine.decide(complaint(facts_clear=True)).why_not("deadlines.respond=15 days").already
    (turn,) = engine.decide(complaint()).why_not("deadlines.respond=15 days").change.turns
    assert (turn.fact, turn.to) == ("facts_clear", True)


def test_an_action_that_rules_prohibit_may_be_asked_for_among_what_is_prohibited(load, write, complaint):
    engine = load(write({"when": {"facts_clear": True}, "then": {"prohibit": "call_police"}}))
    (turn,) = engine.decide(complaint()).why_not("prohibited.call_police").change.turns
    assert turn.fact == "facts_clear"


def test_whoever_leads_does_not_help(load, write, complaint):
    rules = {"then": {"support": "security"}}, {"when": {"facts_clear": True}, "then": {"lead": "security"}}
    engine = load(write(*rules))
    assert not engine.decide(complaint(facts_clear=True)).why_not("department.support.security").already
    assert engine.decide(complaint(facts_clear=False)).why_not("department.support.security").already


def test_nothing_stands_against_what_the_decision_has(load, write, complaint):
    decision = load(write({"then": {"severity": "low"}}, {"then": {"severity": "high"}})).decide(complaint())
    found = decision.why_not("severity=high")
    assert found.already
    assert [(one.rule, one.state, one.beaten_by) for one in found.candidates] == [("house/r1", "counts", ())]
