"""A stored decision reads as the decision did, without any ruleset at hand."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given

from complaint_rules import ComplaintError, Decision, Engine, OfferError, PathError, RecordError, RulesetNeededError
from complaint_rules.load.folder import shipped_ids
from complaint_rules.testing import complaints
from complaint_rules.trace.html import render
from complaint_rules.vocabulary import REMEDIES
from tests.shipped import some_cases

MOST = 24
"""Cases of each ruleset."""

AMOUNTS = (None, "0", "10", "200", "201", "1500", "5000", "99999")
RETAIL = Engine.load("retail-store", engine="python")
STATED = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "after_sales", "claimed_amount": "150"}
STORED = RETAIL.decide(STATED).to_dict()


def judged(decision, kind, amount):
    try:
        return decision.offer(kind, amount)
    except OfferError as error:
        return error.code


def assert_alike(live):
    data = json.loads(live.to_json())
    stored = Decision.from_dict(data)
    assert stored.to_dict() == data
    assert stored == live
    assert (stored.entries, stored.status, stored.questions) == (live.entries, live.status, live.questions)
    assert stored.trace == live.trace
    for lang in ("en", "zh"):
        assert stored.to_text(lang) == live.to_text(lang)
        assert render(stored, lang) == render(live, lang)
    for kind in REMEDIES:
        for amount in AMOUNTS:
            assert judged(stored, kind, amount) == judged(live, kind, amount)
    for one in stored.explain_all():
        assert one.to_text("zh", 3)
        assert one.to_markdown()
        json.dumps(one.to_dict())


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_text_html_and_offers_of_a_stored_decision_are_those_of_the_live_one(ruleset):
    engine = Engine.load(ruleset, engine="python")
    seen = 0
    for case in some_cases(ruleset, MOST):
        try:
            live = engine.decide(case.complaint)
        except ComplaintError:
            continue
        assert_alike(live)
        seen += 1
    assert seen


@given(complaint=complaints("retail-store"))
def test_a_stored_decision_on_a_drawn_complaint_is_the_live_one(complaint):
    assert_alike(RETAIL.decide(complaint))


def test_own_labels_and_facts_of_a_ruleset_are_stored_with_its_decisions(write, complaint):
    text = {"en": "Loyal", "zh": "忠诚"}
    facts = {
        "card": {"type": "enum", "values": {"gold": {"en": "Golden", "zh": "金卡"}}, "title": text},
        "points": {"type": "integer", "title": {"en": "Points", "zh": "积分"}},
    }
    clocks = {"call_back": {"en": "Ring the customer", "zh": "回电给顾客"}}
    rules = (
        {
            "when": {"extra.card": "gold"},
            "then": {"deadline.call_back": "2 days", "action": {"send_flowers": "call_back"}},
        },
        {"when": {"extra.points": ">= 3"}, "then": {"severity": "high", "permit": "apology"}},
    )
    actions = {"send_flowers": {"en": "Send some flowers", "zh": "送花致意"}}
    engine = Engine.load(write(*rules, facts=facts, clocks=clocks, actions=actions), engine="python")
    for own in ({"card": "gold", "points": 4}, {"points": 1}, {}):
        assert_alike(engine.decide(complaint(extra=own)))
    assert (
        "Ring the customer" in Decision.from_dict(engine.decide(complaint(extra={"card": "gold"})).to_dict()).to_text()
    )


def test_a_stored_decision_tells_why_by_its_trace():
    stored = Decision.from_dict(STORED)
    told = stored.explain("severity")
    assert told.rules
    assert all(rule.title["en"] in told.to_text() for rule in told.rules)
    assert "needs the ruleset" in told.to_text()
    assert told.to_dict()["grounds"] is None
    with pytest.raises(PathError):
        stored.explain("remedies.flowers")


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: one.why_not("severity=major"),
        lambda one: one.next_questions(),
        lambda one: one.first_question(),
        lambda one: one.sheet,
        lambda one: one.record(),
    ],
)
def test_what_needs_the_rules_says_so_and_how_to_load_them(ask):
    with pytest.raises(RulesetNeededError, match=r'Engine\.load\("retail-store"\)'):
        ask(Decision.from_dict(STORED))


def test_a_stored_decision_comes_from_json_too():
    live = RETAIL.decide(STATED)
    assert Decision.from_json(live.to_json()) == live
    assert Decision.from_json(live.to_json().encode()) == live


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "NaN", '{"a": Infinity}', "[" * 100_000, "1" * 5000, b"\xff", "null", 3]
)
def test_what_is_no_json_of_a_decision_is_refused(text):
    with pytest.raises(RecordError):
        Decision.from_json(text)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["severity", "rank"], True),
        (["deadlines", 0, "due"], "tomorrow"),
        (["remedies", 0, "min"], "1e9"),
        (["payable", "min"], 3),
        (["trace", "facts", 1, "value"], "yesterday"),
        (["trace", "facts", 5, "value"], {"a": {}}),
        (["trace", "rules", 0, "held"], {}),
        (["trace", "calendar", "timezone"], "../etc/passwd"),
        (["trace", "labels", "names", 0, "kind"], "joke"),
        (["trace", "provenance", "layers"], None),
        (["questions", 0, "affects", 0], "nothing.of_the_kind"),
        (["actions", 0, "when"], "never"),
        (["ruleset", "digest"], "sha256:abc"),
        (["unheard_of"], 1),
    ],
)
def test_a_value_of_another_shape_is_refused_with_its_path(path, value):
    data = json.loads(json.dumps(STORED))
    at = data
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    with pytest.raises(RecordError) as refused:
        Decision.from_dict(data)
    assert refused.value.path.startswith("/" + "/".join(map(str, path)))


ODD = (
    None,
    True,
    -1,
    10**30,
    1.5,
    float("nan"),
    "",
    "x",
    "\x1b[31m",
    "\ud800",
    "<script>",
    [],
    [1],
    {},
    {"en": 1},
    "a" * 10_000,
)


def test_a_stored_decision_with_one_odd_value_is_refused_or_can_be_read():
    drawn = random.Random(1)  # noqa: S311 - the same values in every run
    refused = told = 0
    for _ in range(500):
        data = json.loads(json.dumps(STORED))
        spoil(data, drawn)
        try:
            stored = Decision.from_dict(data)
        except RecordError:
            refused += 1
            continue
        told += 1
        assert stored.to_dict() == data
        assert stored.to_text("zh")
        assert "<script>" not in render(stored)
        for one in stored.explain_all():
            assert one.to_text()
        for kind in REMEDIES:
            judged(stored, kind, "10")
    assert refused > 50
    assert told > 10


def spoil(data, drawn):
    """Put an odd value somewhere."""
    at = data
    while True:
        keys = [*at] if isinstance(at, dict) else [*range(len(at))]
        key = drawn.choice(keys)
        if not isinstance(at[key], dict | list) or not at[key] or drawn.random() < 0.1:
            at[key] = drawn.choice(ODD)
            return
        at = at[key]
