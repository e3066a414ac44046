"""What to ask next: nothing that can't matter, nothing left out, each question with a proof that decisions bear out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules import CalendarError
from complaint_rules.explain.prospects import Prospects
from complaint_rules.explain.supposing import Supposing
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.testing import complaints, completions, unanswered
from tests.explain.stating import stated
from tests.prove.small import complaints as all_complaints
from tests.prove.small import small_rulesets
from tests.random_rulesets import compiled, engine_of, rulesets
from tests.shipped import SHIPPED, shipped
from tests.soundness import entries

_LOOSE = {"could_be", "missing"}
"""What is listed as possible, and waited for, before an answer comes: never too little, and sometimes too much."""


def said(decision: Any) -> Any:
    """The entries of a decision without reasons, and without what is merely possible."""

    def without(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: without(value) for key, value in part.items() if key not in _LOOSE}
        return [without(one) for one in part] if isinstance(part, list) else part

    data = without(entries(decision.to_dict()))
    data.pop("status")
    return data


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_exactly_the_facts_are_asked_for_that_some_answers_show_to_matter(data):
    """Held against every way to answer every unknown fact, on rulesets small enough to try them all."""
    engine = engine_of(compiled(data.draw(small_rulesets())), "python")
    everything = all_complaints()
    complaint = data.draw(st.sampled_from(everything))
    asked = {one.fact for one in engine.decide(complaint).next_questions()}
    sheets = {_sheet(engine, one): said(engine.decide(one)) for one in everything}
    mine = _sheet(engine, complaint)
    facts = [fact for fact in engine.ruleset.facts if mine[fact.index] is UNKNOWN]
    within = [sheet for sheet in sheets if _answers(sheet, mine)]
    mattering = set()
    for fact in facts:
        ways: dict[Any, list[Any]] = {}
        for sheet in within:
            ways.setdefault(sheet[: fact.index] + sheet[fact.index + 1 :], []).append(sheets[sheet])
        if any(one != ones[0] for ones in ways.values() for one in ones[1:]):
            mattering.add(fact.path)
    assert asked == mattering


def _sheet(engine: Any, complaint: Any) -> tuple[Any, ...]:
    """A complaint's values but for what no rule of these rulesets reads."""
    return tuple(engine.decide(complaint).sheet.values)


def _answers(sheet: tuple[Any, ...], start: tuple[Any, ...]) -> bool:
    """Whether a sheet says all that the first one does, and answers some of what it leaves open."""
    return all(one is other or one == other or other is UNKNOWN for one, other in zip(sheet, start, strict=True)) and (
        not any(one is ABSENT and other is UNKNOWN for one, other in zip(sheet, start, strict=True))
    )


@pytest.mark.parametrize("ruleset", SHIPPED)
@settings(max_examples=settings().max_examples // 4)
@given(data=st.data())
def test_two_real_decisions_bear_out_each_question(ruleset, data):
    engine = shipped(ruleset)
    complaint = data.draw(complaints(engine, known=0.6))
    try:
        asks = engine.decide(complaint).next_questions()
        for one in [one for one in asks if one.proof is not None][:4]:
            other = None if one.proof.first is None else {one.fact: one.proof.first}
            base = stated(complaint, one.proof.given)
            before = said(engine.decide(stated(base, other or {})))
            after = said(engine.decide(stated(base, {one.fact: one.proof.second})))
            assert before != after, one
    except CalendarError:
        return


@pytest.mark.parametrize("ruleset", SHIPPED)
@settings(max_examples=settings().max_examples // 3)
@given(data=st.data())
def test_answering_what_is_asked_ends_in_a_decision_that_no_answer_changes(ruleset, data):
    engine = shipped(ruleset)
    complaint = data.draw(complaints(engine, known=0.7))
    truth = data.draw(completions(complaint, engine, everything=True))
    try:
        decision = engine.decide(complaint)
        possible = set(decision.severity.could_be)
        while (ask := decision.first_question()) is not None:
            complaint = stated(complaint, {ask.fact: _told(truth, ask.fact)})
            decision = engine.decide(complaint)
            assert decision.severity.tier in possible
        rest = data.draw(completions(complaint, engine))
        assert said(engine.decide(rest)) == said(decision)
        assert said(engine.decide(truth)) == said(decision)
    except CalendarError:
        return


def _told(truth: Any, path: str) -> Any:
    group, _, name = path.rpartition(".")
    return (truth[group] if group else truth)[name]


@settings(max_examples=settings().max_examples)
@given(data=st.data())
def test_a_fact_that_is_not_asked_for_changes_no_entry_of_any_ruleset(data):
    engine = engine_of(data.draw(rulesets()), "python")
    complaint = data.draw(complaints(engine))
    try:
        decision = engine.decide(complaint)
        asked = {one.fact for one in decision.next_questions()}
        open_ = {fact.path for fact in unanswered(complaint, engine)}
        idle = data.draw(completions(complaint, engine, facts=open_ - asked))
        assert asked <= open_
        assert asked <= {question.fact for question in decision.questions}
        assert said(engine.decide(idle)) == said(decision)
    except CalendarError:
        return


def test_a_second_proof_of_purchase_is_not_asked_for_where_the_receipt_is_there(load, write, complaint):
    either = {"any": [{"evidence.receipt": True}, {"evidence.other_proof_of_purchase": True}], "facts_clear": True}
    decision = load(write({"when": either, "then": {"permit": "apology"}})).decide(
        complaint(evidence={"receipt": True})
    )
    assert [one.fact for one in decision.next_questions()] == ["facts_clear"]
    assert [one.fact for one in decision.questions] == ["facts_clear"]


def test_rules_that_wait_for_one_fact_in_opposite_ways_are_seen_through(load, write, complaint):
    """Whatever the answer, the lead is the same; the quick list names the fact all the same, the exact one does not."""
    rules = [{"when": {"facts_clear": answer}, "then": {"lead": "security"}} for answer in (True, False)]
    high = {"when": {"liability_clear": True}, "then": {"severity": "high"}}
    decision = load(write(*rules, high)).decide(complaint(facts_clear=True))
    assert [one.fact for one in decision.next_questions()] == ["liability_clear"]


def test_a_decision_is_explained_alike_whichever_engine_made_it(engine_name):
    complaint = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "lost_property"}
    made, reference = (shipped("retail-store", name).decide(complaint) for name in (engine_name, "interpreter"))
    assert made.next_questions() == reference.next_questions()
    assert made.explain("severity").to_dict() == reference.explain("severity").to_dict()
    assert made.why_not("remedies.refund").to_dict() == reference.why_not("remedies.refund").to_dict()


def test_a_search_that_gives_up_asks_rather_than_not(monkeypatch):
    monkeypatch.setattr("complaint_rules.explain.prospects.MOST_STEPS", 0)
    complaint = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "personal_injury"}
    decision = shipped("retail-store").decide(complaint)
    prospects = Prospects(Supposing(decision.resolution.resolver.program), decision.sheet)
    assert all(prospects.matters(fact) for fact in prospects.candidates)


def asked(decision):
    return {ask.fact: set(ask.affects) for ask in decision.next_questions()}


def test_each_output_is_looked_at_with_the_facts_that_it_reads_itself(load, write, complaint):
    yes, no = {"facts_clear": True}, {"facts_clear": False}
    both = {**yes, "liability_clear": True}
    for tier in ({"severity": "high"}, {"lead": "security"}):
        rules = (
            {"when": yes, "then": tier},
            {"when": no, "then": tier},
            {"when": both, "then": {"deadline.respond": "24h"}},
        )
        write_to = "tier" if "severity" in tier else "lead"
        found = asked(load(write(*rules, name=write_to)).decide(complaint()))
        assert "deadlines.respond" in found["facts_clear"] & found["liability_clear"]


def test_a_fact_may_matter_only_while_another_one_is_not_known(load, write, complaint):
    when = {"liability_clear": "unknown", "facts_clear": False, "requests.refund": True}
    found = asked(load(write({"when": when, "then": {"action": "explain"}})).decide(complaint()))
    assert found.keys() == {"liability_clear", "facts_clear", "requests.refund"}


def test_a_sum_may_change_only_far_out(load, write, complaint):
    most = "100.00 * max(purchase.failed_repairs, 5)"
    engine = load(write({"then": {"permit": {"refund": {"max": most}}}}))
    assert asked(engine.decide(complaint(purchase={}))).keys() == {"purchase.failed_repairs"}


def test_answers_to_a_date_are_told_from_the_rulesets_own_day(load, write, complaint):
    facts = {"day": {"type": "date", "title": {"en": "d", "zh": "d"}}}
    rule = {"when": {"extra.day": ">= 2020-01-01"}, "then": {"support": "finance"}}
    engine = load(write(rule, facts=facts))
    for received, day in (("2026-03-04T23:00:00+08:00", "2026-03-04"), ("2026-03-04T23:00:00-05:00", "2026-03-05")):
        (ask,) = engine.decide(complaint(received_at=received)).next_questions()
        assert day in [answer.value for answer in ask.answers]
