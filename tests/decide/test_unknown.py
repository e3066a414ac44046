"""What is unknown is neither true nor false: answers complete a decision, and never go back on what it promised.

The promises, as docs/language.md means them:

- the tier of every completed complaint is among `severity.could_be`, a remedy's status among the remedy's `could_be`;
- a remedy that is permitted or required stays at least that, its most never falls, its least only rises;
- an item that is payable keeps its sum, one that is pending ends within its bounds, one that is not payable stays so;
- the least of the whole sum never falls (its most may rise: an answer can grant another remedy);
- answers to facts that are not among the questions change no entry, and a final decision has no question.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules.compile.condition import needs_unknown
from complaint_rules.testing import complaints, completions, unanswered
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import SHIPPED, shipped
from tests.soundness import broken_promises


def hold(data, engine, complaint):
    """Draw answers: some, only such as were not asked for, and all; none may break a promise."""
    before = engine.decide(complaint).to_dict()
    open_ = {fact.path for fact in unanswered(complaint, engine)}
    asked = {question["fact"] for question in before["questions"]}
    assert asked <= open_
    lacks = any(one["kind"] == "figure" for one in before["review"])
    assert (before["status"] == "final") == (not asked and not lacks)
    draws = [
        completions(complaint, engine),
        completions(complaint, engine, facts=open_ - asked),
        completions(complaint, engine, everything=True),
    ]
    for strategy in draws:
        answered = data.draw(strategy)
        after = engine.decide(answered).to_dict()
        given_ = open_ - {fact.path for fact in unanswered(answered, engine)}
        standing = {rule.id for rule in engine.ruleset.rules if needs_unknown(rule.condition)}
        assert broken_promises(lasting(before, standing), lasting(after, standing), given_) == []


def lasting(decision, standing):
    """A decision without the duties that stand only as long as a fact is unknown, and lapse with its answer."""
    kept = {
        part: [one for one in decision[part] if not standing & {*one["because"]}]
        for part in ("deadlines", "approvals", "actions")
    }
    support = [] if standing else decision["department"]["support"]
    return {**decision, **kept, "department": {**decision["department"], "support": support}}


@pytest.mark.parametrize("ruleset", SHIPPED)
@given(data=st.data())
def test_no_answer_breaks_a_promise_of_a_shipped_ruleset(ruleset, data):
    engine = shipped(ruleset)
    hold(data, engine, data.draw(complaints(engine)))


@settings(max_examples=2 * settings().max_examples)
@given(data=st.data())
def test_no_answer_breaks_a_promise_of_any_ruleset(data):
    engine = engine_of(data.draw(rulesets()), "python")
    for _ in range(2):
        hold(data, engine, data.draw(complaints(engine)))


@pytest.mark.parametrize("ruleset", SHIPPED)
@given(data=st.data())
def test_a_complaint_with_every_answer_is_decided_for_good(ruleset, data):
    engine = shipped(ruleset)
    complaint = data.draw(completions(data.draw(complaints(engine)), engine, everything=True))
    assert unanswered(complaint, engine) == []
    decision = engine.decide(complaint)
    assert decision.questions == ()
    assert decision.status == ("provisional" if any(one.kind == "figure" for one in decision.review) else "final")


def test_unknown_is_not_absent_and_absent_is_not_false(load, write, complaint):
    """Without an injury group nobody was hurt; in a complaint about an injury the group is unknown."""
    engine = load(
        write(
            {"when": {"injury.severity": "absent"}, "then": {"support": "reception"}},
            {"when": {"injury.severity": "unknown"}, "then": {"support": "security"}},
            {"when": {"injury.unfinished_treatment": "not(true)"}, "then": {"support": "finance"}},
        )
    )
    assert engine.decide(complaint()).department.support == ("reception",)
    assert engine.decide(complaint(kind="personal_injury")).department.support == ("security",)
    assert engine.decide(complaint(injury={"unfinished_treatment": False})).department.support == (
        "security",
        "finance",
    )


def test_null_says_as_little_as_silence(load, write, complaint):
    engine = load(write({"when": {"claimed_amount": "unknown"}, "then": {"action": "explain"}}))
    silent, null = engine.decide(complaint()).to_dict(), engine.decide(complaint(claimed_amount=None)).to_dict()
    assert silent == null


def test_a_presumed_fact_is_known_and_a_stated_one_beats_it(load, write, complaint):
    rule = {"when": {"media_risk": "none"}, "then": {"severity": "low"}}
    other = {"when": {"media_risk": ">= possible"}, "then": {"severity": "high"}}
    engine = load(write(rule, other, presume={"media_risk": "none"}))
    assert (engine.decide(complaint()).severity.tier, engine.decide(complaint()).status) == ("low", "final")
    assert engine.decide(complaint(media_risk="published")).severity.tier == "high"


def test_a_question_names_the_entries_that_its_answer_can_change(load, write, complaint):
    engine = load(write({"when": {"facts_clear": True}, "then": {"severity": "high", "permit": "apology"}}))
    (question,) = engine.decide(complaint()).questions
    assert question.fact == "facts_clear"
    assert set(question.affects) == {"severity", "remedies.apology"}


def test_a_fact_that_another_one_makes_idle_is_not_asked_for(load, write, complaint):
    engine = load(write({"when": {"facts_clear": True, "liability_clear": True}, "then": {"permit": "apology"}}))
    assert {question.fact for question in engine.decide(complaint()).questions} == {"facts_clear", "liability_clear"}
    assert engine.decide(complaint(facts_clear=False)).questions == ()


def test_a_dependant_with_blanks_who_changes_no_sum_under_a_cap_is_not_asked_for(load, write, complaint):
    capped = {"amount": "dependants_cost(1000.00, 1)", "cap": "50.00"}
    engine = load(write({"then": {"item": {"dependants": capped}}}))
    decision = engine.decide(complaint(injury={"dependants": [{"age": 3, "supporters": 2}, {"age": 61}]}))
    assert (decision.items[0].min, decision.items[0].max, decision.questions) == ("50.00", "50.00", ())
    assert decision.status == "final"


def test_dependants_listed_incompletely_are_asked_for(load, write, complaint):
    engine = load(write({"then": {"item": {"dependants": {"amount": "dependants_cost(100.00, 1)"}}}}))
    decision = engine.decide(complaint(injury={"dependants": [{"age": 3}]}))
    assert (decision.items[0].status, [question.fact for question in decision.questions]) == (
        "pending",
        ["injury.dependants"],
    )


def test_an_item_under_a_cap_that_nobody_has_stated_is_pending(load, write, complaint):
    engine = load(write({"then": {"item": {"nursing": {"amount": "50.00", "cap": "claimed_amount"}}}}))
    item = engine.decide(complaint()).items[0]
    assert (item.status, item.min, item.max, item.waits_for) == ("pending", "0.00", "50.00", ("claimed_amount",))
    item = engine.decide(complaint(claimed_amount="20.00")).items[0]
    assert (item.status, item.min, item.max, item.waits_for) == ("payable", "20.00", "20.00", ())


@pytest.mark.parametrize("most", ["claimed_amount + 50.00", "max(claimed_amount, 50.00)"])
def test_a_range_that_answers_change_above_its_cap_only_is_payable(load, write, complaint, most):
    engine = load(write({"then": {"item": {"nursing": {"min": "10.00", "max": most, "cap": "50.00"}}}}))
    decision = engine.decide(complaint())
    (item,) = decision.items
    assert (item.status, item.min, item.max, item.waits_for) == ("payable", "10.00", "50.00", ())
    assert (decision.status, decision.questions) == ("final", ())


def test_a_range_that_answers_change_below_what_another_layer_pays_is_payable(load, write, complaint, tmp_path):
    least = {"min": "60.00", "max": "90.00"}
    write({"binding": True, "then": {"item": {"nursing": least}}}, name="statute", tiers=["low"], calendar="CN")
    house = {"then": {"item": {"nursing": {"amount": "min(claimed_amount, 50.00)"}}}}
    engine = load(write(house, extends=["../statute"]))
    decision = engine.decide(complaint())
    (item,) = decision.items
    assert (item.status, item.min, item.max, decision.questions) == ("payable", "60.00", "90.00", ())


def test_an_answer_that_nobody_asked_for_may_move_a_working_value_within_what_it_could_be(load, write, complaint):
    """Today's reading sees more; what the completions make of the complaint stays."""
    either = [{"when": {"facts_clear": answer}, "then": {"liability": "customer"}} for answer in (True, False)]
    other = {"when": {"liability_clear": True}, "then": {"liability": "company"}}
    engine = load(write(*either, other))
    before, after = engine.decide(complaint()), engine.decide(complaint(facts_clear=True))
    assert (before.liability.finding, after.liability.finding) == ("undetermined", "customer")
    assert before.liability.could_be == after.liability.could_be == ("customer", "undetermined")
    assert [one.fact for one in before.questions] == [one.fact for one in after.questions] == ["liability_clear"]


def test_a_sum_of_many_unknown_facts_above_its_limit_whatever_they_are_is_not_asked_for(load, write, complaint):
    facts = (
        "claimed_amount",
        "purchase.price",
        "purchase.loss",
        *(
            f"injury.{one}"
            for one in ("aid_cost", "medical_expenses", "transport_expenses", "appraisal_fee", "legal_fee")
        ),
    )
    sum_ = " + ".join(["50.00", *facts])
    limited = {"then": {"permit": {"refund": {"max": "50.00"}}}}
    engine = load(write(limited, {"then": {"permit": {"refund": {"max": sum_}}}}))
    decision = engine.decide(complaint(purchase={}, injury={}))
    (refund,) = decision.remedies
    assert (refund.status, refund.max, refund.waits_for) == ("permitted", "50.00", ())
    assert (decision.status, decision.questions) == ("final", ())
    lower = load(
        write(limited, {"then": {"permit": {"refund": {"max": sum_.replace("50.00", "49.99", 1)}}}}, name="lower")
    )
    assert len(lower.decide(complaint(purchase={}, injury={})).questions) >= 6
