"""Proposed cases, once written, pass and catch what they were proposed for."""

from __future__ import annotations

from complaint_rules.cases import append_cases, run_cases
from complaint_rules.engine import Engine
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
    append_cases(folder, before.proposals, "mutants.yaml", "M")
    assert all(result.passed for result in run_cases(Engine.load(folder), str(folder)))
    after = mutation_of(folder)
    assert after.score.percent >= 95
    assert not [one for one in after.survivors if one.proposal is not None]
