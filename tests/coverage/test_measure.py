"""How much the cases cover: by rule, by row, by test and by clause."""

from __future__ import annotations

import pytest

from complaint_rules.coverage.measure import Ratio, measure
from complaint_rules.coverage.seen import Seen
from complaint_rules.coverage.stack import open_stack
from tests.covered_ruleset import LABEL, a_case, parts, put


def coverage_of(folder, engine="interpreter"):
    stack = open_stack(str(folder), engine=engine)
    return measure(stack, Seen(stack.run()))


def test_a_whole_ruleset_is_covered_on_every_engine(tmp_path, engine_name):
    coverage = coverage_of(put(tmp_path, *parts()), engine_name)
    assert (coverage.rules, coverage.rows, coverage.clauses_fired) == (Ratio(2, 2), Ratio(2, 2), Ratio(3, 3))
    assert [coverage.tests_seen(state) for state in ("true", "false", "unknown")] == [Ratio(3, 3)] * 3
    assert coverage.unfired == ()


def test_a_test_is_seen_true_false_and_unknown_in_so_many_cases(tmp_path):
    coverage = coverage_of(put(tmp_path, *parts()))
    assert {(test.rule, test.asks): dict(test.seen) for test in coverage.tests} == {
        ("house/large", "claimed_amount: >= limit"): {"true": 1, "false": 1, "unknown": 1},
        # while the claim is unknown, the tier is low today and may yet be high
        ("house/clocks#1", "decision.severity: low"): {"true": 2, "false": 1, "unknown": 1},
        ("house/clocks#2", "decision.severity: high"): {"true": 1, "false": 2, "unknown": 1},
    }


def test_what_no_case_shows_is_listed_with_its_place(tmp_path):
    header, book, cases = parts()
    coverage = coverage_of(put(tmp_path, header, book, cases[:1]))
    assert [rule.id for rule in coverage.unfired] == ["house/large", "house/clocks#2"]
    (large,) = [test for test in coverage.tests if test.rule == "house/large"]
    assert large.missing == ("true", "unknown")
    assert large.place.file == "house/ruleset.yaml"
    assert coverage.rules == Ratio(1, 2)
    assert coverage.clauses_fired == Ratio(2, 3)


@pytest.mark.parametrize(
    ("when", "presume", "possible"),
    [
        ({"kind": "vehicle"}, {}, False),
        ({"media_risk": ">= possible"}, {}, True),
        ({"media_risk": ">= possible"}, {"media_risk": "none"}, False),
        ({"media_risk": "unknown"}, {}, False),
        ({"media_risk": "known"}, {}, True),
        ({"claimed_amount": ">= limit"}, {"claimed_amount": "1.00"}, False),
        ({"claimed_amount": ">= purchase.price"}, {"claimed_amount": "1.00"}, True),
        ({"merchant.lease_ended_on": "< received_on"}, {}, False),
        ({"injury.carer_daily_pay": "known"}, {}, False),
        ({"purchase.paid": ">= 1.00"}, {}, True),
        ({"purchase.paid": ">= 1.00"}, {"purchase.price": "1.00"}, False),
    ],
)
def test_unknown_is_asked_for_only_where_a_test_can_be_undecided(tmp_path, when, presume, possible):
    header, book, cases = parts()
    rule = {"id": "r", "title": LABEL, "cite": ["book/1"], "when": when, "then": {"action": {"archive": "at_once"}}}
    folder = put(tmp_path, header | {"rules": [*header["rules"], rule], "presume": presume}, book, cases)
    (test,) = [test for test in coverage_of(folder).tests if test.rule == "house/r"]
    assert ("unknown" in test.possible) is possible


def test_a_test_of_a_rule_that_is_not_in_force_is_not_seen(tmp_path):
    header, book, cases = parts()
    header["rules"][1]["effective"] = {"from": "2027-01-01"}
    (large,) = [test for test in coverage_of(put(tmp_path, header, book, cases)).tests if test.rule == "house/large"]
    assert large.missing == ("true", "false", "unknown")


def test_a_refused_complaint_covers_nothing(tmp_path):
    header, book, _ = parts()
    refused = a_case("refused", {"error": "oter"}, kind="oter")
    stack = open_stack(str(put(tmp_path, header, book, [refused])), engine="interpreter")
    seen = Seen(stack.run())
    assert (seen.passed, seen.failed, measure(stack, seen).rules) == (1, [], Ratio(0, 2))


@pytest.mark.parametrize(("covered", "of", "percent"), [(3, 3, 100.0), (1999, 2000, 99.9), (1, 3, 33.3), (0, 0, None)])
def test_a_share_is_rounded_down_so_that_only_all_of_them_are_100_percent(covered, of, percent):
    assert Ratio(covered, of).percent == percent
