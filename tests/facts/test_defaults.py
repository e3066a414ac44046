"""What is left out: a value that is presumed, the day received, another fact, or nothing at all."""

from __future__ import annotations

from datetime import UTC, date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules import Engine
from complaint_rules.errors import RulesetError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import RECEIVED_ON, declared_facts
from complaint_rules.facts.sheet import SheetMaker, with_values
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import put, written
from complaint_rules.testing import complaints
from tests.random_rulesets import engine_of, rulesets
from tests.shipped import SHIPPED, shipped
from tests.soundness import entries

FACTS = {fact.path: fact for fact in declared_facts()}
PRESUME = {fact.index: fact.presumed for fact in FACTS.values() if fact.presumed is not None}
SHEETS = SheetMaker(declared_facts(), PRESUME, UTC)
BASE = {"id": "C-1", "received_at": "2026-06-15T10:00:00+00:00", "kind": "other"}
RECEIVED = date(2026, 6, 15)


def sheet(**stated):
    return SHEETS.sheet(Complaint.of({**BASE, **stated}))


def seen(found, path):
    fact = FACTS[path]
    return found.state(fact), found.values[fact.index]


DEFAULTS = {
    "occurred_on": RECEIVED,
    "settled_on": RECEIVED,
    "province": "national",
    "already_paid": 0,
    "promised_amount": 0,
    "customer_share_percent": 0,
    "persons_affected": 1,
    "trapped_minutes": 0,
    "progress": "on_track",
    "purchase.deposit": 0,
    "purchase.delivered": True,
    "purchase.quantity": 1,
    "purchase.buyer": "household",
    "injury.appraisal_fee": 0,
    "injury.legal_fee": 0,
    "injury.lodging_expenses": 0,
    "injury.own_illness": False,
    "injury.carers": 1,
    "injury.nursing_dependence_percent": 100,
    "vehicle.custody_disputed": False,
    "merchant.lease_ended_on": RECEIVED,
}


@pytest.mark.parametrize("path", DEFAULTS)
def test_a_fact_with_a_default_is_presumed_where_its_group_applies(path):
    group = path.rpartition(".")[0]
    assert seen(sheet(**({group: {}} if group else {})), path) == ("presumed", DEFAULTS[path])


@pytest.mark.parametrize("path", [path for path in DEFAULTS if "." in path])
def test_a_fact_with_a_default_is_absent_where_its_group_is(path):
    assert seen(sheet(), path) == ("absent", ABSENT)


@pytest.mark.parametrize(("stated", "found"), [({"price": "80.00"}, ("presumed", 8000)), ({}, ("unknown", UNKNOWN))])
def test_what_was_paid_is_as_the_price_is(stated, found):
    assert seen(sheet(purchase=stated), "purchase.paid") == found


def test_what_is_stated_stands_beside_the_fact_that_would_stand_in():
    assert seen(sheet(purchase={"price": "80.00", "paid": "30.00"}), "purchase.paid") == ("known", 3000)
    assert seen(sheet(settled_on="2027-01-02"), "settled_on") == ("known", date(2027, 1, 2))


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({}, ("presumed", 0)),
        ({"injury": {}}, ("unknown", UNKNOWN)),
        ({"injury": {"victim_fault_percent": 30}}, ("presumed", 30)),
        ({"injury": {"victim_fault_percent": 30}, "customer_share_percent": 10}, ("known", 10)),
    ],
)
def test_the_customers_share_is_the_victims_and_none_where_nobody_is_hurt(stated, found):
    assert seen(sheet(**stated), "customer_share_percent") == found


def test_a_carers_pay_is_absent_unless_it_is_stated():
    assert seen(sheet(injury={}), "injury.carer_daily_pay") == ("absent", ABSENT)
    assert seen(sheet(injury={"carer_daily_pay": "150.00"}), "injury.carer_daily_pay") == ("known", 15_000)


def test_a_days_income_is_a_thirtieth_of_a_months_and_exact_where_sums_read_it():
    found, at = sheet(injury={"monthly_income": "10000.00"}), FACTS["injury.daily_income"].index
    assert seen(found, "injury.daily_income") == ("presumed", 33_333)
    assert found.sums[at] == Fraction(1_000_000, 30)
    stated = sheet(injury={"monthly_income": "10000.00", "daily_income": "333.33"})
    assert stated.sums[at] == 33_333
    assert seen(sheet(injury={}), "injury.daily_income")[0] == "unknown"


def test_what_follows_from_a_fact_goes_with_an_answer_to_it():
    price, paid = FACTS["purchase.price"], FACTS["purchase.paid"]
    answered = with_values(sheet(purchase={}), [(price, 500)])
    assert seen(answered, "purchase.paid") == ("presumed", 500)
    assert seen(with_values(answered, [(price, UNKNOWN)]), "purchase.paid") == ("unknown", UNKNOWN)
    own = with_values(sheet(purchase={}), [(price, 500), (paid, 300)])
    assert seen(own, "purchase.paid") == ("known", 300)
    assert seen(with_values(own, [(price, 100)]), "purchase.paid") == ("known", 300)


def test_a_days_income_stays_exact_in_what_if():
    at = FACTS["injury.daily_income"].index
    asked = with_values(sheet(injury={}), [(FACTS["injury.monthly_income"], 100)])
    assert (asked.values[at], asked.sums[at]) == (3, Fraction(100, 30))


def spelt_out(complaint, engine):
    """The complaint with every default stated that it leaves out, as far as whole fen can state it."""
    ruleset = engine.ruleset
    found = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone).sheet(Complaint.of(complaint))
    made = dict(complaint)
    for fact in ruleset.facts:
        declared = fact.presumed is not None or fact.default is not None
        if declared and found.state(fact) == "presumed" and found.sums[fact.index] == found.values[fact.index]:
            put(made, fact, written(fact, found.values[fact.index]))
    return made


@given(st.data())
def test_a_decision_is_that_of_the_complaint_that_states_its_defaults(data):
    engine = shipped(data.draw(st.sampled_from(SHIPPED)))
    complaint = data.draw(complaints(engine))
    told = spelt_out(complaint, engine)
    before, after = engine.decide(complaint).to_dict(), engine.decide(told).to_dict()
    assert entries(after) == entries(before)
    assert after["questions"] == before["questions"]


@given(st.data())
def test_the_same_holds_under_any_ruleset(data):
    engine = engine_of(data.draw(rulesets()), "python")
    complaint = data.draw(complaints(engine))
    assert entries(engine.decide(spelt_out(complaint, engine)).to_dict()) == entries(engine.decide(complaint).to_dict())


def test_no_ruleset_presumes_otherwise_what_another_fact_stands_in_for(tmp_path):
    linked = [path for path, fact in FACTS.items() if fact.default is not None]
    assert set(linked) >= {"occurred_on", "settled_on", "purchase.paid", "injury.carer_daily_pay"}
    for path in linked:
        text = f"ruleset: a\nlanguage: 1\nversion: 1.0.0\ntitle: {{en: a, zh: a}}\npresume: {{{path}: 5}}\nrules: []\n"
        (tmp_path / "ruleset.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RulesetError, match="can't be presumed"):
            Engine.load(tmp_path)


def test_the_day_received_is_that_of_the_rulesets_time_zone():
    assert [fact.path for fact in FACTS.values() if fact.source == RECEIVED_ON] == [
        "occurred_on",
        "settled_on",
        "merchant.lease_ended_on",
    ]
