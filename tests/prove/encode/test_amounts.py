"""Sums in logic are the sums that the engines reckon: both bounds, rounding and all, whatever is known."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_rules.compile.arithmetic import Reckoner
from complaint_rules.compile.effect import amounts_of
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.prove.encode.amounts import NotEncodedError, Reckoning
from complaint_rules.prove.encode.complaint import Days, SymbolicComplaint
from complaint_rules.prove.encode.reading import read_by
from complaint_rules.prove.encode.workspace import Workspace
from tests.prove.agreement import ALL_DAYS, fixed
from tests.random_rulesets import OWN_FACTS, PARAMETERS, TITLE, compiled, engine_of

_MONEY = ["claimed_amount", "purchase.price", "purchase.loss", "money_limit", "late_limit", "100.00", "0.01"]
_FACTORS = ["injury.age", "departments_involved", "count_limit", "compensation_years(injury.age)", "3"]
_PERCENTS = ["30", "1", "(100 - injury.victim_fault_percent)", "lookup(coefficient, injury.disability_grade)"]
_VALUES = {
    "claimed_amount": ["0.00", "0.01", "99.99", "100.00", "123.45"],
    "departments_involved": [1, 2, 3],
    "occurred_on": ["2026-01-15", "2026-02-15", "2026-04-15"],
    "purchase": [{}, {"price": "0.05"}, {"price": "200.03", "loss": "33.33"}, {"loss": "0.00"}],
    "injury": [
        {},
        {"age": 59, "victim_fault_percent": 33},
        {"age": 61, "disability_grade": 1},
        {"age": 80, "disability_grade": 10, "victim_fault_percent": 100},
        {"victim_fault_percent": 0, "disability_grade": 5},
    ],
}


def _wider(inner):
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.builds("({0[0]} + {0[1]})".format, pair),
        st.builds("({0[0]} - {0[1]})".format, pair),
        st.builds("{0}({1[0]}, {1[1]})".format, st.sampled_from(["min", "max"]), pair),
        st.builds("{} percent * {}".format, st.sampled_from(_PERCENTS), inner),
        st.builds("({} / {})".format, inner, st.sampled_from(["3", "365", "0.7"])),
        st.builds("({} * {})".format, st.sampled_from(_FACTORS), inner),
    )


amounts = st.recursive(st.sampled_from(_MONEY), _wider, max_leaves=4)
facts = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in _VALUES.items()})


def ruleset_of(*sums):
    rules = [
        {"id": f"r{index}", "basis": "assumption", "reason": "x", "then": {"permit": {"compensation": {"max": text}}}}
        for index, text in enumerate(sums)
    ]
    head = {"ruleset": "house", "language": 1, "version": "1.0.0", "title": TITLE, "rules": rules}
    parameters = {name: {**one, "basis": "assumption", "reason": "x"} for name, one in PARAMETERS.items()}
    own = {name: {**one, "title": TITLE} for name, one in OWN_FACTS.items()}
    return compiled([{**head, "parameters": parameters, "facts": own}])


class Sums:
    """The sums of a ruleset, in logic and as the engines reckon them."""

    def __init__(self, *sums):
        self.ruleset = ruleset_of(*sums)
        self.space = Workspace(20)
        self.complaint = SymbolicComplaint(self.ruleset, read_by(self.ruleset), ALL_DAYS, self.space)
        self.reckoning = Reckoning(self.complaint, self.space)
        self.amounts = [amount for rule in self.ruleset.rules for said in rule.effects for amount in amounts_of(said)]
        self.engine = engine_of(self.ruleset, "interpreter")
        self.sheets = SheetMaker(self.ruleset.facts, self.ruleset.presume, self.ruleset.timezone)

    def agree(self, **given):
        complaint = {"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "kind": "other", **given}
        figures = self.engine.decide(complaint).resolution.resolver.program.figures
        sheet = self.sheets.sheet(Complaint.of(complaint))
        sums = {amount: self.reckoning.sum(amount) for amount in self.encoded()}
        model = self.space.settled(fixed(self.complaint, sheet))
        for amount, found in sums.items():
            real = Reckoner(amount, figures)
            low, high = real.bounds(sheet.values)
            assert model.value(found.low) == low, amount.text
            assert model.holds(found.high_open) == (high is None), amount.text
            assert high is None or model.value(found.high) == high, amount.text
            assert model.holds(found.absent) == bool(real.absent(sheet.values)), amount.text
            unknown = sum(fact.bit for fact in self.ruleset.facts if sheet.state(fact) == "unknown")
            assert model.holds(found.missing) == bool(real.missing(sheet.values, unknown)), amount.text

    def encoded(self):
        for amount in self.amounts:
            try:
                self.reckoning.sum(amount)
            except NotEncodedError:
                continue
            yield amount


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(amounts, min_size=3, max_size=3, unique=True), st.lists(facts, min_size=4, max_size=4))
def test_bounds_in_logic_are_the_bounds_that_the_engines_reckon(sums, complaints):
    drawn = Sums(*sums)
    for complaint in complaints:
        drawn.agree(**complaint)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("claimed_amount / 2", 1),
        ("claimed_amount / 3", 0),
        ("50 percent * (claimed_amount + 0.02)", 2),
        ("0.00 - claimed_amount", 0),
        ("(claimed_amount - 0.02) / 2", 0),
    ],
)
def test_one_fen_is_rounded_half_up_and_nothing_lies_below_zero(text, fen):
    sums = Sums(text)
    sums.agree(claimed_amount="0.01")
    (amount,) = sums.amounts
    assert sums.space.ask(fixed_at(sums, "0.01"), sums.reckoning.sum(amount).low == fen) == "sat"
    assert sums.space.ask(fixed_at(sums, "0.01"), sums.reckoning.sum(amount).low != fen) == "unsat"


def fixed_at(sums, claimed):
    complaint = {"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "kind": "other", "claimed_amount": claimed}
    return fixed(sums.complaint, sums.sheets.sheet(Complaint.of(complaint)))


@pytest.mark.parametrize(
    "text", ["(injury.age - 4) * claimed_amount", "claimed_amount * min(1 - injury.age, injury.age)"]
)
def test_a_product_of_what_may_lie_below_zero_is_refused(text):
    sums = Sums(text)
    with pytest.raises(NotEncodedError):
        sums.reckoning.sum(sums.amounts[0])


def test_what_is_left_of_a_hundred_percent_is_never_below_zero():
    assert list(Sums("(100 - injury.victim_fault_percent) percent * (departments_involved * claimed_amount)").encoded())


def test_the_days_of_a_complaint_are_held_to_those_asked_about():
    sums = Sums("claimed_amount")
    space = Workspace(20)
    first, last = ALL_DAYS.first.replace(year=2020), ALL_DAYS.first.replace(year=2021)
    complaint = SymbolicComplaint(sums.ruleset, read_by(sums.ruleset), Days(first, last), space)
    assert space.ask(complaint.occurred_on == first.toordinal(), complaint.received_on == last.toordinal()) == "sat"
    assert space.ask(complaint.occurred_on < first.toordinal()) == "unsat"
    assert space.ask(complaint.received_on > last.toordinal()) == "unsat"
