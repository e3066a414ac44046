"""Working days as announced, and no guess beyond the covered years: there, the earliest day that a span can end."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.calendars.calendar import (
    NO_CALENDAR,
    WEEKENDS,
    Calendar,
    Exceptions,
    LastDay,
    announced_only,
)
from complaint_rules.calendars.chinese import china

CHINA = Calendar(china())
UNITS = ("days", "working days", "years")


def days_of(year):
    return [date(year, 1, 1) + timedelta(shift) for shift in range(365)]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2025, 1, 24), date(2025, 2, 10)),  # Spring Festival, with 26 January and 8 February worked
        (date(2025, 9, 26), date(2025, 10, 13)),  # National Day and Mid-Autumn, with 28 September and 11 October worked
        (date(2026, 2, 13), date(2026, 3, 2)),  # Spring Festival, with 14 and 28 February worked
    ],
)
def test_seven_working_days_over_a_holiday_leave_it_out_and_count_its_make_up_days(start, last):
    assert CHINA.last_day("working days", 7, start) == LastDay(last, None)


def test_the_starting_day_does_not_count():
    assert CHINA.last_day("working days", 1, date(2026, 3, 4)).day == date(2026, 3, 5)
    assert CHINA.last_day("working days", 1, date(2026, 3, 7)).day == date(2026, 3, 9)


def test_working_days_run_over_the_turn_of_a_year():
    assert CHINA.last_day("working days", 1, date(2025, 12, 31)).day == date(2026, 1, 4)  # a Sunday that was worked


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 2, 14), date(2026, 2, 14)),  # a Saturday that was worked
        (date(2026, 10, 1), date(2026, 10, 8)),
    ],
)
def test_days_that_end_on_a_day_of_rest_move_on_to_the_next_working_day(day, last):
    assert CHINA.last_day("days", 3, day - timedelta(3)) == LastDay(last, None)


def test_the_calendar_of_china_is_the_librarys_on_every_day_that_it_has():
    chinese_calendar = pytest.importorskip("chinese_calendar")
    for year in (2004, 2020, CHINA.until.year):
        working = set(CHINA.working_days(year))
        for day in days_of(year)[::3]:
            assert (day in working) is chinese_calendar.is_workday(day), day


# --- beyond the covered years


@pytest.mark.parametrize(
    ("unit", "count", "first", "expected"),
    [
        ("days", 7, date(2026, 12, 20), LastDay(date(2026, 12, 28), None)),  # a Sunday moves to Monday, still covered
        ("days", 15, date(2026, 12, 20), LastDay(date(2027, 1, 4), 2027)),  # a Monday, and it may be a day of rest
        ("days", 13, date(2026, 12, 20), LastDay(date(2027, 1, 2), 2027)),  # a Saturday, and it may be worked
        ("working days", 2, date(2026, 12, 30), LastDay(date(2027, 1, 1), 2027)),
        ("working days", 12, date(2026, 12, 21), LastDay(date(2027, 1, 4), 2027)),  # eight are known, four at least
        ("years", 3, date(2026, 11, 20), LastDay(date(2029, 11, 20), 2029)),
        ("working days", 400, date(2026, 12, 31), LastDay(date(2028, 2, 4), 2027)),  # 365 and 35 calendar days
        ("days", 1, date(1999, 5, 1), LastDay(date(1999, 5, 2), 1999)),  # before the first covered year
        ("working days", 1, date(2003, 12, 31), LastDay(date(2004, 1, 2), None)),  # the start itself does not matter
        ("years", 100, date(2199, 12, 31), LastDay(date(2299, 12, 31), 2299)),
    ],
)
def test_a_span_that_reaches_an_uncovered_year_has_the_earliest_day_that_it_can_end(unit, count, first, expected):
    assert CHINA.last_day(unit, count, first) == expected


SPANS = st.tuples(st.sampled_from(UNITS), st.integers(1, 40))
ANY_YEAR = st.sets(st.dates(date(2027, 1, 1), date(2028, 12, 31)), max_size=300)


@given(
    span=SPANS, first=st.dates(date(2026, 12, 1), date(2027, 12, 31)), odd=ANY_YEAR, sooner=st.dates(date(2026, 1, 1))
)
def test_whatever_is_announced_no_span_ends_before_the_earliest_day_and_a_dated_one_ends_as_told(
    span, first, odd, sooner
):
    announced = {
        year: Exceptions.of([d for d in odd if d.year == year], [d for d in odd if d.year == year])
        for year in range(2027, 2100)
    }
    later = Calendar(china(), announced)
    before, after = CHINA.last_day(*span, first), later.last_day(*span, first)
    assert after.uncovered is None
    assert before.day <= after.day
    if before.uncovered is None:
        assert before == after


@given(
    some=st.tuples(SPANS, SPANS),
    first=st.dates(date(2026, 12, 1), date(2027, 12, 31)),
    basis=st.sampled_from([china(), WEEKENDS]),
)
def test_a_longer_span_of_one_unit_never_ends_earlier(some, first, basis):
    (unit, count), (_, other) = some
    calendar = Calendar(basis)
    low, high = sorted((count, other))
    assert calendar.last_day(unit, low, first).day <= calendar.last_day(unit, high, first).day


# --- what it covers


def test_an_announced_year_follows_those_of_the_basis_and_goes_before_them_whole():
    rest, work = date(2027, 1, 1), date(2027, 1, 3)
    calendar = Calendar(china(), {2027: Exceptions.of([rest], [work]), 2026: Exceptions.of([], [])})
    assert calendar.until == date(2027, 12, 31)
    assert calendar.last_day("working days", 2, date(2026, 12, 31)) == LastDay(date(2027, 1, 4), None)
    assert calendar.last_day("days", 1, date(2026, 9, 30)) == LastDay(date(2026, 10, 1), None)  # nothing is listed


def test_a_year_between_two_covered_ones_is_a_gap():
    calendar = Calendar(announced_only("x"), {2026: Exceptions.of([], []), 2028: Exceptions.of([], [])})
    assert calendar.last_day("days", 1, date(2027, 3, 4)).uncovered == 2027
    assert calendar.last_day("days", 1, date(2028, 3, 6)) == LastDay(date(2028, 3, 7), None)
    assert calendar.last_day("working days", 400, date(2026, 12, 31)).uncovered == 2027


def test_the_calendar_of_weekends_covers_all_years_and_no_calendar_covers_none():
    weekends = Calendar(WEEKENDS)
    assert weekends.until == date(9999, 12, 31)
    assert weekends.last_day("days", 1, date(2030, 1, 4)) == LastDay(date(2030, 1, 7), None)
    assert NO_CALENDAR.until is None
    assert NO_CALENDAR.last_day("days", 1, date(2030, 1, 4)) == LastDay(date(2030, 1, 5), 2030)


def test_the_digest_tells_calendars_apart_by_their_days_and_not_by_how_they_are_listed():
    plain = {2027: Exceptions.of([date(2027, 1, 1)], [date(2027, 1, 3)])}
    listed = {2027: Exceptions.of([date(2027, 1, 1), date(2027, 1, 2)], [date(2027, 1, 3), date(2027, 1, 4)])}
    other = {2027: Exceptions.of([date(2027, 1, 1)], [])}
    digests = [Calendar(china(), one).digest for one in ({}, plain, other)]
    assert len(set(digests)) == 3
    assert Calendar(china(), listed).digest == digests[1]
    assert all(digest.startswith("sha256:") for digest in digests)


def test_calendars_agree_where_the_years_that_both_cover_are_alike():
    year = {2027: Exceptions.of([date(2027, 1, 1)], [])}
    assert CHINA.agrees_with(Calendar(china(), year))
    assert CHINA.agrees_with(NO_CALENDAR)
    assert Calendar(announced_only("x"), year).agrees_with(CHINA)
    assert not CHINA.agrees_with(Calendar(WEEKENDS))


# --- the warning


@pytest.mark.parametrize(("ahead", "warned"), [(61, False), (60, True), (0, True), (-400, True)])
def test_a_warning_comes_once_from_sixty_days_before_the_last_covered_day(caplog, ahead, warned):
    calendar = Calendar(china())
    with caplog.at_level(logging.WARNING):
        for count in (1, 2):
            calendar.last_day("days", count, calendar.until - timedelta(ahead))
    assert [record.name for record in caplog.records] == ["complaint_rules.calendars.calendar"] * warned
    assert all(calendar.until.isoformat() in record.getMessage() for record in caplog.records)
