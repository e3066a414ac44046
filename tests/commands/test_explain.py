"""`explain`: one entry or all of them, what is not so, as text, JSON and Markdown."""

from __future__ import annotations

import json
import re

import pytest


def explain(command, examples, *options, file="locker.yaml"):
    return command("explain", examples / file, "--ruleset", "retail-store", *options)


def test_an_entry_is_explained_down_to_the_clause(command, examples):
    ran = explain(command, examples, "--why", "remedies.compensation")
    assert (ran.code, ran.err) == (0, "")
    assert "Compensation: permitted; 0.00 to 150.00 yuan; duty manager approves" in ran.out
    assert "clause: retail-store/2.4f3 Up to 200 yuan" in ran.out
    assert "amount claimed (150.00 yuan) is at most locker line" in " ".join(ran.out.split())


def test_what_is_not_so_comes_with_the_smallest_change(command, examples):
    ran = explain(command, examples, "--why-not", "severity=serious", "--format", "json")
    found = json.loads(ran.out)["why_not"][0]
    assert found["smallest_change"] == {
        "changes": [{"fact": "mass_incident_risk", "state": "presumed", "value": False, "to": True}],
        "certified": True,
        "possible": True,
    }
    assert found["rules"][0]["rule"] == "retail-store/tier-public-attention"


def test_without_a_path_every_entry_is_explained_briefly(command, examples):
    ran = explain(command, examples, "--full")
    whole = explain(command, examples, "--depth", "3", "--full")
    assert "Respond: by 2026-11-21 Sat 18:40" in ran.out
    assert "clause:" not in ran.out
    assert "clause:" in whole.out
    assert "--full" not in ran.out


def test_by_default_the_first_entries_fill_one_screen_and_the_others_are_counted(command, examples):
    ran = explain(command, examples)
    *shown, left = ran.out.rstrip("\n").split("\n\n")
    assert len(ran.out.splitlines()) <= 45
    assert shown[1].startswith("Severity: ")
    assert re.fullmatch(r"and \d+ more: --full shows them", left)


def test_an_entry_that_is_longer_than_a_screen_is_cut_and_says_so(command, examples):
    paths = [word for path in ("severity", "liability", "remedies.compensation") for word in ("--why", path)]
    brief, full = (explain(command, examples, *paths, "--depth", "3", *more).out for more in ((), ("--full",)))
    assert len(brief.splitlines()) <= 45 < len(full.splitlines())
    assert "--full shows them" in brief
    assert "--full" not in full


def test_chinese_and_markdown(command, examples):
    ran = explain(command, examples, "--why", "liability", "--lang", "zh", "--format", "markdown")
    assert ran.out.startswith("## C-2026-1120-07\n\n### 责任")
    assert "- 依据" in ran.out


def test_several_paths_and_many_complaints_give_an_array(command, examples):
    ran = explain(
        command, examples, "--why", "severity", "--why-not", "remedies.refund", "--format", "json", file="many.jsonl"
    )
    found = json.loads(ran.out)
    assert len(found) == 5
    assert [(one["why"][0]["path"], one["why_not"][0]["wanted"]) for one in found] == [
        ("severity", "remedies.refund")
    ] * 5


@pytest.mark.parametrize("options", [("--why", "remedies.refundd"), ("--why-not", "severity=grave")])
def test_a_path_that_names_nothing_is_one_error(command, examples, options):
    ran = explain(command, examples, *options)
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1


def test_an_entry_that_some_decisions_lack_is_reported_for_each_and_the_others_are_explained(command, examples):
    ran = explain(command, examples, "--why", "remedies.refund", file="many.jsonl")
    assert ran.code == 2
    assert ran.out.startswith("C-2026-1120-08\n\nRefund: ")
    first, *others = ran.err.splitlines()
    assert first.startswith(
        f"error: {examples / 'many.jsonl'}:1:1: complaint `C-2026-1120-07`: the decision has no entry"
    )
    assert len(others) == 3


def test_the_entries_that_a_decision_has_are_explained_beside_one_that_it_lacks(command, examples):
    paths = ("--why", "severity", "--why", "remedies.refund.max", "--format", "json")
    ran = explain(command, examples, *paths, file="many.jsonl")
    told = [[one["path"] for one in complaint["why"]] for complaint in json.loads(ran.out)]
    whole = ["severity", "remedies.refund"]
    assert told == [["severity"], whole, ["severity"], ["severity"], ["severity"]]
    assert (ran.code, ran.err.count("\n")) == (2, 4)


@pytest.mark.parametrize(
    "path", ["nonsense", "remedies", "remedies.refundd", "remedies.refund=required", "department.finance"]
)
def test_a_path_that_no_decision_has_is_told_once_for_all_complaints(command, examples, path):
    ran = explain(command, examples, "--why", path, file="many.jsonl")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_json_is_the_same_as_the_method_gives(command, examples):
    from complaint_rules import Engine

    ran = explain(command, examples, "--why", "severity", "--format", "json")
    complaint = {
        "id": "C-2026-1120-07",
        "received_at": "2026-11-20T18:40:00+08:00",
        "channel": "on_site",
        "kind": "lost_property",
        "claimed_amount": 150.00,
        "media_risk": "none",
        "dispute": "calm",
        "belongings": {
            "location": "locker",
            "circumstance": "stolen",
            "value": 150.00,
            "notice_posted": True,
            "found": False,
        },
        "requests": {"view_cctv": True, "compensation": True},
        "evidence": {"property_list": True},
    }
    assert json.loads(ran.out)["why"][0] == Engine.load("retail-store").decide(complaint).explain("severity").to_dict()
