"""By which calendar a ruleset counts: what its headers may name, and what the announced days of each layer add."""

from __future__ import annotations

import json
from datetime import date

import pytest

from complaint_rules import CalendarError, Engine, RulesetError
from complaint_rules.compile.ruleset import load_ruleset

ONE_DAY = {"then": {"deadline.resolve": "1 day"}}
NONE_NAMED = "no layer names a calendar"


def announce(folder, name, calendar, years, *, inside="calendars"):
    """Write a file of announced days: the days of rest of each year."""
    (folder / inside).mkdir(exist_ok=True)
    path = folder / inside / name
    path.write_text(json.dumps({"calendar": calendar, "years": {year: {"rest": rest} for year, rest in years.items()}}))
    return path


def due(engine, received_at):
    (deadline,) = engine.decide({"id": "C", "received_at": received_at, "kind": "other"}).deadlines
    return deadline.due and deadline.due.date()


def problems(folder, **options):
    with pytest.raises(RulesetError) as caught:
        Engine.load(folder, **options)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("calendar", "received_at", "expected"),
    [
        ("CN", "2026-09-30T10:00:00+08:00", date(2026, 10, 8)),
        ("weekends", "2026-09-30T10:00:00+08:00", date(2026, 10, 1)),
        ("weekends", "2031-10-31T10:00:00+08:00", date(2031, 11, 3)),
        ("DE", "2031-10-02T10:00:00+08:00", date(2031, 10, 6)),  # German Unity Day, a Friday
        ("US-CA", "2031-07-03T10:00:00+08:00", date(2031, 7, 7)),
        ({"country": "SG", "announced_until": 2026}, "2026-08-09T10:00:00+08:00", date(2026, 8, 11)),  # in lieu
        ({"country": "DE"}, "2031-10-02T10:00:00+08:00", date(2031, 10, 6)),
        ({"country": "CN", "announced_until": 2025}, "2026-09-29T10:00:00+08:00", None),
    ],
)
def test_a_header_names_china_another_country_or_weekends(write, calendar, received_at, expected):
    engine = Engine.load(write(ONE_DAY, calendar=calendar))
    assert due(engine, received_at) == expected


def test_where_days_are_announced_year_by_year_coverage_ends_with_the_last_such_year(write):
    engine = Engine.load(write(ONE_DAY, calendar={"country": "SG", "announced_until": 2026}))
    assert engine.calendar_until == date(2026, 12, 31)
    assert due(engine, "2026-12-30T10:00:00+08:00") == date(2026, 12, 31)
    assert due(engine, "2026-12-31T10:00:00+08:00") is None


@pytest.mark.parametrize("country", ["SG", "HK", "TW", "VN", "MY-14", "SA", "KR"])
def test_the_last_announced_year_must_be_stated_for_such_a_country(write, country):
    (said,) = problems(write(ONE_DAY, calendar=country))
    assert f"`{country}` announces its days of rest year by year" in said
    assert f"write `calendar: {{country: {country}, announced_until: YEAR}}`" in said


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("ZZ", "no calendar `ZZ`"),
        ("cn", "no calendar `cn`"),
        ("weekend", "no calendar `weekend`"),
        ({"country": "DE", "until": 2026}, "`until`: unknown key"),
        ({"country": "SG", "announced_until": "soon"}, "`soon` is not a year"),
        ({"announced_until": 2026}, "`country`: is missing"),
        (["CN"], "`calendar`"),
    ],
)
def test_another_name_is_refused_with_its_place(write, calendar, said):
    (found,) = problems(write(ONE_DAY, calendar=calendar))
    assert said in found
    assert found.startswith("house/ruleset.yaml:1:")


def test_the_calendar_of_the_highest_layer_that_names_one_counts(write):
    below = write(ONE_DAY, name="below", calendar="CN")
    engine = Engine.load(write(extends=[str(below)], calendar="weekends"))
    assert due(engine, "2026-09-30T10:00:00+08:00") == date(2026, 10, 1)
    other = Engine.load(write(name="other", extends=[str(below)]))
    assert due(other, "2026-09-30T10:00:00+08:00") == date(2026, 10, 8)


# --- none named


@pytest.mark.parametrize(
    ("then", "unit"),
    [
        ({"deadline.resolve": "1 day"}, "days"),
        ({"deadline.resolve": "2 working days"}, "working days"),
        ({"deadline.retain": {"within": "3 years", "from": "resolved"}}, "years"),
    ],
)
def test_a_ruleset_that_counts_days_and_names_no_calendar_is_refused(write, then, unit):
    (said,) = problems(write({"then": {"deadline.respond": "24h"}, "id": "hours"}, {"then": then}, calendar=None))
    assert f"`house/r1` counts in {unit}, and {NONE_NAMED}" in said
    assert said.startswith("house/ruleset.yaml:1:")
    assert "CN, another country, weekends, or a file in `calendars`" in said


def test_so_is_a_span_that_a_parameter_gives_a_row_of_a_table_and_a_property(tmp_path):
    head = "ruleset: {}\nlanguage: 1\nversion: 1.0.0\ntitle: {{en: x, zh: x}}\n"
    span = "parameters: {keep: {unit: days, values: {2020-01-01: 3}, basis: assumption, reason: t}}\n"
    texts = {
        "parameter": span + "rules:\n  - {id: a, basis: assumption, reason: t, then: {deadline.respond: keep}}\n",
        "table": "tables:\n  - id: a\n    basis: assumption\n    reason: t\n    when: [kind]\n"
        "    then: [deadline.respond]\n    rows:\n      - [other, 24h]\n      - [vehicle, 2 days]\n",
        "property": "properties:\n  - id: a\n    always: {when: {kind: other}, then: {deadline.respond: 1 day}}\n",
    }
    places = {"parameter": "7:68", "table": "13:9", "property": "6:5"}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "ruleset.yaml").write_text(head.format(name) + text)
        (said,) = problems(tmp_path / name)
        assert NONE_NAMED in said
        assert said.startswith(f"{name}/ruleset.yaml:{places[name]}: "), said


def test_a_ruleset_that_counts_in_hours_only_needs_none(write):
    engine = Engine.load(write({"then": {"deadline.respond": "24h"}}, calendar=None))
    assert engine.calendar_until is None
    assert due(engine, "2031-10-02T10:00:00+08:00") == date(2031, 10, 3)
    decision = engine.decide({"id": "C", "received_at": "2031-10-02T10:00:00+08:00", "kind": "other"})
    assert decision.to_dict()["trace"]["calendar"]["until"] is None


# --- announced days


@pytest.mark.parametrize(
    "named",
    ["mall-days", "days", "days.yaml"],
    ids=["by the id in the file", "by the file's name", "with its ending"],
)
def test_a_calendar_may_be_a_file_of_the_rulesets_own(write, named):
    folder = write(ONE_DAY, calendar=named)
    announce(folder, "days.yaml", "mall-days", {"2026": ["2026-03-05"]})
    engine = Engine.load(folder)
    assert due(engine, "2026-03-04T10:00:00+08:00") == date(2026, 3, 6)
    assert engine.calendar_until == date(2026, 12, 31)
    assert engine.ruleset.calendar.id == "mall-days"


def test_a_file_for_a_named_calendar_adds_years_and_goes_before_the_library_where_both_have_one(write):
    folder = write(ONE_DAY)
    announce(folder, "next.yaml", "CN", {"2027": ["2027-01-01"], "2026": []})
    engine = Engine.load(folder)
    assert engine.calendar_until == date(2027, 12, 31)
    assert due(engine, "2026-12-31T10:00:00+08:00") == date(2027, 1, 4)
    assert due(engine, "2026-09-30T10:00:00+08:00") == date(2026, 10, 1)  # the file lists no day of rest in 2026


def test_a_file_for_a_country_adds_years_beyond_the_last_announced_one(write):
    folder = write(ONE_DAY, calendar={"country": "SG", "announced_until": 2026})
    announce(folder, "next.yaml", "SG", {"2027": ["2027-01-01"]})
    assert due(Engine.load(folder), "2026-12-31T10:00:00+08:00") == date(2027, 1, 4)


def test_announced_days_of_a_higher_layer_go_before_a_lower_ones_and_those_handed_in_before_both(write, tmp_path):
    below = write(ONE_DAY, name="below")
    announce(below, "next.yaml", "CN", {"2027": [], "2028": ["2028-03-02"]})
    house = write(extends=[str(below)])
    announce(house, "next.yaml", "CN", {"2027": ["2027-03-04"]})
    engine = Engine.load(house)
    assert due(engine, "2027-03-03T10:00:00+08:00") == date(2027, 3, 5)
    assert due(engine, "2028-03-01T10:00:00+08:00") == date(2028, 3, 3)
    handed = announce(tmp_path, "handed.yaml", "CN", {"2027": ["2027-03-04", "2027-03-05"]}, inside="elsewhere")
    assert due(Engine.load(house, calendar=handed), "2027-03-03T10:00:00+08:00") == date(2027, 3, 8)
    assert due(Engine.load(house), "2027-03-03T10:00:00+08:00") == date(2027, 3, 5)  # the other engine keeps its own


def test_a_year_stated_twice_in_one_layer_is_refused(write):
    folder = write(ONE_DAY)
    announce(folder, "a.yaml", "CN", {"2027": []})
    announce(folder, "b.yaml", "CN", {"2027": ["2027-01-01"]})
    (said,) = problems(folder)
    assert said.startswith("house/calendars/b.yaml:1:")
    assert "the year 2027 of calendar `CN` is stated twice (first at house/calendars/a.yaml:1:" in said


def test_a_file_for_a_calendar_by_which_nobody_counts_is_refused(write):
    folder = write(ONE_DAY)
    announce(folder, "a.yaml", "Cn", {"2027": []})
    (said,) = problems(folder)
    assert "no layer counts by calendar `Cn`" in said


def test_a_file_handed_in_is_for_the_rulesets_calendar_or_names_one_where_none_is_named(write, tmp_path):
    handed = announce(tmp_path, "days.yaml", "mine", {"2026": ["2026-03-05"]}, inside="elsewhere")
    with pytest.raises(CalendarError, match=r"days of calendar `mine`, and the ruleset counts by `CN`"):
        Engine.load(write(ONE_DAY), calendar=handed)
    engine = Engine.load(write(ONE_DAY, name="other", calendar=None), calendar=handed)
    assert due(engine, "2026-03-04T10:00:00+08:00") == date(2026, 3, 6)


def test_the_trace_names_the_calendar_with_a_digest_of_its_days_and_its_last_day(write, tmp_path):
    folder = write(ONE_DAY)
    complaint = {"id": "C", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
    found = Engine.load(folder).decide(complaint).to_dict()["trace"]["calendar"]
    assert found["id"] == "CN"
    assert found["version"].startswith("chinesecalendar ")
    assert found["timezone"] == "Asia/Shanghai"
    assert found["digest"].startswith("sha256:")
    assert found["until"] == Engine.load(folder).calendar_until.isoformat()
    until = int(found["until"][:4])
    handed = announce(tmp_path, "next.yaml", "CN", {str(until + 1): []}, inside="elsewhere")
    later = Engine.load(folder, calendar=handed).decide(complaint).to_dict()["trace"]["calendar"]
    assert later["digest"] != found["digest"]
    assert later["until"] == f"{until + 1}-12-31"


def test_the_shipped_rulesets_name_one():
    assert load_ruleset("cn-statute").calendar.id == "CN"
