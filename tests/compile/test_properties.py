"""Properties read from their YAML. The wrong ones stand in `bad/wrong-properties`, each with its message and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_rules.compile.condition import ALWAYS
from complaint_rules.compile.property import (
    Always,
    EndsBy,
    Monotone,
    Never,
    OneOf,
    Outcome,
    Present,
    Stands,
    StandsToFact,
    Within,
)
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import Place
from complaint_rules.facts.fact import Fact

RULE = {"then": {"severity": "low"}}
GOOD = load_ruleset(Path(__file__).parent / "good" / "properties")


def stated(id):
    return next(one for one in GOOD.properties if one.id == id)


def expected(key):
    """The expectations that `every-outcome` has of one key."""
    return [one for one in stated("every-outcome").statement.then if one.text.partition(":")[0] == key]


def test_a_property_keeps_its_layer_title_and_place():
    found = stated("every-outcome")
    assert (found.layer, found.title) == ("properties", ("Every outcome", "各种结果"))
    assert found.place == Place("properties/ruleset.yaml", 13, 5)


def test_a_property_without_a_title_is_called_by_its_id():
    assert stated("by-the-tier").title == ("by the tier", "by the tier")


def test_a_property_without_a_condition_speaks_of_every_complaint():
    assert isinstance(stated("no-condition").statement, Never)
    assert stated("no-condition").statement.when == ALWAYS


def test_the_condition_is_that_of_rules():
    assert isinstance(stated("every-outcome").statement, Always)
    assert stated("every-outcome").statement.when != ALWAYS


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("severity", {"simple", "major"}),
        ("refund", {"permitted", "required"}),
        ("medical", {"payable"}),
        ("death", {"not_payable", None}),
        ("approval.compensation", {"finance", None}),
        ("approval.solution", {"store_manager"}),
        ("approval.payment", {"finance"}),
        ("apology", {"permitted", "required", None}),
    ],
)
def test_words_and_lists_and_nots_are_sets_of_values(key, values):
    (found,) = expected(key)
    assert isinstance(found, OneOf)
    assert found.values == values


def test_not_leaves_every_other_value_and_no_entry():
    (lead,) = expected("lead")
    assert lead.values == {*GOOD.names.parties, None} - {"front_desk"}


def test_a_finding_is_always_there_so_not_leaves_findings_only():
    (liability,) = expected("liability")
    assert None not in liability.values
    assert not liability.values & {"company", "shared"}


@pytest.mark.parametrize(
    ("key", "order", "fen"),
    [
        ("refund.max", "=", 20_000),
        ("refund.min", ">=", 10_000),
        ("medical.max", "<", 550),
        ("payable.max", "<=", 100_000),
        ("payable.min", "=", 0),
    ],
)
def test_a_sum_stands_in_an_order_to_fen(key, order, fen):
    (found,) = expected(key)
    assert isinstance(found, Stands)
    assert (found.order, found.fen) == (order, fen)


@pytest.mark.parametrize(("key", "span"), [("deadline.respond", (48, "h")), ("deadline.transfer", (0, "at once"))])
def test_a_deadline_ends_within_a_span(key, span):
    (found,) = expected(key)
    assert isinstance(found, Within)
    assert (found.count, found.unit) == span


def test_a_deadline_ends_no_later_than_another_clock():
    (found,) = expected("deadline.investigate")
    assert isinstance(found, EndsBy)
    assert (found.outcome.name, found.clock) == ("investigate", "resolve")


def test_a_sum_stands_in_an_order_to_a_money_fact():
    (found,) = expected("discount.max")
    assert isinstance(found, StandsToFact)
    assert (found.order, found.fact.path) == ("<=", "claimed_amount")


@pytest.mark.parametrize(
    ("key", "there"),
    [
        ("deadline.resolve", [("resolve", True)]),
        ("deadline.appeal", [("appeal", False)]),
        ("approval.media_statement", [("media_statement", True)]),
        ("compensation", [("compensation", False)]),
        ("nursing", [("nursing", True)]),
        ("support", [("security", True), ("reception", True)]),
        ("action", [("explain", True), ("archive", True)]),
        ("action.mediate", [("mediate", False)]),
        ("prohibit", [("promise_compensation", True)]),
        ("prohibit.raise_compensation", [("raise_compensation", True)]),
    ],
)
def test_an_entry_is_there_or_is_not(key, there):
    found = expected(key)
    assert all(isinstance(one, Present) for one in found)
    assert [(one.outcome.name, one.there) for one in found] == there


@pytest.mark.parametrize(
    ("id", "outcome", "rises", "driver"),
    [
        ("by-a-fact", Outcome("severity"), True, "media_risk"),
        ("by-a-bool", Outcome("approval", "solution"), True, "customer_unwell"),
        ("by-money", Outcome("remedy", "compensation", "max"), False, "claimed_amount"),
        ("by-a-number", Outcome("payable", "", "min"), True, "extra.years"),
        ("by-a-date", Outcome("remedy", "refund", "status"), True, "purchase.purchased_on"),
        ("by-the-tier", Outcome("deadline", "respond"), False, "severity"),
    ],
)
def test_a_monotone_names_its_outcome_its_way_and_its_driver(id, outcome, rises, driver):
    found = stated(id).statement
    assert isinstance(found, Monotone)
    assert (found.outcome, found.rises) == (outcome, rises)
    assert (found.driver.path if isinstance(found.driver, Fact) else found.driver) == driver


def test_the_properties_of_a_lower_layer_are_kept(write):
    below = write(RULE, name="below", properties=[{"id": "a", "always": {"then": {"severity": "known"}}}])
    above = write(
        RULE, name="above", extends=[str(below)], properties=[{"id": "b", "always": {"then": {"lead": "absent"}}}]
    )
    assert [(one.id, one.layer) for one in load_ruleset(above).properties] == [("a", "below"), ("b", "above")]
