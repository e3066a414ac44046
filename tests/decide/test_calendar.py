"""Working days in China: holidays and make-up days as announced, and no guess beyond the covered years."""

from __future__ import annotations

from datetime import date

import pytest

from complaint_rules import CalendarError
from complaint_rules.decide.calendar import add_working_days, on_or_after


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2025, 1, 24), date(2025, 2, 10)),  # Spring Festival, with 26 January and 8 February worked
        (date(2025, 9, 26), date(2025, 10, 13)),  # National Day and Mid-Autumn, with 28 September and 11 October worked
        (date(2026, 2, 13), date(2026, 3, 2)),  # Spring Festival, with 14 and 28 February worked
    ],
)
def test_seven_working_days_over_a_holiday_leave_it_out_and_count_its_make_up_days(start, last):
    assert add_working_days(start, 7) == last


def test_the_starting_day_does_not_count():
    assert add_working_days(date(2026, 3, 4), 1) == date(2026, 3, 5)
    assert add_working_days(date(2026, 3, 7), 1) == date(2026, 3, 9)


def test_working_days_run_over_the_turn_of_a_year():
    assert add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 4)  # a Sunday that was worked


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 2, 14), date(2026, 2, 14)),  # a Saturday that was worked
        (date(2026, 10, 1), date(2026, 10, 8)),
    ],
)
def test_a_day_of_rest_moves_on_to_the_next_working_day(day, last):
    assert on_or_after(day) == last


@pytest.mark.parametrize(("start", "year"), [(date(2026, 12, 31), 2027), (date(1999, 5, 1), 1999)])
def test_a_year_that_the_calendar_does_not_cover_is_refused_by_name(start, year):
    with pytest.raises(CalendarError, match=rf"calendar CN \(chinesecalendar [\d.]+\) does not cover the year {year}"):
        add_working_days(start, 1)
