"""Money comes in as yuan, with two decimals at most, and is fen from there on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.money import LARGEST_FEN, format_fen, parse_fen

FEN = st.integers(0, LARGEST_FEN)


@given(FEN)
def test_what_is_written_is_read_back(fen):
    assert parse_fen(format_fen(fen)) == fen


@given(FEN)
def test_every_way_of_writing_a_sum_is_the_same_sum(fen):
    exact = Decimal(fen) / 100
    assert parse_fen(exact) == parse_fen(exact.normalize()) == parse_fen(float(exact)) == fen
    if fen % 100 == 0:
        assert parse_fen(fen // 100) == parse_fen(str(fen // 100)) == fen
    if fen % 10 == 0:
        assert parse_fen(format_fen(fen)[:-1]) == fen


@given(FEN, st.integers(1, 999))
def test_more_than_two_decimals_are_refused_not_rounded(fen, more):
    with pytest.raises(ValueError, match="more than two decimals"):
        parse_fen(f"{format_fen(fen)}{more:03d}")


@given(st.text(max_size=12))
def test_a_text_is_a_sum_or_is_refused_in_one_line(text):
    said = ""
    try:
        assert 0 <= parse_fen(text) <= LARGEST_FEN
    except ValueError as error:
        said = str(error)
    assert said.isprintable()
    assert said == "" or said.startswith("`")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0.1 + 0.2, "more than two decimals"),
        ("199.999", "more than two decimals"),
        (1e-7, "more than two decimals"),
        (-1, "negative"),
        (-0.01, "negative"),
        ("-5.00", "negative"),
        (float("nan"), "not an amount of money"),
        (float("inf"), "not an amount of money"),
        (Decimal("NaN"), "not an amount of money"),
        (Decimal("sNaN"), "not an amount of money"),
        (True, "`true` is not an amount of money"),
        (None, "`null` is not an amount of money"),
        (b"5", "not an amount of money"),
        ([5], "`\\[5\\]` is not an amount of money"),
        ("1e3", "not an amount of money"),
        ("1,000", "not an amount of money"),
        ("5.", "not an amount of money"),
        (".5", "not an amount of money"),
        ("+5", "not an amount of money"),
        (" 5", "not an amount of money"),
        ("5\n", "not an amount of money"),
        ("", "not an amount of money"),
        ("１２", "not an amount of money"),
        ("¥5", "not an amount of money"),
        (LARGEST_FEN // 100 + 1, "the most that an amount may be"),
        ("1000000000", "the most that an amount may be"),
        (1e15, "the most that an amount may be"),
    ],
)
def test_what_is_no_sum_of_money_is_refused_in_the_writers_words(value, says):
    with pytest.raises(ValueError, match=says):
        parse_fen(value)


@pytest.mark.parametrize(
    "value",
    [10**5000, -(10**5000), "9" * 10_000_000, Decimal("1e999999999"), Decimal("1e-999999999"), 1.7e308],
    ids=["whole", "negative", "text", "exponent", "tiny", "float"],
)
def test_a_huge_number_is_refused_at_once_and_in_short(value):
    with pytest.raises(ValueError, match=r"^`.{1,90}` is ") as refused:
        parse_fen(value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("value", [0, "0", "0.00", -0.0, Decimal("-0"), Decimal("0e99")])
def test_nothing_is_zero_fen(value):
    assert parse_fen(value) == 0


def test_the_largest_sum_is_taken_and_the_next_is_not():
    assert parse_fen("999999999.99") == LARGEST_FEN
    with pytest.raises(ValueError, match=r"999999999\.99"):
        parse_fen("1000000000.00")
