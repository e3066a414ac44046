"""Days of rest of other countries, and of their parts. The one file that imports holidays.

The library has an answer for every year, whether its days are known or not. For a country that announces them year by
year, or derives them from an observed calendar, the last announced year must therefore be stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from complaint_rules.calendars.calendar import Basis, Exceptions, days_of
from complaint_rules.calendars.chinese import ID as CHINA
from complaint_rules.errors import ComplaintRulesError, Message, Problem, nearest_or_listed

# Holidays of an observed or decreed calendar: Islamic, Hindu, Buddhist, Chinese and similar ones.
_OBSERVED = """
AE AF AL AZ BA BD BF BH BI BJ BN BT CC CF CI CM CX DJ DZ EG EH ER ET FJ GA GH GM GN GW GY HK ID IN IQ IR JO KE KG KH KM
KP KR KW KZ LA LB LK LY MA ME MK ML MM MN MO MR MU MV MY NE NG NP OM PH PK PS QA RW SA SD SG SL SN SO SR SS SY TD TG TH
TJ TL TM TN TR TT TW TZ UG UZ VN XK YE"""
# A decree for the year swaps working days, or moves or adds days of rest.
_DECREED = "AM AR BY ES HU LV RU UA"
_OR_A_FILE = {"did-you-mean": "calendar-meant", "one-of": "calendar-one-of", "none-declared": "calendar-none"}

ANNOUNCED = frozenset(f"{_OBSERVED} {_DECREED}".split())
"""Countries whose days of rest are announced year by year."""


class CountryError(ComplaintRulesError):
    """A country whose days of rest are not available."""


@cache
def country(code: str) -> Basis:
    """The calendar of a country, or of a part of one.

    Args:
        code: an ISO 3166 code, such as `DE` or `DE-BE`.

    Raises:
        CountryError: there is no such country or part, or the library is not installed.
    """
    from importlib import metadata  # slow to import

    try:
        import holidays  # loaded with the first ruleset that uses it
    except ImportError:
        missing = Message("holidays-missing", name=code, library="holidays", extra="calendars")
        raise CountryError(Problem(missing)) from None
    name, _, part = code.partition("-")
    known = {*holidays.list_supported_countries(include_aliases=False)} - {CHINA}  # it has a library of its own
    _check(name, code, sorted(known))
    if part:
        _check(code, code, [f"{name}-{one}" for one in holidays.country_holidays(name).subdivisions])
    made = holidays.country_holidays(name, subdiv=part or None)

    def exceptions(year: int) -> Exceptions:
        known = holidays.country_holidays(name, subdiv=part or None, years=year)
        working = {day: known.is_working_day(day) for day in days_of(year)}
        return Exceptions.of(*([day for day, works in working.items() if works is wanted] for wanted in (False, True)))

    return Basis(
        code, f"holidays {metadata.version('holidays')}", range(made.start_year, made.end_year + 1), cache(exceptions)
    )


def announces(code: str) -> bool:
    """Whether a country announces its days of rest year by year, so that the last announced year must be stated."""
    return code.partition("-")[0] in ANNOUNCED


def _check(name: str, code: str, known: Sequence[str]) -> None:
    if name not in known:
        near = nearest_or_listed(name, known).reworded(_OR_A_FILE)
        raise CountryError(Problem(Message("no-such-calendar", near, name=code)))
