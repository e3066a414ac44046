from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading

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


def test_a_day_beyond_the_calendar_is_decided_and_says_from_when_its_deadlines_may_end(command):
    late = GOOD | {"id": "L", "received_at": "2099-01-01T10:00:00+08:00"}
    ran = decide(command, lines(late, GOOD), "--format", "jsonl")
    decisions = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [one["complaint_id"] for one in decisions] == ["L", "A"]
    assert {one["kind"] for one in decisions[0]["review"]} == {"calendar"}
    undated = [one for one in decisions[0]["deadlines"] if one["not_before"] is not None]
    assert undated
    assert all(one["due"] is None and one["not_before"] >= "2099-01-01" for one in undated)


@pytest.mark.parametrize("engine", ["python", "interpreter"])
def test_the_decision_tells_which_engine_decided(command, engine):
    ran = decide(command, json.dumps(GOOD), "--format", "json", "--engine", engine)
    assert json.loads(ran.out)["engine"] == engine


def test_text_of_many_decisions_is_parted_by_a_rule(command, examples):
    ran = command("decide", examples / "many.jsonl", "--ruleset", "retail-store", "--lang", "zh")
    assert ran.out.count("\n" + "=" * 100 + "\n") == 4


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_is_one_screen_by_default_and_everything_with_full(command, examples, lang):
    brief, full = (
        command("decide", examples / "injury.json", "--ruleset", "retail-store", "--lang", lang, *more).out
        for more in ((), ("--full",))
    )
    assert len(brief.splitlines()) <= 45
    assert "--full" in brief.splitlines()[-1]
    assert len(full.splitlines()) > 100
    assert "--full" not in full


@pytest.mark.parametrize("format", ["json", "jsonl", "html"])
def test_other_formats_are_whole_with_or_without_full(command, format):
    outs = [decide(command, json.dumps(GOOD), "--format", format, *more).out for more in ((), ("--full",))]
    assert outs[0] == outs[1]


def test_a_missing_ruleset_is_one_line_with_the_rulesets_there_are(command):
    ran = command("decide", "-", "--ruleset", "retial-store", stdin=json.dumps(GOOD))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "retail-store" in ran.err


COMMANDS = {
    "decide": (),
    "explain": ("--why", "severity"),
    "offer": ("--remedy", "apology"),
    "questions": (),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_format_of_what_is_read_can_be_said_to_every_command_that_reads_complaints(command, name, tmp_path):
    file = tmp_path / "complaints.json"
    file.write_text(lines(GOOD, GOOD | {"id": "B"}), encoding="utf-8")
    arguments = (name, file, "--ruleset", "retail-store", *COMMANDS[name], "--format", "json")
    wrong = command(*arguments)
    assert wrong.code == 2
    assert "--input-format jsonl" in wrong.err
    ran = command(*arguments, "--input-format", "jsonl")
    assert ran.code == 0, ran.err
    assert [one["complaint_id"] for one in json.loads(ran.out)] == ["A", "B"]
    assert command(*arguments, "--input-format", "xml").code == 2


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("text", ["", "[]", "\n"])
def test_an_empty_batch_is_an_empty_result_and_no_error(command, name, text):
    ran = command(name, "-", "--ruleset", "retail-store", *COMMANDS[name], "--format", "json", stdin=text)
    assert (ran.code, json.loads(ran.out), ran.err) == (0, [], "")


@pytest.mark.parametrize(("format", "out"), [("text", ""), ("jsonl", ""), ("json", "[]\n")])
def test_an_empty_batch_is_empty_in_every_format(command, format, out):
    ran = decide(command, "", "--format", format)
    assert (ran.code, ran.out, ran.err) == (0, out, "")
    page = decide(command, "[]", "--format", "html").out
    assert page.rstrip().endswith("</html>")


def test_a_bad_first_line_on_standard_input_costs_no_other(command):
    for bad in ("[]", '{"id": "A", "rec', "just words"):
        ran = decide(command, lines(bad, GOOD, GOOD | {"id": "B"}), "--format", "jsonl")
        assert [json.loads(line)["complaint_id"] for line in ran.out.splitlines()] == ["A", "B"]
        assert ran.code == 2
        assert ran.err.count("error: ") == 1
        assert ran.err.startswith("error: <stdin>:1")


def test_one_line_after_a_bad_one_makes_a_list_of_one(command):
    ran = decide(command, lines(GOOD, "[]"), "--format", "json")
    assert [one["complaint_id"] for one in json.loads(ran.out)] == ["A"]


@pytest.mark.parametrize("format", ["jsonl", "text", "html"])
def test_each_result_is_there_before_the_next_line_is_sent(format):
    asked = [
        sys.executable,
        "-m",
        "complaint_rules.cli",
        "decide",
        "-",
        "--ruleset",
        "retail-store",
        "--format",
        format,
    ]
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdin is not None
        assert process.stdout is not None
        for id in ("first-one", "second-one", "third-one"):
            process.stdin.write(json.dumps(GOOD | {"id": id}).encode() + b"\n")
            process.stdin.flush()
            written = b""
            while id.encode() not in written:
                ready, _, _ = select.select([process.stdout], [], [], 60)
                assert ready, f"{id} is not there after a minute"
                chunk = os.read(process.stdout.fileno(), 65_536)
                assert chunk, "it has ended"
                written += chunk
        process.stdin.close()
        process.stdout.read()
        assert process.wait() == 0


def test_complaints_may_come_through_a_named_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(lines(GOOD),))
    writer.start()
    asked = [
        sys.executable,
        "-m",
        "complaint_rules.cli",
        "decide",
        pipe,
        "--ruleset",
        "retail-store",
        "--format",
        "jsonl",
    ]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
    writer.join()
    assert json.loads(ran.stdout)["complaint_id"] == "A"
