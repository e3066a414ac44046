"""Why not: what stood in the way of each rule, and the smallest change of facts, held against trying them all."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complaint_rules import PathError
from complaint_rules.compile.effect import SetDeadline
from complaint_rules.explain.goal import gives
from complaint_rules.explain.paths import find_wanted
from complaint_rules.explain.what_if import WhatIf, with_values
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.testing import complaints
from tests.explain.small import small_sources
from tests.explain.stating import stated
from tests.prove.small import complaints as all_complaints
from tests.random_rulesets import TITLE, compiled, engine_of
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


def _gives_a_day(ruleset: Any) -> bool:
    """Whether a rule gives the day that is wanted; no other ruleset has it."""
    spans = [one.within.text for rule in ruleset.rules for one in rule.effects if isinstance(one, SetDeadline)]
    return "24h" in spans


@given(data=st.data())
def test_the_smallest_change_does_it_and_no_smaller_one_does(data):
    engine = engine_of(compiled(data.draw(small_sources())), "python")
    decision = engine.decide(data.draw(st.sampled_from(all_complaints())))
    what_if = WhatIf(decision.evaluation.evaluator.program)
    asked = data.draw(st.sampled_from(WANTED))
    assume(not asked.startswith("deadlines") or _gives_a_day(engine.ruleset))
    wanted = find_wanted(asked, engine.ruleset)
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
        if gives(wanted, what_if.at(sheet)):
            sizes.append(len(turned))
    assert (change.turns is None) == (not sizes)
    if change.turns is not None:
        assert len(change.turns) == min(sizes)


_CELLS: dict[str, list[Any]] = {
    "facts_clear": [True, False, "unknown"],
    "media_risk": ["none", "not(contacted)", ">= contacted", "published"],
    "fault": ["company", "not(customer)", "undetermined"],
    "claimed_amount": ["> 100.00", "100.00", "not(100.00)", "< purchase.price", ">= purchase.price"],
    "purchase.price": [">= 300.00", "< 100.00", "known"],
    "purchase.failed_repairs": [">= 2", "2", "not(2)", "< 2"],
    "purchase.purchased_on": [">= received_on - 7 days", "< 2026-03-01", "2026-03-01"],
    "liability_confirmed_by": ["finance", "security", "not(security)", ["finance", "insurer"]],
}
_STATED: dict[str, list[Any]] = {
    "facts_clear": [None, False, True],
    "media_risk": [None, "none", "contacted", "published"],
    "fault": [None, "undetermined", "customer"],
    "claimed_amount": [None, "100.00", "350.00"],
    "purchase.price": [None, "300.00", "50.00"],
    "purchase.failed_repairs": [None, 1, 2],
    "purchase.purchased_on": [None, "2026-03-01", "2026-06-15"],
    "liability_confirmed_by": [None, ["finance"], ["security"]],
}
_TRIED: dict[str, list[Any]] = {
    "facts_clear": [False, True],
    "media_risk": ["none", "possible", "contacted", "published"],
    "fault": ["undetermined", "company", "customer", "merchant"],
    "claimed_amount": [0, 4_999, 5_000, 9_999, 10_000, 10_001, 29_999, 30_000, 30_001, 99_999],
    "purchase.price": [0, 5_000, 9_999, 10_000, 10_001, 30_000, 30_001, 99_999],
    "purchase.failed_repairs": [0, 1, 2, 3],
    "purchase.purchased_on": [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2), date(2026, 6, 10)],
    "liability_confirmed_by": [
        frozenset(some)
        for size in range(4)
        for some in itertools.combinations(("finance", "insurer", "security"), size)
    ],
}
"""Values that stand for all there are, as cells such as these go."""
_SAID: list[dict[str, Any]] = [
    {"severity": "high"},
    {"lead": "security"},
    {"support": "security"},
    {"liability": "company"},
    {"deadline.respond": "24h"},
    {"permit": "apology"},
    {"forbid": "apology"},
    {"action": "call_police"},
    {"prohibit": "call_police"},
]
_ASKED = [
    "severity=high",
    "department.lead=security",
    "department.support.security",
    "liability=company",
    "liability=undetermined",
    "deadlines.respond",
    "remedies.apology",
    "remedies.apology=forbidden",
    "actions.call_police",
    "prohibited.call_police",
]


def _reachable(fact: Any, now: Any) -> list[Any]:
    """What a fact of the space above may become, by its declaration; first as it is."""
    tried = _TRIED[fact.path]
    if now is UNKNOWN:
        return [now, *tried]
    if fact.changes == "settles":
        return [now, *(tried if now == "undetermined" else [])]
    if fact.changes == "rises":
        order = fact.values.index if fact.values else lambda value: value
        return [now, *[value for value in tried if order(value) > order(now)]]
    return [now, *(tried if fact.changes == "freely" else [])]


@st.composite
def _cases(draw: Any) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    """A complaint that states some facts, rules on three or four of them, and an entry that is wanted."""
    paths = draw(st.lists(st.sampled_from(list(_CELLS)), min_size=2, max_size=3, unique=True))
    paths += ["purchase.price"] if "claimed_amount" in paths and "purchase.price" not in paths else []
    rules: list[dict[str, Any]] = []
    for number in range(draw(st.integers(2, 4))):
        cells = {path: draw(st.sampled_from(_CELLS[path])) for path in paths if draw(st.booleans())}
        then = draw(st.sampled_from(_SAID))
        if "unknown" in cells.values():
            then = {"action": "call_police"}
        rule = {"id": f"r{number}", "when": cells, "then": then} if cells else {"id": f"r{number}", "then": then}
        if rules and draw(st.booleans()):
            rule["exception_to"] = [draw(st.sampled_from([one["id"] for one in rules]))]
        rules.insert(0, rule) if "exception_to" in rule else rules.append(rule)
    facts = {path: value for path in paths if (value := draw(st.sampled_from(_STATED[path]))) is not None}
    wanted = draw(st.sampled_from(_ASKED))
    return facts, rules, wanted


@given(case=_cases())
def test_the_smallest_change_is_smallest_for_facts_of_every_type_and_every_way_to_change(case):
    facts, rules, wanted = case
    engine = engine_of(compiled([_ruleset(rules)]), "python")
    start = {"id": "C-1", "received_at": "2026-06-15T10:00:00+08:00", "kind": "other", "purchase": {}}
    decision = engine.decide(stated(start, facts))
    found = decision.why_not(wanted)
    what_if = WhatIf(decision.evaluation.evaluator.program)
    read = [fact for fact in engine.ruleset.facts if fact.path in {path for rule in rules for path in _paths(rule)}]
    sizes = []
    for values in itertools.product(*[_reachable(fact, decision.sheet.values[fact.index]) for fact in read]):
        turned = [
            (fact, value)
            for fact, value in zip(read, values, strict=True)
            if value != decision.sheet.values[fact.index]
        ]
        if gives(found.wanted, what_if.at(with_values(decision.sheet, turned))):
            sizes.append(len(turned))
    turns = found.change.turns
    assert found.change.certified
    assert (None if turns is None else len(turns)) == min(sizes, default=None)


def _paths(rule: dict[str, Any]) -> set[str]:
    cells = rule.get("when", {})
    return set(cells) | ({"purchase.price"} if "purchase.price" in str(cells) else set())


def _ruleset(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ruleset": "house",
        "language": 1,
        "version": "1.0.0",
        "title": TITLE,
        "tiers": ["low", "high"],
        "rules": [rule | {"basis": "assumption", "reason": "drawn"} for rule in rules],
    }


def test_a_fact_that_may_only_rise_reaches_what_lies_beyond_the_value_that_stands_for_its_kind(load, write, complaint):
    """`none` and `published` are alike to the rule; from `contacted` only the latter can be reached."""
    engine = load(write({"when": {"media_risk": "not(contacted)"}, "then": {"permit": "apology"}}))
    change = engine.decide(complaint(media_risk="contacted")).why_not("remedies.apology").change
    assert [(one.fact, one.to) for one in change.turns] == [("media_risk", "published")]


def test_a_number_that_may_only_rise_may_be_one_more(load, write, complaint):
    engine = load(write({"when": {"purchase.failed_repairs": "not(2)"}, "then": {"permit": "apology"}}))
    change = engine.decide(complaint(purchase={"failed_repairs": 2})).why_not("remedies.apology").change
    assert [(one.fact, one.to) for one in change.turns] == [("purchase.failed_repairs", 3)]


def test_of_two_facts_that_are_compared_the_first_takes_a_value_that_leaves_the_other_its_own(load, write, complaint):
    """An amount above a price of at least 300.00: no ordinary amount would leave the price such a value."""
    cells = {"claimed_amount": "> purchase.price", "purchase.price": ">= 300.00"}
    engine = load(write({"when": cells, "then": {"permit": "apology"}}))
    change = engine.decide(complaint(purchase={})).why_not("remedies.apology").change
    assert [one.fact for one in change.turns] == ["claimed_amount", "purchase.price"]


def test_who_helps_may_wait_for_who_leads(load, write, complaint):
    rules = {"then": {"support": "security"}}, {"when": {"resolvable_on_spot": True}, "then": {"lead": "security"}}
    decision = load(write(*rules)).decide(complaint(resolvable_on_spot=True))
    (turn,) = decision.why_not("department.support.security").change.turns
    assert (turn.fact, turn.to) == ("resolvable_on_spot", False)


def test_what_is_to_be_found_out_is_asked_for_while_it_is_not_known(load, write, complaint):
    """No completion has it, since in a completion nothing is unknown; another answer brings it about all the same."""
    when = {"fault": "unknown", "facts_clear": True}
    decision = load(write({"when": when, "then": {"action": "call_police"}})).decide(complaint())
    (turn,) = decision.why_not("actions.call_police").change.turns
    assert (turn.fact, turn.to) == ("facts_clear", True)


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
    answer = engine.decide(complaint).why_not(path)
    if answer.change.turns is None:
        return
    facts = engine.ruleset.names.facts
    assert all(
        one.state in ("unknown", "presumed") or facts[one.fact].changes != "never" for one in answer.change.turns
    )
    changed = stated(complaint, {one.fact: one.to for one in answer.change.turns})
    assert engine.decide(changed).why_not(path).already


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
    (turn,) = engine.decide(complaint(facts_clear=False)).why_not("prohibited.call_police").change.turns
    assert (turn.fact, turn.to) == ("facts_clear", True)
    assert engine.decide(complaint()).why_not("prohibited.call_police").already


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
