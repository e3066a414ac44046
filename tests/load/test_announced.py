"""A file of announced days: what is wrong with it is said with its place, all at once."""

from __future__ import annotations

from datetime import date

import pytest

from complaint_rules import CalendarError, Engine, RulesetError
from complaint_rules.load.folder import read_calendar_file


def problems(tmp_path, text):
    path = tmp_path / "days.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CalendarError) as caught:
        read_calendar_file(path)
    return [str(problem).removeprefix(str(path)) for problem in caught.value.problems]


def test_a_year_states_its_days_of_rest_and_those_worked_instead(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text(
        "calendar: CN\nyears:\n  2027: {rest: [2027-01-01, 2027-01-02], work: [2027-01-03], source: a notice}\n",
        encoding="utf-8",
    )
    found = read_calendar_file(path)
    assert (found.calendar, found.name) == ("CN", "days")
    ((year, exceptions),) = found.years.items()
    assert year == 2027
    assert exceptions.rest == {date(2027, 1, 1)}  # the second is a Saturday
    assert exceptions.work == {date(2027, 1, 3)}


def test_the_same_may_be_written_as_json(tmp_path):
    path = tmp_path / "days.json"
    path.write_text('{"calendar": "CN", "years": {"2027": {"rest": ["2027-01-01"]}}}', encoding="utf-8")
    assert [*read_calendar_file(path).years] == [2027]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [": is empty"]),
        ("[]", [":1:1: `[]` is not a mapping of names to values"]),
        ("calendar: CN\n", [":1:1: `years`: is missing"]),
        ("calendar: CN\nyears: {}\n", [":2:8: `years` is empty (state one year at least)"]),
        (
            "calendar: CN\nyears: {27: {rest: []}}\n",
            [":2:9: `27` is not a year; write it as 2027"],
        ),
        ("calendar: CN\nyears: {2027: {work: []}}\n", [":2:15: `rest`: is missing"]),
        (
            "calendar: CN\nyears: {2027: {rest: [], wrok: []}}\n",
            [":2:26: `wrok`: unknown key (did you mean `work`?)"],
        ),
        (
            "calendar: CN\nyears: {2027: {rest: []}}\nsource: x\n",
            [":3:1: `source`: unknown key"],
        ),
        (
            "calendar: CN\nyears: {2027: {rest: [1.1.2027]}}\n",
            [":2:23: entry 1 of `rest`: `1.1.2027` is not a date; write it as 2026-11-20"],
        ),
        ("calendar: CN\nyears: {2027: {rest: [2027-02-30]}}\n", [":2:23: `2027-02-30` is not a day of the calendar"]),
        ("calendar: CN\nyears: {2027: {rest: [2026-12-31]}}\n", [":2:23: `2026-12-31` is not a day of 2027"]),
        (
            "calendar: CN\nyears: {2027: {rest: [2027-01-01, 2027-01-01]}}\n",
            [":2:35: `2027-01-01` is listed twice"],
        ),
        (
            "calendar: CN\nyears: {2027: {rest: [2027-01-01], work: [2027-01-04, 2027-01-01]}}\n",
            [":2:55: `2027-01-01` is in `rest` too (a day is one or the other)"],
        ),
        (
            "calendar: CN\nyears:\n  2027: {rest: []}\n  2027: {rest: []}\n",
            [":4:3: duplicate key `2027` (first used at line 3; keep one)"],
        ),
        (
            "calendar: CN\nyears:\n  2027: {rest: [2028-01-01], work: [2027-13-01]}\n  2028: {rest: [2027-01-01]}\n",
            [
                ":3:17: `2028-01-01` is not a day of 2027",
                ":3:37: `2027-13-01` is not a day of the calendar",
                ":4:17: `2027-01-01` is not a day of 2028",
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text, expected):
    found = problems(tmp_path, text)
    assert len(found) == len(expected)
    assert all(said.startswith(start) for said, start in zip(found, expected, strict=True)), found


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CalendarError, match="can't be read"):
        read_calendar_file(tmp_path / "none.yaml")


def test_files_in_a_rulesets_folder_are_read_with_it_and_their_problems_come_with_its_own(write):
    folder = write({"then": {"deadline.resolve": "1 day", "severity": "hgh"}})
    (folder / "calendars").mkdir()
    (folder / "calendars" / "next.yaml").write_text("calendar: CN\nyears: {2027: {rest: [2026-01-01]}}\n")
    with pytest.raises(RulesetError) as caught:
        Engine.load(folder)
    assert [str(problem.place).split(":")[0] for problem in caught.value.problems] == ["house/calendars/next.yaml"]


def test_a_file_that_would_be_overlooked_is_a_problem(write):
    folder = write({"then": {"deadline.resolve": "1 day"}})
    (folder / "calendars").mkdir()
    (folder / "calendars" / "next.yml").write_text("calendar: CN\nyears: {2027: {rest: []}}\n")
    with pytest.raises(RulesetError, match=r"calendars/next.yml: is not read \(call it `next.yaml`, or take it away\)"):
        Engine.load(folder)


def test_the_files_are_part_of_the_rulesets_digest(write):
    folder = write({"then": {"deadline.resolve": "1 day"}})
    before = Engine.load(folder).ruleset.digest
    (folder / "calendars").mkdir()
    (folder / "calendars" / "next.yaml").write_text("calendar: CN\nyears: {2027: {rest: []}}\n")
    assert Engine.load(folder).ruleset.digest != before
