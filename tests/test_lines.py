"""Lines end with LF, CRLF or CR, wherever lines are counted; what else Unicode calls an end of a line is text."""

from __future__ import annotations

import json

import pytest

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.engine import Engine
from complaint_rules.errors import RulesetError
from complaint_rules.lines import line_and_column, lines_of
from complaint_rules.load.document import read_text

NO_ENDS = ["\x85", "\u2028", "\u2029"]
OWN = {"note": {"type": "text", "title": {"en": "note", "zh": "说明"}}}


def test_lines_are_counted_from_one_and_columns_too():
    text = "a\nbc\r\nd\re\u2028\x85\x0b\x0cf"
    assert lines_of(text) == ["a", "bc", "d", "e\u2028\x85\x0b\x0cf"]
    places = [line_and_column(text, at) for at in (0, 2, 3, 6, 8, 13, len(text))]
    assert places == [(1, 1), (2, 1), (2, 2), (3, 1), (4, 1), (4, 6), (4, 7)]


@pytest.mark.parametrize("odd", NO_ENDS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_place_in_yaml_is_not_moved_by_what_ends_no_line(odd, end):
    text = end.join([f"a: x{odd}y # {odd}", f'"b{odd}": "{odd}z"', f"c: [1,{odd} 2]", "d: 1", "d: 2"])
    document = read_text(text, "a.yaml")
    assert document.data == {"a": f"x{odd}y", f"b{odd}": f"{odd}z", "c": ["1", f"{odd} 2"], "d": "1"}
    assert [(one.place.line, one.place.column) for one in document.problems] == [(5, 1)]
    assert [(document.places[path].line, document.places[path].column) for path in ((f"b{odd}",), ("c", 1))] == [
        (2, 7),
        (3, 7),
    ]


@pytest.mark.parametrize("odd", NO_ENDS)
def test_the_place_of_broken_yaml_and_of_a_control_character_is_right_too(odd):
    assert str(read_text(f"a: '{odd}{odd}'\nb: ]\n", "a.yaml").problems[0]).startswith("a.yaml:2:4: ")
    assert str(read_text(f"a: '{odd}'\r\rb: \x07\n", "a.yaml").problems[0]).startswith("a.yaml:3:4: ")


def test_a_text_that_holds_private_characters_keeps_them():
    text = "a: \U000f0000\u2028\U000f0001\x85\U000f0002"
    assert read_text(text, "a.yaml").data == {"a": "\U000f0000\u2028\U000f0001\x85\U000f0002"}


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\u3000"])
@pytest.mark.parametrize("text", ["in{}store", "{}store", "store{}"])
@pytest.mark.parametrize("cell", ["{}", "not({})", "[{}, other]"])
def test_a_cell_matches_a_text_that_holds_such_a_character(write, complaint, odd, text, cell):
    meant = text.format(odd)
    written = [meant, "other"] if cell.startswith("[") else cell.format(meant)
    folder = write({"when": {"extra.note": written}, "then": {"severity": "low"}}, facts=OWN)
    engine = Engine.load(folder, engine="interpreter")
    fires = [bool(engine.decide(complaint(extra={"note": note})).trace.rules) for note in (meant, "third")]
    assert fires == ([False, True] if cell.startswith("not") else [True, False])


def test_a_value_of_an_enum_may_hold_such_a_character_and_be_compared(write, complaint):
    values = ["a\u2028b", "c"]
    tone = {"type": "enum", "values": values, "title": {"en": "tone", "zh": "语气"}}
    folder = write({"when": {"extra.tone": values[0]}, "then": {"severity": "low"}}, facts={"tone": tone})
    engine = Engine.load(folder)
    assert [bool(engine.decide(complaint(extra={"tone": one})).trace.rules) for one in values] == [True, False]


def test_a_problem_of_a_ruleset_stands_on_the_line_that_an_editor_shows(tmp_path):
    header = {"ruleset": "house", "language": 1, "version": "1.0.0", "title": {"en": "a\u2028\u2029\x85b", "zh": "x"}}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in header.items()]
    (tmp_path / "ruleset.yaml").write_text("\n".join([*lines, "nope: 1", ""]), encoding="utf-8")
    with pytest.raises(RulesetError, match=r"ruleset.yaml:5:1: `nope`: unknown key"):
        load_ruleset(tmp_path)
