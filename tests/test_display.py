"""Nothing that can't be seen is shown to a person as it stands, on whatever way it gets there."""

from __future__ import annotations

import unicodedata

import pytest

from complaint_rules.describe.page import as_markdown
from complaint_rules.describe.subject import open_subject
from complaint_rules.display import one_line, printable
from complaint_rules.engine import Engine
from complaint_rules.errors import Message, Place, Problem
from complaint_rules.trace.html import render

UNSEEN = {
    "bell": "\x07",
    "escape": "\x1b",
    "carriage return": "\r",
    "control sequence of eight bits": "\x9b",
    "next line": "\x85",
    "soft hyphen": "\xad",
    "hangul filler": "\u3164",
    "zero-width space": "\u200b",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "byte-order mark": "\ufeff",
    "interlinear annotation": "\ufff9",
    "half a character": "\ud800",
    "private": "\ue000",
    "unassigned": "\u0378",
    "tag": "\U000e0041",
    "variation selector": "\U000e0101",
}
SEEN = "Ünïcode 物品柜，“三包”　a\xa0b ① 👍🏽 ❤️\n次"


@pytest.mark.parametrize("name", UNSEEN)
def test_what_can_not_be_seen_is_written_as_an_escape(name):
    one = UNSEEN[name]
    for shown in (printable(f"a{one}b"), one_line(f"a{one}b")):
        if one != "\r":
            assert shown == f"a{ascii(one)[1:-1].replace('x', 'u00') if ord(one) < 256 else ascii(one)[1:-1]}b"
        assert one not in shown


def test_what_can_be_seen_stays_as_it_is():
    assert printable(SEEN) == SEEN
    assert printable("a\tb") == "a b"


def test_no_character_of_a_category_that_nobody_sees_gets_through():
    hidden = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in HIDDEN} - {"\n", "\t"}
    assert len(hidden) > 800_000
    shown = printable("".join(sorted(hidden)))
    assert shown.isascii()
    assert shown.isprintable()


HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def test_one_line_is_one_line_with_blanks_for_its_ends():
    assert one_line("a\nb\r\nc\td　e") == "a b  c d e"


REFUSED = {
    *("bell", "escape", "carriage return", "control sequence of eight bits", "half a character"),
}
"""What no file of a ruleset may hold."""


@pytest.fixture
def hostile(write):
    """A ruleset and a complaint with a text that can't be seen wherever a text may stand."""
    odd = "".join(one for name, one in UNSEEN.items() if name not in REFUSED)
    label = {"en": f"title {odd}", "zh": f"标题 {odd}"}
    rule = {"id": "only", "title": label, "then": {"severity": "low"}, "reason": f"because {odd}"}
    return write(rule, title=label), odd


def test_every_view_of_a_decision_and_of_a_ruleset_escapes_it(hostile, complaint):
    folder, odd = hostile
    decision = Engine.load(folder).decide(complaint(id=f"C-1{odd}"))
    for lang in ("en", "zh"):
        views = [decision.to_text(lang), render([decision], lang)]
        views += [decision.explain("severity").to_text(lang), decision.explain("severity").to_markdown(lang)]
        views.append(as_markdown(open_subject(str(folder)), lang))
        for view in views:
            assert {one for one in odd if one in view} == set()
        assert "\\u202e" in views[0]


def test_every_text_of_a_page_goes_through_the_one_filter(monkeypatch, complaint):
    from complaint_rules.trace import view as views

    decision = Engine.load("cn-statute").decide(complaint())
    made = views.view_of(decision, "en")
    monkeypatch.setattr(
        "complaint_rules.trace.html.view_of",
        lambda *_: made._replace(subtitle="sub\u202etitle", notice="no\U000e0041tice", trace_title="tr\ufefface"),
    )
    page = render(decision)
    assert [text in page for text in ("sub\\u202etitle", "no\\U000e0041tice", "tr\\ufefface")] == [True] * 3


def test_an_error_escapes_the_user_s_words_and_the_name_of_the_file():
    problem = Problem(Message("not-a-bool", value="y\u202ees"), Place("a\u2066b.yaml", 1), fact="x\ufeff")
    assert problem.line("en").startswith("a\\u2066b.yaml:1: `x\\ufeff`: `y\\u202ees` is not a bool")
