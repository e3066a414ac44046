from __future__ import annotations

import re

import pytest

from complaint_rules.decide.glossary import Glossary
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintError
from complaint_rules.load.folder import shipped_ids
from complaint_rules.trace.columns import width_of
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import OUTPUTS, WORDS, span
from tests.shipped import shipped, some_cases

LOCKER = {
    "id": "C-1",
    "received_at": "2026-11-20T18:40:00+08:00",
    "kind": "lost_property",
    "claimed_amount": "150.00",
    "belongings": {"location": "locker", "circumstance": "stolen"},
}
INJURY = {
    "id": "C-2",
    "received_at": "2026-11-20T02:00:00+00:00",
    "kind": "personal_injury",
    "fault": "company",
    "safety_duty_breached": True,
    "injury": {"severity": "minor", "medical_expenses": "1234.50", "rest_days": 3, "dependants": [{"age": 3}]},
    "evidence": {"medical_invoice": True, "medical_record": True},
}


def text(complaint, lang="en"):
    return Engine.load("retail-store").decide(complaint).to_text(lang)


def test_the_first_lines_say_what_a_manager_asks_first():
    top = text(LOCKER).split("\n\nTO DO")[0].splitlines()
    assert top[0].startswith("C-1  Retail store ")
    assert [line.split("  ")[1] for line in top[2:] if line[2] != " "] == [
        "Status",
        "Severity",
        "Lead",
        "Support",
        "Liability",
        "Payable today",
    ]


def test_a_range_of_money_names_its_approver_and_the_rule_behind_it():
    out = text(LOCKER)
    line = " ".join(out.split("REMEDIES\n")[1].split("  Compensation")[1].split("\n  Help")[0].split())
    found = re.fullmatch(
        r"permitted; 0\.00 to 150\.00 yuan; duty manager approves(?:; can change with: .*)? \[(\d+)\]", line
    )
    assert found is not None
    rule = out[out.index(f"\n  [{found[1]}]") :]
    assert "Small claim for things in a locker (retail-store/locker-small-claim)" in rule.splitlines()[1]
    assert "retail-store/2.4f3 Up to 200 yuan" in rule.splitlines()[2]


def test_what_is_soonest_stands_first():
    part = text(LOCKER).split("TO DO\n")[1].split("\n\n")[0]
    heads = [line[2:26].strip() for line in part.splitlines() if line[2:26].strip()]
    assert heads[:2] == ["At once", "The same day"]
    assert heads[2:-1] == sorted(heads[2:-1])


def test_deadlines_are_in_the_rulesets_time_zone():
    assert "by 2026-11-21 Sat 10:00 (24 hours)" in text(INJURY | {"requests": {"advance_medical": True}})


def test_a_pending_item_says_what_it_waits_for():
    out = " ".join(text(INJURY).split())
    assert "Medical expenses payable; 1,234.50 yuan" in out
    assert "waits for: " in out
    assert "rest certificate" in out


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ruleset", shipped_ids())
def test_worked_decisions_read_well_at_100_columns(ruleset, lang):
    """No line is wider, nothing prints as Python would, no gap is left open."""
    engine = shipped(ruleset)
    for case in some_cases(ruleset):
        try:
            out = engine.decide(case.complaint).to_text(lang)
        except ComplaintError:
            continue
        assert max(map(width_of, out.splitlines())) <= 100, case.case
        assert not re.search(r"\bNone\b|\{\}|True|False|Fraction|parameters\.", out), case.case


def test_the_chinese_view_leaves_no_english_word_of_ours():
    """What stays is ids, the authors' reasons, and values of enums."""
    top = text(LOCKER, "zh").split("依据的假设")[0]
    left = set(re.findall(r"[A-Za-z_.]{3,}", top)) - {question.fact for question in _questions(LOCKER)}
    assert left == set()


def _questions(complaint):
    return Engine.load("retail-store").decide(complaint).questions


def test_every_word_exists_in_both_languages():
    for pair in (*WORDS.values(), *OUTPUTS.values()):
        assert len(pair) == 2
        assert pair[0].count("{") == pair[1].count("{")


def test_every_name_that_a_ruleset_may_use_has_both_labels():
    names = Engine.load("retail-store").ruleset.names
    for kind in (names.tiers, names.parties, names.clocks, names.actions, names.prohibited, names.approvals):
        assert all(en and zh for en, zh in kind.values())
    assert all(fact.en and fact.zh for fact in names.facts.values())


@pytest.mark.parametrize(
    ("written", "en", "zh"),
    [
        ("48h", "48 hours", "48小时"),
        ("1h", "1 hour", "1小时"),
        ("1 working day", "1 working day", "1个工作日"),
        ("3 years", "3 years", "3年"),
        ("at once", "at once", "立即"),
    ],
)
def test_spans_are_put_in_words(written, en, zh):
    assert (span("en", written), span("zh", written)) == (en, zh)


def test_a_name_without_a_label_stands_for_itself():
    labels = Labels(Glossary.of(Engine.load("retail-store").ruleset), "en")
    assert labels.of("actions", "dance_and_sing") == "dance and sing"
    assert labels.clause("nowhere/1") == "nowhere/1"
    assert labels.fact("no.such.fact") == "no.such.fact"


def test_what_would_command_a_terminal_never_gets_there():
    out = text(LOCKER | {"id": "\x1b[31mC\u202e"})
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="no view in language `fr`; one of: en, zh"):
        text(LOCKER, "fr")


def test_an_action_by_the_end_of_a_clock_that_runs_out_as_it_starts_is_to_be_done_at_once(load, write, complaint):
    settled = {"then": {"deadline.resolve": "at once", "action": {"archive": "resolve", "explain": "at_once"}}}
    text = load(write(settled)).decide(complaint()).to_text("zh")
    done = text.split("应做\n")[1].split("\n\n")[0].splitlines()
    assert done[0].split()[0] == "立即"
    assert "10:00" not in "".join(done)


def test_a_clock_that_an_answer_brings_forward_to_the_receipt_says_at_once(load, write, complaint):
    general = {"id": "general", "then": {"deadline.resolve": "15 days"}}
    plain = {"id": "plain", "when": {"facts_clear": True}, "then": {"deadline.resolve": "at once"}}
    text = load(write(general, plain)).decide(complaint()).to_text("zh")
    assert "查明后可能须立即完成" in text


def test_actions_without_a_date_yet_stand_in_the_order_of_the_clocks(load, write, complaint):
    clocks = {"deadline.investigate": {"within": "1 day", "from": "transferred"}}
    clocks["deadline.communicate"] = {"within": "1 day", "from": "resolved"}
    rule = {"then": {**clocks, "action": {"archive": "communicate", "explain": "investigate"}}}
    text = load(write(rule)).decide(complaint()).to_text("zh")
    assert text.index("调查时") < text.index("反馈结果时")
