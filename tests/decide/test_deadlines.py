"""When each clock runs out: on the minute for hours, at the end of the last day for days, where the ruleset lives."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.calendars.calendar import WEEKENDS, Calendar, Exceptions, announced_only
from complaint_rules.compile.effect import Duration
from complaint_rules.decide.deadlines import ClockSpan, end_of, settle_deadline
from complaint_rules.trace.html import render


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


# --- instants


def test_in_the_hour_that_comes_twice_fewer_hours_end_first(load, write, complaint):
    """In New York, 1:30 comes twice on 1 November 2026: nine hours after 16:30 and ten hours after."""
    rules = ({"then": {"deadline.resolve": "10h"}}, {"then": {"deadline.resolve": "9h"}})
    engine = load(write(*rules, timezone="America/New_York"))
    (deadline,) = engine.decide(complaint(received_at="2026-10-31T16:30:00-04:00")).deadlines
    assert (deadline.within, deadline.due.isoformat()) == ("9h", "2026-11-01T01:30:00-04:00")


def test_whether_nine_or_ten_hours_is_a_question_even_where_the_clock_shows_the_same(load, write, complaint):
    rules = ({"then": {"deadline.resolve": "10h"}}, {"when": {"facts_clear": True}, "then": {"deadline.resolve": "9h"}})
    engine = load(write(*rules, timezone="America/New_York"))
    decision = engine.decide(complaint(received_at="2026-10-31T16:30:00-04:00"))
    assert [question.fact for question in decision.questions] == ["facts_clear"]


def test_a_day_ends_with_its_last_second_where_the_clocks_are_put_back_at_midnight(load, write, complaint):
    """In Nuuk the hour before midnight comes twice on 24 October 2026."""
    engine = load(write({"then": {"deadline.resolve": "1 day"}}, timezone="America/Nuuk", calendar="weekends"))
    due = dues(engine.decide(complaint(received_at="2026-10-22T10:00:00-01:00")))["resolve"]
    assert due == "2026-10-23T23:59:59-01:00"
    saturday = announced(engine, "2026-10-24")
    assert saturday.isoformat() == "2026-10-24T23:59:59-02:00"


def announced(engine, day):
    """The end of a day in the engine's time zone, whatever day of the week it is."""
    basis = announced_only("all")
    year = int(day[:4])
    every = Calendar(basis, {year: Exceptions.of([], [date.fromisoformat(day)])})
    before = datetime.fromisoformat(f"{day}T12:00:00+00:00") - timedelta(days=1)
    return end_of(Duration(1, "days", "1 day"), before, engine.ruleset.timezone, every).moment


ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai", "America/Nuuk", "Pacific/Apia")
SPANS = st.tuples(st.sampled_from(["h", "days", "working days"]), st.integers(1, 60))


def span(unit, count):
    within = Duration(count, unit, f"{count} {unit}")
    return ClockSpan(within, "received", (f"r/{count}-{unit.replace(' ', '-')}",))


@given(
    spans=st.lists(SPANS, min_size=1, max_size=5, unique=True).map(lambda some: [span(*one) for one in some]),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    # around changes of the clocks in both hemispheres, and a day that Apia left out
    received=st.sampled_from([date(2026, 3, 8), date(2026, 10, 31), date(2026, 4, 4), date(2011, 12, 29)])
    .flatmap(lambda day: st.tuples(st.just(day), st.integers(-48 * 60, 48 * 60)))
    .map(lambda one: datetime.combine(one[0], time(0), UTC) + timedelta(minutes=one[1])),
)
def test_the_earliest_end_is_the_earliest_instant_in_every_time_zone(spans, zone, received):
    calendar = Calendar(WEEKENDS)
    ends = {one.because: end_of(one.within, received, zone, calendar).moment.astimezone(UTC) for one in spans}
    deadline = settle_deadline("resolve", spans, received, zone, calendar).deadline
    assert deadline.due.astimezone(UTC) == min(ends.values())
    assert set(deadline.because) == {id for because, end in ends.items() if end == min(ends.values()) for id in because}
    for one in spans:
        if one.within.unit == "h":
            assert ends[one.because] - received == timedelta(hours=one.within.count)


# --- beyond the calendar

LATE = "2026-12-24T10:00:00+08:00"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (["3 working days"], ("2026-12-29T23:59:59+08:00", None)),
        (["15 days"], (None, "2027-01-08")),
        (["10 working days"], (None, "2027-01-05")),  # five are known, five at least follow
        (["3 years"], (None, "2029-12-24")),
        (["15 days", "240h"], ("2027-01-03T10:00:00+08:00", None)),  # hours need no calendar, and end first
        (["15 days", "2 working days"], ("2026-12-28T23:59:59+08:00", None)),
        (["3 years", "24h", "10 working days"], ("2026-12-25T10:00:00+08:00", None)),
        (["15 days", "10 working days"], (None, "2027-01-05")),
        (["10 working days", "400h"], (None, "2027-01-05")),  # 400 hours end on 10 January: which is first is not known
    ],
)
def test_a_clock_has_a_date_wherever_the_span_that_ends_first_is_known(load, write, complaint, spans, expected):
    engine = load(write(*[{"then": {"deadline.resolve": one}} for one in spans]))
    (deadline,) = engine.decide(complaint(received_at=LATE)).to_dict()["deadlines"]
    assert (deadline["due"], deadline["not_before"]) == expected


@pytest.mark.parametrize(
    ("spans", "within", "because"),
    [
        (["15 days", "10 working days"], "10 working days", ["house/r0", "house/r1"]),
        (["15 days", "16 days"], "15 days", ["house/r0"]),
        (["10 working days", "11 working days"], "10 working days", ["house/r0"]),
        (["15 days", "15 working days"], "15 days", ["house/r0"]),  # each working day takes a day at least
        (["3 years", "15 days"], "15 days", ["house/r1"]),
        (["10 working days", "400h"], "10 working days", ["house/r0", "house/r1"]),
        (["15 days", "15 days"], "15 days", ["house/r0", "house/r1"]),
    ],
)
def test_an_undated_clock_names_the_rules_that_may_set_it(load, write, complaint, spans, within, because):
    engine = load(write(*[{"then": {"deadline.resolve": one}} for one in spans]))
    (deadline,) = engine.decide(complaint(received_at=LATE)).deadlines
    assert (deadline.within, list(deadline.because)) == (within, because)
    assert deadline.due is None


def test_an_undated_clock_is_for_a_person_to_see_with_calendar_and_year(load, write, complaint):
    engine = load(write({"then": {"deadline.resolve": "15 days", "deadline.respond": "24h"}}))
    (note,) = engine.decide(complaint(received_at=LATE)).to_dict()["review"]
    assert {**note, "text": None} == {
        "kind": "calendar",
        "entry": "deadlines.resolve",
        "rules": ["house/r0"],
        "parameter": None,
        "year": 2027,
        "text": None,
    }
    assert re.search(r"calendar CN \(chinesecalendar [\d.]+\) does not cover the year 2027", note["text"]["en"])
    assert "2027-01-08" in note["text"]["en"]
    assert "2027年" in note["text"]["zh"]
    assert "2027-01-08" in note["text"]["zh"]


def test_an_undated_deadline_keeps_no_decision_from_being_final_and_is_no_question(load, write, complaint):
    decision = load(write({"then": {"deadline.retain": "3 years", "permit": "apology"}})).decide(complaint())
    assert decision.status == "final"
    assert decision.questions == ()
    assert decision.next_questions() == ()


def test_a_fact_that_decides_between_undated_spans_is_a_question(load, write, complaint):
    rules = (
        {"then": {"deadline.resolve": "20 days"}},
        {"when": {"facts_clear": True}, "then": {"deadline.resolve": "15 days"}},
    )
    decision = load(write(*rules)).decide(complaint(received_at=LATE))
    assert [question.fact for question in decision.questions] == ["facts_clear"]
    assert [ask.fact for ask in decision.next_questions()] == ["facts_clear"]


def test_a_merely_possible_deadline_beyond_the_covered_years_is_a_question(load, write, complaint):
    engine = load(write({"when": {"facts_clear": True}, "then": {"deadline.retain": "3 years"}}))
    decision = engine.decide(complaint())
    assert decision.deadlines == ()
    assert decision.review == ()
    assert [question.fact for question in decision.questions] == ["facts_clear"]
    (answered,) = engine.decide(complaint(facts_clear=True)).deadlines
    assert answered.not_before == date(2029, 3, 4)


def test_views_and_explanations_show_an_undated_deadline_in_both_languages(load, write, complaint):
    rules = (
        {"then": {"deadline.resolve": "15 days", "action": {"archive": "resolve"}}},
        {"when": {"facts_clear": True}, "then": {"deadline.resolve": "12 days"}},
    )
    decision = load(write(*rules)).decide(complaint(received_at=LATE, facts_clear=False))
    for lang, said in (("en", "no earlier than 2027-01-08 (15 days)"), ("zh", "不早于2027-01-08（15日）")):
        assert said in decision.to_text(lang)
        assert said in decision.explain("deadlines.resolve").to_text(lang)
        assert said in render([decision], lang)
    assert "2027" in decision.explain("deadlines.resolve").to_markdown()
    assert decision.why_not("deadlines.resolve=12 days").to_text()


def test_complaints_of_one_day_share_what_the_calendar_can_not_date(load, write, complaint):
    engine = load(write({"then": {"deadline.resolve": "15 days", "deadline.respond": "24h"}}))
    found = [engine.decide(complaint(received_at=f"2026-12-24T1{hour}:00:00+08:00")) for hour in range(3)]
    assert [one.deadlines[0].due.hour for one in found] == [10, 11, 12]
    assert len({one.review for one in found}) == 1


def test_no_span_however_long_is_refused(load, write, complaint):
    spans = {"respond": "99999h", "resolve": "36600 days", "pay": "36600 working days", "retain": "100 years"}
    engine = load(write({"then": {f"deadline.{clock}": span for clock, span in spans.items()}}))
    decision = engine.decide(complaint(received_at="2198-12-31T23:59:59-12:00"))
    assert [one.clock for one in decision.deadlines if one.due is not None] == ["respond"]
    assert all(one.not_before.year == 2299 for one in decision.deadlines if one.due is None)
    assert decision.to_json()
    assert decision.to_text("zh")
