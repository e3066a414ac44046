from __future__ import annotations

import json
import re

import pytest

from complaint_rules.engine import Engine


def offer(command, examples, *options, file="locker.yaml"):
    return command("offer", examples / file, "--ruleset", "retail-store", *options)


def test_a_sum_within_the_range_is_allowed_and_names_who_approves(command, examples):
    ran = offer(command, examples, "--remedy", "compensation", "--amount", "150", "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert (found["allowed"], found["approvals"]) == (True, ["duty_manager"])


def test_a_sum_beyond_the_range_is_an_answer_and_no_error(command, examples):
    ran = offer(command, examples, "--remedy", "compensation", "--amount", "250")
    assert (ran.code, ran.err) == (0, "")
    assert "not allowed: the most is 150.00" in ran.out
    assert "retail-store/2.4f3 Up to 200 yuan" in " ".join(ran.out.split())


def test_an_offer_of_what_answers_may_yet_grant_says_what_to_find_out_first(command, examples, tmp_path):
    bought = {"category": "general", "defect": "quality", "price": "89.00"}
    complaint = {"id": "C-1", "received_at": "2026-11-22T11:10:00+08:00", "kind": "product_quality"}
    for here, is_open in ((None, True), (True, False)):
        file = tmp_path / f"{here}.json"
        file.write_text(json.dumps(complaint | {"purchase": bought | {"sold_here": here}}), encoding="utf-8")
        english, chinese = (
            offer(command, examples, "--remedy", "repair", "--lang", x, file=file) for x in ("en", "zh")
        )
        assert ("First find out" in english.out, "先查明" in chinese.out) == (is_open, is_open)
        assert ("sold here" in english.out) == is_open


def test_an_offer_on_many_complaints_gives_an_array(command, examples):
    ran = offer(command, examples, "--remedy", "apology", "--format", "json", file="many.jsonl")
    assert len(json.loads(ran.out)) == 5


@pytest.mark.parametrize(
    ("remedy", "amount", "says"),
    [
        ("compensaton", "5", "did you mean `compensation`?"),
        ("compensation", "3.333", "more than two decimals"),
        ("compensation", "-5", "is negative"),
        ("compensation", None, "give an amount"),
    ],
)
def test_an_offer_that_is_no_remedy_and_amount_is_wrong_use(command, examples, remedy, amount, says):
    options = ["--remedy", remedy, *(["--amount", amount] if amount else [])]
    ran = offer(command, examples, *options)
    assert ran.code == 2
    assert says in ran.err


def test_every_reason_that_an_offer_gives_can_be_said_in_chinese():
    """Goes through offers of every kind of complaint, so that a new wording in `decide` is not missed here."""
    engine = Engine.load("retail-store")
    said = set()
    for complaint in (
        {"kind": "lost_property", "claimed_amount": 150, "belongings": {"location": "locker"}},
        {"kind": "lost_property", "belongings": {"location": "carried"}},
        {
            "kind": "product_quality",
            "purchase": {"price": 100, "category": "food", "defect": "safety", "seller_knew": True},
        },
        {"kind": "personal_injury", "fault": "company", "injury": {"severity": "minor"}},
    ):
        decision = engine.decide({"id": "x", "received_at": "2026-11-20T10:00:00+08:00"} | complaint)
        for remedy in ("compensation", "refund", "statutory_damages", "apology", "explanation", "help"):
            said |= {decision.offer(remedy, amount).why for amount in ("0", "100", "99999999")}
    assert len({reason.code for reason in said}) > 3
    assert [reason for reason in said if not re.search("[\u4e00-\u9fff]", reason.text("zh"))] == []
