"""The commands of the log: what they write, to which stream, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from complaint_rules import cli
from complaint_rules.commands.console import Console
from tests.commands.conftest import Terminal

COMPLAINT = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
INJURED = {"id": "C-2", "received_at": "2026-03-05T10:00:00+08:00", "kind": "personal_injury"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command with a log in an empty folder; gives the exit code, the result and what else was said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLAINT_RULES_LOG", f"sqlite:///{tmp_path}/log.db")

    def run(*arguments, stdin=b"", stderr=io.StringIO):
        out, err = io.StringIO(), stderr()
        code = cli.run(["audit", *arguments], Console(io.BytesIO(stdin), out, err))
        return code, out.getvalue(), err.getvalue()

    return run


@pytest.fixture
def house(write):
    return str(
        write(
            {"id": "grave", "when": {"kind": "personal_injury"}, "then": {"severity": "high"}},
            {"id": "plain", "then": {"severity": "low", "lead": "customer_service", "permit": "apology"}},
            {"id": "kept", "then": {"deadline.retain": {"within": "3 years", "from": "resolved"}}},
            calendar="weekends",
        )
    )


@pytest.fixture
def filled(run, house):
    """A log of two decisions, and the files of a key."""
    lines = "".join(json.dumps(one) + "\n" for one in (COMPLAINT, INJURED))
    Path("many.jsonl").write_text(lines)
    code, out, _ = run("append", "many.jsonl", "-r", house, "--by", "a clerk", "--origin", "shop.example/log")
    assert (code, out) == (0, "0 C-1\n1 C-2\n")
    assert run("key", "key", "--name", "shop.example/log")[0] == 0
    return run


def test_a_key_is_for_its_owner_alone_and_is_not_written_over(run):
    code, out, _ = run("key", "my.key", "--name", "shop.example/log")
    assert code == 0
    assert stat.S_IMODE(Path("my.key").stat().st_mode) == 0o600
    assert Path("my.key.pub").read_text() == out
    before = Path("my.key").read_text()
    assert run("key", "my.key", "--name", "shop.example/log")[0] == 2
    assert Path("my.key").read_text() == before
    assert "PRIVATE" not in out


def test_a_complaint_that_is_wrong_is_told_and_the_others_are_logged(run, house):
    lines = [json.dumps(COMPLAINT), json.dumps({**COMPLAINT, "kind": "nope"}), json.dumps(INJURED)]
    code, out, err = run("append", "-", "-r", house, stdin="\n".join(lines).encode())
    assert (code, out) == (2, "0 C-1\n1 C-2\n")
    assert "nope" in err


def test_entries_are_listed_by_what_their_outlines_say(filled):
    code, out, _ = filled("list")
    assert (code, [line.split()[0] for line in out.splitlines()]) == (0, ["0", "1"])
    assert filled("list", "--tier", "high")[1].split()[3] == "C-2"
    assert filled("list", "--by-ruleset", "house", "--rule", "house/grave", "--format", "jsonl")[1].count("\n") == 1
    assert filled("list", "--department", "finance")[1] == ""
    rows = [*csv.DictReader(io.StringIO(filled("list", "--format", "csv")[1]))]
    assert [row["tier"] for row in rows] == ["low", "high"]
    assert [one["complaint"] for one in json.loads(filled("list", "--format", "json")[1])] == ["C-1", "C-2"]
    assert json.loads(filled("list", "--format", "json", "--tier", "none")[1]) == []
    assert filled("list", "--since", "soon")[0] == 2


def test_a_decision_is_shown_with_what_became_of_it_and_that_is_noted(filled):
    filled("event", "C-1", "met:respond", "--at", "2026-03-05T10:00:00+08:00", "--by", "a clerk")
    code, out, _ = filled("show", "C-1", "--by", "an auditor")
    assert code == 0
    assert "met:respond" in out
    assert "C-1" in out
    assert "an auditor" in filled("list", "--kind", "read")[1]
    data = json.loads(filled("show", "@1", "--format", "json")[1])
    assert (data["entry"]["tier"], data["record"]["complaint"]["id"]) == ("high", "C-2")
    assert filled("show", "C-9")[0] == filled("show", "@77")[0] == 2
    assert "2026" in filled("show", "@2")[1]


def test_outlines_and_records_are_exported_and_that_records_were_read_is_noted(filled):
    assert len(filled("export")[1].splitlines()) == 2
    code, _, _ = filled("export", "--records", "--output", "all.jsonl", "--by", "an auditor")
    assert code == 0
    rows = [json.loads(line) for line in Path("all.jsonl").read_text().splitlines()]
    assert [row["record"]["complaint"]["id"] for row in rows] == ["C-1", "C-2"]
    assert "export  an auditor" in filled("list", "--kind", "read")[1]
    assert filled("export", "--format", "parquet", "--output", "all.parquet")[0] == 0
    assert Path("all.parquet").read_bytes()[:4] == b"PAR1"
    assert filled("export", "--records", "--format", "csv")[0] == 2
    assert filled("export", "--output", "no/such/folder.jsonl")[0] == 2


def test_a_sound_log_verifies_and_a_changed_one_is_found_with_its_first_entry(filled):
    assert filled("checkpoint", "--key", "key", "--output", "point")[0] == 0
    code, out, err = filled("verify", "--checkpoint", "point", "--key", "key.pub")
    assert (code, err) == (0, "")
    assert "entries verified: 3" in out
    assert "not checked" in filled("verify", "--checkpoint", "point")[2]
    with closing(sqlite3.connect("log.db")) as connection:
        connection.execute("UPDATE log_entries SET complaint = 'C-9' WHERE idx = 1")
        connection.commit()
    code, out, _ = filled("verify", "--checkpoint", "point", "--key", "key")
    assert code == 1
    assert "not as it was written: 1" in out
    code, out, _ = filled("verify", "--format", "json")
    assert (code, json.loads(out)["first"]) == (1, 1)
    assert "条" in filled("verify", "--lang", "zh")[1]
    assert filled("verify", "--quick")[0] == 0  # the tree itself was not changed


def test_a_log_that_was_cut_off_is_found_by_a_checkpoint(filled):
    filled("checkpoint", "--key", "key", "--output", "point")
    other = f"sqlite:///{Path.cwd()}/other.db"
    filled("append", "many.jsonl", "-r", "cn-statute", "--log", other, "--origin", "shop.example/log")
    with closing(sqlite3.connect("other.db")) as connection:
        connection.execute("DELETE FROM log_entries")
        connection.execute("UPDATE log_head SET size = 0, peaks = x''")
        connection.commit()
    code, out, _ = filled("verify", "--checkpoint", "point", "--log", other)
    assert code == 1
    assert "written: 0" in out


def test_a_checkpoint_of_another_key_or_none_at_all_is_refused(filled):
    filled("checkpoint", "--key", "key", "--output", "point")
    filled("key", "other", "--name", "shop.example/log")
    assert filled("verify", "--checkpoint", "point", "--key", "other.pub")[0] == 2
    assert filled("verify", "--checkpoint", "key")[0] == 2
    assert filled("verify", "--checkpoint", "nothing")[0] == 2
    assert filled("checkpoint")[0] == 2
    assert filled("checkpoint", "--key", "key.pub")[0] == 2
    assert filled("verify", "--checkpoint", "-", stdin=Path("point").read_bytes())[0] == 0


def test_a_proof_is_checked_without_the_log(filled):
    assert filled("prove", "C-2", "--key", "key", "--output", "proof")[0] == 0
    Path("log.db").rename("elsewhere.db")
    code, out, err = filled("verify", "--proof", "proof", "--key", "key.pub")
    assert (code, err) == (0, "")
    assert "C-2" in out
    assert "whose log" in filled("verify", "--proof", "proof")[2]
    assert json.loads(filled("verify", "--proof", "proof", "--format", "json")[1])["ok"]
    Path("proof").write_text(Path("proof").read_text().replace('"high"', '"low"'))
    assert filled("verify", "--proof", "proof", "--key", "key.pub")[0] == 1
    Path("proof").write_text("{")
    assert filled("verify", "--proof", "proof")[0] == 2


def test_a_proof_of_the_outline_has_no_record(filled):
    data = json.loads(filled("prove", "C-2", "--key", "key", "--outline")[1])
    assert "record" not in data
    assert data["outline"]["complaint"] == "C-2"


def test_a_proof_leads_to_a_checkpoint_that_was_kept_without_the_signing_key(filled):
    assert filled("checkpoint", "--key", "key", "--output", "kept")[0] == 0
    Path("key").unlink()
    assert filled("prove", "C-2", "--checkpoint", "kept", "--output", "proof")[0] == 0
    assert filled("verify", "--proof", "proof", "--key", "key.pub")[0] == 0
    assert filled("prove", "C-2", "--checkpoint", "kept", "--key", "key.pub")[0] == 2
    assert filled("prove", "C-2")[0] == 2


def test_a_replay_tells_alike_from_otherwise(filled):
    code, out, _ = filled("replay")
    assert code == 0
    assert "2 decided again: 2 alike" in out
    code, out, _ = filled("replay", "--against", "cn-statute", "--format", "json")
    data = json.loads(out)
    assert (code, data["entries"], data["different"]) == (0, 2, 2)
    assert data["remedies"]
    assert "decided again" in filled("replay", "--against", "cn-statute")[1]
    assert "重新决定2条" in filled("replay", "--against", "cn-statute", "--lang", "zh")[1]


def test_a_replay_that_differs_is_a_finding(filled):
    with closing(sqlite3.connect("log.db")) as connection:
        connection.execute("DELETE FROM log_rulesets")
        connection.commit()
    code, out, _ = filled("replay")
    assert code == 1
    assert "2 without their rules" in out


def test_a_record_is_erased_when_its_time_is_over_or_a_reason_is_given(filled):
    assert filled("erase", "C-1")[0] == 2
    filled("event", "C-1", "resolved", "--at", "2026-03-05T10:00:00+08:00")
    assert filled("erase", "--due", "--at", "2029-01-01")[2] == "nothing is due\n"
    assert filled("erase", "--due", "--list", "--at", "2030-01-01")[1] == "C-1: kept until 2029-03-05\n"
    assert filled("erase", "--due", "--at", "2030-01-01")[1] == "C-1: erased\n"
    assert filled("erase", "C-2", "--even-before", "asked by the customer")[1] == "C-2: erased\n"
    assert filled("verify")[0] == 0
    code, out, _ = filled("show", "C-1")
    assert code == 0
    assert "was erased" in out
    assert "2 erased" in filled("replay")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["erase"],
        ["erase", "C-1", "--due"],
        ["erase", "--due", "--even-before", "x"],
        ["erase", "C-1", "--list"],
        ["erase", "--due", "--at", "soon"],
        ["event", "C-1", "solved", "--at", "2026-03-05T10:00:00+08:00"],
        ["event", "C-1", "resolved", "--at", "soon"],
        ["key", "x", "--name", "a b"],
        ["list", "--log", "mysql://x"],
        ["list", "--log", ""],
        ["list", "--log", "sqlite:///nothing.db"],
        [],
    ],
)
def test_wrong_use_is_told_in_one_line_with_exit_code_2(filled, arguments):
    code, out, err = filled(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1 or not arguments
    assert "Traceback" not in err


def test_a_report_is_written_in_both_languages_or_in_one_and_is_logged(filled):
    code, out, err = filled("report", "--out", "pages", "--by", "an auditor")
    assert (code, out) == (0, "pages/index.html\n")
    assert err == "decisions: 2; erased: 0\n"
    assert sorted(file.name for file in Path("pages").iterdir()) == [
        "decisions",
        "index.html",
        "index.zh.html",
        "report.json",
    ]
    assert "report  an auditor" in filled("list", "--kind", "read")[1]
    code, _, err = filled("report", "--out", "pages", "--lang", "zh", "--tier", "high")
    assert (code, err) == (0, "1项决定，其中0项记录已删除\n")
    assert sorted(file.name for file in Path("pages").iterdir()) == ["decisions", "index.html", "report.json"]
    assert "级别：high" in Path("pages/index.html").read_text("utf-8")


def test_a_report_that_cant_be_written_is_told_in_one_line(filled):
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine")
    for arguments in (["--out", "mine"], ["--out", "many.jsonl"], ["--out", "new", "--most", "1"], []):
        code, out, err = filled("report", *arguments)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1, err
    assert filled("report", "--out", "mine", "--lang", "zh")[2].startswith("error: `mine`不是空文件夹")
    assert [file.name for file in Path("mine").iterdir()] == ["notes.txt"]


def test_long_work_shows_a_bar_on_a_terminal_and_none_in_a_pipe(filled):
    assert "%" in filled("replay", stderr=Terminal)[2]
    assert "%" in filled("verify", stderr=Terminal)[2]
    assert "%" in filled("report", "--out", "pages", stderr=Terminal)[2]
    assert "%" not in filled("replay")[2]
