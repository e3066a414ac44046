"""The yearly figures stated for each province, as one Markdown page; a test compares the pages in `docs/` with it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from complaint_rules.compile.parameter import DatedParameter, Figure, ParameterStep
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.describe.markdown import code, table
from complaint_rules.describe.provinces_words import (
    COLUMNS,
    CONFIDENCE,
    COUNTED,
    DAY_RATES,
    FIRST,
    LAST,
    NATIONAL,
    NOTHING,
    RATES_HEAD,
    SERIES,
)
from complaint_rules.trace.wording import LANGS, Lang

STATUTE = "cn-statute"
YEARLY = ("urban_disposable_income", "urban_consumption", "average_wage_non_private")
DAILY = ("hospital_meal_rate", "nursing_daily_rate", "nutrition_daily_rate")


def provinces_as_markdown(lang: Lang) -> str:
    """The page: how figures are picked, those of each series by year and province, and how to state one's own."""
    return "\n".join(_lines(lang)) + "\n"


def _lines(lang: Lang) -> Iterator[str]:
    ruleset = load_ruleset(STATUTE)
    at = LANGS.index(lang)
    province = ruleset.names.facts["province"]
    names = {str(value): province.label_of(value)[at] for value in province.values}
    series = [ruleset.parameters[name] for name in YEARLY]
    places = [one for one in names if one != province.presumed]
    yield from FIRST[at].splitlines()
    stated = sum(place in step.local for one in series for step in one.steps for place in places)
    years = sorted({year for one in series for year in _years(one)})
    counted = COUNTED[at].format(stated, len(places) * len(series) * len(years))
    yield from ("", *counted.splitlines(), "")
    for one in series:
        yield from (SERIES[at].format(one.title[at], code(one.id)), "")
        yield from _series(one, years, places, names, at)
        yield ""
    yield from (RATES_HEAD[at], "")
    rates = [row for name in DAILY for row in _rates(ruleset.parameters[name], names, at)]
    yield from table(DAY_RATES[at], rates)
    yield from LAST[at].splitlines()


def _years(one: DatedParameter) -> dict[int, ParameterStep]:
    """The calendar years for which some figure is stated."""
    steps = [step for step in one.steps if step.of_year and (step.local or step.figure.value is not None)]
    return {step.start.year: step for step in steps}


def _series(one: DatedParameter, years: list[int], places: list[str], names: dict[str, str], at: int) -> Iterator[str]:
    heads = [COLUMNS[at], *[str(year) for year in years]]
    steps = [_years(one).get(year) for year in years]
    rows = [[NATIONAL[at], *[_cell(None if step is None else step.figure, at) for step in steps]]]
    for place in places:
        own = [None if step is None else step.local.get(place) for step in steps]
        rows.append([names[place], *[_cell(one, at) for one in own]])
    yield from table(heads, rows)


def _rates(one: DatedParameter, names: dict[str, str], at: int) -> Iterator[tuple[str, str, str, str]]:
    for step in one.steps:
        since = step.start.isoformat()
        yield f"{one.title[at]} {code(one.id)}", since, NATIONAL[at], _cell(step.figure, at)
        for place, own in step.local.items():
            yield "", since, names[place], _cell(own, at)


def _cell(figure: Figure | None, at: int) -> str:
    """A figure in yuan, with how sure it is."""
    if figure is None or not isinstance(figure.value, int | Fraction):
        return NOTHING
    yuan = Fraction(figure.value) / 100
    shown = f"{int(yuan):,}" if yuan.denominator == 1 else f"{float(yuan):,.2f}"
    return f"{shown} {CONFIDENCE[figure.confidence][at]}".rstrip()
