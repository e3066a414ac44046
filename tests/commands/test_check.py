from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from complaint_rules import Engine
from complaint_rules.assembly import Assembly
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.prove import check as checking
from complaint_rules.prove.session import Session

LOW = {"id": "low", "then": {"severity": "low"}}
DEAR = {"id": "dear", "when": {"claimed_amount": ">= 500.00"}, "then": {"lead": "finance"}}
CHEAP = {"id": "cheap", "then": {"lead": "security"}}
WANTED = {"conflict": {"en": "a person decides", "zh": "由人工决定"}}
APART = [LOW, {**DEAR, "exception_to": ["cheap"]}, CHEAP]
CLASH = [LOW, DEAR, CHEAP]
ACCEPTED = [LOW, {**DEAR, "accept": WANTED}, CHEAP]
NEGATIVE = {"id": "age", "then": {"permit": {"compensation": {"max": "(injury.age - 4) * claimed_amount"}}}}


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """Where reports are kept, apart from the user's own."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(folder / name))
    return folder


@pytest.fixture
def asked(monkeypatch):
    """How often the prover was asked."""
    times = []
    monkeypatch.setattr(
        checking, "check", lambda *arguments, check=checking.check: times.append(1) or check(*arguments)
    )
    return times


def as_json(ran):
    return json.loads(ran.out)


def files_in(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


# --- results


def test_a_sound_ruleset_is_exit_code_zero_with_what_was_asked_and_nothing_beside(command, write):
    ran = command("check", write(*APART))
    assert (ran.code, ran.err) == (0, "")
    assert "  rules disagree: 2 answered, none found\n" in ran.out
    assert ran.out.splitlines()[-1] == "house: 0 findings, 0 accepted, 0 not settled"


def test_a_finding_is_exit_code_one_with_its_place_its_remedy_and_its_complaint(command, write):
    ran = command("check", write(*CLASH))
    assert (ran.code, ran.err) == (1, "")
    place, help_, *complaint = ran.out.split("\n\n")[0].splitlines()
    assert place.startswith("house/ruleset.yaml:1:")
    assert ": conflict: `house/dear` (" in place
    assert place.endswith("disagree on lead: finance and security")
    assert help_.startswith("  what to do: make one an exception to the other")
    assert complaint == [
        "  complaint:",
        "    id: witness",
        '    received_at: "2026-06-15T10:00:00+08:00"',
        "    kind: other",
        '    claimed_amount: "1000.00"',
    ]
    assert ran.out.splitlines()[-1] == "house: 1 finding, 0 accepted, 0 not settled"


def test_two_complaints_are_numbered_each_with_what_its_decision_says(command, write):
    rises = {"id": "up", "monotone": {"severity": {"rises_with": "facts_clear"}}}
    unclear = {"when": {"facts_clear": False}, "then": {"severity": "high"}}
    ran = command("check", write(LOW, unclear, properties=[rises]))
    lines = [line.strip() for line in ran.out.splitlines()]
    first, second = lines.index("complaint 1:"), lines.index("complaint 2:")
    assert lines[first:second][-2:] == ["facts_clear: false", "# `severity` is high"]
    assert lines[second:][4:6] == ["facts_clear: true", "# `severity` is low"]


def test_every_sentence_is_chinese_where_asked_for(command, write):
    ran = command("check", write(*CLASH), "--lang", "zh")
    assert ran.code == 1
    first, help_, *_ = ran.out.splitlines()
    where = re.sub(r"（house/ruleset.yaml:\d+:\d+）", "", first).partition(": ")[2]
    assert where == "规则相互矛盾（conflict）：`house/dear`与`house/cheap`对“牵头”的规定不一致：财务部与保安部"
    assert help_ == "  建议：将其中一条设为另一条的例外，或使两者的条件互斥"
    assert "  投诉样例：\n" in ran.out
    assert "  规则相互矛盾：已判定3项，发现1处\n" in ran.out
    assert ran.out.splitlines()[-1] == "house：问题1项，已接受0项，未能判定0项"


def test_what_breaks_a_property_is_said_in_chinese_too(command, write):
    rises = {"id": "up", "monotone": {"severity": {"rises_with": "facts_clear"}}}
    unclear = {"when": {"facts_clear": False}, "then": {"severity": "high"}}
    out = command("check", write(LOW, unclear, properties=[rises]), "--lang", "zh").out
    assert [line.strip() for line in out.splitlines() if "#" in line] == ["# 级别为high", "# 级别为low"]


def test_what_is_not_settled_is_said_in_chinese_too(command, write):
    out = command("check", write(NEGATIVE, tiers=[]), "--lang", "zh").out
    assert "未能判定\n  规则相互矛盾：remedies.compensation：含可能为负数的乘积\n" in out


def test_the_json_is_the_whole_report_and_names_kinds_in_both_languages(command, write):
    ran = command("check", write(*CLASH), "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    found = as_json(ran)
    keys = ["ruleset", "digest", "findings", "unsettled", "simplified", "proved", "asked", "cached"]
    assert list(found) == keys
    assert (found["ruleset"], found["unsettled"], found["cached"]) == ("house", [], False)
    (one,) = found["findings"]
    assert (one["kind"], one["title"]) == ("conflict", {"en": "rules disagree", "zh": "规则相互矛盾"})
    assert one["message"].endswith(" disagree on lead: finance and security")
    assert one["message_zh"].endswith("对“牵头”的规定不一致：财务部与保安部")
    assert (one["rules"], one["about"]) == (["house/dear", "house/cheap"], None)
    assert [complaint["claimed_amount"] for complaint in one["witness"]] == ["1000.00"]
    assert (one["accepted"], one["shows"]) == (None, [])
    assert found["proved"]["conflict"] > 0


def test_what_is_accepted_is_counted_and_shown_only_where_asked_for(command, write):
    folder = write(*ACCEPTED)
    brief, whole = command("check", folder), command("check", folder, "--accepted", "--lang", "zh")
    assert (brief.code, whole.code) == (0, 0)
    assert "conflict:" not in brief.out
    assert brief.out.splitlines()[-1] == "house: 0 findings, 1 accepted, 0 not settled"
    assert "  已接受：由人工决定" in whole.out
    assert "  accepted: a person decides" in command("check", folder, "--accepted").out


def test_what_is_not_settled_is_listed_and_is_no_finding(command, write):
    ran = command("check", write(NEGATIVE, tiers=[]))
    assert ran.code == 0
    assert "NOT SETTLED\n  conflict: remedies.compensation: a product of what may lie below zero\n" in ran.out
    assert ran.out.splitlines()[-1].endswith("2 not settled")


def test_a_ruleset_with_problems_is_exit_code_two_with_nothing_on_stdout(command, write):
    ran = command("check", write({"then": {"lead": "nobody"}}))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: house/ruleset.yaml:1:")
    assert command("check", "no-such-ruleset").code == 2


def test_a_fault_of_the_prover_is_one_line_and_exit_code_two(command, write, monkeypatch):
    other = Engine(Assembly(load_ruleset(write(LOW, name="other")), "python"))
    monkeypatch.setattr(Session, "engines", [other])
    ran = command("check", write(*CLASH))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("error: python does not confirm `conflict`: ")


def test_a_finding_about_the_whole_ruleset_is_placed_at_its_header_whatever_the_folder_is_called(command, write):
    folder = write({**LOW, "when": {"claimed_amount": ">= 500.00"}})
    (one,) = as_json(command("check", folder.rename(folder.with_name("a1")), "--format", "json"))["findings"]
    assert (one["kind"], one["place"]) == ("no-tier", "a1/ruleset.yaml:1:1")


def test_a_remedy_that_no_rule_speaks_of_is_named_apart_from_rules(command, write):
    refund = {"when": {"claimed_amount": ">= 500.00"}, "then": {"permit": ["refund"]}}
    (one,) = as_json(command("check", write(LOW, refund), "--format", "json"))["findings"]
    assert (one["kind"], one["rules"], one["about"]) == ("no-remedy", [], "refund")


# --- progress


@pytest.mark.parametrize(("arguments", "what"), [(["check"], "questions"), (["test", "--mutate"], "mutants")])
def test_a_terminal_sees_a_bar_that_is_taken_away_before_the_results(at_terminal, write, arguments, what):
    ran = at_terminal(*arguments, write(*CLASH))
    assert ran.code == 1
    assert ran.err.count("\r[") > 3
    assert f" {what} " in ran.err
    assert ran.err.rpartition("\r")[0].endswith("  ")  # the last bar is overwritten with blanks
    assert "\r[" not in ran.out


# --- cases


def test_the_complaint_of_a_finding_becomes_a_case_that_passes_today(command, write):
    folder = write(*CLASH)
    ran = command("check", folder, "--write-case")
    assert (ran.code, ran.err) == (1, "1 case added to findings.yaml\n")
    tested = command("test", folder)
    assert (tested.code, tested.out) == (0, "1 passed, 0 failed\n")
    written = (folder / "cases" / "findings.yaml").read_text(encoding="utf-8")
    assert written.startswith('- case: "check found: conflict house/dear, house/cheap"\n')
    assert "decided so today, to be corrected" in " ".join(written.split())
    assert "department.lead" in written


@pytest.mark.parametrize("cached", [(), ("--no-cache",)])
def test_a_complaint_that_is_a_case_already_is_not_written_again(command, write, cached):
    rises = {"id": "up", "monotone": {"severity": {"rises_with": "injury.rest_days"}}}
    short = {"when": {"injury.rest_days": "< 10"}, "then": {"severity": "high"}}
    folder = write(*CLASH, short, properties=[rises])
    assert command("check", folder, "--write-case").err == "3 cases added to findings.yaml\n"
    before = (folder / "cases" / "findings.yaml").read_text(encoding="utf-8")
    again = command("check", folder, "--write-case", *cached)
    assert (again.code, again.err) == (1, "")
    assert (folder / "cases" / "findings.yaml").read_text(encoding="utf-8") == before


def test_a_complaint_that_is_found_later_is_written_below_the_others(command, write):
    folder = write(*CLASH)
    command("check", folder, "--write-case")
    file = folder / "cases" / "findings.yaml"
    before = file.read_text(encoding="utf-8").replace("1000.00", "2000.00")
    file.write_text(before, encoding="utf-8")
    assert command("check", folder, "--write-case").err == "1 case added to findings.yaml\n"
    assert file.read_text(encoding="utf-8").startswith(before.rstrip())
    assert command("test", folder).code == 0


def test_cases_that_can_not_be_added_are_written_out_to_be_pasted(command, write, tmp_path):
    folder = write(*CLASH)
    (folder / "cases").mkdir()
    (tmp_path / "mine.yaml").write_text("[]", encoding="utf-8")
    (folder / "cases" / "findings.yaml").symlink_to(tmp_path / "mine.yaml")
    ran = command("check", folder, "--write-case")
    *pasted, error = ran.err.splitlines()
    assert ran.code == 2
    assert error.startswith("error: house/cases/findings.yaml: `findings.yaml` is a symbolic link")
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "[]"
    (folder / "cases" / "findings.yaml").unlink()
    (folder / "cases" / "mine.yaml").write_text("\n".join(pasted), encoding="utf-8")
    tested = command("test", folder)
    assert (tested.code, tested.out) == (0, "1 passed, 0 failed\n")


@pytest.mark.parametrize("layout", ["[]\n", "  - {case: a, complaint: %s, expect: {severity.tier: low}}\n...\n"])
def test_a_case_is_added_to_a_file_of_another_layout(command, write, layout):
    folder = write(*CLASH, {"then": {"severity": "low"}})
    (folder / "cases").mkdir()
    said = '{id: x, received_at: "2026-11-20T10:00:00+08:00", kind: other}'
    (folder / "cases" / "findings.yaml").write_text(layout.replace("%s", said), encoding="utf-8")
    assert command("check", folder, "--write-case").err == "1 case added to findings.yaml\n"
    assert command("test", folder).code == 0


def test_without_an_open_finding_no_case_is_written(command, write):
    folder = write(*ACCEPTED)
    assert command("check", folder, "--write-case").err == ""
    assert not (folder / "cases").exists()


# --- what is kept between runs


def test_a_second_run_answers_from_what_was_kept_and_says_the_same(command, write, asked, kept):
    folder = write(*CLASH)
    first, second = (command("check", folder, "--format", "json") for _ in range(2))
    assert (as_json(first)["cached"], as_json(second)["cached"]) == (False, True)
    assert as_json(second) == as_json(first) | {"cached": True}
    assert (first.code, second.code, len(asked)) == (1, 1, 1)
    assert len(files_in(kept)) == 1
    texts = [command("check", folder, *more).out for more in ((), ("--no-cache",))]
    assert texts[0] == texts[1]


def test_what_was_kept_is_not_used_where_it_is_not_wanted(command, write, asked):
    folder = write(*CLASH)
    for _ in range(2):
        assert as_json(command("check", folder, "--format", "json", "--no-cache"))["cached"] is False
    assert len(asked) == 2


def test_acceptances_survive_being_kept(command, write):
    folder = write(*ACCEPTED)
    runs = [command("check", folder, "--accepted") for _ in range(2)]
    assert runs[0] == runs[1]
    assert runs[1].code == 0


def test_a_copy_in_another_folder_is_told_by_its_own_files(command, write, asked):
    folder = write(*CLASH)
    copy = shutil.copytree(folder, folder.with_name("copy"))
    first, second = command("check", folder).out, command("check", copy).out
    assert second == first.replace("house/ruleset.yaml", "copy/ruleset.yaml")
    assert len(asked) == 2


@pytest.mark.parametrize("changed", ["house", "statute"])
def test_a_change_in_any_file_of_the_stack_is_asked_anew(command, write, asked, changed):
    folders = {"statute": write(LOW, CHEAP, name="statute")}
    folders["house"] = write(DEAR, name="house", extends=["../statute"])
    assert command("check", folders["house"]).code == 1
    file = folders[changed] / "ruleset.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert as_json(command("check", folders["house"], "--format", "json"))["cached"] is False
    assert len(asked) == 2


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"nonsense",
        b"\xff\xfe",
        b'{"findings": 3}',
        b'{"ruleset": "house", "findings": [3]}',
    ],
)
def test_what_was_kept_and_can_not_be_read_is_asked_anew(command, write, kept, text):
    folder = write(*CLASH)
    first = command("check", folder)
    (file,) = files_in(kept)
    file.write_bytes(text)
    assert command("check", folder) == first
    assert as_json(command("check", folder, "--format", "json"))["cached"] is True


def test_a_kept_report_with_a_place_that_is_no_text_is_asked_anew(command, write, kept):
    folder = write(*CLASH)
    first = command("check", folder)
    (file,) = files_in(kept)
    data = json.loads(file.read_text(encoding="utf-8"))
    data["report"]["findings"][0]["place"] = 5
    file.write_text(json.dumps(data), encoding="utf-8")
    assert command("check", folder) == first


def test_where_nothing_can_be_kept_the_check_is_made_all_the_same(command, write, kept):
    kept.write_text("a file where a folder should be", encoding="utf-8")
    folder = write(*CLASH)
    for _ in range(2):
        ran = command("check", folder, "--format", "json")
        assert (ran.code, ran.err, as_json(ran)["cached"]) == (1, "", False)


def test_what_is_not_settled_is_asked_anew(command, write, kept, asked):
    folder = write(NEGATIVE, tiers=[])
    for _ in range(2):
        assert as_json(command("check", folder, "--format", "json"))["cached"] is False
    assert (len(asked), files_in(kept)) == (2, [])


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("question", [1, 7, 14])
def test_an_interrupted_check_says_nothing_and_keeps_nothing(write, kept, question):
    code = f"""
import itertools, os, signal, threading
from complaint_rules.cli import main
from complaint_rules.prove.symbolic.terms import Solver

number, check = itertools.count(1), Solver.check

def interrupted_at_one(*question):
    if next(number) == {question}:
        threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()
    return check(*question)

Solver.check = interrupted_at_one
main()
"""
    arguments = [sys.executable, "-c", code, "check", str(write(*CLASH))]
    home = os.environ | {"XDG_CACHE_HOME": str(kept)}
    ran = subprocess.run(arguments, capture_output=True, text=True, check=False, env=home)  # noqa: S603  # our own command
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "interrupted\n")
    assert not kept.exists()


# --- without the extra


@pytest.mark.parametrize("missing", [["z3"], ["platformdirs"], ["z3", "platformdirs"]])
def test_without_the_prover_one_line_names_the_extra_to_install(write, missing):
    gone = "; ".join(f"sys.modules[{name!r}] = None" for name in missing)
    code = f"import sys; {gone}; from complaint_rules.cli import main; main()"
    arguments = [sys.executable, "-c", code, "check", str(write(LOW))]
    ran = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert ran.stderr.startswith("error: proofs need ")
    assert "pip install 'complaint-rules[prove]'" in ran.stderr
