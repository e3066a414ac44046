"""A workspace answers for all that it holds, however little a question is asked with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules.prove.symbolic.terms import all_of, any_of, both, either, implies, no, number, pick, same, truth
from complaint_rules.prove.symbolic.workspace import Wish, Workspace


@pytest.fixture
def space():
    return Workspace(20)


def test_what_is_held_is_part_of_every_question(space):
    one, other = truth("one"), truth("other")
    space.hold(implies(one, other))
    for ask in (space.ask, space.ask_alone):
        assert ask(one, no(other)) == "unsat"
        assert ask(one) == "sat"
        assert space.model.holds(other)


def test_a_name_stands_for_its_term_in_every_question(space):
    age = number("age")
    old = space.named(age > 60, "old")
    assert space.named(age > 60, "other") is old
    assert space.named(old, "again") is old
    for ask in (space.ask, space.ask_alone):
        assert ask(old, age == 60) == "unsat"
        assert ask(old, age == 61) == "sat"


def test_what_is_settled_already_gets_no_name(space):
    assert space.named(True, "yes") is True
    assert space.named_number(3, "three") == 3


def test_what_is_defined_apart_counts_in_the_questions_that_speak_of_it(space):
    price = number("price")
    with space.apart():
        double = space.named_number(2 * price, "double")
        space.hold(double <= 10)
    assert space.ask(price == 6) == "sat"
    assert space.ask(double == 12) == "unsat"
    assert space.ask(double == 7) == "unsat"
    assert space.ask(double == 8, price == 4) == "sat"
    assert space.whole is False


def test_a_question_that_is_false_as_it_stands_is_not_put_to_the_solver(space):
    assert space.ask(truth("any"), False) == "unsat"
    assert space.asked == 0
    assert space.ask(True) == "sat"
    assert space.asked == 1


def test_a_product_is_the_product(space):
    one, other = number("one"), number("other")
    space.hold(both(one >= 0, one <= 50, other >= 0, other <= 50))
    found = space.product(one, other, "here")
    assert space.product(one, other, "here") is found
    assert space.ask_alone(found == 35, one == 5, other == 7) == "sat"
    assert space.ask_alone(found == 36, one == 5, other == 7) == "unsat"
    assert space.product(one, 3, "there").eq(one * 3)


def test_of_two_products_at_one_site_the_one_of_larger_factors_is_no_less(space):
    names = [number(name) for name in ("a", "b", "c", "d")]
    space.hold(all_of(name >= 0 for name in names))
    a, b, c, d = names
    smaller, larger = space.product(a, b, "site"), space.product(c, d, "site")
    assert space.ask_alone(a <= c, b <= d, smaller > larger) == "unsat"
    assert space.ask_alone(a == 0, smaller > 0) == "unsat"
    assert space.ask_alone(a < c, smaller > larger) == "sat"


def test_wishes_are_granted_in_order_the_first_of_each_kind_and_only_where_they_matter(space):
    known, value = truth("known"), number("value")
    space.hold(implies(known, value >= 10))
    wishes = [
        Wish("known", True, no(known)),
        Wish("value", True, value == 5),
        Wish("value", True, value == 7),
        Wish("value", known, value == 12),
    ]
    model = space.narrowed([value > 0], wishes)
    assert (model.holds(known), model.value(value)) == (False, 5)
    model = space.narrowed([known], wishes)
    assert (model.holds(known), model.value(value)) == (True, 12)


def test_what_can_not_be_true_has_no_model(space):
    with pytest.raises(ValueError, match="can't be true together"):
        space.narrowed([truth("a"), no(truth("a"))], [])
    with pytest.raises(ValueError, match="can't be true together"):
        space.settled(truth("a"), no(truth("a")))


def test_the_core_is_what_can_not_be_true_together_and_no_more(space):
    age = number("age")
    terms = {"old": age > 60, "late": truth("late"), "young": age < 18, "named": age >= 0}
    assert sorted(space.core(terms)) == ["old", "young"]
    assert space.core({"young": age < 18, "late": truth("late")}, age > 60) == ["young"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_terms_that_are_settled_are_worked_out_as_python_does(rows):
    for one, other, third in rows:
        assert all_of((one, other, third)) is (one and other and third)
        assert any_of((one, other, third)) is (one or other or third)
        assert either(one, no(other)) is (one or not other)
        assert implies(one, other) is (not one or other)
        assert same(one, other) is (one == other)
        assert pick(one, other, third) is (other if one else third)


_THREE_STATES = st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3)


@settings(max_examples=25)
@given(_THREE_STATES, st.lists(st.booleans(), min_size=3, max_size=3))
def test_terms_half_settled_mean_the_same_as_when_all_is_known(shape, values):
    """Where None stands an unknown, which is given its value in the question."""
    space = Workspace(20)
    unknowns = [truth(f"u{at}") for at in range(3)]
    terms = [unknown if part is None else part for part, unknown in zip(shape, unknowns, strict=True)]
    real = [value if part is None else part for part, value in zip(shape, values, strict=True)]
    given_ = all_of(same(unknown, value) for unknown, value in zip(unknowns, values, strict=True))
    made = [all_of(terms), any_of(terms), implies(*terms[:2]), same(*terms[:2]), pick(*terms)]
    wanted = [all(real), any(real), not real[0] or real[1], real[0] == real[1], real[1] if real[0] else real[2]]
    for term, is_so in zip(made, wanted, strict=True):
        assert space.ask(given_, same(term, is_so)) == "sat"
        assert space.ask(given_, same(term, not is_so)) == "unsat"


def test_what_is_held_of_a_further_complaint_counts_only_in_questions_about_it(space):
    first = number("price")
    further = {name: space.owned(number(f"{name}price"), name) for name in ("2:", "3:")}
    for price in further.values():
        space.hold(both(price >= 0, price <= first))
        double = space.named_number(2 * price, "double")
        assert space.ask_alone(double > 2 * first) == "unsat"
    about_second = space.solver_about(further["2:"] == 1)
    assert about_second.check(first == 0)[0] == "unsat"
    assert about_second.check(further["3:"] > first)[0] == "sat", "nothing is said of the third"
