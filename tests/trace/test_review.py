"""What a person must look at is shown with the rules, their files and lines, in both languages."""

from __future__ import annotations

import pytest

from complaint_rules import Engine

HEADER = """
ruleset: house
language: 1
version: 1.0.0
title: {en: House, zh: 店}
tiers: [low, high]
parameters:
  limit: {title: {en: Limit, zh: 限额}, unit: CNY, values: {2027-01-01: 5.00}, basis: assumption, reason: none before}
rules:
"""
COMPLAINT = {"id": "1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other", "claimed_amount": "200"}


def decide(folder, rules):
    (folder / "ruleset.yaml").write_text(HEADER + rules, encoding="utf-8")
    return Engine.load(folder, engine="python").decide(COMPLAINT)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_leads_that_disagree_are_shown_with_the_places_of_both_rules(tmp_path, lang):
    decision = decide(
        tmp_path,
        """
  - {id: one, basis: assumption, reason: t, when: {kind: other}, then: {lead: security, severity: low}}
  - {id: two, basis: assumption, reason: t, when: {claimed_amount: ">= 100"}, then: {lead: finance}}
""",
    )
    assert [review.entry for review in decision.review] == ["department"]
    text = " ".join(decision.to_text(lang).split())
    assert {"en": "`house/one` (", "zh": "规则对“牵头”不一致：`house/one`（"}[lang] in text
    assert "ruleset.yaml:12:5" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_figure_that_is_missing_on_the_day_is_named_and_the_rule_not_taken_for_a_no(tmp_path, lang):
    decision = decide(
        tmp_path,
        """
  - {id: one, basis: assumption, reason: t, when: {claimed_amount: "> limit"}, then: {severity: high}}
""",
    )
    assert decision.severity.could_be == (None, "high")
    said = {"en": "no figure for parameter `limit`", "zh": "当日缺少数据：限额"}
    assert said[lang] in " ".join(decision.to_text(lang).split())
