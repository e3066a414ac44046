"""Proofs that were once false or failed: spans of other years, three leads, ids, figures of a lower layer."""

from __future__ import annotations

from datetime import date

import pytest

from complaint_rules import Engine
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.prove.check import check
from complaint_rules.prove.difference import decided, find_difference
from tests.mutate.conftest import mutation_of
from tests.random_rulesets import TITLE, compiled

WORKING = {"id": "working", "then": {"deadline.resolve": "12 working days"}}
PLAIN = {"id": "plain", "then": {"deadline.resolve": "24 days"}}


def found(ruleset, kind):
    return [one for one in check(ruleset).findings if one.kind == kind]


def test_spans_that_end_in_another_order_in_one_covered_year_only_are_not_equivalent(write):
    both = load_ruleset(write(WORKING, PLAIN, tiers=[], name="before"))
    one = load_ruleset(write(WORKING, tiers=[], name="after"))
    witness = find_difference(both, one)
    assert date.fromisoformat(witness["received_at"][:10]).year < 2025
    assert decided(both, one, witness)


def test_a_property_of_a_span_that_one_covered_year_breaks_is_found(write):
    promise = {"id": "promise", "always": {"then": {"deadline.resolve": "24 days"}}}
    folder = write(WORKING, tiers=[], properties=[promise])
    (broken,) = found(load_ruleset(folder), "property")
    (deadline,) = Engine.load(folder).decide(broken.complaints[0]).deadlines
    assert (deadline.due.date() - date.fromisoformat(broken.complaints[0]["received_at"][:10])).days > 24


def test_dropping_the_span_that_counts_in_one_covered_year_is_no_equivalent_mutant(write):
    verdicts = mutation_of(write(WORKING, PLAIN, tiers=[])).verdicts
    (dropped,) = [one for one in verdicts if one.mutant.of == "house/plain" and "dropped" in one.mutant.says]
    assert dropped.fate != "equivalent"


def test_a_report_says_on_which_days_spans_were_looked_at(write):
    report = check(load_ruleset(write(WORKING, PLAIN, tiers=[])))
    (entry,) = report.simplified
    assert entry.about == "deadline.resolve"
    assert "every day of receipt from 2005-01-01 to 2026-12-31" in entry.reason[0]


LEADS = [
    {"id": "first", "when": {"facts_clear": True}, "then": {"lead": "store_manager"}},
    {"id": "second", "when": {"customer_unwell": True}, "then": {"lead": "front_desk"}},
    {"id": "third", "when": {"liability_clear": True}, "then": {"lead": "store_manager"}},
]


def test_of_three_leads_the_last_counts_for_engine_and_prover_alike(write):
    never = {"id": "desk", "never": {"when": {"liability_clear": True}, "then": {"lead": "front_desk"}}}
    ruleset = load_ruleset(write(*LEADS, tiers=[], properties=[never]))
    report = check(ruleset)
    assert [one.kind for one in report.findings if one.kind == "property"] == []
    assert {one.cause for one in report.findings if one.kind == "conflict"} == {
        ("house/first", "house/second"),
        ("house/second", "house/third"),
    }
    assert find_difference(ruleset, load_ruleset(write(*LEADS[:2], tiers=[], name="less"))) is not None


@pytest.mark.parametrize("named", [["C-7"], ["C-7", "witness"]])
def test_a_rule_may_ask_for_an_id(write, named):
    rule = {"id": "one", "when": {"id": named}, "then": {"lead": "security"}}
    all_ = {"id": "all", "then": {"lead": "finance"}}
    with_, without = (
        load_ruleset(write(*rules, tiers=[], name=name)) for name, rules in (("with", [rule, all_]), ("less", [all_]))
    )
    (conflict,) = found(with_, "conflict")
    assert conflict.complaints[0]["id"] in named
    witness = find_difference(with_, without)
    assert witness["id"] in named
    nobody = load_ruleset(write({**rule, "when": {"id": f"not({named[0]})"}}, tiers=[], name="others"))
    (leadless,) = found(nobody, "no-lead")
    assert leadless.complaints[0]["id"] == named[0]


def layered(*, read_by_house):
    head = {"language": 1, "version": "1.0.0", "title": TITLE, "tiers": []}
    figure = {"unit": "CNY", "basis": "assumption", "reason": "x", "title": TITLE}
    reads = {"id": "reads", "basis": "assumption", "reason": "x", "when": {"claimed_amount": "> limit"}}
    reads |= {"then": {"support": ["security"]}}
    own = [{**reads, "id": "own"}] if read_by_house else []
    law = {"ruleset": "statute", **head, "parameters": {"limit": {**figure, "values": {"2005-01-01": "1.00"}}}}
    values = {"2005-01-01": "1.00", "2026-01-01": None}
    house = {
        "ruleset": "house",
        **head,
        "extends": ["../statute"],
        "parameters": {"limit": {**figure, "values": values}},
    }
    return compiled([{**law, "rules": [reads]}, {**house, "rules": own}])


@pytest.mark.parametrize("read_by_house", [True, False])
def test_a_figure_that_the_house_takes_away_is_found_whichever_layer_reads_it(read_by_house):
    (lacking,) = found(layered(read_by_house=read_by_house), "no-figure")
    assert "statute/reads" in lacking.message[0]
    assert str(lacking.place).startswith("house/")


def test_rules_that_need_a_fact_unknown_are_left_out_by_name_and_are_no_findings(write):
    rule = {"id": "ask", "when": {"facts_clear": "unknown"}, "then": {"action": {"explain": "at_once"}}}
    known = {"id": "known", "when": {"facts_clear": "known"}, "then": {"support": ["security"]}}
    report = check(load_ruleset(write(rule, known, tiers=[])))
    assert report.findings == []
    (entry,) = report.simplified
    assert entry.about == "house/ask"
    assert "left out" in entry.reason[0]


def test_a_rule_silenced_wherever_a_figure_that_nobody_has_stated_may_be_met_is_not_proved_to_grant(write):
    figure = {"unit": "CNY", "basis": "assumption", "reason": "x", "values": {"2005-01-01": None}}
    grants = {"id": "grants", "then": {"require": "apology"}}
    dear = {"id": "dear", "when": {"claimed_amount": "> limit"}, "then": {"support": ["security"]}}
    always = {"id": "apology", "always": {"then": {"apology": "required"}}}
    rules = [grants, {**dear, "exception_to": ["grants"]}]
    folder = write(*rules, tiers=[], parameters={"limit": figure}, properties=[always])
    (broken,) = found(load_ruleset(folder), "property")
    (remedy,) = Engine.load(folder).decide(broken.complaints[0]).remedies
    assert remedy.status == "open"
