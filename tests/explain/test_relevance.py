"""What to ask next: nothing that can't matter, nothing left out, each shown by two answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import written
from complaint_rules.masks import positions
from complaint_rules.testing import complaints, completions, unanswered
from tests.explain.small import small_sources
from tests.explain.stating import stated
from tests.prove.small import complaints as all_complaints
from tests.random_rulesets import compiled, engine_of, rulesets
from tests.shipped import SHIPPED, shipped
from tests.soundness import certain, entries

_ASIDE = {"waits_for", "until_known", "missing", "status"}
"""What is listed as waited for, and that nothing is: no more than which facts are known."""


def said(decision: Any, of: Any = dict) -> Any:
    """The entries without reasons, what each waits for, and what is to be done only while a fact is unknown."""

    def without(part: Any, aside: set[str]) -> Any:
        if isinstance(part, dict):
            return {key: without(value, _ASIDE - {"status"}) for key, value in part.items() if key not in aside}
        return [without(one, aside) for one in part] if isinstance(part, list) else part

    data = of(decision.to_dict())
    evaluator = decision.evaluation.evaluator
    standing = set(evaluator.names(positions(evaluator.standing)))
    data["actions"] = [one for one in data["actions"] if not standing.issuperset(one["because"])]
    return without(entries(data), _ASIDE | {"review"})


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_exactly_the_facts_are_asked_for_that_some_answers_show_to_matter(data):
    """Held against every way to answer every unknown fact, on rulesets small enough to try them all."""
    engine = engine_of(compiled(data.draw(small_sources())), "python")
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
@settings(max_examples=settings().max_examples // 8)
@given(data=st.data())
def test_two_real_decisions_bear_out_each_question(ruleset, data):
    """A decision's own list names the same facts; each has two answers that show it where no figure is missing."""
    engine = shipped(ruleset)
    complaint = data.draw(complaints(engine, known=data.draw(st.sampled_from([0.3, 0.6, 0.9]))))
    decision = engine.decide(complaint)
    asks = decision.next_questions()
    assert {one.fact for one in asks} == {one.fact for one in decision.questions}
    space = decision.evaluation.evaluator.space
    if not (space.lacking or space.unfigured or space.plan.lacks_figures):
        assert not [one for one in asks if one.proof is None and one.affects != ("deadlines.pay",)]
    for one in [one for one in asks if one.proof is not None][:4]:
        base = stated(complaint, one.proof.given)
        first = said(engine.decide(stated(base, {one.fact: one.proof.first})))
        second = said(engine.decide(stated(base, {one.fact: one.proof.second})))
        assert first != second, one


@pytest.mark.parametrize("ruleset", SHIPPED)
@settings(max_examples=settings().max_examples // 8)
@given(data=st.data())
def test_answering_what_is_asked_ends_in_a_decision_that_no_answer_changes(ruleset, data):
    engine = shipped(ruleset)
    complaint = data.draw(complaints(engine, known=0.7))
    follow_another = {fact.path for fact in engine.ruleset.facts if fact.default is not None and fact.default.of}
    asked = {fact.path for fact in unanswered(complaint, engine)} - follow_another
    truth = data.draw(completions(complaint, engine, facts=asked, everything=True))
    decision = engine.decide(complaint)
    possible = set(decision.severity.could_be)
    while (ask := decision.first_question()) is not None:
        follows = ask.fact in follow_another
        told = following(engine, truth, ask.fact) if follows else _told(truth, ask.fact)
        complaint = stated(complaint, {ask.fact: told})
        decision = engine.decide(complaint)
        assert decision.severity.tier in possible
    rest = data.draw(completions(complaint, engine))
    assert said(engine.decide(rest)) == said(decision)
    assert said(engine.decide(truth)) == said(decision)


def following(engine: Any, truth: Any, path: str) -> Any:
    """What a fact is that nobody stated and that follows another one, where this can be stated to the full."""
    fact = engine.ruleset.names.facts[path]
    sheet = engine.decide(truth).sheet
    assume(sheet.values[fact.index] == sheet.sums[fact.index])  # a day's income is no whole number of fen
    return written(fact, sheet.values[fact.index])


def _told(truth: Any, path: str) -> Any:
    group, _, name = path.rpartition(".")
    return (truth[group] if group else truth)[name]


@settings(max_examples=settings().max_examples)
@given(data=st.data())
def test_a_fact_that_is_not_asked_for_changes_no_entry_of_any_ruleset(data):
    engine = engine_of(data.draw(rulesets()), "python")
    complaint = data.draw(complaints(engine))
    decision = engine.decide(complaint)
    asked = {one.fact for one in decision.next_questions()}
    open_ = {fact.path for fact in unanswered(complaint, engine)}
    idle = data.draw(completions(complaint, engine, facts=open_ - asked))
    assert asked <= open_
    assert asked == {question.fact for question in decision.questions}
    of = dict if decision.status == "final" else certain
    assert said(engine.decide(idle), of) == said(decision, of)


def test_a_second_proof_of_purchase_is_not_asked_for_where_the_receipt_is_there(load, write, complaint):
    either = {"any": [{"evidence.receipt": True}, {"evidence.other_proof_of_purchase": True}], "facts_clear": True}
    decision = load(write({"when": either, "then": {"permit": "apology"}})).decide(
        complaint(evidence={"receipt": True})
    )
    assert [one.fact for one in decision.next_questions()] == ["facts_clear"]
    assert [one.fact for one in decision.questions] == ["facts_clear"]


def test_rules_that_wait_for_one_fact_in_opposite_ways_are_seen_through(load, write, complaint):
    """Whatever the answer, the lead is the same, so that nobody asks."""
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


def test_a_search_for_a_pair_that_gives_up_asks_all_the_same(load, write, complaint, monkeypatch):
    """Of two facts that only together matter, a pair of answers to one needs an answer to the other."""
    rules = [
        {"when": {"facts_clear": True, "liability_clear": True}, "then": {"deadline.respond": "24h"}},
        {"when": {"facts_clear": False, "liability_clear": False}, "then": {"deadline.respond": "24h"}},
    ]
    engine = load(write(*rules))
    asks = engine.decide(complaint()).next_questions()
    assert [(one.fact, list(one.proof.given)) for one in asks] == [
        ("facts_clear", ["liability_clear"]),
        ("liability_clear", ["facts_clear"]),
    ]
    monkeypatch.setattr("complaint_rules.explain.relevance.MOST_STEPS", 0)
    found = engine.decide(complaint()).next_questions()
    assert [(one.fact, one.affects, one.proof) for one in found] == [(one.fact, one.affects, None) for one in asks]


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
