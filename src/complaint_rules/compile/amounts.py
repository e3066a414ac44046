"""Reads amounts: `20 percent * purchase.price`, `max(3 * purchase.price, 500.00)`. Checks names and units as it goes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from complaint_rules.compile.amount import (
    DAYS,
    MONEY,
    MONEY_PER_DAY,
    NUMBER,
    Amount,
    Arithmetic,
    Call,
    Dimension,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
)
from complaint_rules.compile.formulas import FORMULAS
from complaint_rules.compile.names import Names
from complaint_rules.errors import Place, did_you_mean, one_of, shown
from complaint_rules.facts.fact import FactType
from complaint_rules.money import format_fen, parse_fen

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_.]*)|(.))")
_LONGEST = 2_000
_UNITS: dict[str, Dimension] = {"CNY": MONEY, "CNY/year": MONEY, "CNY/day": MONEY_PER_DAY, "days": DAYS}
_NAMES: dict[Dimension, str] = {NUMBER: "a number", MONEY: "money", DAYS: "days", MONEY_PER_DAY: "money per day"}


class AmountError(Exception):
    """An amount that can't be read; noted with its place by `read_amount`."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


def read_amount(raw: Any, names: Names, place: Place) -> Amount | None:
    """Read one amount of money; None, with a problem noted, where it is none."""
    if not isinstance(raw, str):
        names.refuse(f"{shown(raw)} is not an amount", place, "write 200.00, or an expression over facts")
        return None
    try:
        if re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", raw):
            return Amount(Literally(Fraction(parse_fen(raw.strip())), MONEY), raw.strip())
        tree = _Parser(raw, names).parse()
        if tree.dimension != MONEY:
            raise AmountError(f"is {_unit(tree.dimension)}, not money")
    except (AmountError, ValueError) as error:
        names.refuse(f"amount {shown(raw)}: {error}", place, getattr(error, "help", None))
        return None
    except RecursionError:
        names.refuse(f"amount {shown(raw)} is nested too deeply", place)
        return None
    return Amount(tree, raw)


def _unit(dimension: Dimension) -> str:
    return _NAMES.get(dimension, f"money^{dimension[0]} days^{dimension[1]}")


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        if len(text) > _LONGEST:
            raise AmountError(f"is {len(text):,} characters long; at most {_LONGEST:,}")
        self._names = names
        self._tokens = [match for match in _TOKEN.finditer(text.rstrip())]
        self._at = 0

    def parse(self) -> Expression:
        tree = self._sum()
        if self._at < len(self._tokens):
            raise AmountError(f"can't read on at `{self._tokens[self._at][0].strip()}`")
        return tree

    def _peek(self) -> str:
        return self._tokens[self._at][0].strip() if self._at < len(self._tokens) else ""

    def _take(self, wanted: str | None = None) -> re.Match[str]:
        if self._at >= len(self._tokens):
            raise AmountError(f"ends where {f'`{wanted}`' if wanted else 'a value'} should follow")
        token = self._tokens[self._at]
        if wanted is not None and token[0].strip() != wanted:
            raise AmountError(f"`{wanted}` should stand at `{token[0].strip()}`")
        self._at += 1
        return token

    def _sum(self) -> Expression:
        tree = self._product()
        while self._peek() in ("+", "-"):
            sign: Any = self._take()[0].strip()
            right = self._product()
            if tree.dimension != right.dimension:
                raise AmountError(
                    f"{_unit(tree.dimension)} {sign} {_unit(right.dimension)} has no meaning", _money_hint(tree, right)
                )
            tree = Arithmetic(sign, tree, right, tree.dimension)
        return tree

    def _product(self) -> Expression:
        tree = self._percent()
        while self._peek() in ("*", "/"):
            sign: Any = self._take()[0].strip()
            right = self._percent()
            (money, days), (more, other) = tree.dimension, right.dimension
            if sign == "/":
                if not isinstance(right, Literally) or right.dimension != NUMBER or right.value == 0:
                    raise AmountError("`/` takes a number other than zero")
                more, other = 0, 0
            dimension = (money + more, days + other)
            if dimension not in _NAMES:
                raise AmountError(f"{_unit(tree.dimension)} {sign} {_unit(right.dimension)} has no meaning")
            tree = Arithmetic(sign, tree, right, dimension)
        return tree

    def _percent(self) -> Expression:
        tree = self._single()
        while self._peek() == "percent":
            self._take()
            if tree.dimension != NUMBER:
                raise AmountError(f"`percent` takes a number, not {_unit(tree.dimension)}")
            tree = PercentOf(tree)
        return tree

    def _single(self) -> Expression:
        token = self._take()
        number, name, mark = token[1], token[2], token[3]
        if number is not None:
            if re.fullmatch(r"\d+\.\d\d", number):
                return Literally(Fraction(parse_fen(number)), MONEY)
            return Literally(Fraction(number), NUMBER)
        if name is not None:
            return self._call(name) if self._peek() == "(" else self._named(name)
        if mark == "(":
            tree = self._sum()
            self._take(")")
            return tree
        raise AmountError(f"a value should stand at `{mark}`")

    def _call(self, name: str) -> Expression:
        known = ("min", "max", "percent", *FORMULAS)
        if name not in known:
            raise AmountError(f"unknown function `{name}`", one_of(name, known))
        self._take("(")
        arguments = [self._sum()]
        while self._peek() == ",":
            self._take()
            arguments.append(self._sum())
        self._take(")")
        if name == "percent":
            if len(arguments) != 1 or arguments[0].dimension != NUMBER:
                raise AmountError("`percent` takes one number")
            return PercentOf(arguments[0])
        if name in ("min", "max"):
            if len({argument.dimension for argument in arguments}) > 1:
                units = ", ".join(_unit(argument.dimension) for argument in arguments)
                raise AmountError(f"`{name}` of {units} has no meaning", _money_hint(*arguments))
            return Call(name, tuple(arguments), arguments[0].dimension)
        return self._formula(name, tuple(arguments))

    def _formula(self, name: str, arguments: tuple[Expression, ...]) -> Expression:
        wanted = FORMULAS[name].takes
        if len(arguments) != len(wanted):
            raise AmountError(f"`{name}` takes {', '.join(wanted)}")
        if name == "lookup":
            return self._lookup(arguments)
        for argument, what in zip(arguments, wanted, strict=True):
            if argument.dimension != (MONEY if what == "money" else NUMBER):
                raise AmountError(f"`{name}` takes {', '.join(wanted)}, not {_unit(argument.dimension)}")
        if name == "dependants_cost":
            listed = FactValue(self._names.facts["injury.dependants"], NUMBER)
            return Call(name, (*arguments, listed), MONEY)
        return Call(name, arguments, NUMBER)

    def _lookup(self, arguments: tuple[Expression, ...]) -> Expression:
        table = arguments[0]
        if not isinstance(table, ParameterValue) or not self._is_table(table.name):
            raise AmountError("`lookup` takes a parameter whose figures are mappings, and a fact")
        return Call("lookup", arguments, table.dimension)

    def _is_table(self, name: str) -> bool:
        return any(isinstance(figure, dict) for _, figure in self._names.parameters[name].values)

    def _named(self, name: str) -> Expression:
        parameter = self._names.parameters.get(name)
        if parameter is not None:
            return ParameterValue(name, _UNITS.get(parameter.unit, NUMBER))
        fact = self._names.facts.get(name)
        if fact is None:
            known = [*self._names.parameters, *self._names.facts]
            raise AmountError(f"unknown fact or parameter `{name}`", did_you_mean(name, known))
        if fact.type not in (FactType.MONEY, FactType.MONEY_PER_DAY, FactType.INTEGER):
            raise AmountError(f"`{name}` is {fact.type.value}; an amount takes money and whole numbers")
        if fact.type is FactType.MONEY_PER_DAY:
            return FactValue(fact, MONEY_PER_DAY)
        return FactValue(fact, MONEY if fact.type is FactType.MONEY else _UNITS.get(fact.unit or "", NUMBER))


def _money_hint(*trees: Expression) -> str | None:
    for tree in trees:
        if isinstance(tree, Literally) and tree.dimension == NUMBER:
            return f"money is written with two decimals: {format_fen(int(tree.value * 100))}"
    return None
