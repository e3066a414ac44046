"""`questions`: what to ask, ranked, with its proof; and the form that asks at the terminal."""

from __future__ import annotations

import json
import re

import pytest


def questions(command, examples, *options, file="locker.yaml", stdin=""):
    return command("questions", examples / file, "--ruleset", "retail-store", *options, stdin=stdin)


def test_questions_come_ranked_with_what_each_answer_leaves_open(command, examples):
    found = json.loads(questions(command, examples, "--format", "json").out)
    assert found["status"] == "provisional"
    left = [one["left_open"] for one in found["questions"]]
    assert left == sorted(left)
    assert {one["fact"] for one in found["questions"]} >= {"resolvable_on_spot", "fault"}
    assert all(one["affects"] and len(one["answers"]) > 1 and one["proof"] for one in found["questions"])


def test_the_text_says_what_an_answer_can_change(command, examples):
    ran = questions(command, examples)
    assert "8 facts can still change it, the most decisive first:" in ran.out
    assert "Can be settled on the spot (resolvable_on_spot)" in ran.out
    assert "no or yes makes a difference" in ran.out


@pytest.mark.parametrize(
    ("lang", "left"), [("en", "and (\\d+) more: --full shows them"), ("zh", "另有(\\d+)项：用--full查看")]
)
def test_more_questions_than_a_screen_holds_are_counted_and_full_shows_them(command, examples, lang, left):
    brief, full = (
        questions(command, examples, "--lang", lang, *more, file="injury.json").out for more in ((), ("--full",))
    )
    lines = brief.rstrip("\n").splitlines()
    cut = re.fullmatch(left, lines[-1])
    asked, whole = (len(re.findall(r"^  \d+\. ", text, re.MULTILINE)) for text in (brief, full))
    assert len(lines) <= 45
    assert cut is not None
    assert asked + int(cut[1]) == whole


def test_a_final_decision_has_no_question(command, examples, tmp_path):
    complaint = tmp_path / "final.json"
    complaint.write_text(
        json.dumps(
            {
                "id": "F-1",
                "received_at": "2026-11-20T10:00:00+08:00",
                "kind": "other",
                "facts_clear": True,
                "liability_clear": True,
                "resolvable_on_spot": True,
                "demand_reasonable": True,
                "fault": "customer",
                "safety_duty_breached": False,
                "channel": "hotline",
                "claimed_amount": "10.00",
            }
        )
    )
    ran = questions(command, complaint.parent, file="final.json")
    assert "Final: no answer can change anything." in ran.out


def asked(command, examples, *answers, lang="en"):
    return questions(command, examples, "--ask", "--format", "json", "--lang", lang, stdin="\n".join(answers) + "\n")


def test_answers_by_number_lead_to_a_final_decision(command, examples):
    ran = asked(command, examples, "1", "1", "1", "1", "1", "1", "1")
    assert ran.code == 0
    assert json.loads(ran.out)["status"] == "final"
    assert "Final: nothing is left to ask." in ran.err


def test_back_takes_the_last_answer_away(command, examples):
    straight = asked(command, examples, "2", "q")
    back = asked(command, examples, "1", "b", "2", "q")
    assert json.loads(back.out) == json.loads(straight.out)
    assert "this is the first question" in asked(command, examples, "b", "q").err


def test_unknown_passes_a_question_over_and_the_decision_stays_provisional(command, examples):
    ran = asked(command, examples, *["u"] * 10)
    assert json.loads(ran.out)["status"] == "provisional"
    assert "stay open" in ran.err


def test_help_names_the_clauses_that_wait_for_the_answer(command, examples):
    assert "retail-store/" in asked(command, examples, "?", "q").err


def test_what_is_no_answer_is_asked_again_with_the_reason(command, examples):
    ran = asked(command, examples, "99", "perhaps", "q")
    assert "`99` is none of the choices" in ran.err
    assert "`perhaps` is none of the choices" in ran.err
    assert json.loads(ran.out)["status"] == "provisional"


def test_a_form_whose_answers_end_early_still_decides(command, examples):
    ran = questions(command, examples, "--ask", stdin="")
    assert ran.code == 0
    assert "Provisional" in ran.out


REST = {"when": {"injury.rest_days": ">= 3"}, "then": {"severity": "high"}}
PAID = {"then": {"item": {"medical": {"amount": "claimed_amount"}}}}
KEPT = {"then": {"item": {"medical": {"amount": "dependants_cost(purchase.price, 1)"}}}}


@pytest.mark.parametrize(
    ("rule", "answer", "en", "zh"),
    [
        (REST, "²", "`injury.rest_days`: `²` is not a whole number", "`injury.rest_days`：`²`不是整数"),
        (REST, "9" * 30, "is too much; at most 36600", "过大，至多为36600"),
        (PAID, "-5", "`claimed_amount`: `-5` is negative", "`claimed_amount`：`-5`为负数"),
        (KEPT, "8", "`8` is no answer: age/incapable/supporters", "“8”不符合要求，应填：逐人填写"),
    ],
)
def test_an_answer_that_is_refused_is_told_why_in_the_readers_language(
    command, write, complaint, tmp_path, rule, answer, en, zh
):
    folder, file = write(rule), tmp_path / "one.json"
    stated = complaint(injury={"severity": "minor"}, purchase={"price": "10.00"})
    file.write_text(json.dumps(stated), encoding="utf-8")
    for lang, said in (("en", en), ("zh", zh)):
        ran = command("questions", file, "-r", folder, "--ask", "--lang", lang, stdin=f"{answer}\nq\n")
        assert said in " ".join(ran.err.split())
        assert ran.code == 0


def test_sums_days_and_dependants_are_taken_as_they_are_written(command, tmp_path):
    complaint = tmp_path / "injury.json"
    complaint.write_text(
        json.dumps(
            {
                "id": "I-1",
                "received_at": "2026-11-20T10:00:00+08:00",
                "kind": "personal_injury",
                "fault": "company",
                "injury": {"severity": "disability"},
            }
        )
    )
    answers = {
        "yuan, such as 150.00": "1000.50",
        "a whole number": "3",
        "age/incapable/supporters": "8/no/1, 70/yes/2",
        "names with commas": "purchasing",
    }
    said: list[str] = []
    for _ in range(60):
        ran = command(
            "questions", complaint, "-r", "cn-statute", "--ask", "--format", "json", stdin="\n".join([*said, "q"])
        )
        if "nothing is left to ask" in ran.err:
            break
        prompt = ran.err.rsplit(">", 2)[-2]
        said.append(next((answer for hint, answer in answers.items() if hint in prompt), "2"))
    decision = json.loads(ran.out)
    assert decision["status"] == "final"
    assert {one["status"] for one in decision["items"]} <= {"payable", "not_payable"}
    assert any("8/no/1" in answer for answer in said)


def test_the_form_speaks_chinese(command, examples):
    ran = asked(command, examples, "是", "q", lang="zh")
    assert "请输入编号或数值" in ran.err


@pytest.mark.parametrize(
    ("file", "message"),
    [("many.jsonl", "`--ask` is about one complaint"), ("missing.yaml", "missing.yaml")],
)
def test_the_form_is_about_one_complaint(command, examples, file, message):
    ran = questions(command, examples, "--ask", file=file)
    assert ran.code == 2
    assert message in ran.err


@pytest.mark.parametrize(
    "wrong", [{"kind": "nonsense"}, {"claimed_amount": "NaN"}, {"received_at": "2039-12-32T10:00:00+08:00"}]
)
def test_a_wrong_complaint_is_reported_as_decide_reports_it(command, write, complaint, tmp_path, wrong):
    folder, file = write({"then": {"deadline.respond": "2 working days"}}), tmp_path / "one.json"
    file.write_text(json.dumps(complaint(**wrong), indent=1), encoding="utf-8")
    ran = command("questions", file, "-r", folder, "--ask")
    assert ran == command("decide", file, "-r", folder)
    assert ran.code == 2
    assert ran.err.startswith(f"error: {file}:")
    assert "complaint `C-1`: `" in ran.err


def test_the_form_does_not_read_its_complaint_from_where_the_answers_come(command):
    ran = command("questions", "-", "--ruleset", "retail-store", "--ask", stdin="{}")
    assert ran.code == 2
    assert "name the complaint's file" in ran.err
