"""Proofs about figures that differ by province and by year of settlement."""

from __future__ import annotations

import pytest
import yaml

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.prove.check import check
from complaint_rules.prove.difference import find_difference

ASSUMED = {"basis": "assumption", "reason": {"en": "a test", "zh": "测试"}}
YEARS = range(2021, 2027)


@pytest.fixture
def make(tmp_path):
    def made(name, income, *properties, answer=3):
        header = {
            "ruleset": "places",
            "language": 1,
            "version": "1.0.0",
            "title": {"en": "Places", "zh": "地区"},
            "calendar": "CN",
            "effective": {"from": "2021-01-01"},
            "tiers": ["low"],
            "parameters": {
                "income": {"unit": "CNY/year", "by": "province", "law_of": "settled", "values": income, **ASSUMED},
                "answer_in": {"unit": "days", "by": "province", "values": {"2021-01-01": answer}, **ASSUMED},
            },
            "rules": [
                {
                    "id": "all",
                    "then": {"severity": "low", "lead": "front_desk", "deadline.respond": "answer_in"},
                    **ASSUMED,
                },
                {
                    "id": "death",
                    "when": {"injury.severity": "death"},
                    "then": {"item": {"death": {"amount": "income * 20", "needs": []}}},
                    **ASSUMED,
                },
            ],
            "properties": list(properties),
        }
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ruleset.yaml").write_text(yaml.safe_dump(header, sort_keys=False), encoding="utf-8")
        return load_ruleset(folder)

    return made


def income(**shanghai):
    return {year: {"default": "50000.00", "shanghai": shanghai.get(f"y{year}", "60000.00")} for year in YEARS}


CAPPED = {"id": "capped", "always": {"when": {"injury.severity": "death"}, "then": {"death.max": "<= 1200000.00"}}}


def findings(ruleset):
    return {one.kind: one for one in check(ruleset).findings}


def test_a_property_that_every_province_keeps_is_proved(make):
    report = check(make("kept", income(), CAPPED))
    assert [*report.findings, *report.unsettled] == []


def test_a_property_that_one_province_breaks_in_one_year_is_broken_by_a_witness_that_names_both(make):
    (found,) = check(make("broken", income(y2023="60000.01"), CAPPED)).findings
    (witness,) = found.complaints
    assert found.kind == "property"
    assert (witness["province"], witness["settled_on"][:4]) == ("shanghai", "2023")


def test_a_figure_that_only_one_province_has_is_lacking_in_the_others(make):
    stated = {**income(), 2024: {"shanghai": "60000.00"}}
    found = findings(make("lacking", stated))["no-figure"]
    (witness,) = found.complaints
    assert witness["settled_on"][:4] == "2024"
    assert witness.get("province") != "shanghai"


def test_a_span_is_proved_for_every_province(make):
    promise = {"id": "soon", "always": {"then": {"deadline.respond": "3 days"}}}
    assert not findings(make("soon", income(), promise, answer={"default": 3, "beijing": 2}))
    (witness,) = findings(make("late", income(), promise, answer={"default": 3, "beijing": 4}))["property"].complaints
    assert witness["province"] == "beijing"


def test_two_rulesets_differ_where_one_figure_of_one_province_does(make):
    found = find_difference(make("old", income()), make("new", income(y2022="60001.00")))
    assert (found["province"], found["settled_on"][:4]) == ("shanghai", "2022")
    assert find_difference(make("same", income()), make("again", income())) is None
