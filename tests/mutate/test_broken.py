"""A mutant breaks a property on the complaint found, or on a pair made from it, where the ruleset itself keeps it."""

from __future__ import annotations

import pytest

from complaint_rules.assembly import Assembly
from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.engine import Engine
from complaint_rules.load.folder import read_stack
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.broken import BrokenProperties
from complaint_rules.mutate.mutants import make_mutants
from complaint_rules.properties.holding import holds, holds_between

LOW = {"id": "low", "then": {"severity": "low"}}
LOUD = {"id": "loud", "when": {"media_risk": ">= possible"}, "then": {"severity": "mid"}}
DEAR = {"id": "dear", "when": {"claimed_amount": ">= 100.00"}, "then": {"severity": "high"}}
FAST = {"id": "fast", "when": {"decision.severity": "high"}, "then": {"deadline.resolve": "24h"}}
SLOW = {"id": "slow", "when": {"decision.severity": "low"}, "then": {"deadline.resolve": "48h"}}


@pytest.fixture
def breaks(write):
    """What one slip of a small ruleset breaks on a complaint that it decides otherwise."""

    def find(rules, property, of, says, complaint, seeds=()):
        layers = read_stack(write(*rules, properties=[{"id": "p", **property}]))
        ruleset = compile_stack(layers)
        (mutant,) = [one for one in make_mutants(ruleset, layers[-1]) if (one.of, one.says) == (f"house/{of}", says)]
        original = Original(ruleset)
        breach = BrokenProperties(original, seeds).find(Beside(original, mutant.ruleset), [complaint])
        if breach is not None:
            assert_real(breach, ruleset, mutant.ruleset)
        return breach

    return find


def assert_real(breach, ruleset, mutant):
    """The interpreter, asked from scratch, bears the breach out: the ruleset keeps the property, the mutant doesn't."""
    (stated,) = ruleset.properties
    for compiled, expected in ((ruleset, True), (mutant, False)):
        decisions = [Engine(Assembly(compiled, "interpreter")).decide(one) for one in breach.complaints]
        kept = holds(stated, *decisions) if len(decisions) == 1 else holds_between(stated, *decisions)
        assert kept is expected


def test_a_monotone_is_broken_beside_the_complaint_with_another_value_of_the_fact(breaks, complaint):
    property = {"monotone": {"severity": {"rises_with": "media_risk"}}}
    slip = "media_risk: >= possible -> not so"
    breach = breaks([LOW, LOUD], property, "loud", slip, complaint(media_risk="published"))
    assert [one["media_risk"] for one in breach.complaints] == ["none", "possible"]


def test_a_monotone_is_broken_across_a_threshold_that_the_complaint_stands_far_from(breaks, complaint):
    property = {"monotone": {"severity": {"rises_with": "claimed_amount"}}}
    slip = "claimed_amount: >= 100.00 -> not so"
    breach = breaks([LOW, DEAR], property, "dear", slip, complaint(claimed_amount="7777.77"))
    assert [one["claimed_amount"] for one in breach.complaints] == ["99.99", "100.00"]


def test_a_monotone_that_the_slip_leaves_intact_is_not_broken(breaks, complaint):
    property = {"monotone": {"severity": {"rises_with": "claimed_amount"}}}
    slip = "claimed_amount: >= 100.00 -> > 100.00"
    assert breaks([LOW, DEAR], property, "dear", slip, complaint(claimed_amount="100.00")) is None


def test_a_tier_is_compared_with_that_of_a_case_as_if_received_at_the_same_moment(breaks, complaint):
    property = {"monotone": {"deadline.resolve": {"falls_with": "decision.severity"}}}
    seed = {**complaint(claimed_amount="5.00"), "id": "seed", "received_at": "2026-01-05T09:00:00+08:00"}
    dear = complaint(claimed_amount="500.00")
    rules = [LOW, DEAR, FAST, SLOW]
    found = breaks(rules, property, "fast", "the rule dropped", dear, [seed])
    assert found.complaints == ({**seed, "received_at": dear["received_at"]}, dear)


def test_without_a_case_of_another_tier_nothing_is_compared(breaks, complaint):
    property = {"monotone": {"deadline.resolve": {"falls_with": "decision.severity"}}}
    dear = complaint(claimed_amount="500.00")
    assert breaks([LOW, DEAR, FAST, SLOW], property, "fast", "the rule dropped", dear, [dear]) is None


QUIET_IS_LOW = {"never": {"when": {"media_risk": "none"}, "then": {"severity": "mid"}}}


def test_a_never_is_asked_of_the_complaint_alone(breaks, complaint):
    quiet = complaint(media_risk="none")
    found = breaks([LOW, LOUD], QUIET_IS_LOW, "loud", "media_risk: >= possible -> not so", quiet)
    assert found.complaints == (quiet,)


def test_a_never_is_not_asked_of_complaints_beside_it(breaks, complaint):
    loud = complaint(media_risk="published")
    assert breaks([LOW, LOUD], QUIET_IS_LOW, "loud", "media_risk: >= possible -> not so", loud) is None
