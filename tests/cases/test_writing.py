"""Complaints and cases are written as YAML that reads back as it was, to the letter."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.cases import append_cases, as_lines, as_yaml, run_cases
from complaint_rules.engine import Engine
from complaint_rules.errors import RulesetError
from complaint_rules.load.document import read_text
from complaint_rules.load.source import Case
from complaint_rules.testing import complaints
from tests.shipped import shipped

RULE = {"id": "small", "when": {"claimed_amount": "< 200.00"}, "then": {"severity": "low"}}
ODD = st.text(st.sampled_from(string.printable + "物品柜　‘’\x85\u2028\ufeff\U0001f600"), min_size=1, max_size=40)
NAME = st.text(st.sampled_from(string.ascii_letters + "_.#1：\u2028"), min_size=1, max_size=12)
WORDY = st.lists(
    st.sampled_from(["small", "claim:", "#1", "- no", "yes", " ", "'til", '"so"']), min_size=1, max_size=60
)


@pytest.fixture
def case(complaint):
    def make(amount, **facts):
        said = complaint(claimed_amount=amount, **facts)
        return Case(case=f"claim of {amount}", because=None, complaint=said, expect={"severity.tier": "low"})

    return make


def read(text):
    document = read_text(text, "cases.yaml", numbers=True)
    assert document.problems == []
    return document.data


@given(data=st.data())
def test_a_complaint_written_as_lines_reads_back_the_same(data):
    complaint = data.draw(complaints(shipped("cn-statute")))
    assert read("\n".join(as_lines(complaint))) == complaint


@given(texts=st.dictionaries(ODD, ODD | WORDY.map(" ".join), min_size=1, max_size=3))
def test_any_text_reads_back_the_same_alone_and_in_a_group(texts):
    said = {"id": "C-1", "extra": texts, **{f"own {name}": text for name, text in texts.items()}}
    assert read("\n".join(as_lines(said))) == said


@given(name=WORDY.map(" ".join), texts=st.dictionaries(NAME, ODD | WORDY.map(" ".join), max_size=6))
def test_a_written_case_reads_back_the_same_however_its_lines_are_broken(name, texts):
    case = Case(case=name, because=None, complaint={"id": "C-1", "extra": texts}, expect={"rules": ["a", "b/c#1"]})
    (found,) = read(as_yaml([case], "M", 7))
    assert found["complaint"] == {"id": "M-7", "extra": texts}
    assert (found["case"], found["because"], found["expect"]) == (name, None, case.expect)


def test_every_fact_has_its_own_line_and_those_of_a_group_stand_under_its_name():
    said = {"kind": "other", "injury": {"severity": "minor", "rest_days": 3}, "belongings": {}}
    assert as_lines(said) == ["kind: other", "injury:", "  severity: minor", "  rest_days: 3", "belongings: {}"]


def test_appended_cases_are_numbered_on_and_run_with_those_that_were_there(write, case):
    folder = write(RULE)
    append_cases(folder, [case("10.00"), case("20.00")], "found.yaml", "F")
    path = append_cases(folder, [case("30.00", injury={"severity": "minor"})], "found.yaml", "F")
    results = list(run_cases(Engine.load(folder), str(folder)))
    assert [(one.case, one.passed) for one in results] == [(f"claim of {sum}0.00", True) for sum in (1, 2, 3)]
    assert [one["complaint"]["id"] for one in read(path.read_text(encoding="utf-8"))] == ["F-1", "F-2", "F-3"]


def test_a_file_that_is_no_list_of_cases_is_refused_and_left_as_it_is(write, case):
    folder = write(RULE)
    path = folder / "cases" / "found.yaml"
    path.parent.mkdir()
    path.write_text("not: [a list", encoding="utf-8")
    with pytest.raises(RulesetError):
        append_cases(folder, [case("10.00")], "found.yaml", "F")
    assert path.read_text(encoding="utf-8") == "not: [a list"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_where_nothing_can_be_written_the_file_stays_as_it_was(write, case):
    folder = write(RULE)
    (folder / "cases").write_text("in the way", encoding="utf-8")
    with pytest.raises(RulesetError, match="can't be written"):
        append_cases(folder, [case("10.00")], "found.yaml", "F")
    assert (folder / "cases").read_text(encoding="utf-8") == "in the way"
