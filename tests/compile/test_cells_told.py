"""Mistakes in cells, amounts and spans get a message that names the mistake and the right spelling; in time."""

from __future__ import annotations

import time
from itertools import count

import pytest

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import RulesetError

LOW = {"severity": "low"}


@pytest.fixture
def told(write):
    """What is said of a rule, without its place."""

    numbers = count()

    def said(when, then=LOW):
        folder = write({"when": when, "then": then}, calendar="CN", name=f"told{next(numbers)}")
        with pytest.raises(RulesetError) as refused:
            load_ruleset(folder)
        (problem,) = refused.value.problems
        assert problem.place.line == 1 or problem.place.column
        return problem.message, problem.help

    return said


@pytest.mark.parametrize(
    ("fact", "cell", "write_it"),
    [
        ("claimed_amount", "≥ 200.00", ">= 200.00"),
        ("claimed_amount", "“< 200.00”", "< 200.00"),
        ("claimed_amount", "２００．００", "200.00"),
        ("claimed_amount", "［200..300）", "[200..300)"),
        ("claimed_amount", ">=　5", None),
        ("media_risk", "not（none）", "not(none)"),
        ("media_risk", "none，possible", "none,possible"),
        ("media_risk", "＞ none", "> none"),
        ("facts_clear", "ｔｒｕｅ", "true"),
        ("occurred_on", "2026－11－20", "2026-11-20"),
        ("decision.severity", "≥ low", ">= low"),
    ],
)
def test_full_width_signs_in_a_cell_are_named_with_the_cell_as_it_is_written(told, fact, cell, write_it):
    message, help_ = told({fact: cell})
    if write_it is not None:
        assert (message, help_) == (f"`{fact}`: `{cell}` is written with full-width signs", f"write `{write_it}`")
    else:
        assert help_ == "write `>= 5`"


def test_full_width_signs_in_an_amount_and_a_span_are_named_too(told):
    _, help_ = told({}, {"permit": {"compensation": {"max": "max（1.00，2.00）"}}})
    assert help_ == "write `max(1.00,2.00)`"
    _, help_ = told({}, {"deadline.resolve": "１５ days"})
    assert help_ == "write `15 days`"


@pytest.mark.parametrize("cell", ["[200, 1000]", "(200, 1000]", "200-1000", "200 - 1000", "200..1000", "200 to 1000"])
def test_an_interval_that_is_written_otherwise_is_told_how(told, cell):
    assert told({"claimed_amount": cell})[1] == 'write an interval such as "[200..1000)"'


def test_a_list_of_two_whole_sums_is_told_from_an_interval(told, write):
    message, help_ = told({"claimed_amount": ["200", "1000"]})
    assert message == "`claimed_amount`: `[200, 1000]` is a list of two values, none between them"
    assert help_ == 'write the interval as "[200..1000]"; of two sums, write the decimals: [200.00, 1000.00]'
    fine = [["200.00", "1000.00"], ["1000", "200"], ["1", "2", "3"], ["5"]]
    rules = [{"when": {"claimed_amount": cell}, "then": LOW} for cell in fine]
    load_ruleset(write(*rules, {"when": {"departments_involved": [2, 30]}, "then": LOW}))


@pytest.mark.parametrize("cell", ["1,000.00", "< 1,000.00", "1,000,000", "[1,000..2,000]"])
def test_a_number_with_commas_is_told_to_have_none(told, cell):
    assert told({"claimed_amount": cell})[1] == "write the number without commas"


@pytest.mark.parametrize("amount", ["1,000.00", "max(1,000.00, 5.00)", "12,345,000.00"])
def test_an_amount_with_commas_is_told_to_have_none(told, amount):
    message, help_ = told({}, {"permit": {"compensation": {"max": amount}}})
    assert "a comma inside a number ends it" in message
    assert help_.startswith("write `")


@pytest.mark.parametrize(
    "cell",
    [
        "[" + " " * 1_990 + "x",
        "[" + "." * 1_990,
        "[a" + " .. " * 490,
        "[" + "a..b" * 490 + "]x",
        "not(" * 400 + "x",
        "not(" * 300 + "none" + ")" * 300,
        "<" + " " * 1_990 + "\n",
        "x" * 100_000,
        "[a.." * 25_000,
    ],
)
def test_a_cell_of_any_length_is_refused_at_once(told, cell):
    for fact in ("claimed_amount", "media_risk", "occurred_on"):
        start = time.monotonic()
        message, _ = told({fact: cell})
        assert time.monotonic() - start < 1
        assert len(message) < 300


def test_not_inside_not_is_read_as_deep_as_conditions_are(told, write):
    load_ruleset(write({"when": {"media_risk": "not(" * 19 + "none" + ")" * 19}, "then": LOW}))
    assert "nested too deeply" in told({"media_risk": "not(" * 25 + "none" + ")" * 25})[0]
