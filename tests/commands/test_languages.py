"""`--lang zh`: what is wrong is told in Chinese too, whatever it is and wherever the option stands."""

from __future__ import annotations

import json

import pytest

GOOD = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}


@pytest.fixture
def bad(tmp_path):
    file = tmp_path / "a.jsonl"
    lines = [GOOD, {**GOOD, "kind": "othr"}, {**GOOD, "id": "", "claimed_amount": "1.005"}]
    file.write_text("\n".join(map(json.dumps, lines)) + "\n[\n", encoding="utf-8")
    return file


def test_bad_lines_are_told_in_chinese_and_the_others_decided(command, bad):
    ran = command("decide", bad, "-r", "retail-store", "--lang", "zh", "--format", "jsonl")
    first, *others = ran.err.splitlines()
    assert ran.code == 2
    assert len(ran.out.splitlines()) == 1
    assert first == f"error: {bad}:2:59：投诉`C-1`：`kind`：`othr`不是可取的值（是否指 `other`？）"
    assert [line.split("：")[1] for line in others] == ["第3件投诉", "第3件投诉", "第4件投诉"]
    assert "`1.005`的小数多于两位，金额精确到分" in ran.err
    assert "不是 JSON：此处应有值" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["decide", "nowhere.json", "-r", "retail-store"], "error: nowhere.json：没有这个文件（请指定投诉文件"),
        (["decide", "nowhere.json", "-r", "retail-stor"], "error: 没有规则集`retail-stor`（是否指 `retail-store`？"),
        (["show", "retail-stor"], "error: 没有规则集`retail-stor`"),
        (["check", "retail-stor"], "error: 没有规则集`retail-stor`"),
        (["clauses", "retail-stor"], "error: 没有规则集`retail-stor`"),
        (["diff", "retail-stor", "retail-store"], "error: 没有规则集`retail-stor`"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_every_command_with_the_option_tells_its_errors_in_it(command, arguments, says, first):
    name, *rest = arguments
    line = [name, "--lang", "zh", *rest] if first else [*arguments, "--lang", "zh"]
    ran = command(*line)
    assert ran.code == 2
    assert ran.err.startswith(says)


def test_offers_and_paths_are_refused_in_chinese(command, examples):
    file = examples / "locker.yaml"
    ran = command("offer", file, "-r", "retail-store", "--remedy", "compensaton", "--amount", "1", "--lang", "zh")
    assert (ran.code, ran.err) == (2, "error: 未知的补救方式`compensaton`（是否指 `compensation`？）\n")
    ran = command("offer", file, "-r", "retail-store", "--remedy", "compensation", "--lang", "zh")
    assert ran.err == "error: `compensation` 是金额，请给出数额\n"
    ran = command("explain", file, "-r", "retail-store", "--why-not", "severity=x", "--lang", "zh")
    assert ran.err.startswith("error: `severity` 没有值`x`（可用：")


def test_an_offers_json_has_code_nearest_and_both_languages(command, examples):
    arguments = ("--remedy", "compensation", "--amount", "250", "--format", "json")
    found = json.loads(command("offer", examples / "locker.yaml", "-r", "retail-store", *arguments).out)
    assert {name: found[name] for name in ("allowed", "settles", "approvals", "limited_by", "code", "nearest")} == {
        "allowed": False,
        "settles": False,
        "approvals": [],
        "limited_by": [
            "cn-statute/belongings-compensation",
            "cn-statute/venue-share-of-belongings",
            "retail-store/locker-small-claim",
        ],
        "code": "above-most",
        "nearest": "150.00",
    }
    assert found["text"] == {"en": "the most is 150.00", "zh": "最高为150.00元"}
