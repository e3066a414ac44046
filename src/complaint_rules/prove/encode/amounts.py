"""Amounts as bounds over terms: the least and the greatest sum in fen that the unknown facts leave open.

Where all is known the two are one, the exact sum. The same laws as `compile.arithmetic`: a fixed denominator below
every part, rounded to the fen once, half up; nothing lies below zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple, cast

from complaint_rules.compile.amount import (
    Amount,
    Arithmetic,
    Call,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
    facts_in,
    parameters_in,
)
from complaint_rules.compile.formulas import LONGEST_YEARS, compensation_years
from complaint_rules.compile.names import Label, Parameter
from complaint_rules.facts.fact import Fact
from complaint_rules.prove.encode.complaint import SymbolicComplaint, limits
from complaint_rules.prove.encode.grading import figure, started
from complaint_rules.prove.encode.terms import Number, Truth, any_of, both, either, floor_divide, least, most, no, pick
from complaint_rules.prove.encode.workspace import Workspace
from complaint_rules.prove.wording import say

_NO_NATURAL_LIMIT = 1000
_OLDEST = 150


class End(NamedTuple):
    """One end of the bounds: a whole number over a denominator, unless there is no bound on that side."""

    number: Number
    below: int = 1
    open: Truth = False

    def over(self, common: int) -> Number:
        """The number over another denominator, a multiple of its own."""
        factor = common // self.below
        return self.number if factor == 1 else self.number * factor


class Bounds(NamedTuple):
    """Both ends. `positive` says that the structure alone keeps the low one from falling below zero."""

    low: End
    high: End
    positive: bool = True


class Sum(NamedTuple):
    """An amount in fen: its bounds, and whether it waits for answers or figures, or speaks of facts that do not apply.

    `high_open` says that there is no upper bound.
    """

    low: Number
    high: Number
    high_open: Truth
    missing: Truth
    absent: Truth


class NotEncodedError(Exception):
    """An amount of a kind that is not put into logic; what hangs on it is named, not proved.

    `reason` says why, in English and Chinese.
    """

    def __init__(self, reason: Label) -> None:
        super().__init__(reason[0])
        self.reason = reason


class Reckoning:
    """Puts amounts into terms over one complaint."""

    def __init__(self, complaint: SymbolicComplaint, space: Workspace) -> None:
        self._complaint = complaint
        self._space = space
        self._sums: dict[Amount, Sum] = {}

    def sum(self, amount: Amount) -> Sum:
        """One amount.

        Raises:
            NotEncodedError: it multiplies what may lie below zero.
        """
        if amount not in self._sums:
            self._sums[amount] = self._sum(amount)
        return self._sums[amount]

    def _sum(self, amount: Amount) -> Sum:
        complaint = self._complaint
        facts = facts_in(amount)
        bounds = self._bounds(amount.tree)
        unknown = any_of(complaint.unknown(fact) for fact in facts)
        absent = any_of(complaint.absent(fact) for fact in facts)
        figures = [complaint.ruleset.parameters[name] for name in parameters_in(amount)]
        lacking = any_of(lacks(parameter, complaint.occurred_on) for parameter in figures)
        low = pick(bounds.low.open, 0, _to_fen(bounds.low))
        return Sum(low, _to_fen(bounds.high), bounds.high.open, either(unknown, lacking), absent)

    def _bounds(self, tree: Expression) -> Bounds:
        if isinstance(tree, Literally):
            return _exactly(tree.value)
        if isinstance(tree, FactValue):
            return self._fact(tree.fact)
        if isinstance(tree, ParameterValue):
            return self._parameter(self._complaint.ruleset.parameters[tree.name])
        if isinstance(tree, PercentOf):
            part = self._bounds(tree.part)
            return _divided(part, 100)
        if isinstance(tree, Arithmetic):
            return self._arithmetic(tree)
        return self._call(tree)

    def _fact(self, fact: Fact) -> Bounds:
        complaint = self._complaint
        known, value = complaint.known(fact), complaint.number(fact)
        bounded = fact.most is not None and fact.most < _NO_NATURAL_LIMIT
        low = End(pick(known, value, fact.least))
        high = End(pick(known, value, fact.most if bounded else 0), 1, False if bounded else no(known))
        return Bounds(low, high)

    def _parameter(self, parameter: Parameter) -> Bounds:
        value, below, lacking = figure(parameter, self._complaint.occurred_on)
        return Bounds(End(value, below), End(value, below, lacking))

    def _arithmetic(self, tree: Arithmetic) -> Bounds:
        left = self._bounds(tree.left)
        if tree.sign == "/":
            divisor = cast("Literally", tree.right).value
            return _divided(_scaled(left, divisor.denominator), divisor.numerator)
        right = self._bounds(tree.right)
        if tree.sign == "*":
            return self._times(left, right, tree)
        if tree.sign == "+":
            ends = [_added(one, other) for one, other in zip(left[:2], right[:2], strict=True)]
            return Bounds(ends[0], ends[1], left.positive and right.positive)
        low, high = _added(left.low, _negative(right.high)), _added(left.high, _negative(right.low))
        return Bounds(low, high, self._stays_positive(tree))

    def _times(self, left: Bounds, right: Bounds, site: object) -> Bounds:
        """The product of two not below zero: low by low, high by high; nothing times no bound is nothing."""
        if not (left.positive and right.positive):
            raise NotEncodedError(say("below-zero"))
        low = self._space.product(left.low.number, right.low.number, (site, "low"))
        endless = either(
            both(left.high.open, either(right.high.open, right.high.number > 0)),
            both(right.high.open, either(left.high.open, left.high.number > 0)),
        )
        one, other = pick(left.high.open, 0, left.high.number), pick(right.high.open, 0, right.high.number)
        exact = left.high == left.low and right.high == right.low
        high = low if exact else self._space.product(one, other, (site, "high"))
        return Bounds(
            End(low, left.low.below * right.low.below), End(high, left.high.below * right.high.below, endless)
        )

    def _stays_positive(self, tree: Arithmetic) -> bool:
        """Whether a difference takes a fact from a number that is at least as large: `100 - fault_percent`."""
        left, right = tree.left, tree.right
        if not isinstance(left, Literally) or not isinstance(right, FactValue):
            return False
        return limits(right.fact)[1] <= left.value

    def _call(self, tree: Call) -> Bounds:
        if tree.name == "lookup":
            table = self._complaint.ruleset.parameters[cast("ParameterValue", tree.arguments[0]).name]
            return self._lookup(table, self._bounds(tree.arguments[1]))
        if tree.name == "dependants_cost":
            return self._dependants(tree)
        inner = [self._bounds(argument) for argument in tree.arguments]
        positive = (all if tree.name == "min" else any)(one.positive for one in inner)
        if tree.name in ("min", "max"):
            lows = _extreme(tree.name, [one.low for one in inner], low=True)
            return Bounds(lows, _extreme(tree.name, [one.high for one in inner], low=False), positive)
        ages = inner[0]
        youngest, oldest = most([ages.low.number, 0]), pick(ages.high.open, _OLDEST, ages.high.number)
        return Bounds(End(_years(oldest)), End(_years(youngest)))

    def _lookup(self, table: Parameter, key: Bounds) -> Bounds:
        """The figures of the keys that are possible, from the table in force."""
        day = self._complaint.occurred_on
        tables: list[Mapping[str, Any]] = [rows for _, rows in table.values if isinstance(rows, Mapping)]
        below = lcm(*(Fraction(value).denominator for rows in tables for value in rows.values())) if tables else 1
        low: Number = 0
        high: Number = 0
        open_: Truth = True
        for start, rows in table.values:
            since = started(day, start)
            first, last, none = _held(rows, key, below) if isinstance(rows, Mapping) else (0, 0, True)
            low, high, open_ = pick(since, first, low), pick(since, last, high), pick(since, none, open_)
        return Bounds(End(low, below), End(high, below, open_))

    def _dependants(self, tree: Call) -> Bounds:
        """Any whole number of years, as if for one dependant; other lists come to sums in between."""
        cost, rate, listed = tree.arguments
        fact = cast("FactValue", listed).fact
        years = self._fact_years(fact)
        capped = _extreme_with_one(self._bounds(rate))
        known = self._complaint.known(fact)
        high = End(pick(known, capped.high.number, capped.high.below), capped.high.below, both(known, capped.high.open))
        owed = self._times(self._bounds(cost), capped._replace(high=high), (tree, "a year"))
        return self._times(owed, years, tree)

    def _fact_years(self, fact: Fact) -> Bounds:
        known, years = self._complaint.known(fact), self._complaint.number(fact)
        return Bounds(End(pick(known, years, 0)), End(pick(known, years, LONGEST_YEARS)))


def _exactly(value: Fraction) -> Bounds:
    end = End(value.numerator, value.denominator)
    return Bounds(end, end, value >= 0)


def _to_fen(end: End) -> Number:
    """Rounded half up, and nothing below zero."""
    value = end.number if end.below == 1 else floor_divide(2 * end.number + end.below, 2 * end.below)
    return value if isinstance(value, int) and value >= 0 else pick(value >= 0, value, 0)


def _scaled(bounds: Bounds, factor: int) -> Bounds:
    low, high = bounds.low, bounds.high
    return Bounds(low._replace(number=low.number * factor), high._replace(number=high.number * factor), bounds.positive)


def _divided(bounds: Bounds, divisor: int) -> Bounds:
    low, high = bounds.low, bounds.high
    return Bounds(low._replace(below=low.below * divisor), high._replace(below=high.below * divisor), bounds.positive)


def _negative(end: End) -> End:
    return End(-end.number, end.below, end.open)


def _added(one: End, other: End) -> End:
    common = lcm(one.below, other.below)
    return End(one.over(common) + other.over(common), common, either(one.open, other.open))


def _extreme(name: str, ends: list[End], *, low: bool) -> End:
    """The least or the greatest of some ends; of those without a bound as `compile.arithmetic` has it."""
    common = lcm(*(end.below for end in ends))
    choose = least if name == "min" else most
    beyond_all = low == (name == "min")  # one end without a bound takes the whole with it
    closed = End(ends[0].over(common), common, ends[0].open)
    for end in ends[1:]:
        value = choose([closed.number, end.over(common)])
        if not beyond_all:
            value = pick(closed.open, end.over(common), pick(end.open, closed.number, value))
        join = either if beyond_all else both
        closed = End(value, common, join(closed.open, end.open))
    return closed


def _extreme_with_one(bounds: Bounds) -> Bounds:
    """A rate, at most one whole."""
    one = End(1)
    low = _extreme("min", [bounds.low, one], low=True)
    return Bounds(low, _extreme("min", [bounds.high, one], low=False), bounds.positive)


def _held(rows: Mapping[str, Any], key: Bounds, below: int) -> tuple[Number, Number, Truth]:
    """The least and greatest figure among the possible keys, and whether there is none."""
    inside = [
        (_within(int(name), key), int(Fraction(value) * below)) for name, value in sorted(rows.items(), key=_figure)
    ]
    first: Number = 0
    last: Number = 0
    for there, value in reversed(inside):
        first = pick(there, value, first)
    for there, value in inside:
        last = pick(there, value, last)
    return first, last, no(any_of(there for there, _ in inside))


def _figure(row: tuple[str, Any]) -> Fraction:
    return Fraction(row[1])


def _within(name: int, key: Bounds) -> Truth:
    low = either(key.low.open, key.low.number <= name * key.low.below)
    return both(low, either(key.high.open, name * key.high.below <= key.high.number))


def _years(age: Number) -> Number:
    """`compensation_years` over a term: 20 up to 60, 5 from 75 on, and one less for each year between."""
    if isinstance(age, int):
        return compensation_years(age)
    return pick(age >= 75, 5, pick(age > 60, 80 - age, LONGEST_YEARS))


def lacks(parameter: Parameter, day: Number) -> Truth:
    """Whether a parameter has no figure on a day."""
    found: Truth = True
    for start, value in parameter.values:
        found = pick(started(day, start), value is None, found)
    return found


__all__ = ["Bounds", "End", "NotEncodedError", "Reckoning", "Sum", "lacks"]
