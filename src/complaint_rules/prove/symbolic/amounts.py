"""Amounts as terms: the exact sum in fen for a complete complaint.

The semantics is that of `compile.arithmetic`: every part has a fixed denominator, the result is rounded to the fen
once, half up, and never below zero.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple, Protocol, cast

from complaint_rules.compile.amount import (
    STATED,
    Amount,
    Arithmetic,
    Call,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
    absence,
)
from complaint_rules.compile.formulas import LONGEST_YEARS, compensation_years
from complaint_rules.compile.names import Label
from complaint_rules.compile.parameter import DatedParameter, Value
from complaint_rules.prove.symbolic.complaint import SymbolicComplaint, limits
from complaint_rules.prove.symbolic.conditions import by_circumstances, figure
from complaint_rules.prove.symbolic.terms import (
    Number,
    Truth,
    all_of,
    any_of,
    either,
    floor_divide,
    least,
    most,
    no,
    pick,
    same,
)
from complaint_rules.prove.symbolic.workspace import Workspace
from complaint_rules.prove.wording import say


class Quotient(NamedTuple):
    """A whole number over a denominator; `positive` says that its structure guarantees that it is not negative."""

    number: Number
    below: int = 1
    positive: bool = True

    def over(self, common: int) -> Number:
        """The number over another denominator, a multiple of its own."""
        factor = common // self.below
        return self.number if factor == 1 else self.number * factor


class SymbolicSum(NamedTuple):
    """An amount in fen; `absent` says that it reads facts that do not apply, so that there is no sum."""

    fen: Number
    absent: Truth


class NotEncodedError(Exception):
    """An amount of a kind that can't be encoded; what depends on it is reported as unsettled, not proved.

    `reason` says why, in English and Chinese.
    """

    def __init__(self, reason: Label) -> None:
        super().__init__(reason[0])
        self.reason = reason


class Amounts(Protocol):
    """What encodes an amount."""

    def sum(self, amount: Amount) -> SymbolicSum:
        """One amount."""
        ...


class AmountEncoder:
    """Encodes amounts over one complaint."""

    def __init__(self, complaint: SymbolicComplaint, space: Workspace) -> None:
        self._complaint = complaint
        self._space = space
        self._sums: dict[Amount, SymbolicSum] = {}
        self._parts: dict[Amount, Quotient] = {}

    def sum(self, amount: Amount) -> SymbolicSum:
        """One amount.

        Raises:
            NotEncodedError: it multiplies what may be negative.
        """
        if amount not in self._sums:
            self._sums[amount] = SymbolicSum(_to_fen(self.part(amount)), self.absent(amount))
        return self._sums[amount]

    def absent(self, amount: Amount) -> Truth:
        """Whether it reads facts that do not apply."""
        return self._absent(amount.tree)

    def _absent(self, tree: Expression) -> Truth:
        return absence(tree, self._complaint.absent, any_of, all_of)

    def part(self, amount: Amount) -> Quotient:
        """One amount, not rounded.

        Raises:
            NotEncodedError: it multiplies what may be negative.
        """
        if amount not in self._parts:
            self._parts[amount] = self._part(amount.tree)
        return self._parts[amount]

    def _part(self, tree: Expression) -> Quotient:
        if isinstance(tree, Literally):
            return Quotient(tree.value.numerator, tree.value.denominator, tree.value >= 0)
        if isinstance(tree, FactValue):
            divisor = tree.fact.divisor
            number = self._complaint.number(tree.fact)
            return Quotient(number if divisor == 1 else number * divisor + self._complaint.rest(tree.fact), divisor)
        if isinstance(tree, ParameterValue):
            return self._figure(self._complaint.ruleset.parameters[tree.name])
        if isinstance(tree, PercentOf):
            part = self._part(tree.part)
            return part._replace(below=part.below * 100)
        return self._arithmetic(tree) if isinstance(tree, Arithmetic) else self._call(tree)

    def _arithmetic(self, tree: Arithmetic) -> Quotient:
        left = self._part(tree.left)
        if tree.sign == "/":
            divisor = cast("Literally", tree.right).value
            return Quotient(left.number * divisor.denominator, left.below * divisor.numerator, left.positive)
        right = self._part(tree.right)
        if tree.sign == "*":
            return self._times(left, right, tree)
        common = lcm(left.below, right.below)
        one, other = left.over(common), right.over(common)
        if tree.sign == "+":
            return Quotient(one + other, common, left.positive and right.positive)
        return Quotient(one - other, common, _stays_positive(tree))

    def _times(self, left: Quotient, right: Quotient, site: Hashable) -> Quotient:
        if not (left.positive and right.positive):
            raise NotEncodedError(say("below-zero"))
        return Quotient(self._space.product(left.number, right.number, site), left.below * right.below)

    def _call(self, tree: Call) -> Quotient:
        if tree.name == "lookup":
            table = self._complaint.ruleset.parameters[cast("ParameterValue", tree.arguments[0]).name]
            return self._lookup(table, self._part(tree.arguments[1]))
        if tree.name == "dependants_cost":
            return self._dependants(tree)
        inner = [self._part(argument) for argument in tree.arguments]
        if tree.name in STATED:
            return _stated(tree.name, [no(self._absent(part)) for part in tree.arguments], inner)
        if tree.name in ("min", "max"):
            positive = (all if tree.name == "min" else any)([one.positive for one in inner])
            return _extreme(least if tree.name == "min" else most, inner)._replace(positive=positive)
        return Quotient(_years(inner[0].number))

    def _figure(self, parameter: DatedParameter) -> Quotient:
        """The figure that applies, under a fresh name, since it is one of many by year and place."""
        number, below = figure(parameter, self._complaint)
        return Quotient(self._space.named_number(number, f"parameters.{parameter.id}"), below)

    def _lookup(self, table: DatedParameter, key: Quotient) -> Quotient:
        """The figure of a key, from the table in force."""
        tables: list[Mapping[str, Any]] = [rows for rows in table.all_values() if isinstance(rows, Mapping)]
        below = lcm(*(Fraction(value).denominator for rows in tables for value in rows.values())) if tables else 1
        unstated = self._complaint.unstated_figure(table.id)

        def row(rows: Value) -> Number:
            return _of_key(rows, key, below) if isinstance(rows, Mapping) else unstated

        return Quotient(by_circumstances(table, self._complaint, row, unstated), below)

    def _dependants(self, tree: Call) -> Quotient:
        """The cost of any whole number of years, as if for one dependant; other lists have costs in between."""
        cost, rate, listed = tree.arguments
        years = Quotient(self._complaint.number(cast("FactValue", listed).fact))
        capped = _extreme(least, [self._part(rate), Quotient(1)])
        owed = self._times(self._part(cost), capped, (tree, "a year"))
        return self._times(owed, years, tree)


class UnroundedAmounts:
    """Amounts in whole parts of a fen, for sums that are rounded once they are added up."""

    def __init__(self, amounts: AmountEncoder, unit: int) -> None:
        """Wrap an encoder.

        Args:
            amounts: the encoder.
            unit: how many parts a fen has; a multiple of the denominator of every amount to encode.
        """
        self._amounts = amounts
        self._unit = unit

    def sum(self, amount: Amount) -> SymbolicSum:
        """One amount, in parts of a fen.

        Raises:
            NotEncodedError: it multiplies what may be negative.
        """
        return SymbolicSum(_not_below_zero(self._amounts.part(amount).over(self._unit)), self._amounts.absent(amount))


def _stays_positive(tree: Arithmetic) -> bool:
    """Whether a difference subtracts a fact from a number that is at least as large: `100 - fault_percent`."""
    left, right = tree.left, tree.right
    if not isinstance(left, Literally) or not isinstance(right, FactValue):
        return False
    return limits(right.fact)[1] <= left.value


def _to_fen(part: Quotient) -> Number:
    """A number of fen, rounded half up and never below zero."""
    return _not_below_zero(rounded(part.number, part.below))


def rounded(value: Number, unit: int) -> Number:
    """A number of parts of a fen in whole fen, rounded half up."""
    return value if unit == 1 else floor_divide(2 * value + unit, 2 * unit)


def _not_below_zero(value: Number) -> Number:
    return value if isinstance(value, int) and value >= 0 else pick(value >= 0, value, 0)


def _extreme(choose: Callable[[Iterable[Number]], Number], parts: Sequence[Quotient]) -> Quotient:
    """The least or the greatest of some parts."""
    common = lcm(*(part.below for part in parts))
    return Quotient(choose([part.over(common) for part in parts]), common, all([part.positive for part in parts]))


def _stated(name: str, there: Sequence[Truth], parts: Sequence[Quotient]) -> Quotient:
    """The value of one of the functions in `STATED` over those parts that are present."""
    common = lcm(*(part.below for part in parts))
    numbers = [part.over(common) for part in parts]
    positive = all([part.positive for part in parts])
    if name == "sum_stated":
        total: Number = 0
        for is_there, value in zip(there, numbers, strict=True):
            total = total + pick(is_there, value, 0)
        return Quotient(total, common, positive)
    some, found = there[-1], numbers[-1]
    for is_there, value in reversed([*zip(there[:-1], numbers[:-1], strict=True)]):
        kept = found
        if name != "first_stated":
            better = value <= found if name == "least_stated" else value >= found
            found = pick(is_there, pick(either(no(some), better), value, kept), kept)
        else:
            found = pick(is_there, value, kept)
        some = either(some, is_there)
    return Quotient(found, common, positive)


def _of_key(rows: Mapping[str, Any], key: Quotient, below: int) -> Number:
    found: Number = 0
    for name, value in sorted(rows.items()):
        found = pick(same(key.number, int(name) * key.below), int(Fraction(value) * below), found)
    return found


def _years(age: Number) -> Number:
    """`compensation_years` over a term: 20 up to 60, 5 from 75 on, and one less for each year between."""
    if isinstance(age, int):
        return compensation_years(age)
    return pick(age >= 75, 5, pick(age > 60, 80 - age, LONGEST_YEARS))


__all__ = ["AmountEncoder", "Amounts", "NotEncodedError", "SymbolicSum", "UnroundedAmounts", "rounded"]
