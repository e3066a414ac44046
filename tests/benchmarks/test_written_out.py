"""The written-out function, the yardstick of all timing, decides as the engine does: whatever a ruleset says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import complaints, contest
from benchmarks.contestants import fresh_engine
from benchmarks.handwritten import HandWritten
from benchmarks.outcomes import DifferError, check_equal, outcome
from benchmarks.policies import DAY, Policy
from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.program import Circumstances
from tests.random_rulesets import TITLE, engine_of, rulesets

HEAD = {"language": 1, "version": "1.0.0", "title": TITLE}
STATUTE = {
    "ruleset": "statute",
    **HEAD,
    "tiers": ["low"],
    "alternatives": {
        "goods": {"of": ["refund", "discount"], "choice": "customer"},
        "sums": {"of": ["statutory_damages"], "choice": "house"},
    },
    "parameters": {
        "wage": {
            "unit": "CNY/year",
            "by": "province",
            "law_of": "settled",
            "values": {
                "2025": {"default": "36500.10", "beijing": "73000.20"},
                "2026": {"default": "40000.00", "beijing": "80000.33", "hunan": "30000.01"},
            },
            "basis": "assumption",
            "reason": "made up",
            "title": TITLE,
        }
    },
}
HOUSE = {"ruleset": "house", **HEAD, "extends": ["../statute"]}
WAGES = "(100 - customer_share_percent) percent * (per_day(wage, 365) * injury.rest_days)"
INCOME = "injury.daily_income * injury.rest_days"
SHARED = f"customer_share_percent * ({INCOME})"


@pytest.fixture
def decided_alike(tmp_path):
    """Compares the engine with the written-out function on complaints like some, under two layers of rules."""

    def compare(statute, house, given):
        for header, rules in ((STATUTE, statute), (HOUSE, house)):
            folder = tmp_path / header["ruleset"]
            folder.mkdir()
            common = {"basis": "assumption", "reason": "made up", "title": TITLE}
            listed = [
                {"id": f"rule-{number}", **common, **rule, **({"binding": True} if header is STATUTE else {})}
                for number, rule in enumerate(rules)
            ]
            text = json.dumps(header | {"rules": listed}, ensure_ascii=False)
            (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
        engine = fresh_engine(tmp_path / "house", "interpreter")
        plain = {"id": "1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other", "claimed_amount": "1000.00"}
        batch = [plain | one for one in given]
        expected = [outcome(engine.decide(one)) for one in batch]
        check_equal(expected, batch, {"written out": HandWritten(Policy(engine.ruleset)).decide})
        return [engine.decide(one) for one in batch]

    return compare


def injured(**facts):
    known = {"daily_income": "100.01", "rest_days": 7, "age": 30, "victim_fault_percent": 0}
    return {"injury": {key: value for key, value in (known | facts).items() if value is not None}}


def test_sums_over_what_applies(decided_alike):
    goods, hurt, bag = {"price": "70.00", "loss": "80.00"}, injured(medical_expenses="20.00"), {"value": "90.00"}
    sums = "purchase.loss, injury.medical_expenses, belongings.value"
    kinds = {"first": "compensation", "least": "refund", "greatest": "discount", "sum": "statutory_damages"}
    then = {
        "permit": {kind: {"max": f"50 percent * {name}_stated({sums}) + 1.00"} for name, kind in kinds.items()},
        "item": {"medical": {"amount": f"sum_stated({sums})"}},
    }
    groups = {"purchase": goods, "belongings": bag} | hurt
    given = [{name: groups[name] for name in names} for names in ((), ("purchase",), ("injury", "belongings"), groups)]
    found = decided_alike([{"then": then}], [{"then": {"lead": "reception"}}], given)
    most = [{remedy.kind: remedy.max for remedy in one.remedies} for one in found]
    assert [one["discount"] for one in most] == ["0.00", "41.00", "46.00", "46.00"]
    assert [one["statutory_damages"] for one in most] == ["0.00", "41.00", "56.00", "96.00"]


def test_caps_and_alternatives_of_rules(decided_alike):
    compensation = {"min": "10 percent * claimed_amount", "max": "800.00", "cap": "700.00", "group": "goods"}
    statute = [
        {"then": {"require": {"compensation": compensation, "refund": {"min": "250.00"}, "statutory_damages": None}}},
        {"then": {"item": {"medical": {"min": "100.00", "max": "claimed_amount", "cap": "450.00"}}}},
    ]
    house = [
        {"then": {"permit": {"compensation": {"max": "900.00"}, "discount": {"max": "600.00", "group": "sums"}}}},
        {"then": {"item": {"medical": {"amount": "300.00", "cap": "injury.medical_expenses"}}}},
        {"then": {"require": {"apology": {"public": True}}, "forbid": ["exchange"]}},
    ]
    given = [{}, {"claimed_amount": "5000.00"}, {"already_paid": "33.33"}, injured(medical_expenses="10.00")]
    given += [{"already_paid": "99999.00"}, injured(medical_expenses="400.00") | {"already_paid": "60.00"}]
    found = decided_alike(statute, house, given)
    assert found[4].payable.max_fen is None


def test_sums_are_added_up_unrounded(decided_alike):
    third = {"amount": "claimed_amount / 3"}
    found = decided_alike(
        [{"then": {"item": {"medical": third, "nursing": third, "transport": third}}}],
        [{"then": {"lead": "reception"}}],
        [{"claimed_amount": amount} for amount in ("0.01", "0.02", "1.00", "100.00")],
    )
    assert found[1].payable.min_fen == 2
    assert [one.min_fen for one in found[1].items] == [1, 1, 1]


def test_facts_that_stand_in_for_others(decided_alike):
    rules = [
        {"then": {"item": {"medical": {"amount": INCOME}, "transport": {"amount": SHARED}}}},
        {"when": {"injury.daily_income": ">= 33.34"}, "then": {"action": {"explain": "at_once"}}},
        {"when": {"customer_share_percent": ">= 20"}, "then": {"lead": "security"}},
        {"when": {"purchase.paid": "< 50.00"}, "then": {"support": ["finance"]}},
        {"when": {"merchant.lease_ended_on": "< received_on"}, "then": {"prohibit": "raise_compensation"}},
        {"when": {"settled_on": "> occurred_on"}, "then": {"severity": "low"}},
    ]
    goods = {"price": "60.00"}
    given = [
        {},
        injured(daily_income=None, monthly_income="1000.00", victim_fault_percent=20) | {"purchase": goods},
        injured(daily_income=None, monthly_income="1000.40") | {"purchase": goods | {"paid": "20.00"}},
        injured(daily_income="33.34", monthly_income="1.00") | {"customer_share_percent": 20, "merchant": {}},
        {"merchant": {"lease_ended_on": "2026-11-19"}, "settled_on": "2026-12-01"},
    ]
    found = decided_alike(rules, [{"then": {"lead": "reception"}}], given)
    assert found[1].items[0].min == "233.33"


@pytest.mark.parametrize("settled", ["2025-01-01", "2025-12-31", "2026-01-01", None])
def test_figures_go_by_the_day_of_settlement_and_the_place(decided_alike, settled):
    given = [injured() | {"settled_on": settled, "province": place} for place in ("beijing", "hunan", "hebei", None)]
    found = decided_alike(
        [{"then": {"item": {"lost_wages": {"amount": WAGES}}}}], [{"then": {"lead": "reception"}}], given
    )
    assert len({one.items[0].min_fen for one in found}) == (2 if settled and settled < "2026" else 3)


def test_a_day_without_figures_is_refused_and_taken_out_of_complaints():
    ruleset = fresh_engine("cn-statute", "python").ruleset
    complaint = {"id": "1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other", "settled_on": "2027-03-01"}
    assert "settled_on" not in complaints.known(ruleset, [complaint])[0]
    with pytest.raises(ValueError, match="lacking"):
        HandWritten(Policy(ruleset)).decide(complaint)
    assert complaints.known(ruleset, [complaint | {"settled_on": "2025-03-01"}])[0]["settled_on"] == "2025-03-01"


def test_every_year_and_place_of_the_statute():
    engine = fresh_engine("cn-statute", "interpreter")
    batch = contest.unseen(engine.ruleset, 150, seed=9)
    places = next(fact.values for fact in engine.ruleset.facts if fact.path == "province")
    batch = [
        one | {"settled_on": f"{2021 + number % 6}-06-30", "province": places[number % len(places)]}
        for number, one in enumerate(batch)
    ]
    written = HandWritten(Policy(engine.ruleset))
    check_equal([outcome(engine.decide(one)) for one in batch], batch, {"written out": written.decide})


def test_laws_of_the_day_of_the_event_and_procedure_of_the_day_of_receipt():
    """Rules go by days of their own; the function is written out for an event long before its complaint."""
    engine = fresh_engine("cn-statute", "interpreter")
    happened = {"occurred_on": "2022-06-01"}
    batch = [one | happened for one in contest.unseen(engine.ruleset, 80, seed=3)]
    expected = [outcome(engine.decide(one)) for one in batch]
    days = all_on(DAY)._replace(occurred=DAY.replace(year=2022, month=6))
    check_equal(expected, batch, {"then": HandWritten(Policy(engine.ruleset, Circumstances(days))).decide})
    with pytest.raises(DifferError):
        check_equal(expected, batch, {"now": HandWritten(Policy(engine.ruleset)).decide})


@settings(max_examples=60)
@given(data=st.data(), seed=st.integers(0, 10_000))
def test_random_rulesets(data, seed):
    ruleset = data.draw(rulesets())
    engine = engine_of(ruleset, "interpreter")
    written = HandWritten(Policy(ruleset))
    for complaint in contest.unseen(ruleset, 8, seed=seed):
        try:
            expected = outcome(engine.decide(complaint))
        except DifferError:  # rules disagree, which only we can say
            continue
        check_equal([expected], [complaint], {"written out": written.decide})
