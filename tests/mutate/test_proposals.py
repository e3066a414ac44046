"""Proposed cases are written as YAML that loads, passes, and catches what it was written for."""

from __future__ import annotations

import pytest

from complaint_rules.cases import run_cases
from complaint_rules.engine import Engine
from complaint_rules.errors import RulesetError
from complaint_rules.mutate.writing import FILE, append_cases
from tests.mutate.conftest import mutation_of

RULES = (
    {"id": "small", "when": {"claimed_amount": "< 200.00"}, "then": {"severity": "low"}},
    {"id": "clocks", "when": {"kind": ["privacy", "vehicle"]}, "then": {"deadline.respond": "2 working days"}},
    {"id": "police", "when": {"dispute": ">= heated", "customer_unwell": False}, "then": {"action": "call_police"}},
)


def test_written_cases_pass_and_catch_what_survived(write):
    folder = write(*RULES)
    before = mutation_of(folder)
    assert before.score.percent < 50
    append_cases(folder, before.proposals)
    assert all(result.passed for result in run_cases(Engine.load(folder), str(folder)))
    after = mutation_of(folder)
    assert after.score.percent >= 95
    assert not [one for one in after.survivors if one.proposal is not None]


def test_cases_are_added_to_those_that_are_there_and_numbered_on(write):
    folder = write(*RULES)
    proposals = mutation_of(folder).proposals
    append_cases(folder, proposals[:2])
    append_cases(folder, proposals[2:4])
    results = list(run_cases(Engine.load(folder), str(folder)))
    assert [result.case for result in results] == [one.case for one in proposals[:4]]
    assert "id: M-4" in (folder / "cases" / FILE).read_text(encoding="utf-8")


def test_a_file_that_is_no_list_of_cases_is_refused_and_left_as_it_is(write):
    folder = write(*RULES)
    path = folder / "cases" / FILE
    path.parent.mkdir()
    path.write_text("not: [a list", encoding="utf-8")
    with pytest.raises(RulesetError):
        append_cases(folder, mutation_of(write(*RULES, name="other")).proposals[:1])
    assert path.read_text(encoding="utf-8") == "not: [a list"
    assert [one.name for one in path.parent.iterdir()] == [FILE]
