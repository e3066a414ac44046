"""The sum payable in logic is the engine's, to the fen: rounded once, less what has been paid."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules.prove.check import check
from tests.decide.small import TITLE, engine, rule, ruleset
from tests.decide.test_payable import BASE, FEN, yuan
from tests.prove.agreement import Logic
from tests.random_rulesets import engine_of

RULESET = ruleset()
LOGIC = Logic(RULESET)
ENGINE = engine()

INJURY = st.fixed_dictionaries(
    {
        "medical_expenses": FEN.map(yuan),
        "transport_expenses": FEN.map(yuan),
        "rest_days": st.integers(0, 400),
        "victim_fault_percent": st.integers(0, 100),
    },
    optional={"carer_daily_pay": FEN.map(yuan)},
)
INCOME = st.one_of(
    st.builds(lambda fen: {"monthly_income": yuan(fen)}, FEN),
    st.builds(lambda fen: {"daily_income": yuan(fen)}, FEN),
    st.builds(lambda month, day: {"monthly_income": yuan(month), "daily_income": yuan(day)}, FEN, FEN),
)


@settings(max_examples=40)
@given(INJURY, INCOME, FEN, FEN, st.sampled_from(["letter", "email"]))
def test_the_sum_in_logic_is_the_engines(injury, income, price, before, channel):
    complaint = {
        **BASE,
        "channel": channel,
        "claimed_amount": "100.00",
        "injury": {**injury, **income},
        "purchase": {"price": yuan(price)},
        "already_paid": yuan(before),
    }
    complaint["customer_share_percent"] = injury["victim_fault_percent"]
    assert LOGIC.differences(complaint, ENGINE.decide(complaint)) == []


PROPERTIES = [
    ("loss", {"payable.max": {"rises_with": "injury.medical_expenses"}}, True),
    ("share", {"payable.max": {"falls_with": "customer_share_percent"}}, True),
    ("paid", {"payable.max": {"falls_with": "already_paid"}}, True),
    ("paid-for-more", {"payable.max": {"rises_with": "already_paid"}}, False),
]


@pytest.mark.parametrize(("name", "said", "holds"), PROPERTIES, ids=[name for name, _, _ in PROPERTIES])
def test_sums_rise_with_the_loss_and_fall_with_share_and_payment(name, said, holds):
    one = {"id": name, "monotone": said}
    found = check(ruleset(properties=[{**one, "title": {"en": "a", "zh": "a"}}]))
    broken = [finding for finding in found.findings if finding.kind.startswith("property")]
    assert (broken == [], found.unsettled) == (holds, [])


def test_a_carers_pay_may_be_absent_in_logic_too():
    texts = {"stated": "injury.nursing_days * injury.carer_daily_pay", "any": "injury.nursing_days * local"}
    texts["first"] = "injury.nursing_days * first_stated(injury.carer_daily_pay, local)"
    rules = [rule(name, {"item": {item: {"amount": texts[name]}}}) for name, item in NURSING.items()]
    rules.append(rule("said", {"action": "explain"}, {"injury.carer_daily_pay": "known"}))
    rules.append(rule("unsaid", {"action": "archive"}, {"injury.carer_daily_pay": "absent"}))
    local = {
        "unit": "CNY/day",
        "values": {"2020-01-01": "120.00"},
        "title": TITLE,
        "basis": "assumption",
        "reason": "x",
    }
    made = ruleset(rules=rules, parameters={"local": local})
    logic, real = Logic(made), engine_of(made, "python")
    for stated in ({}, {"injury": {"nursing_days": 3}}, {"injury": {"nursing_days": 3, "carer_daily_pay": "99.99"}}):
        complaint = {**BASE, **stated}
        assert logic.differences(complaint, real.decide(complaint)) == []


NURSING = {"stated": "nursing", "any": "lodging", "first": "legal"}


def test_an_amount_that_logic_has_no_terms_for_is_no_hindrance_where_its_rule_never_fires():
    text = "(injury.age - 4) * (claimed_amount - 100.00)"
    strange = rule("never", {"permit": {"compensation": {"max": text}}}, {"facts_clear": "absent"})
    made = ruleset(rules=[strange, rule("refund", {"require": {"refund": {"min": "10.00", "max": "10.00"}}})])
    assert Logic(made).differences(BASE, engine_of(made, "python").decide(BASE)) == []
