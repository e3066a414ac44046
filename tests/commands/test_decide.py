from __future__ import annotations

import json

import pytest

GOOD = {"id": "A", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


def lines(*complaints):
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in complaints) + "\n"


def decide(command, stdin, *options):
    return command("decide", "-", "--ruleset", "retail-store", *options, stdin=stdin)


def test_one_complaint_gives_one_json_object(command):
    ran = decide(command, json.dumps(GOOD), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["complaint_id"] == "A"


def test_a_list_gives_a_json_array_even_of_one(command):
    ran = decide(command, json.dumps([GOOD]), "--format", "json")
    assert [one["complaint_id"] for one in json.loads(ran.out)] == ["A"]


def test_json_lines_give_a_decision_to_a_line_in_order(command, examples):
    ran = command("decide", examples / "many.jsonl", "--ruleset", "retail-store", "--format", "jsonl")
    given = [json.loads(line)["id"] for line in (examples / "many.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [json.loads(line)["complaint_id"] for line in ran.out.splitlines()] == given
    assert ran.code == 0


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "html"])
def test_one_bad_complaint_is_reported_and_the_others_are_decided(command, format):
    bad = GOOD | {"id": "B", "kind": "oter"}
    ran = decide(command, lines(GOOD, "", bad, GOOD | {"id": "C"}), "--format", format)
    assert ran.code == 2
    assert (
        ran.err
        == "error: <stdin>:3:57: complaint `B`: `kind`: `oter` is not one of its values (did you mean `other`?)\n"
    )
    if format == "json":
        assert [one["complaint_id"] for one in json.loads(ran.out)] == ["A", "C"]


def test_many_complaints_that_are_all_bad_give_an_empty_array(command):
    ran = decide(command, lines({}, {}), "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (2, [])


def test_a_broken_line_names_its_line_and_number(command):
    ran = decide(command, lines(GOOD, "{broken"), "--format", "jsonl")
    assert ran.err.startswith("error: <stdin>:2:2: complaint number 2: is not JSON: ")
    assert len(ran.out.splitlines()) == 1


def test_a_day_beyond_the_calendar_is_an_error_of_that_complaint_only(command):
    late = GOOD | {"id": "L", "received_at": "2099-01-01T10:00:00+08:00"}
    ran = decide(command, lines(late, GOOD), "--format", "jsonl")
    assert ran.code == 2
    assert "complaint `L`" in ran.err
    assert "does not cover the year 2099" in ran.err
    assert json.loads(ran.out)["complaint_id"] == "A"


@pytest.mark.parametrize("engine", ["python", "interpreter"])
def test_the_decision_tells_which_engine_decided(command, engine):
    ran = decide(command, json.dumps(GOOD), "--format", "json", "--engine", engine)
    assert json.loads(ran.out)["engine"] == engine


def test_text_of_many_decisions_is_parted_by_a_rule(command, examples):
    ran = command("decide", examples / "many.jsonl", "--ruleset", "retail-store", "--lang", "zh")
    assert ran.out.count("\n" + "=" * 100 + "\n") == 4


def test_a_missing_ruleset_is_one_line_with_the_rulesets_there_are(command):
    ran = command("decide", "-", "--ruleset", "retial-store", stdin=json.dumps(GOOD))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "retail-store" in ran.err
