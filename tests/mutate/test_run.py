"""A mutant is caught by a case or a property, or survives; what is proved equivalent does not count."""

from __future__ import annotations

import pytest

from complaint_rules.assembly import Assembly
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.engine import Engine
from complaint_rules.facts.complaint import Complaint
from complaint_rules.load.folder import read_stack
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.mutants import make_mutants
from complaint_rules.mutate.run import MutationScore
from complaint_rules.mutate.search import Search
from tests.mutate.conftest import mutation_of
from tests.shipped import some_cases

SMALL = {"id": "small", "when": {"claimed_amount": "< 200.00"}, "then": {"severity": "low"}}
REST = {"id": "rest", "when": {"claimed_amount": ">= 200.00"}, "then": {"severity": "mid"}}


@pytest.fixture
def case(complaint):
    def make(amount, tier):
        expect = {"severity.tier": tier}
        return {"case": f"{amount}", "complaint": complaint(claimed_amount=amount), "expect": expect}

    return make


def fate(mutation, of, says):
    (found,) = [one for one in mutation.verdicts if (one.mutant.of, one.mutant.says) == (of, says)]
    return found


def test_a_case_at_the_edge_catches_what_a_case_far_from_it_does_not(write, add_cases, case):
    folder = write(SMALL, REST)
    add_cases(folder, case("10.00", "low"), case("200.00", "mid"))
    found = mutation_of(folder)
    slip = "claimed_amount: < 200.00 -> < 199.99"
    assert fate(found, "house/small", slip).fate == "survived"
    add_cases(folder, case("199.99", "low"), case("200.00", "mid"))
    caught = fate(mutation_of(folder), "house/small", slip)
    assert (caught.fate, caught.by) == ("caught by a case", "199.99")


def test_a_survivor_comes_with_the_case_that_would_catch_it(write, add_cases, case):
    folder = write(SMALL, REST)
    add_cases(folder, case("10.00", "low"))
    proposal = fate(mutation_of(folder), "house/small", "claimed_amount: < 200.00 -> < 199.99").proposal
    slip = write({**SMALL, "when": {"claimed_amount": "< 199.99"}}, REST, name="slip")
    tiers = [Engine.load(one).decide(proposal.complaint).severity.tier for one in (folder, slip)]
    assert proposal.expect["severity.tier"] == tiers[0] != tiers[1]
    assert set(proposal.complaint) <= {"id", "received_at", "kind", "claimed_amount"}


def test_an_expectation_that_fails_anyway_catches_nothing(write, add_cases, case):
    folder = write(SMALL)
    add_cases(folder, case("10.00", "high"))
    assert mutation_of(folder).score.caught == 0


def test_a_case_whose_complaint_is_refused_catches_nothing(write, add_cases, complaint):
    folder = write(SMALL)
    refused = {"case": "x", "complaint": complaint(claimed_amount="-1"), "expect": {"error": "negative"}}
    add_cases(folder, refused)
    assert mutation_of(folder).score.caught == 0


def test_what_no_complaint_tells_apart_has_no_case_and_counts_as_a_survivor(write, add_cases, case):
    twin = {**SMALL, "id": "twin"}
    folder = write(SMALL, twin)
    found = mutation_of(folder)
    lost = fate(found, "house/twin", "the rule dropped")
    assert lost.fate == "survived"
    assert lost.proposal is None or "rules" in lost.proposal.expect
    assert found.score.of == len(found.verdicts)


LOW_ONLY = {"id": "stays-low", "always": {"when": {"claimed_amount": "< 200.00"}, "then": {"severity": "low"}}}


def test_a_property_catches_what_no_case_does(write):
    folder = write(SMALL, properties=[LOW_ONLY])
    verdict = fate(mutation_of(folder), "house/small", "severity: low -> severity: mid")
    assert (verdict.fate, verdict.by, verdict.proposal) == ("caught by a property", "stays-low", None)
    (shown,) = verdict.shown
    assert Engine.load(folder).decide(shown).severity.tier == "low"


def test_a_case_is_asked_before_the_properties(write, add_cases, case):
    folder = write(SMALL, properties=[LOW_ONLY])
    add_cases(folder, case("10.00", "low"))
    verdict = fate(mutation_of(folder), "house/small", "severity: low -> severity: mid")
    assert (verdict.fate, verdict.by) == ("caught by a case", "10.00")


def test_a_property_that_the_ruleset_breaks_anyway_catches_nothing(write):
    broken = {"id": "always-broken", "always": {"then": {"severity": "high"}}}
    assert mutation_of(write(SMALL, properties=[broken])).score.caught == 0


def test_a_property_that_does_not_speak_of_what_differs_catches_nothing(write):
    apart = {"id": "apart", "always": {"when": {"claimed_amount": ">= 500.00"}, "then": {"severity": "absent"}}}
    verdict = fate(mutation_of(write(SMALL, properties=[apart])), "house/small", "severity: low -> severity: mid")
    assert verdict.fate == "survived"
    assert verdict.proposal is not None


def test_the_complaint_that_only_the_prover_found_is_held_against_the_properties_too(write, complaint, monkeypatch):
    monkeypatch.setattr(Search, "find", lambda self, mutant: None)
    folder = write(SMALL, properties=[LOW_ONLY])
    shown = complaint(claimed_amount="50.00")
    found = mutation_of(folder, find_difference=lambda old, new: shown)
    assert fate(found, "house/small", "severity: low -> severity: mid").by == "stays-low"


def test_a_mutant_proved_equivalent_counts_neither_for_nor_against(write):
    twin = {**SMALL, "id": "twin"}
    folder = write(SMALL, twin)
    asked = []

    def proves_all(old, new):
        asked.append(new)

    plain, proved = mutation_of(folder), mutation_of(folder, find_difference=proves_all)
    equivalent = proved.score.equivalent
    assert equivalent == len(asked) > 0
    assert proved.score.of == plain.score.of - equivalent
    assert {one.mutant.says for one in proved.verdicts if one.fate == "equivalent"} <= {
        one.mutant.says for one in plain.survivors
    }


def test_a_presumption_of_a_fact_that_no_rule_reads_is_equivalent(write):
    found = mutation_of(write(SMALL, presume={"customer_unwell": False}))
    assert fate(found, "customer_unwell", "presumed false -> true").fate == "equivalent"


def test_a_share_is_rounded_down_so_that_only_all_are_a_hundred():
    assert MutationScore(1_990, 9, 1).percent == 99.9
    assert MutationScore(19, 0, 1).percent == 95.0
    assert MutationScore(0, 0, 0).percent == 100.0
    assert MutationScore(2, 1, 2, equivalent=2).of == 5


@pytest.mark.parametrize(("ruleset", "step"), [("mall-emergency", 61), ("cn-statute", 401)])
def test_beside_its_original_a_mutant_decides_as_it_would_alone(ruleset, step):
    compiled = load_ruleset(ruleset)
    layer = read_stack(ruleset)[-1]
    original = Original(compiled)
    cases = [case.complaint for case in some_cases(ruleset, 64)]
    for mutant in list(make_mutants(compiled, layer))[::step]:
        beside, alone = Beside(original, mutant.ruleset), Assembly(mutant.ruleset, "interpreter")
        for complaint in cases:
            sheet = original.sheet(complaint)
            expected = alone.decide(Complaint.of(complaint))
            felt = beside.may_differ(sheet)
            decision = beside.decide(complaint, sheet) if felt else original.decide(sheet)
            assert said(decision) == said(expected), f"{mutant}: {complaint['id']}"


def test_a_figure_that_no_rule_in_force_reads_is_equivalent_and_one_that_is_read_is_not(write):
    values = {"2019-01-01": "100.00", "2021-01-01": "200.00"}
    limit = {"unit": "CNY", "values": values, "basis": "assumption", "reason": "x", "title": {"en": "L", "zh": "限"}}
    rule = {**SMALL, "when": {"claimed_amount": "< limit"}, "effective": {"from": "2021-01-01"}}
    found = mutation_of(write(rule, parameters={"limit": limit}))
    assert fate(found, "limit", "from 2019-01-01: 100.00 -> 100.01").fate == "equivalent"
    assert fate(found, "limit", "from 2021-01-01: 200.00 -> 200.01").fate == "survived"


def said(decision):
    return {key: value for key, value in decision.to_dict().items() if key not in ("engine", "trace")}
