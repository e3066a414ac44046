"""The worked complaints beside the shipped rulesets come out as expected, on every engine."""

from __future__ import annotations

import pytest

from complaint_rules.cases import run_cases
from complaint_rules.load.folder import shipped_ids


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_every_shipped_case_passes(ruleset, load):
    results = list(run_cases(load(ruleset), ruleset))
    assert results, "a shipped ruleset has cases"
    assert [f"{one.place}: {one.case}: {difference}" for one in results for difference in one.differences] == []
