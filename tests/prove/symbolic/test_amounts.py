"""Sums in logic are the sums that the engines work out, rounding and all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_rules.compile.amount import STATED
from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.compile.effect import amounts_of
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.prove.symbolic.amounts import AmountEncoder, NotEncodedError
from complaint_rules.prove.symbolic.complaint import Days, SymbolicComplaint
from complaint_rules.prove.symbolic.reading import read_by
from complaint_rules.prove.symbolic.workspace import Workspace
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
        st.builds("{0}({1[0]}, {1[1]})".format, st.sampled_from(["min", "max", *STATED]), pair),
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
        self.encoder = AmountEncoder(self.complaint, self.space)
        self.amounts = [amount for rule in self.ruleset.rules for said in rule.effects for amount in amounts_of(said)]
        self.engine = engine_of(self.ruleset, "interpreter")
        self.sheets = SheetMaker(self.ruleset.facts, self.ruleset.presume, self.ruleset.timezone)

    def agree(self, **given):
        complaint = {"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "kind": "other", **given}
        evaluation = self.engine.decide(complaint).evaluation
        figures, sheet = evaluation.evaluator.program.figures, evaluation.sheet
        sums = {amount: self.encoder.sum(amount) for amount in self.encoded()}
        model = self.space.settled(fixed(self.complaint, sheet))
        compared = 0
        for amount, found in sums.items():
            real = AmountEvaluator(amount, figures)
            assert model.holds(found.absent) == bool(real.absent(sheet.values)), amount.text
            if not real.absent(sheet.values) and not real.missing(sheet.values, sheet.unknown):
                assert model.value(found.fen) == real.exact(sheet.sums), amount.text
                compared += 1
        return compared

    def encoded(self):
        for amount in self.amounts:
            try:
                self.encoder.sum(amount)
            except NotEncodedError:
                continue
            yield amount


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(amounts, min_size=3, max_size=3, unique=True), st.lists(facts, min_size=4, max_size=4))
def test_sums_in_logic_are_the_sums_that_the_engines_work_out(sums, complaints):
    drawn = Sums(*sums)
    for complaint in complaints:
        drawn.agree(**complaint)


@pytest.mark.parametrize("text", [*_MONEY[:4], "lookup(coefficient, injury.disability_grade) percent * claimed_amount"])
def test_a_sum_over_whole_facts_is_compared(text):
    whole = {"claimed_amount": "123.45", "purchase": {"price": "200.03", "loss": "33.33"}}
    assert Sums(text).agree(**whole, injury={"disability_grade": 3}) == 1


@pytest.mark.parametrize(("day", "owed"), [("2026-01-15", False), ("2026-04-15", True)])
def test_a_figure_that_nobody_has_stated_may_be_any(day, owed):
    sums = Sums("late_limit")
    (amount,) = sums.amounts
    sheet = sums.sheets.sheet(Complaint.of({**fixed_day(day), "kind": "other"}))
    asked = [fixed(sums.complaint, sheet), sums.encoder.sum(amount).fen == 5001]
    assert (sums.space.ask(*asked) == "unsat") == owed


def fixed_day(day):
    return {"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "occurred_on": day}


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
    assert sums.space.ask(fixed_at(sums, "0.01"), sums.encoder.sum(amount).fen == fen) == "sat"
    assert sums.space.ask(fixed_at(sums, "0.01"), sums.encoder.sum(amount).fen != fen) == "unsat"


def fixed_at(sums, claimed):
    complaint = {"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "kind": "other", "claimed_amount": claimed}
    return fixed(sums.complaint, sums.sheets.sheet(Complaint.of(complaint)))


@pytest.mark.parametrize(
    "text", ["(injury.age - 4) * claimed_amount", "claimed_amount * min(1 - injury.age, injury.age)"]
)
def test_a_product_of_what_may_lie_below_zero_is_refused(text):
    sums = Sums(text)
    with pytest.raises(NotEncodedError):
        sums.encoder.sum(sums.amounts[0])


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
