"""What an error says: the writer's own words, shortened, on one line, and what to do next."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.errors import Message, Place, Problem, ProblemsError, nearest, nearest_or_listed, shown
from complaint_rules.vocabulary import CLOCKS


def helped(hint):
    return Message("empty", hint).help()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(ANYTHING)
def test_any_value_is_shown_in_one_short_line_that_can_be_printed(value):
    text = shown(value)
    assert text[0] == text[-1] == "`"
    assert len(text) < 90
    assert text.isprintable()
    text.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "`true`"),
        (None, "`null`"),
        ({"finding": "none", "disputed": False}, "`{finding: none, disputed: false}`"),
        (["a", {"b": [1, None]}], "`[a, {b: [1, null]}]`"),
        ("two\n  lines", "`two lines`"),
        ("possible ", '`"possible "`'),
        ([" 150 ", "a b"], '`[" 150 ", a b]`'),
        (" ", '`" "`'),
        ("\x1b[31mred", r"`\u001b[31mred`"),
        ("\ud800", r"`\ud800`"),
        (b"bytes", "`a Python bytes`"),
    ],
)
def test_a_value_is_shown_as_its_author_wrote_it(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000_000, ["x"] * 1_000_000, dict.fromkeys(range(500_000)), 10**9_999],
    ids=["text", "list", "mapping", "number"],
)
def test_a_huge_value_is_shown_in_short(value):
    assert len(shown(value)) < 90


def test_a_deep_value_is_shown_without_diving_to_its_bottom():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert len(shown(deep)) < 90


def test_a_problem_is_one_line_with_place_fact_and_help_in_this_order():
    what = Message("several-entries", "there-is", path="two\nlines", allowed=("a", "b"))
    problem = Problem(what, Place("a.yaml", 3, 7), fact="kind")
    assert str(problem) == "a.yaml:3:7: `kind`: `two lines` has several entries: name one (there is a, b)"
    assert problem.line("zh") == "a.yaml:3:7：`kind`：`two lines` 有多个条目，请指定一个（现有a、b）"
    assert str(ProblemsError([problem, Problem(Message("empty"))])) == f"{problem}\nis empty"


def test_a_place_leaves_out_what_is_not_known():
    assert [str(Place("a", 3, 7)), str(Place("a", 3)), str(Place("a"))] == ["a:3:7", "a:3", "a"]


def test_a_near_name_is_suggested_and_a_far_one_lists_what_there_is():
    tiers = ["simple", "general", "major"]
    assert helped(nearest_or_listed("majr", tiers)) == helped(nearest("majr", tiers)) == "did you mean `major`?"
    assert helped(nearest_or_listed("x", tiers)) == "one of: simple, general, major"
    assert nearest("x", tiers) is None


def test_a_long_list_of_names_is_cut_and_counted():
    names = [f"name_{n}" for n in range(100)]
    what = Message("empty", nearest_or_listed("?", names))
    assert str(what.help()).endswith("name_14 and 85 more")
    assert str(what.help("zh")).endswith("name_14，另有85项")
    assert what.params["allowed"] == names


def test_no_names_at_all_is_said_so():
    assert helped(nearest_or_listed("x", [])) == "none is declared"


@given(st.text(), st.sets(st.text(min_size=1)))
def test_what_is_suggested_is_always_a_known_name(name, known):
    near = nearest(name, known)
    assert near is None or near.params["suggestion"] in known


def test_json_texts_survive_being_quoted():
    assert shown(json.loads('"\\u4ef7\\u6b3e"')) == "`价款`"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("repond", "respond"), ("espond", "respond"), ("retian", "retain"), ("resolved", "resolve"), ("answer", None)],
)
def test_a_name_is_suggested_for_a_slip_and_none_for_another_word(written, meant):
    near = nearest(written, CLOCKS)
    assert (None if near is None else near.params["suggestion"]) == meant
