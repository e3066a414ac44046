"""Where two rulesets decide differently: the witness, the proof that there is none, and what is too hard is said."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.coverage.stack import open_stack
from complaint_rules.errors import ComplaintRulesError, RulesetError
from complaint_rules.mutate.mutants import make_mutants
from complaint_rules.prove.changes import changes
from complaint_rules.prove.difference import decided, find_difference
from complaint_rules.prove.finding import Unsettled
from complaint_rules.prove.region_text import RegionText
from complaint_rules.prove.regions import find_regions
from complaint_rules.testing import complaints, completions
from tests.random_rulesets import compiled, engine_of, ruleset_sources

SLOW = list(HealthCheck)
UNKNOWN = {"severity": "low"}


def pair(write, old, new, **header):
    return tuple(load_ruleset(write(*rules, name=name, **header)) for name, rules in (("before", old), ("after", new)))


def test_a_ruleset_is_equivalent_to_itself():
    for ruleset in ("retail-store", "cn-statute"):
        one = load_ruleset(ruleset)
        assert find_difference(one, one) is None


def test_a_condition_written_otherwise_with_the_same_meaning_is_equivalent(write):
    old = [{"when": {"claimed_amount": "[500.00..800.00)"}, "then": {"severity": "high"}}]
    new = [
        {
            "when": {"all": [{"claimed_amount": ">= 500.00"}, {"claimed_amount": "< 800.00"}]},
            "then": {"severity": "high"},
        }
    ]
    assert find_difference(*pair(write, old, new)) is None


def test_a_rule_split_in_two_is_equivalent(write):
    whole = [{"when": {"media_risk": ">= possible"}, "then": {"severity": "high", "lead": "security"}}]
    split = [
        {"when": {"media_risk": ">= possible"}, "then": {"severity": "high"}},
        {"when": {"media_risk": "not(none)"}, "then": {"lead": "security"}},
    ]
    assert find_difference(*pair(write, whole, split)) is None


def test_the_witness_states_no_more_than_it_must(write):
    old = [{"when": {"claimed_amount": "< 500.00"}, "then": {"severity": "low"}}]
    new = [{"when": {"claimed_amount": "< 800.00"}, "then": {"severity": "low"}}]
    witness = find_difference(*pair(write, old, new))
    assert set(witness) == {"id", "received_at", "kind", "claimed_amount"}
    assert 500 <= float(witness["claimed_amount"]) < 800


def test_what_only_an_unknown_fact_brings_about_is_named_as_left_out(write):
    rule = {"id": "ask", "when": {"claimed_amount": "unknown"}, "then": {"action": {"report_to_superior": "at_once"}}}
    found = find_difference(*pair(write, [{"then": UNKNOWN}], [{"then": UNKNOWN}, rule]))
    assert isinstance(found, Unsettled)
    assert found.about == "after/ask"


def test_a_rule_that_only_changes_what_the_tier_could_be_is_found(write):
    rule = {"when": {"facts_clear": False}, "then": {"severity": "high"}}
    old, new = pair(
        write,
        [{"then": UNKNOWN}, rule],
        [{"then": UNKNOWN}, {**rule, "when": {"facts_clear": False, "liability_clear": False}}],
    )
    witness = find_difference(old, new)
    assert decided(old, new, witness)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"deadline.resolve": "48h"}, {"deadline.resolve": "2 days"}),
        ({"deadline.resolve": "48h"}, {"deadline.resolve": {"within": "48h", "from": "resolved"}}),
        ({"liability": "none"}, {"liability": {"finding": "none", "disputed": True}}),
        ({"support": ["security"]}, {"support": ["finance"]}),
        ({"approval": {"role": "finance", "for": "payment"}}, {"approval": {"role": "security", "for": "payment"}}),
        ({"require": "apology"}, {"permit": "apology"}),
        ({"permit": {"compensation": {"max": 100.0}}}, {"permit": {"compensation": {"max": 100.01}}}),
        (
            {"permit": {"compensation": {"max": "claimed_amount"}}},
            {"permit": {"compensation": {"max": "claimed_amount - 0.01"}}},
        ),
        (
            {"item": {"medical": {"amount": "injury.medical_expenses"}}},
            {"item": {"medical": {"amount": "2 * injury.medical_expenses"}}},
        ),
        ({"action": {"explain": "at_once"}}, {"action": {"explain": "same_day"}}),
        ({"prohibit": "explain"}, {"prohibit": "raise_compensation"}),
    ],
)
def test_every_kind_of_output_counts(write, old, new):
    one, other = pair(write, [{"then": old}], [{"then": new}], extends=[], calendar="CN")
    witness = find_difference(one, other)
    assert decided(one, other, witness)


def test_reasons_and_ids_do_not_count(write):
    old = [{"id": "one", "then": {"severity": "low"}, "reason": "this"}]
    new = [{"id": "two", "then": {"severity": "low"}, "reason": "that"}]
    assert find_difference(*pair(write, old, new)) is None


def test_a_disagreement_in_one_of_the_two_counts(write):
    agree = [{"then": {"lead": "finance"}}]
    disagree = [{"when": {"facts_clear": True}, "then": {"lead": "security"}}, {"then": {"lead": "finance"}}]
    one, other = pair(write, agree, disagree)
    witness = find_difference(one, other)
    assert ("review.department", None, "yes") in decided(one, other, witness)


def test_a_presumption_that_changes_is_found_where_a_rule_reads_it(write):
    rule = {"when": {"media_risk": "none"}, "then": {"severity": "low"}}
    one = load_ruleset(write(rule, name="before", presume={"media_risk": "none"}))
    other = load_ruleset(write(rule, name="after", presume={"media_risk": "possible"}))
    witness = find_difference(one, other)
    assert "media_risk" not in witness
    idle = load_ruleset(write(rule, name="idle", presume={"media_risk": "none", "facts_clear": True}))
    assert find_difference(one, idle) is None


def test_a_fact_that_one_does_not_declare_is_nothing_to_it(write):
    loyal = {"when": {"extra.loyal": True}, "then": {"severity": "high"}}
    facts = {"facts": {"loyal": {"type": "bool", "title": {"en": "x", "zh": "x"}}}}
    one = load_ruleset(write({"then": UNKNOWN}, name="before"))
    other = load_ruleset(write({"then": UNKNOWN}, loyal, name="after", **facts))
    witness = find_difference(one, other)
    assert decided(one, other, {**witness, "extra": {"loyal": True}})
    assert not decided(one, other, {**witness, "extra": {"loyal": False}})


def test_who_may_approve_a_sum_counts(write):
    rule = {"then": {"permit": {"compensation": {"max": 500.0}}}}
    ladder = lambda upto: [{"role": "duty_manager", "upto": upto}, {"role": "senior_management"}]  # noqa: E731
    one = load_ruleset(write(rule, name="before", authority=ladder(200.0)))
    other = load_ruleset(write(rule, name="after", authority=ladder(300.0)))
    beyond = load_ruleset(write(rule, name="beyond", authority=ladder(600.0)))
    unused = load_ruleset(write(rule, name="unused", authority=ladder(700.0)))
    assert find_difference(one, other) is not None
    assert find_difference(beyond, unused) is None


def test_rulesets_that_count_days_in_other_zones_are_not_compared(write):
    one = load_ruleset(write({"then": UNKNOWN}, name="before"))
    other = load_ruleset(write({"then": UNKNOWN}, name="after", timezone="Europe/Paris"))
    assert isinstance(find_difference(one, other), Unsettled)


def test_an_order_that_hangs_on_the_calendar_is_shown_at_a_moment_on_which_it_matters(write):
    both = [{"then": {"deadline.resolve": "48h"}}, {"then": {"deadline.resolve": "1 working day"}}]
    one, other = pair(write, both, both[:1])
    witness = find_difference(one, other)
    assert decided(one, other, witness)


def test_slips_in_a_shipped_ruleset_are_shown_by_a_complaint_or_decide_alike():
    stack = open_stack("chain-supermarket", engine="python", whole=False)
    old = load_ruleset("chain-supermarket")
    slips = list(make_mutants(old, stack.layers[-1]))
    for slip in slips[:: len(slips) // 12]:
        witness = find_difference(old, slip.ruleset)
        assert not isinstance(witness, Unsettled), slip
        if witness is None:
            _decide_alike(old, slip.ruleset, 20)
        else:
            one, other = (engine_of(ruleset, "interpreter").decide(witness) for ruleset in (old, slip.ruleset))
            assert changes(one, other, ladders=True), slip


def _decide_alike(old, new, examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=SLOW)
    @given(complaints(old).flatmap(lambda complaint: completions(complaint, old, everything=True)))
    def alike(complaint):
        try:
            assert not decided(old, new, complaint)
        except ComplaintRulesError:
            assume(False)

    alike()


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(ruleset_sources(), st.data())
def test_a_random_ruleset_without_one_of_its_rules_is_told_from_it_or_decides_alike(sources, data):
    rules = sources[-1]["rules"]
    assume(len(rules) > 1)
    gone = data.draw(st.sampled_from(rules))
    less = [*sources[:-1], {**sources[-1], "rules": [rule for rule in rules if rule is not gone]}]
    try:
        old, new = compiled(sources), compiled(less)
    except RulesetError:
        assume(False)
    witness = find_difference(old, new)
    if witness is None:
        for _ in range(5):
            assert not decided(old, new, data.draw(complaints(old)))
    elif not isinstance(witness, Unsettled):
        assert decided(old, new, witness)


@pytest.mark.parametrize(
    ("goods", "path"),
    [
        ({"of": ["discount"], "choice": "customer"}, "remedies.refund.group"),
        ({"of": ["refund", "discount"], "choice": "house"}, "remedies.refund.choice"),
    ],
)
def test_alternatives_that_change_are_a_difference(write, goods, path):
    rules = [{"id": kind, "then": {"permit": {kind: {"max": "9.00"}}}} for kind in ("refund", "discount")]
    before = {"goods": {"of": ["refund", "discount"], "choice": "customer"}}
    old = load_ruleset(write(*rules, tiers=[], name="before", alternatives=before))
    new = load_ruleset(write(*rules, tiers=[], name="after", alternatives={"goods": goods}))
    assert path in {one[0] for one in decided(old, new, find_difference(old, new))}
    (region,) = find_regions(old, new).regions
    assert path in {shift.path for shift in region.shifts}
    assert all(RegionText(old, new, lang).line(region) for lang in ("en", "zh"))
