"""Case files of every layout are extended without harm to what is there, or not at all."""

from __future__ import annotations

import os
import pickle
import stat
from pathlib import Path

import pytest

from complaint_rules.cases import CasesNotAddedError, adding, append_cases
from complaint_rules.load.document import parse_bytes
from complaint_rules.load.source import Case

RULE = {"id": "small", "when": {"claimed_amount": "< 200.00"}, "then": {"severity": "low"}}
ODD = 'of "10", it\'s: 物品柜 #1 \u2028\u202e  two'

LAYOUTS = {
    "entries at the margin": "- case: a\n  expect: {}\n",
    "indented entries": "# why\n  - case: a\n    expect: {}\n",
    "deeply indented entries, no end of line": "\n        - case: a\n          expect: {}",
    "a document with its marks": "%YAML 1.1\n---\n- case: a\n...\n",
    "a remark after the end": "---\n- case: a\n...\n# checked in May\n",
    "a remark at the end": "- case: a\n# checked in May",
    "blank lines at the end": "- case: a\n\n\n\n",
    "empty brackets": "[]",
    "empty brackets and a remark": "# cases\n[]  # none yet\n",
    "empty brackets after a mark": "--- []\n...\n",
    "empty brackets over lines": "[\n  # none yet\n]\n",
    "brackets": "[{case: a, expect: {}}]",
    "brackets with a comma at the end": "[\n  {case: a},\n  {case: b},\n]\n",
    "brackets and a remark before their end": "[\n  {case: a} # the first\n]\n# end\n",
    "JSON": '[\n  {"case": "a", "complaint": {"id": "x", "note": "]"}},\n  {"case": "b"}\n]\n',
    "nothing": "",
    "nothing but a remark": "# cases\n",
    "nothing but a mark": "---\n",
    "a block text that keeps its ends": "- case: |+\n    a\n\n\n",
    "a block text without an end of line": "- case: |\n    a\n",
    "anchors": "- &a\n  case: a\n- *a\n",
    "other ends of lines for YAML 1.1": "- case: 'a\u2028b\x85c'\n",
    "another plane": "# \U0001f600\n- case: \U0001f600\n...\n",
}


@pytest.fixture
def case(complaint):
    def make(name):
        said = complaint(claimed_amount="10.00", injury={"rest_days": 3}, extra={"note": ODD})
        return Case(case=f"{name} {ODD}", because=None, complaint=said, expect={"severity.tier": "low", "rules": ["a"]})

    return make


@pytest.fixture
def folder(write):
    made = write(RULE)
    (made / "cases").mkdir()
    return made


def read(raw):
    document = parse_bytes(raw, "cases.yaml", numbers=True)
    assert document.problems == []
    return document.data or []


def expected(case, id):
    return {"case": case.case, "because": None, "complaint": {**case.complaint, "id": id}, "expect": dict(case.expect)}


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_cases_are_added_twice_and_what_was_there_stays_to_the_letter(folder, case, layout, end, bom):
    path = folder / "cases" / "found.yaml"
    raw = bom + LAYOUTS[layout].replace("\n", end).encode()
    path.write_bytes(raw)
    before = read(raw)
    one, other = case("one"), case("other")
    append_cases(folder, [one, other], "found.yaml", "F")
    append_cases(folder, [one], "found.yaml", "F")
    written = path.read_bytes()
    ids = [f"F-{len(before) + number}" for number in (1, 2, 3)]
    added = [expected(case, id) for case, id in zip((one, other, one), ids, strict=True)]
    assert read(written) == [*before, *added]
    assert written.startswith(bom)
    text = written.removeprefix(bom).decode()
    if "\n" in LAYOUTS[layout] and end != "\n":
        assert "\n" not in text.replace(end, "")
    remarks = [line.strip() for line in LAYOUTS[layout].split("\n") if line.strip().startswith(("#", "%"))]
    assert [remark in text for remark in remarks] == [True] * len(remarks)
    assert [one.name for one in path.parent.iterdir()] == ["found.yaml"]


def test_a_link_is_never_written_through_be_it_the_file_or_its_folder(folder, case, tmp_path):
    target = tmp_path / "elsewhere.yaml"
    target.write_text("[]", encoding="utf-8")
    (folder / "cases" / "found.yaml").symlink_to(target)
    with pytest.raises(CasesNotAddedError, match=r"`found.yaml` is a symbolic link") as refused:
        append_cases(folder, [case("one")], "found.yaml", "F")
    assert read(refused.value.cases.encode()) == [expected(case("one"), "F-1")]
    assert target.read_text(encoding="utf-8") == "[]"
    (folder / "cases" / "found.yaml").unlink()
    (folder / "cases").rmdir()
    (tmp_path / "cases").mkdir()
    (folder / "cases").symlink_to(tmp_path / "cases")
    with pytest.raises(CasesNotAddedError, match="`cases` is a symbolic link"):
        append_cases(folder, [case("one")], "found.yaml", "F")
    assert list((tmp_path / "cases").iterdir()) == []


def test_a_link_to_nowhere_is_not_filled(folder, case, tmp_path):
    (folder / "cases" / "found.yaml").symlink_to(tmp_path / "nowhere.yaml")
    with pytest.raises(CasesNotAddedError, match="symbolic link"):
        append_cases(folder, [case("one")], "found.yaml", "F")
    assert not (tmp_path / "nowhere.yaml").exists()


def test_what_does_not_read_back_as_it_was_is_not_written_and_the_text_is_handed_over(folder, case, monkeypatch):
    path = folder / "cases" / "found.yaml"
    path.write_text("- case: a\n", encoding="utf-8")
    monkeypatch.setattr(adding, "as_entries", lambda *_: "")
    monkeypatch.setattr(adding, "as_yaml", lambda *_: "- case: another\n")
    with pytest.raises(CasesNotAddedError, match="can't be added without harm") as refused:
        append_cases(folder, [case("one")], "found.yaml", "F")
    assert refused.value.cases == "- case: another\n"
    assert path.read_text(encoding="utf-8") == "- case: a\n"
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  # our own
    assert (again.problems, again.cases) == (refused.value.problems, refused.value.cases)


def test_nothing_is_left_half_written_where_the_disk_is_full(folder, case, monkeypatch):
    path = folder / "cases" / "found.yaml"
    path.write_text("- case: a\n", encoding="utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CasesNotAddedError, match="can't be written: no space left on device"):
        append_cases(folder, [case("one")], "found.yaml", "F")
    assert path.read_text(encoding="utf-8") == "- case: a\n"
    assert [one.name for one in path.parent.iterdir()] == ["found.yaml"]


def test_the_rights_of_the_file_stay_and_those_of_a_new_one_are_usual(folder, case):
    path = folder / "cases" / "found.yaml"
    path.write_text("[]", encoding="utf-8")
    path.chmod(0o640)
    append_cases(folder, [case("one")], "found.yaml", "F")
    append_cases(folder, [case("one")], "new.yaml", "N")
    usual = Path(folder / "ruleset.yaml").stat().st_mode
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (folder / "cases" / "new.yaml").stat().st_mode == usual


def test_a_pipe_in_the_place_of_the_file_is_told_and_not_waited_for(folder, case):
    os.mkfifo(folder / "cases" / "found.yaml")
    with pytest.raises(CasesNotAddedError, match="is no plain file but a pipe"):
        append_cases(folder, [case("one")], "found.yaml", "F")
