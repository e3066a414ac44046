"""Sums as Python expressions over facts: whole numbers over a fixed denominator, rounded once, half up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from complaint_rules.compile.amount import (
    Amount,
    Arithmetic,
    Call,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
)
from complaint_rules.compile.formulas import SHARES
from complaint_rules.facts.fact import Fact

Read = Callable[[Fact], str]
Written = tuple[str, int]


class SumWriter:
    """Writes sums. `read` gives the text that reads a fact; `tables` gathers the tables of figures looked up."""

    def __init__(self, figures: Mapping[str, Any], read: Read) -> None:
        self._figures = figures
        self._read = read
        self.tables: dict[str, dict[int, int]] = {}

    def fen(self, amount: Amount) -> str:
        """The text of a sum in fen."""
        above, below = self._write(amount.tree)
        whole = above if below == 1 else f"(2 * ({above}) + {below}) // {2 * below}"
        return whole if isinstance(amount.tree, Literally | FactValue) and below == 1 else f"max({whole}, 0)"

    def _write(self, tree: Expression) -> Written:
        if isinstance(tree, Literally):
            return str(tree.value.numerator), tree.value.denominator
        if isinstance(tree, FactValue):
            return self._read(tree.fact), 1
        if isinstance(tree, ParameterValue):
            figure = Fraction(self._figures[tree.name])
            return str(figure.numerator), figure.denominator
        if isinstance(tree, PercentOf):
            text, below = self._write(tree.part)
            return text, below * 100
        return self._arithmetic(tree) if isinstance(tree, Arithmetic) else self._call(tree)

    def _arithmetic(self, tree: Arithmetic) -> Written:
        left, below = self._write(tree.left)
        if tree.sign == "/":
            divisor = cast("Literally", tree.right).value
            return f"({left}) * {divisor.denominator}", below * divisor.numerator
        right, other = self._write(tree.right)
        if tree.sign == "*":
            return f"({left}) * ({right})", below * other
        common = math.lcm(below, other)
        return f"({left}) * {common // below} {tree.sign} ({right}) * {common // other}", common

    def _call(self, tree: Call) -> Written:
        if tree.name == "lookup":
            return self._lookup(cast("ParameterValue", tree.arguments[0]).name, tree.arguments[1])
        inner = [self._write(argument) for argument in tree.arguments]
        if tree.name in ("min", "max"):
            common = math.lcm(*(below for _, below in inner))
            return f"{tree.name}({', '.join(f'({text}) * {common // below}' for text, below in inner)})", common
        if tree.name == "compensation_years":
            return f"compensation_years({inner[0][0]})", 1
        (cost, below), (share, hundredths), (listed, _) = inner
        return f"({cost}) * dependants_shares({listed}, {share}, {hundredths})", below * SHARES * hundredths

    def _lookup(self, table: str, key: Expression) -> Written:
        rows = {int(name): Fraction(figure) for name, figure in self._figures[table].items()}
        common = math.lcm(*(figure.denominator for figure in rows.values()))
        self.tables[table] = {name: int(figure * common) for name, figure in rows.items()}
        return f"TABLES[{table!r}][{self._write(key)[0]}]", common
