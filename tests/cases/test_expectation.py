"""What a case may expect: every name in a path is known, so that a misspelt one is an error."""

from __future__ import annotations

import json

import pytest

from complaint_rules import Engine
from complaint_rules.cases import run_cases
from complaint_rules.cases.expectation import paths_of
from complaint_rules.decide.decision_shape import decision_schema
from complaint_rules.errors import RulesetError

COMPLAINT = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}


@pytest.fixture
def run(write):
    """Runs one case of a small ruleset."""
    folder = write({"then": {"severity": "low"}}, clocks={"call_back": {"en": "call back", "zh": "回电"}})

    def ran(*expected):
        (folder / "cases").mkdir(exist_ok=True)
        cases = [{"case": "one", "complaint": COMPLAINT, "expect": one} for one in expected]
        (folder / "cases" / "all.yaml").write_text(json.dumps(cases), encoding="utf-8")
        return list(run_cases(Engine.load(folder, engine="interpreter"), str(folder)))

    return ran


@pytest.mark.parametrize(
    ("path", "help_"),
    [
        ("bogus", "one of: severity, department, liability, "),
        ("severty.tier", "did you mean `severity`?"),
        ("severity.tir", "did you mean `tier`?"),
        ("severity.tier.low", "nothing follows `severity.tier`"),
        ("remedies.compensaton", "did you mean `compensation`?"),
        ("remedies.compensation.maximum", "did you mean `max`?"),
        ("payable.sum", "one of: min, now, max"),
        ("deadlines.respnd", "did you mean `respond`?"),
        ("deadlines.call_bak.within", "did you mean `call_back`?"),
        ("items.medcal.min", "did you mean `medical`?"),
        ("actions.call_polce", "did you mean `call_police`?"),
        ("approvals.0", "one of: "),
        ("review.message", "nothing follows `review`"),
        ("trace.calendar.timezon", "did you mean `timezone`?"),
    ],
)
def test_a_path_that_no_decision_has_is_refused_with_its_place(run, path, help_):
    with pytest.raises(RulesetError) as refused:
        run({path: None})
    (problem,) = refused.value.problems
    assert str(problem).startswith(f"house/cases/all.yaml:1:118: unknown path `{path}` ({help_}")


def test_all_that_is_wrong_with_all_cases_comes_at_once(run):
    with pytest.raises(RulesetError) as refused:
        run({"bogus": 1, "severity.tier": "low"}, {"severity.tier": "low"}, "no mapping")
    assert [problem.message for problem in refused.value.problems] == [
        "unknown path `bogus`",
        "`expect`: `no mapping` is not a mapping of names to values",
    ]


@pytest.mark.parametrize("path", ["deadlines.call_back", "deadlines.call_back.due", "questions.kind.affects"])
def test_a_name_of_the_rulesets_own_may_be_expected_to_be_missing(run, path):
    (result,) = run({path: None})
    assert result.passed


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        ({}, "`expect` says nothing, so the case can't fail"),
        ({"rules": None}, "`rules`: `null` names no rule"),
        ({"rules": []}, "`rules`: `[]` names no rule"),
        ({"silenced": []}, "`silenced`: `[]` names no rule"),
        ({"silenced": [None]}, "`silenced`: `[null]` names no rule"),
        ({"rules": ""}, "names no rule"),
        ({"rules": {"r0": True}}, "names no rule"),
        ({"error": ""}, "is no part of a message"),
        ({"error": "  "}, "is no part of a message"),
        ({"error": None}, "is no part of a message"),
        ({"error": ["kind"]}, "is no part of a message"),
        ({"error": "kind", "severity.tier": "low"}, "a refused complaint has none"),
        ({"severity.tier": {"any_of": []}}, "is not an expectation"),
        ({"severity.tier": {"anyof": ["low"]}}, "is not an expectation"),
        ({"severity.tier": {"any_of": "low"}}, "is not an expectation"),
        ({"severity.tier": {}}, "is not an expectation"),
        ({"status": {"any_of": ["final", "provisional"]}}, "is met by every decision"),
        ({"liability.disputed": {"any_of": [True, False]}}, "is met by every decision"),
        ({"payable.max": "> lots"}, "is no number, date, date-time or tier"),
        ({"payable.max": "> 1 and"}, "is no number, date, date-time or tier"),
        ({"payable.max": "> 1 and 5"}, "holds `5`, which is no bound"),
        ({"payable.max": "> 1 or 5"}, "is no number, date, date-time or tier"),
        ({"payable.max": "> NaN"}, "is no number, date, date-time or tier"),
        ({"severity.tier": "> 3 and < high"}, "is no number, date, date-time or tier"),
    ],
)
def test_what_can_not_fail_or_is_never_looked_at_is_refused_with_its_place(run, expect, why):
    with pytest.raises(RulesetError) as refused:
        run(expect)
    (problem,) = refused.value.problems
    assert str(problem).startswith("house/cases/all.yaml:1:")
    assert why in str(problem)


def test_a_question_is_named_by_its_fact(write):
    folder = write({"when": {"evidence.receipt": True, "facts_clear": True}, "then": {"severity": "low"}})
    (folder / "cases").mkdir()
    expected = {"questions.evidence.receipt.affects": ["severity"], "questions.evidence.photo": None}
    wrong = {"questions.evidence.receipt": None, "questions.facts_clear": None}
    cases = [{"case": "one", "complaint": COMPLAINT, "expect": one} for one in (expected, wrong)]
    (folder / "cases" / "all.yaml").write_text(json.dumps(cases), encoding="utf-8")
    first, second = run_cases(Engine.load(folder, engine="interpreter"), str(folder))
    assert first.passed
    assert [one.path for one in second.differences] == list(wrong)


def test_a_complaint_that_is_refused_fails_a_case_that_expects_a_decision(write):
    folder = write({"then": {"severity": "low"}})
    (folder / "cases").mkdir()
    case = {"case": "one", "complaint": {**COMPLAINT, "kind": "oter"}, "expect": {"severity.tier": None}}
    (folder / "cases" / "all.yaml").write_text(json.dumps([case]), encoding="utf-8")
    (result,) = run_cases(Engine.load(folder, engine="interpreter"), str(folder))
    assert [one.path for one in result.differences] == ["error"]


def test_the_names_are_those_of_the_schema_of_a_decision(write):
    schema, paths = decision_schema()["properties"], paths_of(Engine.load(write(), engine="interpreter").ruleset)
    assert paths.keys() - {"rules", "silenced", "error"} == schema.keys()
    injury = paths["questions"].pop("injury")
    assert injury["daily_income"] == paths["questions"]["kind"]
    paths["questions"] = {name: one for name, one in paths["questions"].items() if "fact" in one}
    for name, part in schema.items():
        if "properties" in part:
            assert paths[name].keys() == part["properties"].keys()
        for entry in paths[name].values() if "properties" in part.get("items", {}) else ():
            assert entry.keys() == part["items"]["properties"].keys()
    assert paths["trace"]["calendar"].keys() == schema["trace"]["properties"]["calendar"]["properties"].keys()
