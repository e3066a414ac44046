from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.trace.columns import pad, table, two_columns, width_of, wrap

TEXTS = st.text(alphabet=st.sampled_from("ab -，。店铺投诉\n1"), max_size=80)


def test_a_chinese_character_is_two_columns_wide():
    assert width_of("店a") == 3
    assert pad("店", 4) == "店  "


@given(TEXTS, st.integers(4, 30))
def test_wrapping_loses_nothing_but_blanks(text, width):
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(TEXTS, st.integers(8, 30))
def test_a_wrapped_line_is_no_wider_than_asked(text, width):
    assert max(map(width_of, wrap(text, width))) <= width


def test_a_closing_mark_does_not_begin_a_line():
    assert wrap("店铺投诉，店铺", 8) == ["店铺投", "诉，店铺"]


def test_a_left_text_that_is_too_wide_stands_on_its_own_line():
    assert two_columns("a long head", 4, "text") == ["  a long head", "        text"]


def test_a_table_lines_its_cells_up():
    assert table([("a", "店", "x"), ("bbb", "c", "y")]) == ["  a    店  x", "  bbb  c   y"]
