"""What an error says: the writer's own words, shortened, on one line, and what to do next."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.errors import Place, Problem, ProblemsError, did_you_mean, one_of, shown
from complaint_rules.vocabulary import CLOCKS

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
        ("\x1b[31mred", "` [31mred`"),
        ("\ud800", "` `"),
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
    problem = Problem("is\nwrong", Place("a.yaml", 3, 7), fact="kind", help="write other")
    assert str(problem) == "a.yaml:3:7: `kind`: is wrong (write other)"
    assert str(ProblemsError([problem, Problem("too")])) == f"{problem}\ntoo"


def test_a_place_leaves_out_what_is_not_known():
    assert [str(Place("a", 3, 7)), str(Place("a", 3)), str(Place("a"))] == ["a:3:7", "a:3", "a"]


def test_a_near_name_is_suggested_and_a_far_one_lists_what_there_is():
    tiers = ["simple", "general", "major"]
    assert one_of("majr", tiers) == did_you_mean("majr", tiers) == "did you mean `major`?"
    assert one_of("x", tiers) == "one of: simple, general, major"
    assert did_you_mean("x", tiers) is None


def test_a_long_list_of_names_is_cut_and_counted():
    assert one_of("?", [f"name_{n}" for n in range(100)]).endswith("name_14 and 85 more")


def test_no_names_at_all_is_said_so():
    assert one_of("x", []) == "none is declared"


@given(st.text(), st.sets(st.text(min_size=1)))
def test_what_is_suggested_is_always_a_known_name(name, known):
    near = did_you_mean(name, known)
    assert near is None or near.removeprefix("did you mean `").removesuffix("`?") in known


def test_json_texts_survive_being_quoted():
    assert shown(json.loads('"\\u4ef7\\u6b3e"')) == "`价款`"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("repond", "respond"), ("espond", "respond"), ("retian", "retain"), ("resolved", "resolve"), ("answer", None)],
)
def test_a_name_is_suggested_for_a_slip_and_none_for_another_word(written, meant):
    assert did_you_mean(written, CLOCKS) == (None if meant is None else f"did you mean `{meant}`?")
