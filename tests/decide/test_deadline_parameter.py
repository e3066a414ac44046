"""A deadline may take its span from a parameter, dated like any other figure."""

from __future__ import annotations

import pytest

from complaint_rules import Engine, RulesetError

RULESET = """
ruleset: house
language: 1
version: 1.0.0
title: {{en: House, zh: 店}}
tiers: [low]
calendar: CN
parameters:
  keep: {{unit: {unit}, values: {{2020-01-01: 3, 2026-01-01: 1, 2027-01-01: null}}, basis: assumption, reason: t}}
rules:
  - {{id: keep, basis: assumption, reason: t, then: {{severity: low, deadline.respond: keep}}}}
"""


def engine_of(folder, unit, engine="python"):
    (folder / "ruleset.yaml").write_text(RULESET.format(unit=unit), encoding="utf-8")
    return Engine.load(folder, engine=engine)


def decide(engine, day):
    return engine.decide({"id": "1", "received_at": f"{day}T10:00:00+08:00", "occurred_on": day, "kind": "other"})


def test_the_figure_of_the_day_of_the_event_counts(tmp_path):
    engine = engine_of(tmp_path, "days")
    assert [one.within for one in decide(engine, "2025-11-20").deadlines] == ["3 days"]
    assert [one.within for one in decide(engine, "2026-11-19").deadlines] == ["1 day"]
    assert [line.parameter for line in decide(engine, "2026-11-19").trace.parameters] == ["keep"]


def test_a_figure_that_is_missing_is_for_a_person_to_see_and_no_deadline_is_made_up(tmp_path):
    engine = engine_of(tmp_path, "years")
    decision = engine.decide(
        {"id": "1", "received_at": "2026-11-20T10:00:00+08:00", "occurred_on": "2027-01-01", "kind": "other"}
    )
    assert decision.deadlines == ()
    assert [(note.kind, note.entry, note.rules, note.parameter, note.year) for note in decision.review] == [
        ("figure", "deadlines.respond", ("house/keep",), "keep", None)
    ]
    assert "`keep`" in decision.review[0].text.en
    assert "无法判定" in decision.review[0].text.zh


def test_a_parameter_in_another_unit_is_refused(tmp_path):
    with pytest.raises(RulesetError, match="`keep` is not a span of time"):
        engine_of(tmp_path, "CNY")
