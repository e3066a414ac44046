"""A trace leaves nothing out on which an entry rests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.testing import complaints
from tests.shipped import SHIPPED, shipped


def becauses(data):
    """All ids of rules that entries name, wherever they stand."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from inner if key == "because" else becauses(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from becauses(inner)


@pytest.mark.parametrize("ruleset", SHIPPED)
@given(data=st.data())
def test_every_rule_behind_an_entry_is_told_with_its_clause_and_place_and_what_it_assumes(ruleset, data):
    decision = shipped(ruleset).decide(data.draw(complaints(shipped(ruleset)))).to_dict()
    trace = decision.pop("trace")
    told = {line["rule"]: line for line in (*trace["undecided"], *trace["rules"])}
    for rule in becauses(decision):
        line = told[rule]
        assert line["cite"] or line["basis"]
        assert ".yaml:" in line["place"]
        assert line["title"]["zh"]
        if line["basis"]:
            assert line["reason"]["en"]
            assert rule in trace["assumptions"]
    for line in trace["parameters"]:
        assert (f"parameters.{line['parameter']}" in trace["assumptions"]) == bool(line["basis"])


def test_an_assumed_rule_that_may_yet_narrow_an_offer_is_among_the_assumptions(load, write, complaint):
    rules = (
        {"then": {"permit": {"refund": {"max": "100.00"}}}},
        {
            "when": {"fault": "customer"},
            "then": {"permit": {"refund": {"max": "most"}}},
            "id": "narrow",
        },
    )
    most = {"unit": "CNY", "basis": "assumption", "reason": "an example", "values": {"2020-01-01": "10.00"}}
    decision = load(write(*rules, parameters={"most": most})).decide(complaint())
    assert decision.remedies[0].max == "10.00"
    assert {"house/narrow", "parameters.most"} <= set(decision.trace.assumptions)
    (line,) = decision.trace.undecided
    assert (line.rule, line.basis, line.reason["en"]) == ("house/narrow", "assumption", "an example")
    assert line.waits_for == ("fault",)
