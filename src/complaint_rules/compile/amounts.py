"""Reads amounts such as `max(20 percent * purchase.price, 500.00)`. Checks names and units as it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    parts,
)
from complaint_rules.compile.formulas import FORMULAS
from complaint_rules.compile.names import Names
from complaint_rules.errors import Place, one_of, shown
from complaint_rules.facts.fact import FactType
from complaint_rules.money import format_fen, parse_fen

_TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?)|([^\W\d][\w.]*)|(.))", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LONGEST = 2_000
_DEEPEST = 40
_HINTS = {"%": "write `percent`", ")": "it has no `(`", "of": "write `*` instead"}
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
    text = " ".join(raw.split())
    try:
        if _NUMBER.fullmatch(text):
            return Amount(Literally(Fraction(parse_fen(text)), MONEY), text)
        tree = _Parser(text, names).parse()
        if tree.dimension != MONEY:
            raise AmountError(f"is {_unit(tree.dimension)}, not money")
        _refuse_bare_tables(tree, names)
        if _depth(tree) > _DEEPEST:
            raise AmountError("has too many steps", "sum it up in parameters, or split the rule")
    except (AmountError, ValueError) as error:
        names.refuse(f"amount {shown(raw)}: {error}", place, getattr(error, "help", None))
        return None
    except RecursionError:
        names.refuse(f"amount {shown(raw)} is nested too deeply", place)
        return None
    return Amount(tree, text)


def _depth(tree: Expression) -> int:
    inner: tuple[Expression, ...] = ()
    if isinstance(tree, Arithmetic):
        inner = (tree.left, tree.right)
    elif isinstance(tree, PercentOf):
        inner = (tree.part,)
    elif isinstance(tree, Call):
        inner = tree.arguments
    return 1 + max(map(_depth, inner), default=0)


def _refuse_bare_tables(tree: Expression, names: Names) -> None:
    looked_up = {id(part.arguments[0]) for part in parts(tree) if isinstance(part, Call) and part.name == "lookup"}
    for part in parts(tree):
        if isinstance(part, ParameterValue) and names.parameters[part.name].is_table and id(part) not in looked_up:
            raise AmountError(f"the figures of `{part.name}` are mappings", f"write lookup({part.name}, fact)")


def _unit(dimension: Dimension) -> str:
    return _NAMES.get(dimension, f"money^{dimension[0]} days^{dimension[1]}")


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        if len(text) > _LONGEST:
            raise AmountError(f"is {len(text):,} characters long; at most {_LONGEST:,}")
        self._names = names
        self._tokens = list(_TOKEN.finditer(text.rstrip()))
        self._at = 0

    def parse(self) -> Expression:
        tree = self._sum()
        if self._at < len(self._tokens):
            odd = self._tokens[self._at][0].strip()
            raise AmountError(f"can't read on at `{odd}`", _HINTS.get(odd, "a sign such as `*` may be missing"))
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
                _refuse_divisor(right)
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
            tree = _percent_of(tree)
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
            if len(arguments) != 1:
                raise AmountError("`percent` takes one number")
            return _percent_of(arguments[0])
        if name in ("min", "max"):
            if len(arguments) < 2:
                raise AmountError(f"`{name}` takes two or more values")
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
        if name == "compensation_years" and not isinstance(arguments[0], FactValue):
            raise AmountError("`compensation_years` takes the fact of an age")
        for argument, what in zip(arguments, wanted, strict=True):
            if argument.dimension != (MONEY if what == "money" else NUMBER):
                raise AmountError(f"`{name}` takes {', '.join(wanted)}, not {_unit(argument.dimension)}")
        if name == "dependants_cost":
            listed = FactValue(self._names.facts["injury.dependants"], NUMBER)
            return Call(name, (*arguments, listed), MONEY)
        return Call(name, arguments, NUMBER)

    def _lookup(self, arguments: tuple[Expression, ...]) -> Expression:
        table, key = arguments
        if not isinstance(table, ParameterValue) or not self._names.parameters[table.name].is_table:
            raise AmountError("`lookup` takes a parameter whose figures are mappings, and a fact")
        if not isinstance(key, FactValue) or key.fact.type is not FactType.INTEGER or key.fact.most is None:
            raise AmountError("`lookup` takes as its key a fact with limits, such as injury.disability_grade")
        needed = {str(value) for value in range(key.fact.least, key.fact.most + 1)}
        for day, figures in self._names.parameters[table.name].values:
            lacking = sorted(needed - set(figures), key=int) if isinstance(figures, Mapping) else []
            if lacking:
                message = f"`{table.name}` from {day} has no figure for `{key.fact.path}` of {lacking[0]}"
                raise AmountError(message, f"it takes values from {key.fact.least} to {key.fact.most}")
        return Call("lookup", arguments, table.dimension)

    def _named(self, name: str) -> Expression:
        parameter = self._names.parameters.get(name)
        if parameter is not None:
            return ParameterValue(name, _UNITS.get(parameter.unit, NUMBER))
        fact = self._names.facts.get(name)
        if fact is None:
            near = self._names.near_fact(name, self._names.parameters)
            raise AmountError(f"unknown fact or parameter {shown(name)}", near)
        if fact.type not in (FactType.MONEY, FactType.MONEY_PER_DAY, FactType.INTEGER):
            raise AmountError(f"`{name}` is {fact.type.value}; an amount takes money and whole numbers")
        if fact.type is FactType.MONEY_PER_DAY:
            return FactValue(fact, MONEY_PER_DAY)
        return FactValue(fact, MONEY if fact.type is FactType.MONEY else _UNITS.get(fact.unit or "", NUMBER))


def _percent_of(tree: Expression) -> Expression:
    if isinstance(tree, Literally) and tree.dimension == MONEY:
        raise AmountError("`percent` takes a number, not money", "a number is written without two decimals: 30 percent")
    if tree.dimension != NUMBER:
        raise AmountError(f"`percent` takes a number, not {_unit(tree.dimension)}")
    return PercentOf(tree)


def _refuse_divisor(tree: Expression) -> None:
    if isinstance(tree, Literally) and tree.dimension == MONEY:
        raise AmountError("`/` takes a number, not money", "a number is written without two decimals: / 3")
    if not isinstance(tree, Literally) or tree.value == 0:
        raise AmountError("`/` takes a written number other than zero")


def _money_hint(*trees: Expression) -> str | None:
    for tree in trees:
        if isinstance(tree, Literally) and tree.dimension == NUMBER:
            return f"money is written with two decimals: {format_fen(int(tree.value * 100))}"
    return None
