"""The check that users call in one line: what it lets pass, what it shows where a property is broken."""

from __future__ import annotations

import os
from datetime import date

import pytest

from complaint_rules import Engine
from complaint_rules.compile.property import CompiledProperty
from complaint_rules.load import document
from complaint_rules.load.folder import shipped_folder
from complaint_rules.match.engines import ENGINES, rete_available
from complaint_rules.testing import assert_properties
from tests.shipped import SHIPPED, shipped

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
LOW = {"then": {"severity": "low"}}
ODD = {"when": {"media_risk": "possible"}, "then": {"severity": "high", "prohibit": "comment_to_media"}}


def failure(folder, **options):
    """What the check says of a ruleset that breaks a property."""
    with pytest.raises(AssertionError) as refuted:
        assert_properties(Engine.load(folder, engine="python"), **options)
    return str(refuted.value)


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_the_properties_of_a_shipped_ruleset_hold(ruleset):
    assert_properties(shipped(ruleset), max_examples=3_000 if SOAK else 2)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "rete" or rete_available()])
def test_the_properties_of_the_statute_hold_on_every_engine(engine):
    assert_properties(shipped("cn-statute", engine), max_examples=500 if SOAK else 2)


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_a_shipped_ruleset_states_a_dozen_properties_in_two_languages(ruleset):
    own = [one for one in shipped(ruleset).ruleset.properties if one.layer == ruleset]
    assert len(own) >= 12
    assert [one.id for one in own if not _in_two_languages(one)] == []


def _in_two_languages(property: CompiledProperty) -> bool:
    en, zh = property.title
    return bool(en and zh) and en != zh and any("\u4e00" <= sign <= "\u9fff" for sign in zh)


def test_what_breaks_an_always_is_shown_with_the_smallest_complaint(write):
    folder = write(
        LOW, properties=[{"id": "p", "always": {"when": {"facts_clear": False}, "then": {"severity": "high"}}}]
    )
    head, where, *facts = failure(folder).splitlines()
    assert head.startswith("property `p` does not hold (house/ruleset.yaml:1:")
    assert head.endswith("): expected `severity: high`, but `severity` is low")
    assert where == "complaint:"
    assert [line.split(":")[0].strip() for line in facts] == ["id", "received_at", "kind", "facts_clear"]
    assert facts[-1] == "  facts_clear: false"


def test_what_breaks_a_monotone_is_shown_with_both_complaints(write):
    folder = write(LOW, ODD, properties=[{"id": "p", "monotone": {"severity": {"rises_with": "media_risk"}}}])
    text = failure(folder)
    assert "it falls: first `severity` is high, then `severity` is low\nfirst complaint:\n" in text
    first, second = text.split("first complaint:\n")[1].split("second complaint:\n")
    assert "media_risk: possible" in first
    assert "media_risk: contacted" in second


def test_a_shown_complaint_is_yaml_that_breaks_the_property_again(write):
    property = {"id": "p", "never": {"when": {"injury.dependants": "known"}, "then": {"severity": "low"}}}
    folder = write(LOW, properties=[property])
    shown = failure(folder).split("complaint:\n")[1]
    again = document.read_text(shown, "complaint", numbers=True).data
    assert Engine.load(folder, engine="python").decide(again).severity.tier == "low"
    assert again["injury"]["dependants"] is not None


def test_every_broken_property_is_named_and_no_other(write):
    broken = [{"id": id, "always": {"then": {"severity": "high"}}} for id in ("one", "two")]
    held = {"id": "three", "always": {"then": {"severity": "low"}}}
    text = failure(write(LOW, properties=[*broken, held]))
    assert [id for id in ("one", "two", "three") if f"`{id}`" in text] == ["one", "two"]


def test_events_before_the_first_day_are_passed_over(write):
    old = {"id": "p", "never": {"when": {"occurred_on": "< 2021-01-01"}, "then": {"severity": "low"}}}
    folder = write(LOW, properties=[old])
    assert_properties(Engine.load(folder, engine="python"))
    assert "`p`" in failure(folder, since=date(2005, 1, 1))


def test_a_ruleset_without_properties_passes(write):
    assert_properties(Engine.load(write(LOW), engine="python"))


def test_a_broken_property_of_a_lower_layer_is_found_in_the_stack(write):
    below = write(
        LOW, name="below", properties=[{"id": "p", "always": {"then": {"severity": "low"}}}], tiers=["low", "high"]
    )
    above = write({"then": {"severity": "high"}}, name="above", extends=[str(below)])
    assert_properties(Engine.load(below, engine="python"))
    assert "below/ruleset.yaml" in failure(above)


def test_the_shipped_properties_stand_in_files_of_their_own():
    assert {path.parent.name for path in shipped_folder().glob("*/properties.yaml")} == set(SHIPPED)
