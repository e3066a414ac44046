"""A mutant that nothing reads is equivalent without a proof; one that something reads is not."""

from __future__ import annotations

import pytest

from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.load.folder import read_stack
from complaint_rules.mutate.mutants import make_mutants
from complaint_rules.mutate.unread import is_unread

BY_PLACE = {
    "unit": "days",
    "by": "province",
    "values": {"2021-01-01": {"default": 3, "shanghai": 2}},
    "basis": "assumption",
    "reason": {"en": "a test", "zh": "测试"},
}


def unread(folder):
    layers = read_stack(folder)
    ruleset = compile_stack(layers)
    return {one.of: is_unread(one, ruleset) for one in make_mutants(ruleset, layers[-1]) if one.kind == "presumption"}


@pytest.mark.parametrize(
    ("path", "value", "header"),
    [
        ("province", "shanghai", {"parameters": {"answer_in": BY_PLACE}}),
        ("already_paid", "0.00", {}),
        ("media_risk", "none", {}),
    ],
)
def test_a_presumed_fact_that_rules_figures_sums_or_days_read_is_read(write, path, value, header):
    rule = {"when": {"media_risk": "none"}, "then": {"severity": "low", "permit": {"refund": {"max": "9.00"}}}}
    found = unread(write(rule, presume={path: value}, **header))
    assert found == {path: False}


def test_a_presumed_fact_that_nothing_reads_is_unread(write):
    assert unread(write({"then": {"severity": "low"}}, presume={"media_risk": "none"})) == {"media_risk": True}
