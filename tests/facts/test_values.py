"""Every value that a fact can have is said in English and in Chinese, wherever a person reads it."""

from __future__ import annotations

import re

import pytest

from complaint_rules import Engine
from complaint_rules.decide.glossary import Glossary
from complaint_rules.facts.fact import FactType, declared_facts, dependant_labels
from complaint_rules.facts.values import VALUES
from complaint_rules.trace.labels import Labels

WORDED = {fact.path: fact for fact in declared_facts() if fact.type in (FactType.ENUM, FactType.ORDERED)}
HAN = re.compile(r"[\u4e00-\u9fff]")
CARD = {
    "type": "enum",
    "title": {"en": "Customer card", "zh": "会员卡"},
    "values": {"silver": {"en": "Silver", "zh": "银卡"}, "gold_plus": {"en": "Gold card", "zh": "金卡"}},
}


def labels(lang):
    return Labels(Glossary.of(Engine.load("retail-store").ruleset), lang)


def test_there_are_labels_for_the_facts_that_have_a_list_of_values_and_for_no_others():
    assert VALUES.keys() == WORDED.keys()


@pytest.mark.parametrize("path", WORDED)
def test_every_value_and_nothing_else_has_a_label_in_both_languages(path):
    assert VALUES[path].keys() == set(WORDED[path].values)
    for value, (en, zh) in VALUES[path].items():
        assert en, (path, value)
        assert not HAN.search(en), (path, value)
        assert HAN.search(zh), (path, value)


@pytest.mark.parametrize("path", WORDED)
def test_no_two_values_of_a_fact_are_said_alike(path):
    for at in (0, 1):
        said = [label[at] for label in VALUES[path].values()]
        assert len(set(said)) == len(said)


def test_what_is_stated_of_a_dependant_has_labels_too():
    assert all(en and HAN.search(zh) for en, zh in dependant_labels().values())


@pytest.mark.parametrize(
    ("path", "value", "en", "zh"),
    [
        ("kind", "lost_property", "lost property", "财物丢失"),
        ("belongings.location", "locker", "in a locker", "物品柜内"),
        ("fault", "force_majeure", "nobody: force majeure", "不可抗力"),
        ("liability_confirmed_by", ["finance", "insurer"], "Finance, insurer", "财务部、保险公司"),
        ("liability_confirmed_by", ["somebody_else"], "somebody else", "somebody else"),
        ("injury.dependants", [{"age": 8, "incapable": True}], "(age: 8, unable", "（年龄：8、丧失劳动能力"),
        ("facts_clear", False, "no", "否"),
    ],
)
def test_a_value_is_said_by_its_label(path, value, en, zh):
    assert labels("en").value(path, value).startswith(en)
    assert labels("zh").value(path, value).startswith(zh)


@pytest.mark.parametrize(
    ("path", "cell", "en", "zh"),
    [
        ("media_risk", ">= possible", ">= possible", ">= 可能引起关注"),
        ("kind", "lost_property, vehicle", "lost property, vehicle", "财物丢失、车辆"),
        ("regulator", "not none", "not none", "不为 无"),
        ("fault", "unknown", "unknown", "未知"),
        ("claimed_amount", "> purchase.price = 100.00", "> purchase: price = 100.00", "> 购买情况：价款 = 100.00"),
        ("occurred_on", "< received_on - 2 days", "< day received - 2 days", "< 接收日期 - 2 天"),
        ("claimed_amount", "[200.00..1000.00)", "[200.00..1000.00)", "[200.00..1000.00)"),
        ("decision.severity", "escalated", "Escalated", "升级"),
        ("liability_confirmed_by", "finance", "Finance", "财务部"),
    ],
)
def test_a_cell_is_said_by_the_labels_of_what_it_names(path, cell, en, zh):
    assert (labels("en").test(path, cell), labels("zh").test(path, cell)) == (en, zh)


def test_values_of_a_rulesets_own_may_have_labels(write, complaint):
    rule = {"when": {"extra.card": "gold_plus"}, "then": {"severity": "high"}}
    engine = Engine.load(write(rule, facts={"card": CARD}))
    decision = engine.decide(complaint(extra={"card": "gold_plus"}))
    assert "Customer card: Gold card" in decision.to_text("en")
    assert "会员卡：金卡" in decision.to_text("zh")
    assert decision.to_dict()["trace"]["rules"][0]["held"][0]["value"] == "gold_plus"


def test_values_of_a_rulesets_own_may_also_be_a_bare_list(write, complaint):
    rule = {"when": {"extra.card": "gold_plus"}, "then": {"severity": "high"}}
    engine = Engine.load(write(rule, facts={"card": {**CARD, "values": ["silver", "gold_plus"]}}))
    assert "会员卡：gold plus" in engine.decide(complaint(extra={"card": "gold_plus"})).to_text("zh")
