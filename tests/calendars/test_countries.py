"""Countries by `holidays`: what they know, and where the last announced year must be stated."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from complaint_rules.calendars.calendar import Calendar
from complaint_rules.calendars.countries import ANNOUNCED, CountryError, announces, country

holidays = pytest.importorskip("holidays")


@pytest.mark.parametrize(
    ("code", "day", "is_working"),
    [
        ("DE", date(2026, 3, 8), False),  # a Sunday
        ("DE", date(2027, 3, 8), True),
        ("DE-BE", date(2027, 3, 8), False),  # Women's Day, in Berlin only
        ("DE", date(2026, 4, 3), False),  # Good Friday
        ("US", date(2030, 7, 4), False),
        ("IL", date(2026, 3, 6), False),  # a Friday
        ("IL", date(2026, 3, 8), True),  # a Sunday
        ("HU", date(2026, 1, 10), True),  # a Saturday worked by decree
    ],
)
def test_days_of_rest_are_those_of_the_country_or_of_a_part_of_it(code, day, is_working):
    assert (day in Calendar(country(code)).working_days(day.year)) is is_working


def test_a_country_covers_the_years_that_the_library_has():
    calendar = Calendar(country("DE"))
    assert calendar.until.year == holidays.country_holidays("DE").end_year
    assert calendar.version.startswith("holidays ")


@pytest.mark.parametrize("code", ["ZZ", "de", "DE-ZZ", "Germany", "", "CN", "CN-BJ"])
def test_a_country_that_does_not_exist_is_refused(code):
    with pytest.raises(CountryError, match="no calendar"):
        country(code)


def test_without_the_library_the_error_names_the_extra(monkeypatch):
    country.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(CountryError) as caught:
        country("DE")
    (problem,) = caught.value.problems
    assert problem.code == "holidays-missing"
    assert "complaint-rules[calendars]" in str(problem)


def test_countries_whose_days_are_announced_are_known_as_such_with_all_their_parts():
    assert {"HK", "SG", "TW", "VN", "MY", "SA", "TR", "IN"} <= ANNOUNCED
    assert announces("MY-14")
    assert not any(announces(code) for code in ("DE", "DE-BE", "US", "FR", "GB", "IL"))


def test_every_country_of_which_the_library_guesses_days_is_among_them():
    """The library marks what it estimates in the name of the day; half of all countries speak English."""
    for code in holidays.list_supported_countries(include_aliases=False):
        made = holidays.country_holidays(code)
        language = "en_US" if "en_US" in made.supported_languages else None
        for year in (2019, 2030):
            names = holidays.country_holidays(code, years=min(year, made.end_year), language=language).values()
            if any("estimated" in name for name in names):
                assert code in ANNOUNCED | {"CN"}, code  # China is counted by its own library


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_country_that_swaps_working_days_is_among_them(year):
    for code in holidays.list_supported_countries(include_aliases=False):
        if holidays.country_holidays(code, years=year).weekend_workdays:
            assert code in ANNOUNCED | {"CN"}, code  # China is counted by its own library
