"""Announced days handed in on the command line, and what `decide` says without them."""

from __future__ import annotations

import json

import pytest

LATE = {"id": "C-1", "received_at": "2026-12-30T10:00:00+08:00", "kind": "other"}
DAYS = "calendar: CN\nyears:\n  2027: {rest: [2027-01-01], work: [2027-01-02]}\n"


@pytest.fixture
def ruleset(write):
    rule = {"id": "answer", "then": {"deadline.resolve": "2 working days", "severity": "low", "lead": "front_desk"}}
    folder = write(rule)
    (folder / "cases").mkdir()
    case = {"case": "late", "complaint": LATE, "expect": {"deadlines.resolve.due": "2027-01-02T23:59:59+08:00"}}
    (folder / "cases" / "all.yaml").write_text(json.dumps([case]))
    return folder


@pytest.fixture
def days(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text(DAYS)
    return path


@pytest.fixture
def complaint_file(tmp_path):
    path = tmp_path / "late.json"
    path.write_text(json.dumps(LATE))
    return path


def test_decide_dates_what_the_announced_days_cover_and_leaves_the_rest_undated(command, complaint_file, ruleset, days):
    without = command("decide", complaint_file, "-r", ruleset, "--format", "json")
    (deadline,) = json.loads(without.out)["deadlines"]
    assert (without.code, deadline["due"], deadline["not_before"]) == (0, None, "2027-01-01")
    found = command("decide", complaint_file, "-r", ruleset, "--format", "json", "--calendar", days)
    (deadline,) = json.loads(found.out)["deadlines"]
    assert (found.code, deadline["due"], deadline["not_before"]) == (0, "2027-01-02T23:59:59+08:00", None)


@pytest.mark.parametrize("format", ["text", "html", "jsonl"])
def test_every_format_shows_a_deadline_without_a_date(command, complaint_file, ruleset, format):
    ran = command("decide", complaint_file, "-r", ruleset, "--format", format)
    assert ran.code == 0
    assert "2027-01-01" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "{file}", "-r", "{ruleset}", "--why", "deadlines.resolve"),
        ("offer", "{file}", "-r", "{ruleset}", "--remedy", "refund", "--amount", "1.00"),
        ("questions", "{file}", "-r", "{ruleset}"),
    ],
)
def test_the_other_commands_about_a_complaint_take_them_too(command, complaint_file, ruleset, days, arguments):
    made = [one.format(file=complaint_file, ruleset=ruleset) for one in arguments]
    assert command(*made).code == 0
    assert command(*made, "--calendar", days).code == 0
    assert command(*made, "--calendar", days.with_name("none.yaml")).code == 2


def test_cases_are_run_by_them(command, ruleset, days):
    assert command("test", ruleset).code == 1
    assert command("test", ruleset, "--calendar", days).code == 0
    assert command("test", ruleset, "--calendar", days, "--coverage").code == 0


def test_check_and_diff_take_them(command, ruleset, days, complaint_file, monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / name))
    assert command("check", ruleset, "--calendar", days).code in (0, 1)
    ran = command("diff", ruleset, ruleset, "--calendar", days, "--complaints", complaint_file)
    assert ran.code == 0


def test_a_file_that_is_wrong_is_told_with_its_place(command, complaint_file, ruleset, days):
    days.write_text(DAYS.replace("work: [2027-01-02]", "work: [2026-01-02]"))
    ran = command("decide", complaint_file, "-r", ruleset, "--calendar", days)
    assert (ran.code, ran.out) == (2, "")
    assert f"{days}:3:37: `2026-01-02` is not a day of 2027" in ran.err


def test_an_empty_name_names_no_file(command, complaint_file, ruleset):
    ran = command("decide", complaint_file, "-r", ruleset, "--calendar", "")
    assert ran.code == 2
    assert "no file is named" in ran.err
