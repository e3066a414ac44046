"""The cases of the shipped rulesets are decided as expected, and alike on every engine."""

from __future__ import annotations

import pytest

from complaint_rules.cases import run_cases
from complaint_rules.errors import ComplaintError
from complaint_rules.load.folder import shipped_ids
from tests.shipped import shipped, some_cases


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_every_shipped_case_passes(ruleset):
    results = list(run_cases(shipped(ruleset), ruleset))
    assert results, "a shipped ruleset has cases"
    assert [f"{one.place}: {one.case}: {difference}" for one in results for difference in one.differences] == []


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_every_engine_decides_shipped_cases_alike(ruleset, load):
    engine = load(ruleset)
    for case in some_cases(ruleset, 60):
        try:
            expected = shipped(ruleset).decide(case.complaint).to_dict()
        except ComplaintError:
            continue
        assert engine.decide(case.complaint).to_dict() == {**expected, "engine": engine.engine}, case.case
