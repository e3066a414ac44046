"""The worked sums of the page: each worked out with fractions, apart from the library, and by the statute's ruleset.

Figures and formulas are written again from the statute's text, so that a slip in a rule or a figure shows.
"""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from complaint_rules import Engine

PAGE = Path(__file__).parents[2] / "docs" / "worked-sums.md"
IN_CHINESE = PAGE.parent / "zh" / PAGE.name
INCOME = {
    (2023, None): 49283, (2024, None): 51821, (2025, None): 54188, (2026, None): 56502,
    (2023, "guangdong"): 56905, (2024, "guangdong"): 59307, (2025, "beijing"): 92464, (2024, "shanghai"): 89477,
    (2024, "jiangsu"): 63211, (2025, "jiangsu"): 66173, (2025, "hubei"): 46987, (2024, "guizhou"): 42772,
    (2023, "yunnan"): 42168, (2025, "guangxi"): 43044, (2023, "zhejiang"): 71268,
}  # fmt: skip
CONSUMPTION = {
    (2023, None): 30391, (2024, None): 32994, (2025, None): 34557, (2026, None): 35869,
    (2023, "guangdong"): 36936, (2024, "guangdong"): 39333, (2025, "jiangsu"): 42197, (2024, "hubei"): 31500,
    (2023, "zhejiang"): 44511,
}  # fmt: skip
WAGE = {
    (2023, None): 114029, (2024, None): 120698, (2025, None): 124110, (2026, None): 129441,
    (2024, "zhejiang"): 133045, (2024, "guangdong"): 131418, (2024, "guizhou"): 102010, (2025, "beijing"): 224608,
}  # fmt: skip
NURSING = {"guangxi": Fraction("157.90")}
OF_INJURY = ("medical_expenses", "transport_expenses", "lodging_expenses", "appraisal_fee", "aid_cost")
DAYS = ("rest_days", "nursing_days", "inpatient_days", "nutrition_days")
PAPERS = (
    "medical_record", "medical_invoice", "rest_certificate", "income_proof", "nursing_certificate", "nutrition_opinion",
    "transport_tickets", "disability_appraisal", "aid_opinion", "death_certificate",
)  # fmt: skip


def rows(page=PAGE):
    """Each row of a page: its number, the item, the facts and the sum."""
    found = re.findall(
        r"^\| (\d+) \| `(\w+)` \| `(\{.*?\})` \| .*? \| ((?:0 to )?[\d,.]+) \|$",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return [(int(number), item, yaml.safe_load(facts), total.replace(",", "")) for number, item, facts, total in found]


def figure(table, facts):
    year = facts["settled_on"].year
    return Fraction(table.get((year, facts.get("province")), table[year, None]))


def years(age):
    return 20 if age < 60 else max(20 - (age - 60), 5)


def part(facts):
    """What is left of the loss after the customer's share, at most the venue's beside a third party's act."""
    own = 100 - facts.get("customer_share_percent", 0)
    return Fraction(min(own, facts.get("company_share_percent", 100)), 100)


def grade(facts):
    return Fraction(110 - 10 * facts["disability_grade"], 100)


def death(facts):
    return figure(INCOME, facts) * years(facts["age"])


def disability(facts):
    return grade(facts) * death(facts)


def funeral(facts):
    return figure(WAGE, facts) / 12 * 6


def dependants(facts):
    """Year by year: everybody's share by the grade, all together at most one consumption."""
    share = grade(facts) if "disability_grade" in facts else Fraction(1)
    ends = [
        (years(one["age"]) if one.get("incapable") else max(18 - one["age"], 0), one) for one in facts["dependants"]
    ]
    total = Fraction(0)
    for year in range(20):
        parts = [share / one["supporters"] for end, one in ends if year < end]
        total += min(sum(parts, Fraction(0)), Fraction(1))
    return figure(CONSUMPTION, facts) * total


def lost_wages(facts):
    if facts.get("fixed_income") is False:
        return figure(WAGE, facts) / 365 * facts["rest_days"]
    daily = (
        Fraction(str(facts["daily_income"])) if "daily_income" in facts else Fraction(str(facts["monthly_income"])) / 30
    )
    return daily * facts["rest_days"]


def nursing(facts):
    daily = Fraction(str(facts.get("carer_daily_pay", NURSING.get(facts.get("province"), 150))))
    dependence = Fraction(facts.get("nursing_dependence_percent", 100), 100)
    return dependence * facts.get("carers", 1) * daily * min(facts["nursing_days"], 20 * 365)


def payable(facts):
    """Everything together, rounded once."""
    plain = sum((Fraction(str(facts.get(name, 0))) for name in OF_INJURY), Fraction(0))
    days = facts.get("inpatient_days", 0) * 100 + facts.get("nutrition_days", 0) * 50
    total = plain + days
    if facts.get("rest_days"):
        total += lost_wages(facts)
    if facts.get("nursing_days"):
        total += nursing(facts)
    return total


WORKED = {
    "death": death, "disability": disability, "funeral": funeral, "dependants": dependants, "lost_wages": lost_wages,
    "nursing": nursing, "payable": payable,
    "medical": lambda facts: Fraction(str(facts["medical_expenses"])),
    "hospital_meals": lambda facts: Fraction(100 * facts["inpatient_days"]),
    "nutrition": lambda facts: Fraction(50 * facts["nutrition_days"]),
}  # fmt: skip


def is_older(item, facts):
    """Whether the event is before the day from which one measure holds for everybody (interpretation of 2022)."""
    return item in ("death", "disability", "dependants") and facts.get("occurred_on", date.max) < date(2022, 5, 1)


def total_of(item, facts):
    """The sum to the fen, half up; under the earlier law the most that it may be."""
    exact = part(facts) * WORKED[item](facts) - Fraction(str(facts.get("already_paid", 0)))
    fen = int(max(exact, 0) * 100 + Fraction(1, 2))
    return f"{fen // 100}.{fen % 100:02}"


def complaint_of(number, facts):
    """A whole complaint: what the row does not state is nothing."""
    facts = dict(facts)
    top = {"settled_on", "occurred_on", "province", "customer_share_percent", "company_share_percent", "already_paid"}
    whole = {name: facts.pop(name) for name in top & set(facts)}
    settled = whole["settled_on"]
    severity = "death" if facts.pop("died", False) else "disability" if "disability_grade" in facts else "minor"
    fixed = facts.pop("fixed_income", True)
    injury = {
        "severity": severity, "serious_consequence": False, "age": 40, "future_treatment": 0, "dependants": [],
        "fixed_income": fixed, **dict.fromkeys(OF_INJURY, 0), **dict.fromkeys(DAYS, 0), **facts,
    }  # fmt: skip
    injury["dependants"] = [{"incapable": False, **one} for one in injury["dependants"]]
    shared = "company_share_percent" in whole
    return {
        "id": f"W-{number}",
        "received_at": f"{settled.isoformat()}T10:00:00+08:00",
        "kind": "personal_injury",
        "fault": "third_party" if shared else "company",
        "safety_duty_breached": shared,
        "claimed_amount": 0,
        "injury": injury,
        "evidence": dict.fromkeys(PAPERS, True) | ({} if fixed else {"income_proof": False}),
        **whole,
    }


@pytest.fixture(scope="module")
def engine():
    return Engine.load("cn-statute")


def test_the_page_has_sixty_sums_and_all_that_was_asked_for():
    listed = rows()
    assert listed == rows(IN_CHINESE)
    assert len(listed) >= 60
    assert [number for number, *_ in listed] == list(range(1, len(listed) + 1))
    facts = [one for _, _, one, _ in listed]
    assert {one.get("disability_grade") for one in facts} >= set(range(1, 11))
    assert {one.get("age") for one in facts} >= {59, 60, 61, 74, 75, 76}
    assert len({one["province"] for one in facts if "province" in one}) >= 8
    assert any(one.get("carers") == 2 for one in facts)
    assert {one["settled_on"].year for one in facts} >= {2023, 2024, 2025, 2026}


@pytest.mark.parametrize(("number", "item", "facts", "total"), rows(), ids=lambda one: str(one)[:40])
def test_a_sum_is_the_same_by_fractions_and_by_the_ruleset(engine, number, item, facts, total):
    wanted = total_of(item, facts)
    older = is_older(item, facts)
    assert total == (f"0 to {wanted}" if older else wanted)
    decision = engine.decide(complaint_of(number, facts)).to_dict()
    if item == "payable":
        found = decision["payable"]
    else:
        found = next((one for one in decision["items"] if one["item"] == item), None)
    assert (found["min"], found["max"]) == ("0.00" if older else wanted, wanted)
