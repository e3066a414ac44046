from __future__ import annotations

import json

import pytest

RULE = {"when": {"claimed_amount": ">= 500.00"}, "then": {"severity": "high", "deadline.resolve": "24h"}}
MOVED = {**RULE, "when": {"claimed_amount": ">= 800.00"}}
LOW = {"then": {"severity": "low", "deadline.resolve": "48h"}}
PAST = [
    {"id": "a", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "claimed_amount": "600.00"},
    {"id": "b", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "claimed_amount": "900.00"},
]


@pytest.fixture
def folders(write):
    return write(LOW, RULE, name="before"), write(LOW, MOVED, name="after")


def test_a_region_is_a_line_and_its_witness_below(command, folders):
    ran = command("diff", *folders)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert "500.00 <= claimed_amount < 800.00: tier high -> low, resolve 24h -> 48h" in lines
    assert "    kind: other" in lines
    assert lines[-1].endswith("proved complete")


def test_equivalent_rulesets_are_proved_so(command, folders):
    ran = command("diff", folders[0], folders[0])
    assert (ran.code, ran.out) == (0, "equivalent: proved for every complaint\n")


def test_a_mistake_in_use_is_one_line_and_exit_code_two(command, folders):
    for arguments in ((folders[0],), (folders[0], "nowhere"), (*folders, "--most", "0")):
        ran = command("diff", *arguments)
        assert (ran.code, ran.out, ran.err.count("error:")) == (2, "", 1)


def test_more_regions_than_asked_for_are_announced(command, write):
    help_by = {"other": "finance", "privacy": "security"}
    kinds = [{"when": {"kind": kind}, "then": {"support": [party]}} for kind, party in help_by.items()]
    ran = command("diff", write(name="before"), write(*kinds, name="after"), "--most", "1")
    assert "more differences exist" in ran.out


def test_the_json_says_where_in_both_languages_what_and_whether_it_is_all(command, folders):
    found = json.loads(command("diff", *folders, "--format", "json").out)
    assert (found["equivalent"], found["complete"], found["more"], found["unsettled"]) == (False, True, False, [])
    region = next(one for one in found["regions"] if one["changes"][0]["output"] == "severity.tier")
    assert region["where"] == {"en": "500.00 <= claimed_amount < 800.00", "zh": "500.00 <= 索赔金额 < 800.00"}
    assert region["changes"][0] == {"output": "severity.tier", "old": "high", "new": "low", "exact": True}
    assert region["witness"]["id"] == "witness"


def test_past_complaints_are_counted_by_change(command, folders, tmp_path):
    file = tmp_path / "past.json"
    file.write_text(json.dumps(PAST), encoding="utf-8")
    ran = command("diff", *folders, "--complaints", file)
    assert "past complaints decided differently: 1 of 2" in ran.out
    assert "1  tier high -> low  (a)" in ran.out
    found = json.loads(command("diff", *folders, "--complaints", file, "--format", "json").out)["complaints"]
    assert (found["decided"], found["changed"], found["refused"]) == (2, 1, 0)
    assert {"output": "severity.tier", "old": "high", "new": "low", "count": 1, "ids": ["a"]} in found["changes"]


def test_a_past_complaint_that_is_wrong_is_reported_and_the_others_count(command, folders):
    lines = "\n".join(json.dumps(one) for one in ({**PAST[0], "kind": "nonsense"}, PAST[1], PAST[0]))
    ran = command("diff", *folders, "--complaints", "-", stdin=lines)
    assert ran.code == 2
    assert "complaint `a`" in ran.err
    assert "1 of 2" in ran.out


def test_chinese_labels_are_shown_where_asked_for(command, folders):
    ran = command("diff", *folders, "--lang", "zh")
    assert "500.00 <= 索赔金额 < 800.00：等级 high -> low，解决 24小时 -> 48小时" in ran.out
    assert "已证明完整" in ran.out
