"""YAML as plain data: scalars stay text, every value has its place, and no text can hang or crash the reader."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.errors import Place
from complaint_rules.load import document as reader
from complaint_rules.load.document import read_file, read_text
from complaint_rules.load.folder import shipped_folder

# What YAML can hold at all: no control characters, no half pairs. Of an escaped pair it knows nothing.
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=20)
DATA = st.recursive(
    st.none() | st.booleans() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(bool), inner, max_size=4),
    max_leaves=15,
)


def problems(text):
    return [str(problem) for problem in read_text(text, "a.yaml").problems]


@given(DATA)
def test_json_is_read_as_it_was_written(data):
    document = read_text(json.dumps(data, ensure_ascii=False), "a.json")
    assert not document.problems
    assert document.data == data


@given(st.text())
def test_any_text_is_read_or_refused_with_a_place(text):
    document = read_text(text, "a.yaml")
    for problem in document.problems:
        assert problem.place is not None
        assert len(str(problem).splitlines()) == 1


@given(DATA)
def test_every_value_has_a_place_inside_its_text(data):
    text = json.dumps(data, indent=2)
    document = read_text(text, "a.json")
    lines = text.split("\n")
    for place in document.places.values():
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def test_scalars_stay_text_but_for_true_false_and_null():
    text = "{a: 200.00, b: no, c: 2024-07-01, d: 0x1F, e: true, f: null, g: ~, h: 'true', i: 1_000}"
    assert read_text(text, "a").data == {
        "a": "200.00",
        "b": "no",
        "c": "2024-07-01",
        "d": "0x1F",
        "e": True,
        "f": None,
        "g": None,
        "h": "true",
        "i": "1_000",
    }


def test_whole_numbers_are_numbers_where_a_complaint_is_read_and_quoted_ones_stay_text():
    assert read_text("[5, -3, '5', 5.0, 010]", "a", numbers=True).data == [5, -3, "5", "5.0", "010"]


def test_a_value_and_its_key_have_places_of_their_own():
    document = read_text("rules:\n  - id: one\n", "a.yaml")
    assert document.places[("rules", 0, "id")] == Place("a.yaml", 2, 9)
    assert document.places[("rules", 0, "id", "")] == Place("a.yaml", 2, 5)
    assert document.place(("rules", 0, "then", "lead")) == Place("a.yaml", 2, 5)


def test_an_alias_stands_for_its_value():
    assert read_text("{a: &x [1], b: *x}", "a").data == {"a": ["1"], "b": ["1"]}


@pytest.mark.parametrize("depth", [101, 5_000, 300_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("a: [", "]")])
def test_deep_nesting_is_refused_and_does_not_crash(opening, closing, depth):
    found = problems(opening * depth + "x" + closing * depth)
    assert len(found) == 1
    assert "nested too deeply" in found[0] or "is not YAML" in found[0]


def test_a_bomb_of_aliases_is_refused_once():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    found = problems("\n".join(lines))
    assert len(found) == 1
    assert "holds too many values" in found[0]


def test_a_text_that_contains_itself_is_refused():
    assert problems("a: &a\n  b: *a\n") == [
        "a.yaml:1:4: contains itself (write the value out instead of the alias)",
    ]


def test_ten_megabytes_of_text_make_one_short_line():
    assert problems("a: " + "x" * 10_000_000) == ["a.yaml:1:4: a text of 10,000,000 characters; at most 100,000"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a:\n\tb: 1", "a.yaml:2:1: is not YAML: found character that cannot start any token (indent with spaces"),
        ("a: {b: > 5}", 'put quotes around a cell that starts with `>`: ">= 5"'),
        ("a: [1..5)", 'put quotes around an interval: "[200..1000)"'),
        ("a: {b: not([x, y])}", 'put quotes around a `not` of several values: "not([a, b])"'),
        ("a: {en: x: y}", "put quotes around a text that holds a colon"),
        ("a: @b", "put quotes around a value that starts with a sign"),
        ("a: 'b", "check indentation, quotes and colons"),
        ("a: 1\n---\nb: 2", "a.yaml:2:1: holds several documents (keep one, without `---`; put each other one into"),
        ("? [a]\n: b", "a key must be a plain text"),
        ("a: 1\nb: 2\na: 3", "a.yaml:3:1: duplicate key `a` (first used at line 1; keep one)"),
        ("a: \x07", "a.yaml:1:4: holds the control character U+0007"),
    ],
)
def test_a_broken_text_is_refused_with_its_place_and_what_to_do(text, says):
    assert any(says in problem for problem in problems(text))


def test_an_unreadable_file_is_a_problem_among_others(tmp_path):
    (tmp_path / "a.yaml").write_bytes("a: 价\nb: ".encode() + b"\xff")
    assert [str(problem) for problem in read_file(tmp_path / "a.yaml", "a.yaml").problems] == [
        "a.yaml:2:4: is not UTF-8 (save the file as UTF-8)"
    ]
    missing = read_file(tmp_path / "b.yaml", "b.yaml")
    assert missing.broken
    assert str(missing.problems[0]).startswith("b.yaml: can't be read: no such file")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document = read_file(tmp_path / "a.yaml", "a.yaml")
    assert document.data == {"a": "1", "b": "2"}
    assert document.places[("b",)] == Place("a.yaml", 2, 4)


@pytest.mark.parametrize(
    "path", sorted(shipped_folder().rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_every_shipped_file_is_read_without_the_c_library_as_with_it(path, monkeypatch):
    with_it = read_file(path, path.name)
    monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
    without = read_file(path, path.name)
    assert (without.data, without.problems) == (with_it.data, [])
