"""Regions are exact: inside, an output changes as they say; an output that changes is in one of them.

Held against every complaint of a small space, and against random complaints under random rulesets.
"""

from __future__ import annotations

from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from complaint_rules.calendars.calendar import Calendar
from complaint_rules.calendars.chinese import china
from complaint_rules.compile.condition import ORDER
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.decide.deadlines import end_of
from complaint_rules.errors import RulesetError
from complaint_rules.evaluate.functions import attribute_value
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import ordinal
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.facts.states import ABSENT
from complaint_rules.prove.difference import Comparison, decided
from complaint_rules.prove.input_mapping import read_otherwise, stated_by
from complaint_rules.prove.literals import Applies, Decides, Differs, Earlier, Group, Holds, OrderLiteral
from complaint_rules.prove.region_text import RegionText
from complaint_rules.prove.regions import find_regions
from complaint_rules.testing import complaints as random_complaints
from complaint_rules.testing import completions
from tests.random_rulesets import compiled, ruleset_sources

ZONE = ZoneInfo("Asia/Shanghai")
CHINA = Calendar(china())

AMOUNTS = ("0.00", "499.99", "500.00", "799.99", "800.00", "800.01", "5000.00")
PRICES = ("500.00", "800.00")
RISKS = (None, "none", "possible", "published")
HURT = ("absent", "none", "minor", "serious")
CLEAR = (True, False)
DAYS = ("2026-01-31", "2026-02-01")


def complaints(unsaid):
    """Every complete complaint of the space; None leaves a fact to what is presumed, where the rulesets do."""
    risks = RISKS if "media_risk" in unsaid else RISKS[1:]
    for amount, price, risk, hurt, clear, day in product(AMOUNTS, PRICES, risks, HURT, CLEAR, DAYS):
        made = {"id": "C", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "occurred_on": day}
        made |= {"claimed_amount": amount, "media_risk": risk, "facts_clear": clear, "purchase": {"price": price}}
        yield made if hurt == "absent" else {**made, "injury": {"severity": hurt}}


class Told:
    """One complaint as two rulesets decide it."""

    def __init__(self, comparison, complaint, sheet):
        self.sheet = sheet
        self.change = comparison.decided(complaint)
        self.at = [comparison.evaluation(complaint, new=side) for side in (False, True)]


def meets(literal, told, facts):
    """Whether a complaint meets a literal, told by its sheet and the engine."""
    sheet = told.sheet
    if isinstance(literal, Differs):
        return literal.path in {one[0] for one in told.change}
    if isinstance(literal, Applies):
        return bool(told.at[1].fired >> literal.rule.position & 1) == literal.there
    if isinstance(literal, Decides):
        return attribute_value(told.at[literal.new].working(literal.attribute).value) in literal.values
    if isinstance(literal, Group):
        first = next(fact for fact in facts if fact.group == literal.group)
        return (sheet.values[first.index] is not ABSENT) == literal.there
    if isinstance(literal, OrderLiteral):
        one, other = literal.leaf.fact, literal.leaf.operand.fact
        if any(sheet.state(fact) in ("unknown", "absent") for fact in (one, other)):
            return False
        left, right = (ordinal(sheet.values[fact.index]) for fact in (one, other))
        return ORDER[literal.leaf.order](left, right + literal.leaf.operand.days) == literal.there
    if isinstance(literal, Earlier):
        ends = [
            (end_of(span.within, sheet.received_at, ZONE, CHINA).instant, span.within.text)
            for span in (literal.one, literal.other)
        ]
        return ends[0] < ends[1]
    value, state = sheet.values[literal.fact.index], sheet.state(literal.fact)
    if isinstance(literal, Holds):
        return state not in ("unknown", "absent") and (literal.word in value) == literal.there
    return is_in(literal, value, state)


def is_in(cell, value, state):
    """Whether a fact's value or state is one that a cell allows."""
    if state in ("absent", "unknown"):
        return cell.absent if state == "absent" else cell.unknown
    if value == ():
        value = 0  # nobody is supported for a single year
    if cell.values and value not in cell.values:
        return False
    inside = cell.low is None or cell.low <= ordinal(value)
    return cell.known and inside and (cell.high is None or ordinal(value) <= cell.high)


def output(path):
    """The output that a path is of."""
    one = path.removeprefix("review.")
    if path.startswith("review.") and "." not in one:
        return {"department": "department.lead", "liability": "liability.finding"}[one]
    parts = one.split(".")
    return ".".join(parts[:2] if parts[0] in ("remedies", "items") else parts)


def shows(shifts, change):
    """Whether what really changes of a region's outputs is what it says."""
    exact = {(shift.path, shift.old, shift.new) for shift in shifts if shift.exact}
    loose = {shift.path for shift in shifts if not shift.exact}
    outputs = {output(shift.path) for shift in shifts}
    ours = [one for one in change if output(one[0]) in outputs]
    return {one[0] for one in ours} == {shift.path for shift in shifts} and all(
        one in exact or one[0] in loose for one in ours
    )


def covers(regions, change):
    """Whether some region says of every output that changes that it does."""
    said = {output(shift.path) for region in regions for shift in region.shifts}
    return {output(one[0]) for one in change} <= said


LOW = {"then": {"severity": "low"}}
READS = {"when": {"decision.severity": "high"}, "then": {"lead": "finance"}}
PAY = {"id": "pay", "then": {"permit": {"compensation": {"max": 200.0}}}}
REFUSE = {"exception_to": ["pay"], "when": {"facts_clear": False}, "then": {"forbid": "compensation"}}
PAIRS = {
    "a threshold moves": (
        [LOW, {"when": {"claimed_amount": ">= 500.00"}, "then": {"severity": "high"}}],
        [LOW, {"when": {"claimed_amount": ">= 800.00"}, "then": {"severity": "high"}}],
    ),
    "a tier is another, and what reads it": (
        [LOW, {"when": {"media_risk": ">= possible"}, "then": {"severity": "mid"}}, READS],
        [LOW, {"when": {"media_risk": ">= possible"}, "then": {"severity": "high"}}, READS],
    ),
    "a rule is dropped for who is not hurt": (
        [LOW, {"when": {"injury.severity": "absent", "facts_clear": False}, "then": {"require": "apology"}}],
        [LOW],
    ),
    "an exception is added": (
        [PAY],
        [PAY, REFUSE],
    ),
    "a formula is another": (
        [{"then": {"permit": {"compensation": {"max": "claimed_amount"}}}}],
        [{"then": {"permit": {"compensation": {"max": "min(claimed_amount, 800.00)"}}}}],
    ),
    "dates move": (
        [{"effective": {"from": "2026-01-01"}, "then": {"support": ["security"]}}],
        [{"effective": {"from": "2026-02-01"}, "then": {"support": ["security"]}}],
    ),
    "one fact is held against another": (
        [{"when": {"claimed_amount": "<= purchase.price"}, "then": {"require": "refund"}}],
        [{"when": {"claimed_amount": "< purchase.price"}, "then": {"require": "refund"}}],
    ),
    "a sum by a need": (
        [{"then": {"item": {"medical": {"amount": "claimed_amount", "needs": ["facts_clear"]}}}}],
        [{"then": {"item": {"medical": {"amount": "claimed_amount", "needs": []}}}}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_inside_a_region_is_its_change_and_outside_all_regions_is_none(write, name):
    old, new = (
        load_ruleset(write(*rules, name=at)) for at, rules in zip(("before", "after"), PAIRS[name], strict=True)
    )
    check(old, new)


def test_regions_hold_where_only_what_is_presumed_changes(write):
    rules = [LOW, {"when": {"media_risk": ">= possible"}, "then": {"severity": "high"}}]
    old = load_ruleset(write(*rules, name="before", presume={"media_risk": "none"}))
    new = load_ruleset(write(*rules, name="after", presume={"media_risk": "published"}))
    check(old, new)


def check(old, new):
    found = find_regions(old, new)
    assert found.complete
    assert found.regions
    shared = stated_by(old, new)
    sheets = SheetMaker(shared.facts, shared.presume, shared.timezone)
    inside, comparison = 0, Comparison(old, new)
    for complaint in complaints(read_otherwise(old, new)):
        told = Told(comparison, complaint, sheets.sheet(Complaint.of(complaint)))
        around = [region for region in found.regions if all(meets(one, told, shared.facts) for one in region.literals)]
        assert covers(around, told.change), complaint
        assert all(shows(region.shifts, told.change) for region in around), complaint
        inside += bool(around)
    assert inside


def complete(old, new):
    """Complaints of which every fact is known, presumed or absent to both rulesets."""
    return (
        random_complaints(old)
        .flatmap(lambda complaint: completions(complaint, old, everything=True))
        .flatmap(lambda complaint: completions(complaint, new, everything=True))
    )


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(ruleset_sources(), st.data())
def test_regions_of_random_rulesets_are_exact(sources, data):
    rules = sources[-1]["rules"]
    gone = data.draw(st.sampled_from(rules))
    less = [*sources[:-1], {**sources[-1], "rules": [rule for rule in rules if rule is not gone]}]
    try:
        old, new = compiled(sources), compiled(less)
    except RulesetError:
        assume(False)
    found = find_regions(old, new, 8)
    shared = stated_by(old, new)
    sheets = SheetMaker(shared.facts, shared.presume, shared.timezone)
    hard = [one.about for one in found.unsettled if "product" in one.reason[0]]
    left_out = tuple(f"{start}{about}" for about in hard for start in ("", "review."))
    drawn = [data.draw(complete(old, new)) for _ in range(6)]
    comparison = Comparison(old, new)
    for complaint in [*drawn, *(region.witness for region in found.regions)]:
        sheet = sheets.sheet(Complaint.of(complaint))
        if (complaint.get("injury") or {}).get("dependants"):
            continue  # logic knows them as years only
        told = Told(comparison, complaint, sheet)
        change = [one for one in told.change if not one[0].removeprefix("review.").startswith(left_out)]
        around = [region for region in found.regions if all(meets(one, told, shared.facts) for one in region.literals)]
        assert all(shows(region.shifts, change) for region in around)
        assert covers(around, change) or not found.complete


def test_every_region_holds_its_own_witness(write):
    old, new = (
        load_ruleset(write(*rules, name=at))
        for at, rules in zip(("before", "after"), PAIRS["a threshold moves"], strict=True)
    )
    for region in find_regions(old, new).regions:
        assert shows(region.shifts, decided(old, new, region.witness))


def test_a_threshold_that_moves_is_one_interval_in_the_authors_figures(write):
    rules = [
        [LOW, {"when": {"claimed_amount": f">= {at}"}, "then": {"severity": "high"}}] for at in ("500.00", "800.00")
    ]
    old, new = (load_ruleset(write(*one, name=at)) for at, one in zip(("before", "after"), rules, strict=True))
    (region,) = [one for one in find_regions(old, new).regions if one.shifts[0].path == "severity.tier"]
    assert RegionText(old, new, "en").line(region) == "500.00 <= claimed_amount < 800.00: tier high -> low"
    assert RegionText(old, new, "zh").line(region) == "500.00 <= 索赔金额 < 800.00：等级 high -> low"


def test_a_group_that_does_not_apply_is_said_in_both_languages(write):
    rule = {"when": {"injury.severity": "absent"}, "then": {"action": {"explain": "at_once"}}}
    old, new = load_ruleset(write(name="before")), load_ruleset(write(rule, name="after"))
    (region,) = find_regions(old, new).regions
    assert RegionText(old, new, "en").line(region) == "nobody hurt: explain none -> at_once"
    assert "无人受伤" in RegionText(old, new, "zh").where(region)


def test_more_regions_than_asked_for_are_said_to_exist(write):
    kinds = ("other", "privacy", "vehicle")
    rules = [
        {"when": {"kind": kind}, "then": {"lead": lead}}
        for kind, lead in zip(kinds, ("finance", "security", "reception"), strict=True)
    ]
    old, new = load_ruleset(write(name="before")), load_ruleset(write(*rules, name="after"))
    assert [
        (len(one.regions), one.more, one.complete) for one in (find_regions(old, new, most) for most in (2, 3))
    ] == [(2, True, False), (3, False, True)]


def test_spans_whose_order_hangs_on_the_calendar_say_so(write):
    spans = [{"then": {"deadline.resolve": "48h"}}, {"then": {"deadline.resolve": "1 working day"}}]
    old, new = load_ruleset(write(*spans, name="before")), load_ruleset(write(spans[0], name="after"))
    found = find_regions(old, new)
    (region,) = found.regions
    assert found.complete
    assert RegionText(old, new, "en").line(region) == "1 working day ends before 48h: resolve 1 working day -> 48h"
    assert decided(old, new, region.witness)


def test_a_rule_whose_limit_moves_is_one_region_whatever_else_decides_the_liability(write):
    """Seven rules find a liability; a deadline that reads the finding is described by the finding, not by them."""
    faults = ("company", "merchant", "customer", "third_party", "property_company", "force_majeure")
    findings = ("company", "merchant", "customer", "third_party", "property_company", "none")
    found_by = [
        {"when": {"fault": fault}, "then": {"liability": finding}}
        for fault, finding in zip(faults, findings, strict=True)
    ]
    liable = {"decision.liability": ["company", "merchant"]}

    def rules(limit):
        return [*found_by, {"when": {"claimed_amount": f">= {limit}", **liable}, "then": {"deadline.pay": "7 days"}}]

    old, new = load_ruleset(write(*rules("500.00"), name="before")), load_ruleset(write(*rules("800.00"), name="after"))
    found = find_regions(old, new)
    assert found.complete
    (region,) = found.regions
    said = "500.00 <= claimed_amount < 800.00, liability company or merchant: pay 7 days -> none"
    assert RegionText(old, new, "en").line(region) == said


def test_two_formulas_differ_in_one_region_however_their_sums_differ(write):
    """A product of two facts under a limit differs along a staircase of intervals, which no list of them would end."""
    sums = [f"min(injury.daily_income * injury.rest_days, {limit})" for limit in ("400.00", "450.00")]
    rules = [{"then": {"permit": {"compensation": {"max": one}}}} for one in sums]
    old, new = (load_ruleset(write(one, name=at)) for at, one in zip(("before", "after"), rules, strict=True))
    found = find_regions(old, new)
    assert found.complete
    assert any(isinstance(one, Differs) for region in found.regions for one in region.literals)
    assert len(found.regions) <= 3


def test_where_the_time_runs_out_nothing_is_proved_complete(write):
    old = load_ruleset(write(name="before"))
    new = load_ruleset(write({"then": {"action": {"explain": "at_once"}}}, name="after"))
    found = find_regions(old, new, seconds=0.0)
    assert (found.regions, found.out_of_time, found.complete) == ((), True, False)


def test_a_region_is_told_as_soon_as_it_is_found(write):
    old = load_ruleset(write(name="before"))
    rules = [{"when": {"kind": kind}, "then": {"action": {"explain": "at_once"}}} for kind in ("other", "vehicle")]
    new = load_ruleset(write(*rules, name="after"))
    told = []
    found = find_regions(old, new, found=told.append)
    assert found.regions == tuple(told)
    assert told
