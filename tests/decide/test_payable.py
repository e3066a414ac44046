"""The sum payable: unrounded shares are added up, the sum is rounded once, and what has been paid is set off."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.testing import completions
from tests.decide.small import engine

ENGINE = engine()
BASE = {"id": "C-1", "received_at": "2026-06-15T10:00:00+08:00", "kind": "other", "channel": "email"}
FEN = st.integers(0, 10**6) | st.integers(0, 99)


def yuan(fen):
    return f"{fen / Decimal(100):.2f}"


def payable(**stated):
    return ENGINE.decide({**BASE, **stated}).payable


def half_up(value):
    return floor(value + Fraction(1, 2))


@given(FEN, FEN, FEN, st.integers(0, 400), FEN, st.integers(0, 100), FEN)
def test_the_sum_is_rounded_once_and_less_what_was_paid(medical, transport, month, days, paid, own, before):
    injury = {
        "medical_expenses": yuan(medical),
        "transport_expenses": yuan(transport),
        "monthly_income": yuan(month),
        "rest_days": days,
        "victim_fault_percent": own,
    }
    found = payable(injury=injury, purchase={"paid": yuan(paid)}, already_paid=yuan(before))
    whole = Fraction(100 - own, 100) * (medical + transport + Fraction(month * days, 30)) + Fraction(paid, 3)
    assert found.min_fen == found.now_fen == found.max_fen == max(half_up(whole) - before, 0)


def test_items_show_their_own_share_rounded():
    injury = {"medical_expenses": "0.01", "transport_expenses": "0.01", "rest_days": 0, "daily_income": "0.00"}
    stated = {"injury": {**injury, "victim_fault_percent": 50}, "purchase": {"paid": "0.00"}}
    decision = ENGINE.decide({**BASE, **stated})
    assert [one.min for one in decision.items if one.item != "lost_wages"] == ["0.01", "0.01"]
    assert decision.payable.min == "0.01"


@pytest.mark.parametrize(
    ("before", "left"), [("0.00", "20.00"), ("5.00", "15.00"), ("20.00", "0.00"), ("90.00", "0.00")]
)
def test_what_has_been_paid_is_set_off_and_nothing_lies_below_zero(before, left):
    found = payable(purchase={"paid": "60.00"}, already_paid=before)
    assert (found.min, found.now, found.max) == (left, left, left)


def test_no_bound_is_left_without_one():
    found = payable(injury={}, purchase={"paid": "60.00"}, already_paid="30.00")
    assert (found.min, found.max) == ("0.00", None)


SHARES = st.fixed_dictionaries(
    {},
    optional={
        "medical_expenses": FEN.map(yuan),
        "transport_expenses": FEN.map(yuan),
        "monthly_income": FEN.map(yuan),
        "daily_income": FEN.map(yuan),
        "rest_days": st.integers(0, 400),
        "victim_fault_percent": st.integers(0, 100),
    },
)
GOODS = st.fixed_dictionaries({}, optional={"price": FEN.map(yuan), "paid": FEN.map(yuan)})


@given(st.data(), SHARES, GOODS, FEN)
def test_the_sum_of_every_completion_lies_within_the_bounds(data, injury, purchase, before):
    complaint = {**BASE, "injury": injury, "purchase": purchase, "already_paid": yuan(before)}
    bounds = ENGINE.decide(complaint).payable
    whole = ENGINE.decide(data.draw(completions(complaint, ENGINE, everything=True))).payable
    assert bounds.min_fen <= whole.min_fen
    assert bounds.max_fen is None or whole.max_fen <= bounds.max_fen
    assert bounds.now_fen is None or whole.now_fen is None or bounds.now_fen <= whole.now_fen


def test_a_remedy_that_is_an_alternative_by_some_answers_only_may_come_on_top_of_the_others(load, write, complaint):
    damages = {"then": {"require": {"statutory_damages": {"min": "15.00", "max": "15.00"}}}}
    owed = {"then": {"require": {"compensation": {"min": "50.00", "max": "50.00"}}}}
    counted = {"when": {"facts_clear": True}, "then": {"permit": {"compensation": {"max": "50.00", "group": "sums"}}}}
    engine = load(write(damages, owed, counted, alternatives={"sums": {"of": ["statutory_damages"]}}))
    unknown = engine.decide(complaint()).payable
    assert (unknown.min, unknown.now, unknown.max) == ("50.00", "50.00", "65.00")
    for answer, whole in ((True, "50.00"), (False, "65.00")):
        found = engine.decide(complaint(facts_clear=answer)).payable
        assert (found.min, found.now, found.max) == (whole, whole, whole)
