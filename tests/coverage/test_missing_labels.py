"""Every name that a reader meets has a label in English and in Chinese."""

from __future__ import annotations

import pytest

from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.coverage.missing_labels import missing_labels
from complaint_rules.errors import Place
from complaint_rules.load.folder import read_stack
from tests.covered_ruleset import parts, put


def missing(folder):
    return [one.words for one in missing_labels(read_stack(folder)[-1])]


@pytest.mark.parametrize(
    ("label", "lacks"),
    [
        (None, ["en", "zh"]),
        ({"en": "Large", "zh": ""}, ["zh"]),
        ({"en": " ", "zh": "大额"}, ["en"]),
        ({"en": "Large", "zh": "Large"}, ["zh"]),
        ({"en": "大额", "zh": "大额"}, ["en"]),
        ({"en": "CCTV", "zh": "CCTV录像"}, []),
    ],
)
def test_a_label_that_is_missing_blank_or_a_copy_of_the_other_language(tmp_path, label, lacks):
    header, book, cases = parts()
    header["rules"][1]["title"] = label
    if label is None:
        del header["rules"][1]["title"]
    assert missing(put(tmp_path, header, book, cases)) == [("rule", "house/large", lang) for lang in lacks]


def test_labels_are_looked_for_wherever_a_name_is_declared(tmp_path):
    header, book, cases = parts()
    copied = {"en": "x", "zh": "x"}
    header["title"] = header["notice"] = copied
    header["tiers"] = ["low", "high"]
    header["departments"]["desk"] = copied
    for key, name in (
        ("roles", "chief"),
        ("clocks", "clean_up"),
        ("actions", "sing"),
        ("prohibited", "shout"),
        ("approvals", "song"),
    ):
        header[key] = {name: copied}
    values = {"silver": {"en": "Silver", "zh": "银卡"}, "gold": None}
    card = {"type": "enum", "title": {"en": "Card", "zh": "卡"}, "values": values}
    header["facts"] = {"loyal": {"type": "bool", "title": copied}, "card": card}
    for one in (header["rules"][0], header["tables"][0], header["parameters"]["limit"], book, book["clauses"][0]):
        one["title"] = copied
    assert {words[:2] for words in missing(put(tmp_path, header, book, cases))} == {
        ("ruleset", "house"),
        ("notice", "house"),
        ("tier", "low"),
        ("tier", "high"),
        ("department", "desk"),
        ("value", "card: gold"),
        ("role", "chief"),
        ("clock", "clean_up"),
        ("action", "sing"),
        ("prohibition", "shout"),
        ("approval", "song"),
        ("fact", "loyal"),
        ("parameter", "limit"),
        ("rule", "house/always"),
        ("table", "house/clocks"),
        ("document", "book"),
        ("clause", "book/0"),
    }


def test_a_finding_is_said_in_the_readers_language():
    finding = CoverageFinding("label-missing", Place("a.yaml", 3), ("tier", "low", "zh"))
    assert finding.say("en") == "tier `low` has no label in Chinese"
    assert finding.say("zh") == "级别`low`缺少中文名称"
