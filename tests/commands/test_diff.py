from __future__ import annotations

import json
import re

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


def test_a_terminal_sees_how_many_outputs_are_settled_or_regions_found(at_terminal, folders):
    assert "\r[###############...............]  50% 1 outputs " in at_terminal("diff", *folders).err
    few = at_terminal("diff", *folders, "--most", "1")
    assert "\r[##############################] 100% 1 regions " in few.err
    assert few.err.endswith(" \r")


def test_equivalent_rulesets_are_proved_so(command, folders):
    ran = command("diff", folders[0], folders[0])
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "nothing that decides was changed",
        "",
        "equivalent: proved for every complete complaint",
    ]


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


def test_a_file_of_past_complaints_that_can_not_be_read_is_told_before_anything_is_proved(
    command, folders, monkeypatch
):
    monkeypatch.setattr("complaint_rules.commands.diff.find_regions", None)
    ran = command("diff", *folders, "--complaints", "no-such-file.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: no-such-file.json: no such file")


def test_chinese_labels_are_shown_where_asked_for(command, folders):
    ran = command("diff", *folders, "--lang", "zh")
    assert "500.00 <= 索赔金额 < 800.00：等级 high -> low，解决 24小时 -> 48小时" in ran.out
    assert "已证明完整" in ran.out


def test_all_of_it_is_chinese_where_asked_for(command, write):
    tiers = {"low": {"en": "Low", "zh": "低"}, "high": {"en": "High", "zh": "高"}}
    where = {"media_risk": "not(none)", "kind": ["vehicle", "privacy"], "liability_confirmed_by": "finance"}
    then = {
        "severity": "high",
        "deadline.respond": "2 working days",
        "deadline.pay": {"within": "1 day", "from": "resolved"},
        "action": {"explain": "at_once"},
    }
    first, second = {"title": {"en": "Cars", "zh": "车辆"}}, {"title": {"en": "Press", "zh": "媒体"}}
    before = (
        {**first, "when": {"kind": "vehicle"}, "then": {"lead": "finance"}},
        {**second, "when": where, "then": {"lead": "finance"}},
    )
    after = before[0], {**second, "when": where, "then": {**then, "lead": "security"}}
    folders = write(*before, tiers=tiers, name="before"), write(*after, tiers=tiers, name="after")
    out = command("diff", *folders, "--lang", "zh").out
    lines = [line for line in out.splitlines() if not line.startswith("    ")]
    assert not re.search("[a-z]", "".join(lines)), lines
    for said in ("投诉类型 车辆", "媒体风险 不为无", "确认责任的部门 包含 财务部", "答复 无 -> 2个工作日"):
        assert said in out
    for said in ("付款 无 -> 自“解决”起1日", "解释说明 无 -> 立即", "等级 无 -> 高", "规则冲突 牵头 无 -> 有"):
        assert said in out


def test_what_is_not_settled_is_said_in_both_languages(command, write):
    def rules(most):
        return {"then": {"permit": {"compensation": {"max": f"(injury.age - 4) * {most}"}}}}

    folders = write(rules("claimed_amount"), name="before"), write(rules("purchase.price"), name="after")
    assert "not settled: remedies.compensation: a product of what" in command("diff", *folders).out
    assert "未能判定：赔偿：含可能为负数的乘积" in command("diff", *folders, "--lang", "zh").out
    (one,) = json.loads(command("diff", *folders, "--format", "json").out)["unsettled"]
    assert one["reason_zh"] == "含可能为负数的乘积"


def test_the_time_to_look_is_bounded_and_what_is_not_found_is_said_to_be_open(command, folders):
    ran = command("diff", *folders, "--seconds", "0.000001")
    assert ran.code == 1
    assert "not proved complete: the time ran out (--seconds says how long to look)" in ran.out
    found = json.loads(command("diff", *folders, "--seconds", "0.000001", "--format", "json").out)
    assert (found["out_of_time"], found["complete"], found["equivalent"]) == (True, False, False)


def test_first_it_says_in_words_what_was_changed_and_who_reads_it(command, write):
    def folder(name, limit, title):
        cap = {"unit": "CNY", "values": {"2020-01-01": limit}, "title": {"en": "Cap", "zh": "上限额"}}
        cap |= {"basis": "assumption", "reason": "drawn"}
        pay = {"id": "pay", "when": {"claimed_amount": "< cap"}, "then": {"permit": {"compensation": {"max": "cap"}}}}
        help_ = {"id": title, "title": {"en": "Help", "zh": "协助"}, "then": {"support": ["finance"]}}
        pay["title"] = {"en": "Pay", "zh": "支付"}
        return write(pay, help_, parameters={"cap": cap}, presume={"media_risk": "none"}, name=name)

    folders = folder("before", "400.00", "help"), folder("after", "450.00", "helps")
    out = command("diff", *folders, "--lang", "en").out
    assert out.splitlines()[:3] == [
        "what changed:",
        "  parameter cap (Cap): 400.00 yuan -> 450.00 yuan",
        "    read by after/pay (condition), after/pay (compensation max)",
    ]
    assert "  rule after/helps (Help): added" in out
    assert "  rule before/help (Help): removed" in out
    chinese = command("diff", *folders, "--lang", "zh").out.splitlines()
    assert chinese[1:3] == ["  参数 上限额：400.00元 -> 450.00元", "    读取者：“支付”（条件）、“支付”（赔偿上限）"]
    (edit, *_) = json.loads(command("diff", *folders, "--format", "json").out)["changed"]
    assert (edit["kind"], edit["name"], edit["way"]) == ("parameter", "cap", "changed")
    assert edit["read_by"][1] == {"rule": "after/pay", "output": "remedies.compensation", "bound": "max"}
