"""Proofs, comparisons and mutants under calendars of other kinds: none fails for want of a covered day."""

from __future__ import annotations

import json

import pytest

from complaint_rules import Engine
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.prove.check import check
from complaint_rules.prove.difference import find_difference
from tests.mutate.conftest import mutation_of

TIER = {"id": "tier", "then": {"severity": "low", "lead": "front_desk"}}
TWO = [
    TIER,
    {"id": "short", "when": {"facts_clear": True}, "then": {"deadline.resolve": "2 working days"}},
    {"id": "long", "then": {"deadline.resolve": "15 days", "deadline.retain": "10 years"}},
]
IN_TIME = {"id": "in-time", "always": {"then": {"deadline.resolve": "20 days"}}}
EARLIER = {"id": "earlier", "monotone": {"deadline.resolve": {"falls_with": "facts_clear"}}}
NEVER = {"id": "never", "never": {"then": {"deadline.retain": "1 day"}}}


@pytest.fixture
def counting(write):
    """A ruleset that counts by some calendar; `days` is a file of its own with one year."""

    def make(calendar, *rules, **header):
        folder = write(*(rules or TWO), calendar=calendar, properties=[IN_TIME, EARLIER, NEVER], **header)
        if calendar == "days":
            (folder / "calendars").mkdir()
            days = {"calendar": "days", "years": {"2026": {"rest": ["2026-05-01"], "work": []}}}
            (folder / "calendars" / "days.yaml").write_text(json.dumps(days))
        return folder

    return make


CALENDARS = ["CN", "weekends", "DE", "days", {"country": "SG", "announced_until": 2026}]


@pytest.mark.parametrize("calendar", CALENDARS)
def test_properties_of_spans_are_proved_or_named_as_not_analysed(counting, calendar):
    report = check(load_ruleset(counting(calendar)))
    assert [one for one in report.findings if one.kind == "property"] == []
    assert {one.about for one in report.unsettled} <= {"property: house/never"}


@pytest.mark.parametrize("calendar", CALENDARS)
def test_a_broken_property_is_found_with_a_witness_that_has_dates(counting, calendar):
    rules = [TIER, {"id": "long", "then": {"deadline.resolve": "21 days", "deadline.retain": "10 years"}}]
    folder = counting(calendar, *rules)
    (found,) = [one for one in check(load_ruleset(folder)).findings if one.kind == "property"]
    (deadline, *_) = Engine.load(folder).decide(found.complaints[0]).deadlines
    assert deadline.due is not None


def test_what_no_covered_day_can_show_is_not_taken_for_proved(counting):
    rules = [TIER, {"id": "long", "then": {"deadline.resolve": "3 years", "deadline.retain": "10 years"}}]
    report = check(load_ruleset(counting("days", *rules)))
    assert "property: house/in-time" in {one.about for one in report.unsettled}


@pytest.mark.parametrize("calendar", CALENDARS)
def test_rulesets_that_set_other_spans_differ(counting, calendar):
    other = [*TWO[:2], {"id": "long", "then": {"deadline.resolve": "16 days", "deadline.retain": "10 years"}}]
    old = load_ruleset(counting(calendar))
    assert find_difference(old, old) is None
    assert find_difference(old, load_ruleset(counting(calendar, *other, name="other"))) is not None


def test_rulesets_that_count_by_other_days_are_not_compared(counting):
    found = find_difference(load_ruleset(counting("CN")), load_ruleset(counting("weekends", name="other")))
    assert "count by calendars with other days of rest" in found.reason[0]


def test_a_year_that_only_one_of_them_covers_does_not_keep_them_from_being_compared(counting, tmp_path):
    days = tmp_path / "days.yaml"
    days.write_text("calendar: CN\nyears: {2027: {rest: [2027-01-01]}}\n")
    folder = counting("CN")
    assert find_difference(load_ruleset(folder), load_ruleset(folder, days)) is None


@pytest.mark.parametrize("calendar", ["CN", "days"])
def test_mutants_of_spans_that_have_no_date_are_caught_by_cases(counting, complaint, calendar):
    folder = counting(calendar)
    (folder / "cases").mkdir()
    case = {
        "case": "late",
        "complaint": complaint(received_at="2026-12-24T10:00:00+08:00", facts_clear=False),
        "expect": {"deadlines.resolve.not_before": "2027-01-08", "deadlines.retain.within": "10 years"},
    }
    (folder / "cases" / "all.yaml").write_text(json.dumps([case]))
    found = mutation_of(folder)
    assert {one.fate for one in found.verdicts if one.mutant.of == "house/long" and "days" in one.mutant.says} == {
        "caught by a case"
    }
