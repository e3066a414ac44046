"""Full-width signs where YAML wants its own are named with the right ones; in a text they are text."""

from __future__ import annotations

import pytest

from complaint_rules.load.document import read_text

SLIPS = {
    "a key in a block": ("a: 1\nlanguage：1\nb: 2\n", 2, 9, "：", ":"),
    "the first key": ("ruleset：mini\n", 1, 8, "：", ":"),
    "a key with blanks": ("rules:\n  - id: a\n    when ： {x: 1}\n", 3, 10, "：", ":"),
    "a key in braces": ("when: {claimed_amount：5.00}", 1, 22, "：", ":"),
    "a key with a value behind it": ("then：{severity: low}", 1, 5, "：", ":"),
    "an entry of a list": ("- media_risk：none\n", 1, 13, "：", ":"),
    "a comma in braces": ("{a: 1，b: 2}", 1, 6, "，", ","),
    "a comma after a text": ('{a: "x"，b: 2}', 1, 8, "，", ","),
    "quotes around what YAML trips over": ("when: {claimed_amount: “[200..300]”}", 1, 24, "“", '"'),
    "quotes around a colon": ("case: “claim: of 10”\n", 1, 7, "“", '"'),
    "braces": ("when: ｛a: 5｝\n", 1, 7, "｛", "{"),
    "a dash": ("tiers:\n－ low\n－ high\n", 2, 1, "－", "-"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("slip", SLIPS)
def test_the_sign_and_its_right_spelling_are_told_with_line_and_column(slip, end):
    text, line, column, sign, write = SLIPS[slip]
    problems = read_text(text.replace("\n", end), "a.yaml").problems
    assert str(problems[0]) == (
        f"a.yaml:{line}:{column}: the full-width `{sign}` is not the sign that is meant "
        f"(write `{write}`, or put quotes around a text)"
    )


@pytest.mark.parametrize(
    "text",
    [
        "zh: “三包”责任：修理，更换（或退货）",
        "{zh: 投诉，处理, en: x}",
        "'kind：x': 1",
        '- "media_risk：none"',
        "投诉：处理: 1",
        "text: |\n  kind：x\n  ｛a, b｝\n",
    ],
)
def test_in_a_text_they_are_read_as_they_stand(text):
    assert read_text(text, "a.yaml").problems == []


def test_they_are_not_blamed_for_another_mistake():
    text = "title: {zh: “三包”责任：修理，更换}\n\tx: 1\n"
    (problem,) = read_text(text, "a.yaml").problems
    assert (problem.code, problem.what.hint) == ("not-yaml", "yaml-tab")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("{a: 1,000.00}", "1000.00"),
        ("{a: < 1,000.00, b: 2}", "< 1000.00"),
        ("[1,234.50]", "1234.50"),
        ("{a: [12,000]}", "12000"),
        ("a: {max: 100,000.00}", "100000.00"),
    ],
)
def test_a_comma_in_a_number_that_yaml_takes_for_two_values_is_told(text, number):
    (problem,) = read_text(text, "a.yaml").problems
    assert problem.code == "comma-in-number"
    assert problem.help == f"write `{number}`; of two values, write a blank after the comma"
    assert problem.place.column > 1


@pytest.mark.parametrize(
    "text", ["[1, 000]", "[1,200]", "[a,b]", "{a: 1, b: 2}", "['1','000']", "a: 1,000.00", "[1,00]"]
)
def test_two_values_are_two_values(text):
    assert read_text(text, "a.yaml").problems == []


def test_a_long_line_is_searched_for_a_cause_in_time():
    for text in (
        "not(" * 500_000 + ": : ",
        "{" + "a: " * 300_000,
        "“" * 300_000 + ": x: ",
        "[" + "a，" * 300_000 + ": x: ",
    ):
        assert read_text(text, "a.yaml").problems
