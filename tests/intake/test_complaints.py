from __future__ import annotations

import io
import json
import time

import pytest

from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.intake.complaints import read_complaints

GOOD = {"id": "A", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


def read(text, name="-", format=None):
    raw = text.encode() if isinstance(text, str) else text
    intake = read_complaints(str(name), io.BytesIO(raw), format)
    found = list(intake.complaints)
    return intake.many, found


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


@pytest.mark.parametrize("text", ["", "\n \n", "\r\n\r\n", "[]", " [ ]\n"])
def test_an_empty_batch_is_no_error(text):
    assert read(text) == (True, [])


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".log", ""])
def test_an_empty_file_that_may_be_lines_is_an_empty_batch(tmp_path, suffix):
    path = tmp_path / f"empty{suffix}"
    path.touch()
    assert read("", path) == (True, [])


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_an_empty_text_is_no_json_and_no_yaml(tmp_path, format):
    path = tmp_path / f"empty.{format}"
    path.touch()
    for name, given in ((path, None), ("-", format)):
        with pytest.raises(ComplaintError, match="is empty"):
            read("", name, given)
    with pytest.raises(ComplaintError, match="is empty"):
        read("# nothing\n")


GOOD_LINES = [json.dumps(GOOD | {"id": one}).encode() for one in "ABC"]
BAD_LINES = {
    "cut off": GOOD_LINES[0][:30],
    "cut off after a comma": GOOD_LINES[0][:12],
    "cut off after a colon": b'{"id":',
    "a list": b"[]",
    "a list that is not closed": b"[",
    "a list of one": b"[1]",
    "a list of objects": b'[{"id": "A"}]',
    "not UTF-8": b'{"id": "\xff"}',
    "in another encoding": '{"id": "店"}'.encode("gb18030"),
    "half a character": b'{"id": "a\\ud800", "received_at": 1}',
    "words": b"just words",
    "a number": b"-5",
    "a byte-order mark twice": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "NUL": b"\x00",
    "an opening brace": b"{",
    "a closing brace": b"}",
    "too long": b'{"id": "' + b"x" * 1_000_001 + b'"}',
    "nested too deeply": b"[" * 3_000,
    "a comment": b"// complaints",
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("at", [0, 1, 3])
@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_costs_no_other_line_wherever_it_stands_and_however_the_file_is_called(tmp_path, bad, at, end):
    lines = [*GOOD_LINES[:at], BAD_LINES[bad], *GOOD_LINES[at:]]
    raw = end.join(lines) + end
    for name in ("-", "a.jsonl", "a.log", "noending"):
        if name != "-":
            (tmp_path / name).write_bytes(raw)
        many, found = read(raw, name if name == "-" else tmp_path / name)
        assert many
        assert [stated.number for stated in found] == [1, 2, 3, 4]
        assert [stated.id for index, stated in enumerate(found) if index != at] == ["A", "B", "C"]
        places = {found[at].located(problem).place for problem in found[at].problems}
        assert {place.line for place in places} == {at + 1}


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_first_line_does_not_cost_the_only_other_line(bad):
    many, found = read(BAD_LINES[bad] + b"\n" + GOOD_LINES[0])
    assert (many, [stated.id for stated in found][1:]) == (True, ["A"])


def test_a_byte_order_mark_on_the_first_line_is_none_of_the_complaint():
    for name in (None, "jsonl"):
        _, found = read(b"\xef\xbb\xbf" + GOOD_LINES[0] + b"\n" + GOOD_LINES[1], format=name)
        assert [(stated.id, stated.problems) for stated in found] == [("A", ()), ("B", ())]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('[\n{"id": "A"}\n]', ["A"]),
        ('[\n{"id": "A"},\n{"id": "B"}\n]\n', ["A", "B"]),
        ('[{"id": "A"},\n{"id": "B"}]', ["A", "B"]),
        ('[\n  {\n    "id": "A"\n  }\n]\n', ["A"]),
        ('{"injury":\n{"severity": "minor"},\n"id": "A"}', ["A"]),
        ('---\n{"id": "A"}\n', ["A"]),
        ('# one\n{"id": "A"}\n', ["A"]),
        ('- {"id": "A"}\n- {"id": "B"}\n', ["A", "B"]),
    ],
)
def test_json_and_yaml_over_several_lines_are_not_taken_for_lines(text, ids):
    _, found = read(text)
    assert [stated.id for stated in found] == ids
    assert not any(stated.problems for stated in found)


@pytest.mark.parametrize(
    ("format", "text", "ids"),
    [
        ("yaml", '{"id": "A"}', ["A"]),
        ("yaml", "- id: A\n- id: B\n", ["A", "B"]),
        ("json", '[{"id": "A"}]', ["A"]),
        ("jsonl", '{"id": "A"}\n{"id": "B"}\n', ["A", "B"]),
    ],
)
def test_a_format_that_is_given_counts_more_than_the_ending_of_the_name(tmp_path, format, text, ids):
    path = tmp_path / "complaints.txt.json"
    path.write_text(text, encoding="utf-8")
    assert [stated.id for stated in read("", path, format)[1]] == ids


def test_what_is_given_as_json_is_not_taken_for_yaml():
    with pytest.raises(ComplaintError, match="is not JSON"):
        read("id: A\n", format="json")
    _, [stated] = read("id: A\n", format="jsonl")
    assert "is not JSON" in str(stated.problems[0])


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c"])
def test_a_line_ends_with_lf_crlf_or_cr_and_with_nothing_else(odd):
    line = json.dumps(GOOD | {"id": f"a{odd}b"}, ensure_ascii=odd in "\x0b\x0c")
    _, found = read(f"{line}\n{line}\r\n{line}\rbroken\n")
    assert [stated.id is not None for stated in found] == [True, True, True, False]
    assert str(found[3].problems[0].place) == "<stdin>:4:1"
    with pytest.raises(ComplaintError, match="<stdin>:4:5: "):
        read(f'{{"id": "a{odd if odd not in chr(11) + chr(12) else ""}b",\r\n"x": 1,\r"y": 2,\n"z" 3}}', format="json")


def test_the_ends_of_lines_may_fall_between_two_reads():
    raw = GOOD_LINES[0] + b"\r\n\r\n" + GOOD_LINES[1] + b"\r" + GOOD_LINES[2] + b"\r\n{"

    class Slowly(io.BytesIO):
        def read1(self, _size=-1):
            return self.read(1)

    whole, slow = (list(read_complaints("-", stream, "jsonl").complaints) for stream in (io.BytesIO(raw), Slowly(raw)))
    assert [stated.id for stated in slow] == ["A", "B", "C", None]
    assert str(slow[3].problems[0]) == str(whole[3].problems[0])
    assert slow[3].problems[0].place.line == 5


def test_a_complaint_is_there_before_the_next_line_is_sent():
    """Of a stream that ends nowhere, each line is read as it comes, the first too, a bad one before it or not."""
    for begun in (b"", b"broken\n", b"\n\n"):
        sent = []

        class Stream(io.RawIOBase):
            def read(self, _size=-1, sent=sent, begun=begun):
                sent.append(json.dumps(GOOD | {"id": str(len(sent))}).encode() + b"\n")
                return (begun if len(sent) == 1 else b"") + sent[-1]

        complaints = read_complaints("-", Stream()).complaints
        for stated in complaints:
            if stated.problems:
                continue
            assert len(sent) == int(stated.id) + 1
            if len(sent) == 5:
                break
        assert len(sent) == 5


def test_a_device_without_an_end_is_refused_and_an_empty_one_is_an_empty_batch():
    with pytest.raises(ComplaintError, match="is no plain file but a device"):
        read("", "/dev/zero")
    assert read("", "/dev/null") == (True, [])


def test_problems_of_one_complaint_are_counted_where_they_are_many():
    doubled = ", ".join(f'"k{number}": 1, "k{number}": 2' for number in range(500))
    yaml = "".join(f"  k{number}: 1\n  k{number}: 2\n" for number in range(500))
    for text in (f"[{{{doubled}}}]", f"-\n{yaml}"):
        _, [stated] = read(text)
        assert len(stated.problems) == 101
        assert stated.problems[-1].message == "400 more problems of this kind"


def test_full_width_signs_and_commas_in_numbers_are_named_where_they_stand():
    for text, said in {
        '{"id"：1}': "<stdin>:1:6: the full-width `：` is not the sign that is meant (write `:`, or put",
        '{"id": 1，"a": 2}': "<stdin>:1:9: the full-width `，` is not",
        "{“id”: 1}": "<stdin>:1:2: the full-width `“` is not",
        '{"claimed_amount": 1,000.00}': "(write the number without commas)",
    }.items():
        with pytest.raises(ComplaintError) as refused:
            read(text, format="json")
        assert said in str(refused.value)


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

        def read(self, _size=-1):
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
