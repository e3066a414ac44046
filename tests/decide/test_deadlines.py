"""When each clock runs out: on the minute for hours, at the end of the last day for days, where the ruleset lives."""

from __future__ import annotations

import pytest

from complaint_rules import CalendarError


def dues(decision):
    return {one["clock"]: one["due"] for one in decision.to_dict()["deadlines"]}


@pytest.mark.parametrize(
    ("within", "due"),
    [
        ("24h", "2026-09-30T10:17:00+08:00"),
        ("72 hours", "2026-10-02T10:17:00+08:00"),  # hours run on through a holiday
        ("at once", "2026-09-29T10:17:00+08:00"),
        ("1 day", "2026-09-30T23:59:59+08:00"),
        ("2 days", "2026-10-08T23:59:59+08:00"),  # 1 October: rolls over National Day
        ("2 working days", "2026-10-08T23:59:59+08:00"),
    ],
)
def test_a_span_ends_where_the_civil_code_says(load, write, complaint, within, due):
    engine = load(write({"then": {"deadline.resolve": within}}))
    assert dues(engine.decide(complaint(received_at="2026-09-29T10:17:00+08:00"))) == {"resolve": due}


def test_a_year_ends_on_the_same_day_and_from_a_leap_day_on_the_28th(load, write, complaint):
    engine = load(write({"then": {"deadline.retain": "1 year"}}))
    assert dues(engine.decide(complaint(received_at="2024-03-05T10:00:00+08:00"))) == {
        "retain": "2025-03-05T23:59:59+08:00"
    }
    assert dues(engine.decide(complaint(received_at="2024-02-29T10:00:00+08:00"))) == {
        "retain": "2025-02-28T23:59:59+08:00"
    }


@pytest.mark.parametrize(
    ("received_at", "due"),
    [
        ("2026-03-04T23:30:00+08:00", "2026-03-05T23:59:59+08:00"),
        ("2026-03-04T23:30:00+00:00", "2026-03-06T23:59:59+08:00"),  # already 5 March in Shanghai
        ("2026-03-05T00:30:00+14:00", "2026-03-05T23:59:59+08:00"),  # still 4 March in Shanghai
    ],
)
def test_the_day_received_is_the_rulesets_and_not_the_senders(load, write, complaint, received_at, due):
    engine = load(write({"then": {"deadline.resolve": "1 day"}}))
    assert dues(engine.decide(complaint(received_at=received_at))) == {"resolve": due}


def test_a_ruleset_of_another_time_zone_ends_its_days_there(load, write, complaint):
    engine = load(write({"then": {"deadline.resolve": "1 day"}}, timezone="Asia/Kolkata"))
    assert dues(engine.decide(complaint(received_at="2026-03-04T20:00:00+00:00"))) == {
        "resolve": "2026-03-06T23:59:59+05:30"
    }


def test_hours_run_evenly_over_a_change_of_clocks(load, write, complaint):
    engine = load(write({"then": {"deadline.resolve": "24h"}}, timezone="Europe/Berlin"))
    assert dues(engine.decide(complaint(received_at="2026-03-28T12:00:00+01:00"))) == {
        "resolve": "2026-03-29T13:00:00+02:00"
    }


def test_of_several_rules_on_one_clock_the_earliest_counts(load, write, complaint):
    engine = load(
        write({"then": {"deadline.resolve": "2 working days"}}, {"then": {"deadline.resolve": "72h"}, "id": "hours"})
    )
    (deadline,) = engine.decide(complaint(received_at="2026-09-30T10:00:00+08:00")).deadlines
    assert (deadline.within, deadline.because) == ("72h", ("house/hours",))


def test_complaints_of_one_day_share_what_runs_by_days_and_each_has_its_own_minutes(load, write, complaint):
    retain = {"within": "3 years", "from": "resolved"}
    spans = {"acknowledge": "at once", "respond": "24h", "resolve": "2 days", "retain": retain}
    folder = write({"then": {f"deadline.{clock}": within for clock, within in spans.items()}})
    engine = load(folder)
    for moment in ("04T10:00:00", "04T10:01:00", "04T23:59:59", "05T00:00:00", "04T10:01:00", "05T07:30:00"):
        day, time = moment.split("T")
        found = dues(engine.decide(complaint(received_at=f"2026-03-{moment}+08:00")))
        assert found == {
            "acknowledge": f"2026-03-{moment}+08:00",
            "respond": f"2026-03-{int(day) + 1:02}T{time}+08:00",
            "resolve": f"2026-03-{'06' if day == '04' else '09'}T23:59:59+08:00",
            "retain": None,
        }


def test_a_clock_whose_start_has_not_happened_has_no_due_day(load, write, complaint):
    engine = load(write({"then": {"deadline.retain": {"within": "3 years", "from": "resolved"}}}))
    (deadline,) = engine.decide(complaint(received_at="2026-11-20T10:00:00+08:00")).deadlines
    assert (deadline.start, deadline.due) == ("resolved", None)


def test_a_deadline_beyond_the_covered_years_is_refused_with_calendar_and_year(load, write, complaint):
    engine = load(write({"then": {"deadline.resolve": "2 working days"}}))
    with pytest.raises(CalendarError, match=r"calendar CN \(chinesecalendar [\d.]+\) does not cover the year 2027"):
        engine.decide(complaint(received_at="2026-12-31T10:00:00+08:00"))


def test_a_merely_possible_deadline_beyond_the_covered_years_is_a_question_and_no_refusal(load, write, complaint):
    engine = load(write({"when": {"facts_clear": True}, "then": {"deadline.retain": "3 years"}}))
    decision = engine.decide(complaint())
    assert decision.deadlines == ()
    assert [question.fact for question in decision.questions] == ["facts_clear"]
    with pytest.raises(CalendarError, match="2029"):
        engine.decide(complaint(facts_clear=True))
