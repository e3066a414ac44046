from __future__ import annotations

import io
import json
import time

import pytest

from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.intake.complaints import read_complaints

GOOD = {"id": "A", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


def read(text, name="-"):
    raw = text.encode() if isinstance(text, str) else text
    intake = read_complaints(str(name), io.BytesIO(raw))
    return intake.many, list(intake.complaints)


def refusals(stated):
    """What reading and the model say of one complaint, with places."""
    problems = stated.problems
    if not problems:
        with pytest.raises(ComplaintError) as refused:
            Complaint.of(stated.data)
        problems = refused.value.problems
    return [str(stated.located(problem)) for problem in problems]


@pytest.mark.parametrize(
    ("text", "many", "ids"),
    [
        ('{"id": "A"}', False, ["A"]),
        ('[{"id": "A"}, {"id": "B"}]', True, ["A", "B"]),
        ('{"id": "A"}\n\n{"id": "B"}\n', True, ["A", "B"]),
        ('\n{"id":\n "A"}\n', False, ["A"]),
        ("id: A\nkind: other\n", False, ["A"]),
        ("- id: A\n- id: B\n", True, ["A", "B"]),
        ("{id: A}", False, ["A"]),
        ('\ufeff{"id": "A"}', False, ["A"]),
        ('\ufeff{"id": "A"}\r\n{"id": "B"}\r\n', True, ["A", "B"]),
    ],
)
def test_standard_input_may_be_json_yaml_or_json_lines_and_one_or_many(text, many, ids):
    found_many, found = read(text)
    assert (found_many, [stated.id for stated in found]) == (many, ids)
    assert not any(stated.problems for stated in found)


def test_a_jsonl_file_is_many_even_with_one_line(tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "A"}\n', encoding="utf-8")
    assert read("", path)[0] is True


@pytest.mark.parametrize("text", ["", "\n \n", "# nothing\n"])
def test_an_empty_text_is_an_error(text):
    with pytest.raises(ComplaintError, match="is empty"):
        read(text)


@pytest.mark.parametrize("suffix", [".json", ".yaml", ".jsonl", ""])
def test_an_empty_file_is_an_error(tmp_path, suffix):
    path = tmp_path / f"empty{suffix}"
    path.touch()
    with pytest.raises(ComplaintError, match="is empty"):
        read("", path)


def test_decimals_stay_exact():
    _, [stated] = read('{"claimed_amount": 0.1, "price": 1e2}')
    assert str(stated.data["claimed_amount"]) == "0.1"
    fine = GOOD | {"claimed_amount": stated.data["price"]}
    assert Complaint.of(fine).claimed_amount == 100_00


def test_three_decimals_are_refused_as_they_were_written():
    text = json.dumps(GOOD)[:-1] + ', "claimed_amount": 12.345}'
    _, [stated] = read(text)
    (said,) = refusals(stated)
    assert said.startswith("<stdin>:1:")
    assert "`12.345` has more than two decimals" in said


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999999999", "9" * 5000])
def test_what_is_no_finite_number_is_refused_by_its_fact(number):
    _, [stated] = read(json.dumps(GOOD)[:-1] + f', "claimed_amount": {number}}}')
    (said,) = refusals(stated)
    assert "`claimed_amount`: " in said
    assert len(said) < 300


def test_a_key_given_twice_is_refused_in_json_and_in_yaml():
    assert "`kind`: is given twice (keep one)" in refusals(read('{"kind": 1, "kind": 2}')[1][0])[0]
    with pytest.raises(ComplaintError, match="<stdin>:2:1: duplicate key `kind`"):
        read("kind: a\nkind: b\n")


def test_a_wrong_fact_in_json_has_its_line_and_column():
    text = json.dumps(GOOD | {"injury": {"severty": "minor"}}, indent=2)
    _, [stated] = read(text)
    assert refusals(stated) == ["<stdin>:6:5: `injury.severty`: unknown key (did you mean `severity`?)"]


def test_a_number_as_id_is_told_to_stand_in_quotes():
    _, [stated] = read("id: 123\nreceived_at: 2026-11-20T10:00:00+08:00\nkind: other\n")
    assert refusals(stated) == ["<stdin>:1:1: `id`: `123` is not a text (put it in quotes)"]


def test_half_a_character_in_json_is_refused_where_it_stands_and_both_halves_are_one():
    _, [odd, fine] = read('[{"kind": "other",\n  "id": "a\\ud800"},\n {"id": "\\ud83d\\ude00",\n  "knd": 1}]')
    help_ = "write both halves, or the character itself"
    assert refusals(odd) == [f"<stdin>:2:3: `id`: holds half a character, `\\ud800` ({help_})"]
    assert fine.id == "\U0001f600"
    assert refusals(fine)[-1] == "<stdin>:4:3: `knd`: unknown key (did you mean `kind`?)"


def test_a_problem_in_a_yaml_list_stays_with_its_complaint():
    _, [first, second] = read("- id: A\n  kind: a\n  kind: b\n- id: B\n")
    assert [bool(first.problems), bool(second.problems)] == [True, False]


@pytest.mark.parametrize("text", ["[1]", '"text"', "- 1\n", "just words\n", "[[]]"])
def test_what_is_no_mapping_is_no_complaint(text):
    _, [stated] = read(text)
    assert "is not a complaint" in str(stated.problems[0])


def test_a_line_that_is_too_long_is_skipped_and_the_next_one_is_read():
    long = json.dumps(GOOD | {"id": "x" * 10_000_000})
    _, found = read(f"{json.dumps(GOOD)}\n{long}\n{json.dumps(GOOD)}\n")
    assert [str(problem) for stated in found for problem in stated.problems] == [
        "<stdin>:2: the line is longer than 1,000,000 bytes (a complaint is some thousand bytes; is a newline missing?)"
    ]


@pytest.mark.parametrize(
    "text", [json.dumps(GOOD | {"id": "x" * 10_000_000}), "id: " + "x" * 10_000_000, "x" * 10_000_000]
)
def test_ten_megabytes_give_a_short_error_quickly(text):
    start = time.monotonic()
    try:
        _, [stated] = read(text)
        said = refusals(stated)
    except ComplaintError as error:
        said = [str(error)]
    assert time.monotonic() - start < 2
    assert all(len(one) < 300 for one in said)


def test_a_stream_of_lines_is_read_as_it_comes():
    def endless():
        while True:
            yield json.dumps(GOOD).encode() + b"\n"

    class Stream(io.RawIOBase):
        def __init__(self):
            self._lines = endless()

        def readline(self, _size=-1):
            return next(self._lines)

    complaints = read_complaints("-", Stream()).complaints
    assert [next(complaints).number for _ in range(1000)][-1] == 1000


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"id": "\xff"}', "<stdin>:1: is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": "A"', "<stdin>:1:11: is not JSON"),
        (b"id: [", "is not YAML"),
    ],
)
def test_a_broken_text_names_its_place(raw, says):
    with pytest.raises(ComplaintError) as refused:
        read(raw)
    assert says in str(refused.value)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(ComplaintError, match="is a folder"):
        read("", tmp_path)
    with pytest.raises(ComplaintError, match="no such file"):
        read("", tmp_path / "nothing.json")


def test_several_objects_in_a_json_file_are_told_about_json_lines(tmp_path):
    path = tmp_path / "many.json"
    path.write_text('{"id": "A"}\n{"id": "B"}\n', encoding="utf-8")
    with pytest.raises(ComplaintError, match="JSON Lines"):
        read("", path)
