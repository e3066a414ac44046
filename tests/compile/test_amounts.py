"""Amounts: exact to the fen where all is known, bounds that hold every sum that the unknown leaves open."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.compile.amounts import read_amount
from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.compile.formulas import compensation_years, ends_of
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import Place
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.states import ABSENT, UNKNOWN

RULESET = load_ruleset(Path(__file__).parent / "good" / "cells")
FACTS = RULESET.names.facts
FIGURES = {name: parameter.on(date(2026, 1, 1)).figure.value for name, parameter in RULESET.parameters.items()}
RANGES = {
    "claimed_amount": 10**8,
    "purchase.price": 10**8,
    "injury.daily_income": 10**6,
    "injury.rest_days": 400,
    "injury.age": 150,
    "departments_involved": 9,
    "injury.victim_fault_percent": 100,
    "injury.disability_grade": 10,
}


def reckoner(text, **figures):
    RULESET.names.problems.clear()
    amount = read_amount(text, RULESET.names, Place("a.yaml"))
    assert amount is not None, [str(problem) for problem in RULESET.names.problems]
    return AmountEvaluator(amount, {**FIGURES, **figures})


def sheet(**facts):
    values = [UNKNOWN] * len(FACTS)
    for name, value in facts.items():
        path = name.replace("__", ".")
        values[FACTS[path].index] = value
    return values


def exact(text, **facts):
    return reckoner(text).exact(sheet(**facts))


def half_up(value):
    return max(math.floor(value + Fraction(1, 2)), 0)


# --- random trees: a text, and what it comes to, by its unit


def of_fact(path):
    return st.just((path, lambda facts: Fraction(facts[path])))


def of_number(text, value=None):
    return (text, lambda _: Fraction(text if value is None else value))


def joined(sign, one, other):
    run = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[sign]
    return f"({one[0]} {sign} {other[0]})", lambda facts: run(one[1](facts), other[1](facts))


def picked(name, parts):
    run = {"min": min, "max": max}[name]
    return f"{name}({', '.join(text for text, _ in parts)})", lambda facts: run(value(facts) for _, value in parts)


def in_one_unit(inner):
    return (
        st.builds(joined, st.sampled_from("+-"), inner, inner)
        | st.builds(picked, st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=3))
        | st.builds(
            lambda part, by: (f"{part[0]} / {by}", lambda facts: part[1](facts) / Fraction(by)),
            inner,
            st.sampled_from(["3", "0.5", "365"]),
        )
    )


NUMBERS = st.recursive(
    st.sampled_from([of_number("0"), of_number("7"), of_number("2.5")])
    | of_fact("departments_involved")
    | of_fact("injury.victim_fault_percent")
    | st.just(
        ("lookup(share, injury.disability_grade)", lambda facts: Fraction(110 - 10 * facts["injury.disability_grade"]))
    )
    | st.just(("compensation_years(injury.age)", lambda facts: Fraction(compensation_years(facts["injury.age"])))),
    lambda inner: (
        in_one_unit(inner)
        | st.builds(joined, st.just("*"), inner, inner)
        | inner.map(lambda part: (f"({part[0]}) percent", lambda facts: part[1](facts) / 100))
    ),
    max_leaves=4,
)
MONEY = st.recursive(
    st.sampled_from([of_number("12.34", 1234), of_number("limit", 500_000)])
    | of_fact("claimed_amount")
    | of_fact("purchase.price")
    | st.just(
        (
            "injury.daily_income * injury.rest_days",
            lambda facts: Fraction(facts["injury.daily_income"] * facts["injury.rest_days"]),
        )
    ),
    lambda inner: in_one_unit(inner) | st.builds(joined, st.just("*"), NUMBERS, inner),
    max_leaves=5,
)
COMPLETIONS = st.fixed_dictionaries(
    {path: st.integers(max(FACTS[path].least, 0), most) for path, most in RANGES.items()}
)


@given(MONEY, COMPLETIONS)
def test_an_exact_sum_is_the_true_sum_rounded_once_and_never_below_zero(amount, facts):
    text, value = amount
    assert exact(text, **{path.replace(".", "__"): fact for path, fact in facts.items()}) == half_up(value(facts))


@given(MONEY, COMPLETIONS, st.sets(st.sampled_from(list(RANGES))))
def test_bounds_hold_the_exact_sum_of_every_completion(amount, facts, unknown):
    known = {path.replace(".", "__"): fact for path, fact in facts.items() if path not in unknown}
    low, high = reckoner(amount[0]).bounds(sheet(**known))
    assert low <= half_up(amount[1](facts))
    assert high is None or half_up(amount[1](facts)) <= high


@given(MONEY, COMPLETIONS)
def test_bounds_close_on_the_exact_sum_where_all_is_known(amount, facts):
    values = sheet(**{path.replace(".", "__"): fact for path, fact in facts.items()})
    found = reckoner(amount[0])
    assert found.bounds(values) == (found.exact(values), found.exact(values))


@given(MONEY)
def test_an_amount_lists_the_facts_that_it_waits_for(amount):
    found = reckoner(amount[0])
    assert found.missing(sheet(), -1) == [fact.path for fact in found.facts]
    assert found.missing(sheet(), 0) == []


# --- by example


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("200.00", 20_000),
        ("200", 20_000),
        ("1.00 + 2.00 * 3", 700),
        ("(1.00 + 2.00) * 3", 900),
        ("9.00 - 2.00 - 3.00", 400),
        ("9.00 / 3 / 3", 100),
        ("30 percent * 10.00", 300),
        ("10.00 * 30 percent", 300),
        ("(100 - 30) percent * 10.00", 700),
        ("percent(30) * 10.00", 300),
        ("5.00 - 9.00", 0),
        ("max(5.00, 7.00, 6.00)", 700),
        ("min(5.00, 7.00)", 500),
        ("0.01 / 2", 1),
        ("0.01 / 3", 0),
        ("0.01 / 3 + 0.01 / 3", 1),
        ("0.01 / 2 + 0.01 / 2", 1),
        ("1.00 *\n  2", 200),
    ],
)
def test_precedence_and_rounding_half_up_once_at_the_end(text, fen):
    assert exact(text) == fen


@pytest.mark.parametrize(("age", "years"), [(0, 20), (59, 20), (60, 20), (61, 19), (74, 6), (75, 5), (150, 5)])
def test_compensation_runs_twenty_years_less_one_for_each_over_sixty_and_five_from_seventy_five(age, years):
    assert exact("compensation_years(injury.age) * 1.00", injury__age=age) == years * 100


@pytest.mark.parametrize(
    ("people", "years"),
    [
        ([], 0),
        ([{"age": 17, "supporters": 1}], 1),
        ([{"age": 18, "incapable": False, "supporters": 1}], 0),
        ([{"age": 40, "incapable": True, "supporters": 1}], 20),
        ([{"age": 74, "incapable": True, "supporters": 2}], 3),
        ([{"age": 8, "supporters": 2}], 5),
        ([{"age": 8, "supporters": 1}, {"age": 8, "supporters": 1}], 10),
        ([{"age": 8, "supporters": 2}, {"age": 13, "supporters": 1}, {"age": 13, "supporters": 1}], 7.5),
    ],
)
def test_dependants_together_cost_one_years_consumption_a_year_at_the_most(people, years):
    listed = tuple(Dependant(**person) for person in people)
    assert exact("dependants_cost(1000.00, 100 percent)", injury__dependants=listed) == years * 100_000


@given(
    st.lists(
        st.builds(Dependant, age=st.integers(0, 150), incapable=st.booleans(), supporters=st.integers(1, 20)),
        max_size=5,
    ),
    st.integers(1, 10),
)
def test_dependants_cost_no_more_than_twenty_years_and_lies_within_its_bounds(people, grade):
    found = reckoner("dependants_cost(1000.00, lookup(share, injury.disability_grade) percent)")
    whole = found.exact(sheet(injury__dependants=tuple(people), injury__disability_grade=grade))
    assert 0 <= whole <= 20 * 100_000
    for known in ({"injury__dependants": tuple(people)}, {"injury__disability_grade": grade}, {}):
        low, high = found.bounds(sheet(**known))
        assert low <= whole <= high


def test_a_dependant_who_does_not_say_enough_keeps_the_sum_open():
    found = reckoner("dependants_cost(1000.00, 100 percent)")
    values = sheet(injury__dependants=(Dependant(age=40, supporters=1),))
    assert found.missing(values, 0) == ["injury.dependants"]
    assert found.bounds(values) == (0, 2_000_000)


BLANKS = st.builds(
    Dependant,
    age=st.none() | st.integers(0, 150),
    incapable=st.none() | st.booleans(),
    supporters=st.none() | st.integers(1, 20),
)
PERSON = st.tuples(st.sampled_from([0, 3, 17, 18, 40, 61, 74, 75, 150]), st.booleans(), st.sampled_from([1, 2, 4, 20]))


@given(st.lists(BLANKS, max_size=4), st.data())
def test_the_bounds_of_dependants_with_blanks_are_the_ends_of_what_their_completions_cost(people, data):
    found = reckoner("dependants_cost(1000.00, 100 percent)")
    low, high = found.bounds(sheet(injury__dependants=tuple(people)))
    for age, incapable, supporters in data.draw(st.lists(PERSON, min_size=1, max_size=4)):
        whole = tuple(
            Dependant(
                age=age if one.age is None else one.age,
                incapable=incapable if one.incapable is None else one.incapable,
                supporters=supporters if one.supporters is None else one.supporters,
            )
            for one in people
        )
        assert low <= found.exact(sheet(injury__dependants=whole)) <= high
    assert [found.exact(sheet(injury__dependants=end)) for end in ends_of(people)] == [low, high]


def test_a_figure_that_is_not_there_is_what_the_sum_waits_for():
    found = reckoner("limit + claimed_amount", limit=None)
    assert found.missing(sheet(claimed_amount=5), 0) == ["parameters.limit"]
    assert found.bounds(sheet(claimed_amount=5)) == (5, None)
    with pytest.raises(ValueError, match="lacks limit"):
        found.exact(sheet(claimed_amount=5))


def test_a_fact_that_does_not_apply_is_named():
    assert reckoner("injury.medical_expenses").absent(sheet(injury__medical_expenses=ABSENT)) == [
        "injury.medical_expenses"
    ]


def test_an_amount_over_several_lines_is_one_line_in_what_is_shown():
    assert reckoner("1.00 *\n\n  2").text == "1.00 * 2"


# --- over what applies

STATED_SUMS = [
    ("first_stated(claimed_amount, purchase.price)", 300, 300, 500),
    ("least_stated(claimed_amount, purchase.price)", 300, 300, 500),
    ("greatest_stated(claimed_amount, purchase.price)", 500, 300, 500),
    ("sum_stated(claimed_amount, purchase.price)", 800, 300, 500),
]


@pytest.mark.parametrize(("text", "both", "first", "second"), STATED_SUMS)
def test_a_function_over_what_applies_leaves_out_what_is_absent(text, both, first, second):
    found = reckoner(text)
    cases = {(300, 500): both, (300, ABSENT): first, (ABSENT, 500): second}
    for (claim, price), fen in cases.items():
        values = sheet(claimed_amount=claim, purchase__price=price)
        assert found.absent(values) == []
        assert (found.exact(values), found.bounds(values)) == (fen, (fen, fen))
    assert found.absent(sheet(claimed_amount=ABSENT, purchase__price=ABSENT)) == ["claimed_amount", "purchase.price"]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("first_stated(purchase.loss, claimed_amount)", 300, 300),
        ("least_stated(purchase.loss, claimed_amount, purchase.price)", 0, 300),
        ("greatest_stated(purchase.loss, claimed_amount, purchase.price)", 300, None),
        ("sum_stated(purchase.loss, claimed_amount, purchase.price)", 300, None),
    ],
)
def test_what_is_unknown_is_waited_for_and_not_left_out(text, least, most):
    assert reckoner(text).bounds(sheet(claimed_amount=300, purchase__loss=ABSENT)) == (least, most)


def test_one_part_of_a_sum_may_apply_without_the_other():
    text = "10.00 + least_stated(purchase.price - 1.00, (100 - injury.victim_fault_percent) percent * claimed_amount)"
    found = reckoner(text)
    assert found.exact(sheet(claimed_amount=1000, purchase__price=ABSENT, injury__victim_fault_percent=25)) == 1750
    assert found.exact(sheet(claimed_amount=1000, purchase__price=600, injury__victim_fault_percent=ABSENT)) == 1500


def test_shares_that_exclude_one_another_are_written_with_min():
    text = "min(company_share_percent, 100 - customer_share_percent) percent * claimed_amount"
    assert exact(text, claimed_amount=1000, company_share_percent=90, customer_share_percent=30) == 700
    assert exact(text, claimed_amount=1000, company_share_percent=20, customer_share_percent=30) == 200
