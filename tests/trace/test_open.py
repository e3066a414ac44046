"""What a decision says of entries that answers can still change, in both languages, in text and HTML."""

from __future__ import annotations

import re

import pytest

from complaint_rules.decision import Decision
from complaint_rules.trace.html import render


def plain(decision, lang="en"):
    """The text on one line, without marks."""
    return re.sub(r" \[[\d, ]+\]", "", " ".join(decision.to_text(lang).split()))


def both(decision, en, zh):
    """Whether the text, and the page, say so in each language."""
    assert en in plain(decision)
    assert zh.replace(" ", "") in plain(decision, "zh").replace(" ", "")
    assert en in " ".join(render(decision, "en").split())
    assert zh in render(decision, "zh")


def test_an_open_remedy_says_what_to_find_out_first_and_the_sum_that_settles_whatever_the_answers(
    load, write, complaint
):
    rule = {"when": {"facts_clear": True}, "then": {"require": {"refund": {"min": "80.00"}}}}
    decision = load(write(rule)).decide(complaint())
    en = "not yet: first find out facts clear; 80.00 yuan settles it whatever the answers"
    both(decision, en, "暂不能定，先查明事实清楚；达到80.00元即可了结")
    assert "permitted" not in plain(decision).split("REMEDIES")[1].split("STILL")[0]


def test_the_sum_payable_today_is_told_from_what_answers_can_open(load, write, complaint):
    rules = (
        {"then": {"permit": {"refund": {"max": "10.00"}}}},
        {"when": {"facts_clear": True}, "then": {"permit": {"compensation": {"max": "1000.00"}}}},
    )
    decision = load(write(*rules)).decide(complaint())
    both(decision, "0.00 to 10.00 yuan; answers can open up to 1,010.00 yuan", "0.00至10.00元；查明后至多1,010.00元")


def test_a_deadline_says_by_when_an_answer_may_bring_it_forward(load, write, complaint):
    rules = {"then": {"deadline.respond": "48h"}}, {"when": {"facts_clear": True}, "then": {"deadline.respond": "24h"}}
    engine = load(write(*rules))
    decision = engine.decide(complaint())
    (clock,) = decision.deadlines
    assert (clock.due - clock.earliest).days == 1
    both(decision, "an answer could bring it forward to ", "查明后可能提前至")
    settled = engine.decide(complaint(facts_clear=False))
    assert "bring it forward" not in plain(settled)


def test_what_is_prohibited_until_something_is_known_says_so(load, write, complaint):
    decision = load(write({"when": {"facts_clear": False}, "then": {"prohibit": "call_police"}})).decide(complaint())
    both(decision, "until it is known: facts clear", "在查明以下事实之前：事实清楚")


def test_a_rule_line_tells_what_holds_whatever_the_answers_from_what_holds_as_things_stand(load, write, complaint):
    rules = (
        {"then": {"permit": "apology"}, "id": "always"},
        {"then": {"deadline.respond": "48h"}, "id": "lapses"},
        {"when": {"facts_clear": True}, "then": {"severity": "high"}, "id": "unless", "exception_to": ["lapses"]},
    )
    engine = load(write(*rules))
    decision = engine.decide(complaint())
    assert "house/always; whatever the answers" in plain(decision)
    assert "house/lapses; as things stand" in plain(decision)
    both(decision, "as things stand", "按目前情况")
    assert "whatever the answers" not in plain(engine.decide(complaint(facts_clear=True)))


def test_what_every_answer_gives_is_said_to_be_given_whatever_the_fact_is(load, write, complaint):
    """No rule that grants it fires today, and each answer brings one about."""
    rules = [
        {"when": {"facts_clear": answer}, "then": {"permit": "apology"}, "id": f"r-{word}"}
        for answer, word in ((True, "yes"), (False, "no"))
    ]
    decision = load(write(*rules)).decide(complaint())
    (remedy,) = decision.remedies
    assert (remedy.status, remedy.waits_for, set(remedy.because)) == ("permitted", (), {"house/r-yes", "house/r-no"})
    both(decision, "whatever this is: facts clear", "无论以下事实如何：事实清楚")
    told = decision.explain("remedies.apology")
    assert (told.whatever, told.waits_for, told.grounds) == (("facts_clear",), (), ())
    for text in (told.to_text(), told.to_markdown()):
        assert "one of these rules applies, whatever this is: facts clear" in text
        assert "it holds whatever the facts are" in text
    assert "无论以下事实如何，均有一条规则适用：事实清楚" in told.to_text("zh")


def test_alternatives_name_each_other_and_whose_choice_it_is(load, write, complaint):
    made = load(write({"then": {"permit": ["exchange", "refund", "apology"]}})).decide(complaint())
    grouped = [
        one if one.kind == "apology" else one._replace(group="goods", choice="customer") for one in made.remedies
    ]
    decision = Decision(made.entries._replace(remedies=tuple(grouped)), made._source, made.evaluation)
    both(decision, "instead of: exchange, the customer chooses", "与以下择一：换货、由顾客选择")
    assert plain(decision).count("the customer chooses") == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_decision_that_only_lacks_a_figure_says_so(load, write, complaint, lang):
    most = {"unit": "CNY", "basis": "assumption", "reason": "an example", "values": {"2099-01-01": "10.00"}}
    rule = {"then": {"permit": {"refund": {"max": "most"}}}}
    decision = load(write(rule, parameters={"most": most})).decide(complaint())
    assert (decision.status, decision.questions) == ("provisional", ())
    said = {"en": "but a figure is missing", "zh": "无待查事实，但缺少数据"}
    assert said[lang] in plain(decision, lang)
