"""One unknown fact, one answer: what each part of a decision says before, and what the answer makes of it."""

from __future__ import annotations

import pytest

from tests.soundness import broken_promises

CLEAR = {"facts_clear": True}
OPEN = {"facts_clear": "unknown"}


@pytest.fixture
def both(load, write, complaint):
    """Decides with `facts_clear` unknown, and once it is answered; the answer must break no promise."""

    def decide(*rules, answer=True, statute=(), **facts):
        header = {}
        if statute:
            write(*({"binding": True, "id": f"s{i}", **rule} for i, rule in enumerate(statute)), name="statute")
            header["extends"] = ["../statute"]
        engine = load(write(*rules, **header))
        before = engine.decide(complaint(**facts)).to_dict()
        after = engine.decide(complaint(**facts, facts_clear=answer)).to_dict()
        assert broken_promises(before, after, {"facts_clear"}) == []
        return before, after

    return decide


def test_a_tier_that_is_merely_possible_may_come_to_no_tier(both):
    before, after = both({"when": CLEAR, "then": {"severity": "high"}}, answer=False)
    assert before["severity"]["could_be"] == [None, "high"]
    assert before["status"] == "provisional"
    assert after["severity"]["tier"] is None


def test_where_no_rule_gives_a_tier_no_reading_of_it_holds(load, write, complaint):
    engine = load(write({"when": {"decision.severity": ["low", "mid", "high"]}, "then": {"lead": "security"}}))
    assert engine.decide(complaint()).department.lead is None


def test_a_finding_that_may_turn_out_disputed_is_a_question(both):
    finding = {"finding": "none", "disputed": True}
    before, after = both({"when": CLEAR, "then": {"liability": finding}}, {"then": {"liability": "none"}})
    assert (before["status"], before["liability"]["disputed"]) == ("provisional", False)
    assert after["liability"]["disputed"]


def test_a_disagreement_to_come_reaches_the_rules_that_read_its_outcome(both):
    before, after = both(
        {"when": CLEAR, "then": {"liability": "company"}},
        {"then": {"liability": "customer"}},
        {"when": {"decision.liability": "undetermined"}, "then": {"support": "security"}},
    )
    assert before["department"]["support"] == []
    assert after["department"]["support"] == ["security"]
    assert "department" in before["questions"][0]["affects"]


def test_a_shorter_clock_from_an_event_to_come_is_a_question(both):
    before, after = both(
        {"when": CLEAR, "then": {"deadline.retain": {"within": "2 years", "from": "resolved"}}},
        {"then": {"deadline.retain": {"within": "3 years", "from": "resolved"}}},
    )
    assert [before["deadlines"][0]["within"], after["deadlines"][0]["within"]] == ["3 years", "2 years"]


def test_two_spans_that_end_on_one_day_are_still_two(both):
    both({"when": OPEN, "then": {"deadline.resolve": "5 working days"}}, {"then": {"deadline.resolve": "7 days"}})


def test_two_times_of_one_action_are_still_two(both):
    both({"when": CLEAR, "then": {"action": {"explain": "respond"}}}, {"then": {"action": {"explain": "resolve"}}})


def test_an_action_that_the_statute_may_yet_prohibit_is_a_question(both):
    before, after = both(
        {"then": {"prohibit": "explain"}},
        statute=[{"then": {"action": "explain"}}, {"when": CLEAR, "then": {"prohibit": "explain"}}],
    )
    assert [one["do"] for one in before["actions"]] == ["explain"]
    assert after["actions"] == []


@pytest.mark.parametrize("other", ["not_payable", {"amount": "70.00"}, {"amount": "300.00"}])
def test_an_item_whose_sum_may_yet_change_is_pending(both, other):
    before, _ = both(
        {"then": {"item": {"medical": {"amount": "100.00"}}}}, {"when": CLEAR, "then": {"item": {"medical": other}}}
    )
    assert (before["items"][0]["status"], before["items"][0]["missing"]) == ("pending", ["facts_clear"])


def test_a_house_sum_is_pending_while_the_statute_may_give_more(both):
    before, after = both(
        {"then": {"item": {"medical": {"amount": "100.00"}}}},
        statute=[{"when": CLEAR, "then": {"item": {"medical": {"amount": "500.00"}}}}],
    )
    assert (before["items"][0]["status"], before["items"][0]["max"]) == ("pending", "500.00")
    assert (after["items"][0]["status"], after["items"][0]["min"]) == ("payable", "500.00")


def test_a_house_sum_is_pending_while_the_statutes_sum_is_not_known(load, write, complaint):
    write({"binding": True, "then": {"item": {"medical": {"amount": "claimed_amount"}}}}, name="statute")
    engine = load(write({"then": {"item": {"medical": {"amount": "100.00"}}}}, extends=["../statute"]))
    (item,) = engine.decide(complaint()).items
    assert (item.status, item.missing) == ("pending", ("claimed_amount",))


def test_an_item_that_may_yet_be_refused_but_never_paid_is_a_question(both):
    before, _ = both({"when": CLEAR, "then": {"item": {"medical": "not_payable"}}})
    assert before["status"] == "provisional"


def test_a_refusal_to_come_is_a_question_even_where_nothing_is_granted(both):
    before, after = both({"when": CLEAR, "then": {"forbid": "refund"}})
    assert (before["remedies"], before["status"]) == ([], "provisional")
    assert after["remedies"][0]["status"] == "forbidden"


def test_a_refusal_for_now_does_not_lift_the_houses_own_limit(both):
    """The statute's permit opens what the house refuses; but an answer may take the refusal, not the limit, away."""
    before, after = both(
        {"when": OPEN, "then": {"forbid": "compensation"}},
        {"then": {"permit": {"compensation": {"max": "100.00"}}}},
        statute=[{"then": {"permit": {"compensation": {"max": "500.00"}}}}],
    )
    assert before["remedies"][0]["max"] == after["remedies"][0]["max"] == "100.00"


def test_a_limit_to_come_counts_already_and_a_grant_to_come_does_not(both):
    before, after = both(
        {"then": {"permit": {"compensation": {"max": "500.00"}}}},
        {"when": CLEAR, "then": {"permit": {"compensation": {"max": "100.00"}, "refund": {"max": "50.00"}}}},
        answer=False,
    )
    assert [(one["kind"], one["max"]) for one in before["remedies"]] == [("compensation", "100.00")]
    assert after["remedies"][0]["max"] == "500.00"


@pytest.mark.parametrize(
    ("amount", "facts", "answer"),
    [
        ("1000.00 - (purchase.price - purchase.loss)", {"price": "0.00"}, {"loss": "300.00"}),
        ("(injury.age - 40) * (purchase.loss - 10.00)", {}, {"loss": "0.00"}),
        ("max(purchase.price - purchase.loss, 5.00)", {"price": "80.00"}, {"loss": "0.01"}),
        ("200.00 - 30 percent * purchase.loss", {}, {"loss": "1000.00"}),
    ],
)
def test_a_pending_sum_ends_within_its_bounds_whatever_its_sign(load, write, complaint, amount, facts, answer):
    engine = load(write({"then": {"item": {"medical": {"amount": amount}}}}))
    before = engine.decide(complaint(injury={"age": 0}, purchase=facts)).to_dict()
    after = engine.decide(complaint(injury={"age": 0}, purchase={**facts, **answer})).to_dict()
    assert (before["items"][0]["status"], after["items"][0]["status"]) == ("pending", "payable")
    assert broken_promises(before, after, {"purchase.loss"}) == []


def test_an_unknown_least_of_a_remedy_is_a_question(load, write, complaint):
    decision = load(write({"then": {"permit": {"refund": {"min": "claimed_amount"}}}})).decide(complaint())
    assert [question.fact for question in decision.questions] == ["claimed_amount"]


def test_an_exception_that_is_merely_possible_silences_nothing_and_makes_its_rule_uncertain(both):
    before, after = both(
        {"id": "general", "then": {"severity": "low", "permit": "apology"}},
        {"id": "special", "when": CLEAR, "then": {"severity": "high"}, "exception_to": ["general"]},
    )
    assert (before["severity"]["tier"], before["severity"]["could_be"]) == ("low", ["low", "high"])
    assert before["remedies"] == []
    assert after["severity"]["tier"] == "high"


def test_rules_that_disagree_on_a_sum_never_bound_it_above_the_least_of_them(both):
    before, after = both(
        {"then": {"item": {"nursing": {"amount": "100.00", "needs": ["facts_clear"]}}}},
        {"then": {"item": {"nursing": {"amount": "claimed_amount"}}}},
    )
    assert [(one["status"], one["max"]) for one in (before["items"][0], after["items"][0])] == [
        ("pending", "100.00")
    ] * 2
    assert before["items"][0]["missing"] == ["facts_clear", "claimed_amount"]
    assert after["items"][0]["missing"] == ["claimed_amount"]
