"""One concrete offer: may it be made today, who must approve it, and which rule limits it."""

from __future__ import annotations

import pytest

from complaint_rules import OfferError

LADDER = [{"role": "duty_manager", "upto": "200.00"}, {"role": "senior_management", "upto": "1000.00"}]
PERMIT = {"id": "permit", "then": {"permit": {"compensation": {"min": "50.00", "max": "800.00"}}}}


@pytest.fixture
def decide(load, write, complaint):
    return lambda *rules, **facts: load(write(*rules, authority=LADDER)).decide(complaint(**facts))


@pytest.mark.parametrize(
    ("amount", "roles"),
    [
        ("50.00", ("duty_manager",)),
        ("200.00", ("duty_manager",)),
        (200.01, ("senior_management",)),
        (800, ("senior_management",)),
    ],
)
def test_an_offer_within_the_range_needs_the_rung_that_reaches_it(decide, amount, roles):
    offer = decide(PERMIT).offer("compensation", amount)
    assert (offer.allowed, offer.approvals, offer.limited_by) == (True, roles, ("house/permit",))


@pytest.mark.parametrize(
    ("amount", "reason", "nearest"),
    [("49.99", "the least is 50.00", 5_000), ("800.01", "the most is 800.00", 80_000)],
)
def test_an_offer_outside_the_range_names_the_limit_and_the_nearest_sum(decide, amount, reason, nearest):
    offer = decide(PERMIT).offer("compensation", amount)
    assert (offer.allowed, offer.reason, offer.nearest_fen, offer.approvals) == (False, reason, nearest, ())
    assert offer.limited_by == ("house/permit",)


def test_a_sum_that_nobody_may_approve_is_not_offered(decide):
    offer = decide({"then": {"permit": "compensation"}}).offer("compensation", "1000.01")
    assert (offer.allowed, offer.nearest_fen) == (False, 100_000)
    assert offer.reason == "nobody may approve more than 1000.00"


def test_what_no_rule_grants_is_not_offered(decide):
    offer = decide(PERMIT).offer("refund", "1.00")
    assert (offer.allowed, offer.reason, offer.nearest_fen) == (False, "no rule requires or permits it", None)


def test_what_is_forbidden_names_the_rule_that_forbids_it(decide):
    offer = decide(PERMIT, {"id": "no", "then": {"forbid": "compensation"}}).offer("compensation", "60.00")
    assert (offer.allowed, offer.reason, offer.limited_by) == (False, "it is forbidden", ("house/no",))


def test_what_an_answer_may_forbid_is_not_offered_before_the_answer(decide):
    offer = decide(PERMIT, {"when": {"facts_clear": True}, "then": {"forbid": "compensation"}}).offer(
        "compensation", 60
    )
    assert (offer.allowed, offer.reason) == (False, "it is not permitted on what is known")


def test_what_an_answer_may_grant_is_not_offered_before_the_answer(decide):
    rule = {"when": {"facts_clear": True}, "then": {"permit": "compensation"}, "id": "later"}
    offer = decide(rule).offer("compensation", 60)
    assert (offer.allowed, offer.limited_by) == (False, ("house/later",))
    assert offer.code == "not-yet-permitted"


def test_of_several_rules_the_one_that_sets_the_limit_is_named(decide):
    tight = {"id": "tight", "then": {"permit": {"compensation": {"max": "300.00"}}}}
    decision = decide(PERMIT, tight)
    offer = decision.offer("compensation", "300.01")
    assert (offer.reason, offer.limited_by) == ("the most is 300.00", ("house/tight",))
    assert decision.offer("compensation", "10.00").limited_by == ("house/permit",)


def test_a_statutes_floor_is_named_where_it_is_the_limit(load, write, complaint):
    write({"binding": True, "id": "floor", "then": {"require": {"refund": {"min": "90.00"}}}}, name="statute")
    engine = load(write({"id": "own", "then": {"permit": {"refund": {"max": "100.00"}}}}, extends=["../statute"]))
    offer = engine.decide(complaint()).offer("refund", "50.00")
    assert (offer.allowed, offer.limited_by, offer.nearest_fen) == (False, ("statute/floor",), 9_000)


def test_a_special_approval_comes_before_the_ladders(decide):
    special = {"then": {"approval": {"role": "finance", "for": "compensation"}}}
    assert decide(PERMIT, special).offer("compensation", 60).approvals == ("finance", "duty_manager")


def test_a_role_of_the_ladder_that_a_rule_names_stands_above_the_lower_rungs(decide):
    special = {"then": {"approval": {"role": "senior_management", "for": "compensation"}}}
    decision = decide(PERMIT, special)
    assert decision.offer("compensation", 60).approvals == ("senior_management",)
    assert [step.role for step in decision.remedies[0].approval_ladder] == ["senior_management"]


def test_a_remedy_that_is_no_sum_of_money_needs_no_amount(decide):
    offer = decide({"then": {"require": "apology"}}).offer("apology")
    assert (offer.allowed, offer.reason, offer.amount_fen) == (True, "it is required", None)


@pytest.mark.parametrize(
    ("kind", "amount", "message"),
    [
        ("compensaton", "1.00", "did you mean `compensation`"),
        ("compensation", None, "`compensation` is a sum of money: give an amount"),
        ("compensation", "1.005", "more than two decimals"),
        ("compensation", -1, "negative"),
        ("compensation", "much", "not an amount of money"),
    ],
)
def test_what_is_no_offer_is_refused_with_what_to_do(decide, kind, amount, message):
    with pytest.raises(OfferError, match=message):
        decide(PERMIT).offer(kind, amount)


@pytest.mark.parametrize(
    ("kind", "amount", "code", "params", "zh"),
    [
        ("compensation", "49.99", "below-least", {"limit": "50.00"}, "最低为50.00元"),
        ("compensation", "800.01", "above-most", {"limit": "800.00"}, "最高为800.00元"),
        ("compensation", "60.00", "permitted", {}, "规则允许"),
        ("refund", "1.00", "not-granted", {}, "没有规则要求或允许"),
    ],
)
def test_an_offers_reason_has_a_code_parameters_and_a_text_in_each_language(decide, kind, amount, code, params, zh):
    offer = decide(PERMIT).offer(kind, amount)
    assert (offer.code, offer.params, offer.text) == (code, params, {"en": offer.reason, "zh": zh})
    data = offer.to_dict()
    assert {"allowed", "settles", "approvals", "limited_by", "code", "nearest"} <= set(data)
    assert (data["code"], data["text"], data["nearest"]) == (code, offer.text, offer.nearest)


@pytest.mark.parametrize(
    ("amount", "settles"), [("50.00", False), ("119.99", False), ("120.00", True), ("800.00", True)]
)
def test_an_offer_settles_from_the_greatest_sum_that_an_answer_may_make_the_least(decide, amount, settles):
    owed = {"when": {"facts_clear": True}, "then": {"require": {"compensation": {"min": "120.00"}}}}
    offer = decide(PERMIT, owed).offer("compensation", amount)
    assert (offer.allowed, offer.settles) == (True, settles)


def test_an_offer_settles_only_from_the_most_that_an_unknown_sum_may_make_the_least(decide):
    owed = {"then": {"require": {"compensation": {"min": "purchase.price"}}}}
    rules = ({"then": {"permit": {"compensation": {"max": "800.00"}}}}, owed)
    unknown = decide(*rules, purchase={"category": "food"})
    assert [unknown.offer("compensation", sum).settles for sum in ("0.00", "799.99", "800.00")] == [False, False, True]


def test_an_offer_that_is_not_allowed_settles_nothing_and_one_without_money_settles(decide):
    decision = decide(PERMIT, {"then": {"require": "apology"}})
    assert not decision.offer("compensation", "900.00").settles
    assert decision.offer("apology").settles
