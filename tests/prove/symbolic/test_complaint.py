"""A symbolic complaint may be any complaint that the contract allows, and no other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.prove.symbolic.complaint import Days, Likeness, SymbolicComplaint
from complaint_rules.prove.symbolic.reading import read_by
from complaint_rules.prove.symbolic.terms import both, no
from complaint_rules.prove.symbolic.workspace import Workspace
from complaint_rules.prove.witness import Witnesses
from complaint_rules.testing import complaints
from tests.prove.agreement import ALL_DAYS, fixed
from tests.shipped import shipped

NAME = "retail-store"
DAYS = Days(date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture
def lay():
    """A workspace and a complaint under a shipped ruleset."""
    ruleset = load_ruleset(NAME)
    space = Workspace(20)
    return ruleset, space, SymbolicComplaint(ruleset, read_by(ruleset), DAYS, space)


def fact(complaint, path):
    (found,) = [one for one in complaint.facts if one.path == path]
    return found


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(complaints(shipped(NAME)))
def test_every_complaint_of_the_contract_is_one_that_logic_knows(drawn):
    ruleset = shipped(NAME).ruleset
    space = Workspace(20)
    complaint = SymbolicComplaint(ruleset, read_by(ruleset), ALL_DAYS, space)
    terms = fixed(complaint, SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone).sheet(Complaint.of(drawn)))
    assert terms is None or space.ask(terms) == "sat"


def test_every_complaint_that_logic_knows_is_one_of_the_contract(lay):
    ruleset, space, complaint = lay
    witnesses = Witnesses(ruleset, space, DAYS)
    sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
    kinds = complaint.words(fact(complaint, "kind"))
    grave = complaint.is_one_of(fact(complaint, "injury.severity"), ["death"])
    for term in kinds.values():
        (written,) = witnesses.simplest([both(term, grave, complaint.present("injury"))], [complaint]).whole
        sheet = sheets.sheet(Complaint.of(written))
        assert space.ask(complaint.is_as(sheet), term) == "sat"
        assert space.ask(complaint.is_as(sheet), no(term)) == "unsat"


def test_a_fact_is_stated_or_absent_unless_it_may_be_left_out(lay):
    ruleset, space, complaint = lay
    for one in complaint.facts:
        assert complaint.unknown(one) is False, one.path
        assert space.ask(complaint.known(one), complaint.absent(one)) == "unsat", one.path
    open_ = SymbolicComplaint(ruleset, complaint.vocabulary, DAYS, space, "2:", unsaid={"facts_clear"})
    assert space.ask(open_.unknown(fact(open_, "facts_clear"))) == "sat"
    assert space.ask(open_.known(fact(open_, "facts_clear"))) == "sat"


def test_a_choice_has_exactly_one_value_and_a_set_any_of_them(lay):
    _, space, complaint = lay
    risks = complaint.words(fact(complaint, "media_risk"))
    assert space.ask(risks["none"], risks["published"]) == "unsat"
    assert space.ask(*[no(term) for term in risks.values()]) == "unsat"
    departments = complaint.words(fact(complaint, "liability_confirmed_by"))
    assert space.ask(*departments.values()) == "sat"
    assert space.ask(*[no(term) for term in departments.values()]) == "sat"


def test_the_kind_brings_its_own_group_with_it(lay):
    _, space, complaint = lay
    kinds = complaint.words(fact(complaint, "kind"))
    assert space.ask(kinds["personal_injury"], no(complaint.present("injury"))) == "unsat"
    assert space.ask(kinds["other"], complaint.present("injury")) == "sat"


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [("injury.age", 0, 150), ("injury.victim_fault_percent", 0, 100), ("claimed_amount", 0, None)],
)
def test_a_number_keeps_to_what_the_contract_allows(lay, path, low, high):
    _, space, complaint = lay
    value = complaint.number(fact(complaint, path))
    assert (space.ask(value < low), space.ask(value == low)) == ("unsat", "sat")
    if high is not None:
        assert (space.ask(value > high), space.ask(value == high)) == ("unsat", "sat")


def test_a_second_complaint_differs_only_where_it_may(lay):
    ruleset, space, complaint = lay
    age = fact(complaint, "injury.age")
    but = Likeness(frozenset({age.index}))
    second = SymbolicComplaint(ruleset, complaint.vocabulary, DAYS, space, "2:", complaint, but)
    assert space.ask(complaint.number(age) != second.number(age)) == "sat"
    others = [one for one in complaint.facts if one is not age]
    assert second.shares(others)
    assert not second.shares([age])
