"""Sums as Python expressions over facts: whole numbers of one small part of a fen, the same for all sums of a policy.

So sums are added up, compared and rounded as whole numbers, without fractions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

from benchmarks.policies import may_be_absent
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
    parts,
)
from complaint_rules.compile.formulas import SHARES
from complaint_rules.facts.fact import Fact

Read = Callable[[Fact], str]
Written = tuple[str, int]

_NEVER = "False"


class SumWriter:
    """Writes sums. `unit` is the number of parts of a fen that they are counted in; `tables` has what is looked up."""

    def __init__(
        self, amounts: Iterable[Amount], figures: Mapping[str, Any], looked_up: Mapping[str, int], read: Read
    ) -> None:
        """Find the unit.

        Args:
            amounts: every amount that will be written.
            figures: of each parameter.
            looked_up: the parameters whose figures come with a complaint, and the denominator of each.
            read: gives the text that reads a fact, times its divisor.
        """
        self._figures = figures
        self._looked_up = looked_up
        self._read = read
        self._of_group: dict[str, Fact] = {}
        self.tables: dict[str, dict[int, int]] = {}
        self.unit = math.lcm(*[self._write(amount.tree)[1] for amount in amounts])

    def sum(self, amount: Amount) -> str:
        """The text of a sum in parts of a fen, never below zero; only where `absent` is not so."""
        if isinstance(amount.tree, Literally):
            return str(max(int(amount.tree.value * self.unit), 0))
        above, below = self._write(amount.tree)
        text = _times(above, self.unit // below)
        falls = any(isinstance(part, Arithmetic) and part.sign == "-" for part in parts(amount.tree))
        return f"max({text}, 0)" if falls else text

    def absent(self, amount: Amount) -> str | None:
        """The text that is true where there is no sum, since facts do not apply; None where there always is one."""
        text = self._absent(amount.tree)
        return None if text == _NEVER else text

    def _absent(self, tree: Expression) -> str:
        return absence(tree, self._is_absent, _some, _every)

    def _is_absent(self, fact: Fact) -> str:
        """The text that is true where a fact does not apply; all is known, so one fact of a group stands for it."""
        if not may_be_absent(fact):
            return _NEVER
        if fact.group is not None and not fact.may_be_absent:
            fact = self._of_group.setdefault(fact.group, fact)
        return f"{self._read(fact)} is None"

    def _write(self, tree: Expression) -> Written:
        if isinstance(tree, Literally):
            return str(tree.value.numerator), tree.value.denominator
        if isinstance(tree, FactValue):
            return self._read(tree.fact), tree.fact.divisor
        if isinstance(tree, ParameterValue):
            return self._figure(tree.name)
        if isinstance(tree, PercentOf):
            text, below = self._write(tree.part)
            return text, below * 100
        return self._arithmetic(tree) if isinstance(tree, Arithmetic) else self._call(tree)

    def _figure(self, name: str) -> Written:
        below = self._looked_up.get(name)
        if below is not None:
            return f"figures[{name!r}]", below
        figure = Fraction(self._figures[name])
        return str(figure.numerator), figure.denominator

    def _arithmetic(self, tree: Arithmetic) -> Written:
        left, below = self._write(tree.left)
        if tree.sign == "/":
            divisor = cast("Literally", tree.right).value
            return _times(left, divisor.denominator), below * divisor.numerator
        right, other = self._write(tree.right)
        if tree.sign == "*":
            return f"({left}) * ({right})", below * other
        common = math.lcm(below, other)
        return f"{_times(left, common // below)} {tree.sign} {_times(right, common // other)}", common

    def _call(self, tree: Call) -> Written:
        if tree.name == "lookup":
            return self._lookup(cast("ParameterValue", tree.arguments[0]).name, tree.arguments[1])
        inner = [self._write(argument) for argument in tree.arguments]
        if tree.name in ("min", "max", *STATED):
            common = math.lcm(*(below for _, below in inner))
            texts = [_times(text, common // below) for text, below in inner]
            if tree.name in STATED:
                return _stated(tree.name, texts, [self._absent(argument) for argument in tree.arguments]), common
            return f"{tree.name}({', '.join(texts)})", common
        if tree.name == "compensation_years":
            return f"compensation_years({inner[0][0]})", 1
        if tree.name == "dependants_cost":
            (cost, below), (share, hundredths), (listed, _) = inner
            return f"({cost}) * dependants_shares({listed}, {share}, {hundredths})", below * SHARES * hundredths
        raise NotImplementedError(f"the function `{tree.name}` of amounts is not written out")

    def _lookup(self, table: str, key: Expression) -> Written:
        rows = {int(name): Fraction(figure) for name, figure in self._figures[table].items()}
        common = math.lcm(*(figure.denominator for figure in rows.values()))
        self.tables[table] = {name: int(figure * common) for name, figure in rows.items()}
        return f"TABLES[{table!r}][{self._write(key)[0]}]", common


def _times(text: str, factor: int) -> str:
    return f"({text})" if factor == 1 else f"({text}) * {factor}"


def _stated(name: str, texts: list[str], absent: list[str]) -> str:
    """A function over those of its arguments that apply, of which there is at least one."""
    if name == "first_stated":
        found = texts[-1]
        for text, never in reversed([*zip(texts[:-1], absent[:-1], strict=True)]):
            found = text if never == _NEVER else f"({text} if not ({never}) else {found})"
        return found
    if name == "sum_stated":
        either = [_or(text, "0", never) for text, never in zip(texts, absent, strict=True)]
        return f"({' + '.join(either)})"
    either = [_or(text, "None", never) for text, never in zip(texts, absent, strict=True)]
    pick = {"least_stated": "min", "greatest_stated": "max"}[name]
    return f"{pick}([one for one in ({', '.join(either)},) if one is not None])"


def _or(text: str, otherwise: str, never: str) -> str:
    return text if never == _NEVER else f"({otherwise} if {never} else {text})"


def _some(texts: Iterable[str]) -> str:
    found = dict.fromkeys([one for text in texts for one in text.split(" or ") if one != _NEVER])
    return " or ".join(found) or _NEVER


def _every(texts: Iterable[str]) -> str:
    found = [f"({text})" if " or " in text else text for text in dict.fromkeys(texts)]
    return _NEVER if _NEVER in found else " and ".join(found)
