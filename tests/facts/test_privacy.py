"""Each fact says whether it is personal or medical."""

from __future__ import annotations

import pytest

from complaint_rules import Engine
from complaint_rules.describe.facts_page import facts_as_markdown
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import declared_facts

PRIVACY = {fact.path: fact.privacy for fact in declared_facts()}


def test_what_a_log_is_searched_by_is_neither_personal_nor_medical():
    assert {PRIVACY[path] for path in ("id", "received_at", "occurred_on", "kind", "channel")} == {"none"}


@pytest.mark.parametrize(
    "path", ["customer_unwell", "injury.severity", "injury.medical_expenses", "evidence.medical_record"]
)
def test_what_says_something_of_health_is_medical(path):
    assert PRIVACY[path] == "medical"


@pytest.mark.parametrize("path", ["claimed_amount", "injury.age", "injury.monthly_income", "evidence.income_proof"])
def test_age_income_and_sums_are_personal(path):
    assert PRIVACY[path] == "personal"


def test_every_fact_of_an_injury_is_marked():
    assert {PRIVACY[path] for path in PRIVACY if path.startswith("injury.")} == {"personal", "medical"}


def test_a_list_is_marked_as_the_strictest_of_what_it_holds():
    inside = {info.json_schema_extra["privacy"] for info in Dependant.model_fields.values()}
    assert "medical" in inside
    assert PRIVACY["injury.dependants"] == "medical"


def test_an_own_fact_is_personal_unless_its_declaration_says_otherwise(write):
    shape = {"type": "bool", "title": {"en": "x", "zh": "x"}}
    facts = {"member": shape, "till": shape | {"privacy": "none"}, "allergy": shape | {"privacy": "medical"}}
    ruleset = Engine.load(write({"then": {"permit": "apology"}}, facts=facts), engine="python").ruleset
    assert [fact.privacy for fact in ruleset.facts if fact.group == "extra"] == ["personal", "none", "medical"]


@pytest.mark.parametrize(("lang", "word"), [("en", "| medical |"), ("zh", "| 医疗健康信息 |")])
def test_the_page_of_facts_says_so(lang, word):
    (row,) = [line for line in facts_as_markdown(lang).splitlines() if line.startswith("| `injury.severity` ")]
    assert row.endswith(word)
