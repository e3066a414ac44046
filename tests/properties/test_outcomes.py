"""Where a decision stands in an outcome's order, and what it is expected to say."""

from __future__ import annotations

import math

import pytest

from complaint_rules import Engine
from complaint_rules.compile.property import Outcome
from complaint_rules.properties.breaches import said
from complaint_rules.properties.holding import holds
from complaint_rules.properties.outcomes import outcome_value
from tests.properties.stating import properties_of


def decided(write, complaint, then, **header):
    """A decision by one rule that always holds."""
    effects = {"severity": "low", **then}
    return Engine.load(write({"then": effects}, **header), engine="python").decide(complaint())


def meets(write, complaint, then, expected, **header):
    property = {"id": "p", "always": {"then": expected}}
    engine, stated = properties_of(write({"then": {"severity": "low", **then}}, properties=[property], **header))
    return holds(stated["p"], engine.decide(complaint()))


def in_order(write, complaint, outcome, *effects, **header):
    """The outcome's values for several effects, each on a ruleset of its own."""
    return [
        outcome_value(
            outcome,
            Engine.load(write({"then": {"severity": "low", **then}}, name=f"n{i}", **header), engine="python").decide(
                complaint()
            ),
        )
        for i, then in enumerate(effects)
    ]


def test_a_higher_tier_is_greater_and_no_tier_is_least(write, complaint):
    values = in_order(
        write, complaint, Outcome("severity"), {"severity": "low"}, {"severity": "mid"}, {"severity": "high"}
    )
    silent = Engine.load(write({"then": {"permit": "apology"}}, name="silent"), engine="python").decide(complaint())
    assert [outcome_value(Outcome("severity"), silent), *values] == sorted({(0,), *values})


def test_an_earlier_deadline_is_less_one_not_started_comes_after_and_none_last(write, complaint):
    effects = [
        {"deadline.respond": "at once"},
        {"deadline.respond": "24h"},
        {"deadline.respond": "3 working days"},
        {"deadline.respond": "30 days"},
        {"deadline.respond": {"within": "at once", "from": "resolved"}},
        {"deadline.respond": {"within": "5 days", "from": "resolved"}},
        {"deadline.respond": {"within": "5 working days", "from": "resolved"}},
        {},
    ]
    values = in_order(write, complaint, Outcome("deadline", "respond"), *effects)
    assert values == sorted(set(values))


def test_a_stronger_approver_is_greater_and_a_role_outside_the_ladder_stands_above_it(write, complaint):
    ladder = [{"role": "duty_manager", "upto": "200.00"}, {"role": "store_manager"}]
    roles = ["duty_manager", "store_manager", "finance"]
    effects = [{}, *({"approval": {"role": role, "for": "solution"}} for role in roles)]
    values = in_order(write, complaint, Outcome("approval", "solution"), *effects, authority=ladder)
    assert values == [(0,), (1,), (2,), (3,)]


def test_of_several_approvers_the_strongest_counts(write, complaint):
    ladder = [{"role": "duty_manager", "upto": "200.00"}, {"role": "store_manager"}]
    both = [{"role": role, "for": "solution"} for role in ("store_manager", "duty_manager")]
    decision = decided(write, complaint, {"approval": both}, authority=ladder)
    assert outcome_value(Outcome("approval", "solution"), decision) == (2,)


def test_a_remedy_that_is_not_there_counts_as_forbidden(write, complaint):
    effects = [{}, {"forbid": "repair"}, {"permit": "repair"}, {"require": "repair"}]
    assert in_order(write, complaint, Outcome("remedy", "repair", "status"), *effects) == [(0,), (0,), (1,), (2,)]


def test_no_entry_counts_as_nothing_and_no_bound_as_more_than_any_sum(write, complaint):
    effects = [{}, {"permit": {"refund": {"max": "200.00"}}}, {"permit": "refund"}]
    assert in_order(write, complaint, Outcome("remedy", "refund", "max"), *effects) == [(0,), (20_000,), (math.inf,)]


@pytest.mark.parametrize(
    ("outcome", "fen"),
    [
        (Outcome("item", "medical", "max"), 3_000),
        (Outcome("item", "medical", "min"), 3_000),
        (Outcome("item", "nursing", "max"), 0),
        (Outcome("payable", "", "min"), 3_000),
        (Outcome("remedy", "refund", "min"), 0),
    ],
)
def test_items_and_the_whole_count_in_fen(write, complaint, outcome, fen):
    item = {"item": {"medical": {"amount": "30.00", "needs": []}}, "permit": {"refund": {"max": "200.00"}}}
    assert outcome_value(outcome, decided(write, complaint, item)) == (fen,)


@pytest.mark.parametrize("part", ["lead", "liability", "action", "prohibit", "support", "item"])
def test_what_has_no_order_has_no_value(write, complaint, part):
    with pytest.raises(ValueError, match="has no order"):
        outcome_value(Outcome(part, "explain"), decided(write, complaint, {}))


RESPOND = "deadline.respond"
EXPECTED = [
    ({"severity": "mid"}, {"severity": [">= mid"]}, True),
    ({"severity": "low"}, {"severity": [">= mid"]}, False),
    ({}, {"lead": "absent"}, True),
    ({"lead": "security"}, {"lead": "not(security)"}, False),
    ({}, {"liability": "undetermined"}, True),
    ({"lead": "finance", "support": ["security"]}, {"support": "security"}, True),
    ({}, {"support": "security"}, False),
    ({RESPOND: "48h"}, {RESPOND: "48h"}, True),
    ({RESPOND: "48h"}, {RESPOND: "47h"}, False),
    ({RESPOND: "2 days"}, {RESPOND: "3 working days"}, True),
    ({RESPOND: "48h"}, {RESPOND: "36000 days"}, True),
    ({RESPOND: {"within": "5 days", "from": "resolved"}}, {RESPOND: "5 days"}, True),
    ({RESPOND: {"within": "6 days", "from": "resolved"}}, {RESPOND: "5 days"}, False),
    ({}, {RESPOND: "5 days"}, False),
    ({}, {RESPOND: "absent"}, True),
    ({"approval": {"role": "finance", "for": "payment"}}, {"approval": {"role": "finance", "for": "payment"}}, True),
    ({"approval": {"role": "finance", "for": "payment"}}, {"approval": {"role": "finance", "for": "solution"}}, False),
    ({"approval": {"role": "finance", "for": "payment"}}, {"approval.payment": ["security", "absent"]}, False),
    ({}, {"approval.payment": ["security", "absent"]}, True),
    ({"forbid": "repair"}, {"repair": "not(permitted)"}, True),
    ({}, {"repair": "not(permitted)"}, True),
    ({"permit": "repair"}, {"repair": "known"}, True),
    ({"permit": {"refund": {"max": "200.00"}}}, {"refund.max": "200.00"}, True),
    ({"permit": {"refund": {"max": "200.00"}}}, {"refund.max": "< 200.00"}, False),
    ({"permit": "refund"}, {"refund.max": "> 999999999.99"}, True),
    ({}, {"refund.max": "0.00", "medical.max": "<= 0.00", "payable.max": "0.00"}, True),
    ({"item": {"death": "not_payable"}}, {"death": "not_payable"}, True),
    ({"action": "explain"}, {"action": ["explain", "mediate"]}, False),
    ({"action": "explain"}, {"action.mediate": "absent", "action": "explain"}, True),
    ({"prohibit": "raise_compensation"}, {"prohibit.raise_compensation": "absent"}, False),
]


@pytest.mark.parametrize(("then", "expected", "met"), EXPECTED)
def test_a_decision_is_as_expected_or_not(write, complaint, then, expected, met):
    assert meets(write, complaint, then, expected) is met


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Outcome("severity"), "`severity` is low"),
        (Outcome("deadline", "respond"), "`deadline.respond` is 24h (due 2026-03-05T10:00:00+08:00)"),
        (Outcome("remedy", "refund", "max"), "`refund.max` is without bound"),
        (Outcome("remedy", "refund", "status"), "`refund` is permitted"),
        (Outcome("payable", "", "min"), "`payable.min` is 0.00"),
        (Outcome("item", "death", "status"), "`death` is absent"),
    ],
)
def test_a_breach_shows_what_the_decision_says(write, complaint, outcome, text):
    assert said(outcome, decided(write, complaint, {RESPOND: "24h", "permit": "refund"})) == text
