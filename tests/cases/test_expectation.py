"""What a case may expect: every name in a path is known, so that a misspelt one is an error."""

from __future__ import annotations

import json

import pytest

from complaint_rules import Engine
from complaint_rules.cases import run_cases
from complaint_rules.cases.expectation import paths_of
from complaint_rules.commands.decision_schema import decision_schema
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
        ("payable.sum", "one of: min, max"),
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
        run({"bogus": 1, "severity.tier": "low"}, {}, "no mapping")
    assert [problem.message for problem in refused.value.problems] == [
        "unknown path `bogus`",
        "`expect`: `no mapping` is not a mapping of names to values",
    ]


@pytest.mark.parametrize(
    "path", ["deadlines.call_back", "deadlines.call_back.due", "questions.kind.affects", "error", "rules", "silenced"]
)
def test_a_name_of_the_rulesets_own_and_what_only_cases_say_may_be_expected(run, path):
    (result,) = run({path: [] if path in ("rules", "silenced") else None})
    assert result.passed


def test_the_names_are_those_of_the_schema_of_a_decision(write):
    schema, paths = decision_schema()["properties"], paths_of(Engine.load(write(), engine="interpreter").ruleset)
    assert paths.keys() - {"rules", "silenced", "error"} == schema.keys()
    for name, part in schema.items():
        if "properties" in part:
            assert paths[name].keys() == part["properties"].keys()
        for entry in paths[name].values() if "properties" in part.get("items", {}) else ():
            assert entry.keys() == part["items"]["properties"].keys()
    assert paths["trace"]["calendar"].keys() == schema["trace"]["properties"]["calendar"]["properties"].keys()
