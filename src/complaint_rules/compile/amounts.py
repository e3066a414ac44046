"""Parses amounts such as `max(20 percent * purchase.price, 500.00)`, and checks their names and units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from complaint_rules.compile.amount import (
    DAYS,
    MONEY,
    MONEY_PER_DAY,
    NUMBER,
    STATED,
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
from complaint_rules.errors import Hint, Message, MessageError, Place, nearest_or_listed
from complaint_rules.facts.fact import SUMS, FactType
from complaint_rules.limits import DEEPEST_AMOUNT, LONGEST_AMOUNT
from complaint_rules.load.full_width import wide_signs
from complaint_rules.money import format_fen, parse_fen

_TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?)|([^\W\d][\w.]*)|(.))", re.DOTALL)
_COMMA_IN_NUMBER = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})*,0[0-9]{2}(?![0-9])(?:\.[0-9]+)?")
"""A number such as `1,000.00`, which would be two arguments of a function."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_HINTS = {"%": "write-percent", ")": "no-opening", "of": "write-times", ",": "no-commas"}
_UNITS: dict[str, Dimension] = {
    "CNY": MONEY,
    "CNY/month": MONEY,
    "CNY/year": MONEY,
    "CNY/day": MONEY_PER_DAY,
    "days": DAYS,
}
_NAMES: dict[Dimension, str] = {NUMBER: "a number", MONEY: "money", DAYS: "days", MONEY_PER_DAY: "money per day"}


PER_DAY = "per_day"
"""The function that converts a yearly sum to a daily one."""


class AmountError(MessageError):
    """An amount that can't be read; noted with its place by `read_amount`."""


def read_amount(raw: Any, names: Names, place: Place) -> Amount | None:
    """Read one amount of money; None, with a problem noted, where it is not one."""
    if not isinstance(raw, str):
        names.refuse(Message("not-an-amount", value=raw), place)
        return None
    text = " ".join(raw.split())
    try:
        if _NUMBER.fullmatch(text):
            return Amount(Literally(Fraction(parse_fen(text)), MONEY), text)
        tree = _Parser(text, names).parse()
        if tree.dimension != MONEY:
            raise AmountError(Message("amount-not-money", unit=_unit(tree.dimension)))
        _refuse_bare_tables(tree, names)
        if _depth(tree) > DEEPEST_AMOUNT:
            raise AmountError(Message("amount-too-many-steps", limit=DEEPEST_AMOUNT))
    except MessageError as error:
        names.refuse((wide_signs(raw) or error.message).within("amount", amount=raw), place)
        return None
    except RecursionError:
        names.refuse(Message("amount-too-deep", amount=raw), place)
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
            raise AmountError(Message("table-outside-lookup", name=part.name))


def _unit(dimension: Dimension) -> str:
    return _NAMES.get(dimension, f"money^{dimension[0]} days^{dimension[1]}")


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        if len(text) > LONGEST_AMOUNT:
            raise AmountError(Message("amount-too-long", length=len(text), limit=LONGEST_AMOUNT))
        split = _COMMA_IN_NUMBER.search(text)
        if split:
            raise AmountError(Message("comma-in-number", value=split[0], without=split[0].replace(",", "")))
        self._names = names
        self._tokens = list(_TOKEN.finditer(text.rstrip()))
        self._at = 0

    def parse(self) -> Expression:
        tree = self._sum()
        if self._at < len(self._tokens):
            odd = self._tokens[self._at][0].strip()
            raise AmountError(Message("amount-goes-on", _HINTS.get(odd, "sign-missing"), at=odd))
        return tree

    def _peek(self) -> str:
        return self._tokens[self._at][0].strip() if self._at < len(self._tokens) else ""

    def _take(self, wanted: str | None = None) -> re.Match[str]:
        if self._at >= len(self._tokens):
            raise AmountError(Message("sign-expected-at-end" if wanted else "value-expected-at-end", wanted=wanted))
        token = self._tokens[self._at]
        if wanted is not None and token[0].strip() != wanted:
            raise AmountError(Message("sign-expected", wanted=wanted, at=token[0].strip()))
        self._at += 1
        return token

    def _sum(self) -> Expression:
        tree = self._product()
        while self._peek() in ("+", "-"):
            sign: Any = self._take()[0].strip()
            right = self._product()
            if tree.dimension != right.dimension:
                raise _misfit(tree, sign, right, _money_hint(tree, right))
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
                raise _misfit(tree, sign, right)
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
        raise AmountError(Message("value-expected", at=mark))

    def _call(self, name: str) -> Expression:
        known = ("min", "max", *STATED, "percent", PER_DAY, *FORMULAS)
        if name not in known:
            raise AmountError(Message("unknown-name", nearest_or_listed(name, known), what="function", name=name))
        self._take("(")
        arguments = [self._sum()]
        while self._peek() == ",":
            self._take()
            arguments.append(self._sum())
        self._take(")")
        if name == PER_DAY:
            return _per_day(arguments)
        if name == "percent":
            if len(arguments) != 1:
                raise AmountError(Message("percent-takes-one"))
            return _percent_of(arguments[0])
        if name in ("min", "max", *STATED):
            if len(arguments) < 2:
                raise AmountError(Message("least-two-values", function=name))
            if len({argument.dimension for argument in arguments}) > 1:
                units = tuple(_unit(argument.dimension) for argument in arguments)
                hint = _money_hint(*arguments)
                raise AmountError(Message("units-of-function-differ", hint, function=name, units=units))
            return Call(name, tuple(arguments), arguments[0].dimension)
        return self._formula(name, tuple(arguments))

    def _formula(self, name: str, arguments: tuple[Expression, ...]) -> Expression:
        wanted = FORMULAS[name].takes
        if len(arguments) != len(wanted):
            raise AmountError(Message("function-takes", function=name, wanted=wanted))
        if name == "lookup":
            return self._lookup(arguments)
        if name == "compensation_years" and not isinstance(arguments[0], FactValue):
            raise AmountError(Message("takes-age", function=name))
        for argument, what in zip(arguments, wanted, strict=True):
            if argument.dimension != (MONEY if what == "money" else NUMBER):
                unit = _unit(argument.dimension)
                raise AmountError(Message("function-takes-not", function=name, wanted=wanted, unit=unit))
        if name == "dependants_cost":
            listed = FactValue(self._names.facts["injury.dependants"], NUMBER)
            return Call(name, (*arguments, listed), MONEY)
        return Call(name, arguments, NUMBER)

    def _lookup(self, arguments: tuple[Expression, ...]) -> Expression:
        table, key = arguments
        if not isinstance(table, ParameterValue) or not self._names.parameters[table.name].is_table:
            raise AmountError(Message("lookup-takes"))
        if not isinstance(key, FactValue) or key.fact.type is not FactType.INTEGER:
            raise AmountError(Message("lookup-takes-key"))
        fact = key.fact
        needed = range(fact.least, fact.most + 1)
        parameter = self._names.parameters[table.name]
        stated = [(step.start, one) for step in parameter.steps for one in (step.figure, *step.local.values())]
        for day, figure in stated:
            found = figure.value if isinstance(figure.value, Mapping) else None
            lacking = None if found is None else next((value for value in needed if str(value) not in found), None)
            if lacking is not None:
                limits = {"least": fact.least, "most": fact.most}
                raise AmountError(
                    Message("lookup-lacks", name=table.name, day=day, fact=fact.path, value=str(lacking), **limits)
                )
        return Call("lookup", arguments, table.dimension)

    def _named(self, name: str) -> Expression:
        parameter = self._names.parameters.get(name)
        if parameter is not None:
            return ParameterValue(name, _UNITS.get(parameter.unit, NUMBER))
        fact = self._names.facts.get(name)
        if fact is None:
            near = self._names.near_fact(name, self._names.parameters)
            raise AmountError(Message("unknown-name", near, what="fact or parameter", name=name))
        if fact.type not in SUMS | {FactType.INTEGER}:
            raise AmountError(Message("fact-not-in-amounts", name=name, type=fact.type.value))
        if fact.type is FactType.MONEY_PER_DAY:
            return FactValue(fact, MONEY_PER_DAY)
        return FactValue(fact, MONEY if fact.type in SUMS else _UNITS.get(fact.unit or "", NUMBER))


def _per_day(arguments: Sequence[Expression]) -> Expression:
    """The daily share of a yearly sum: `per_day(average_wage, 365)`."""
    if len(arguments) != 2:
        raise AmountError(Message("function-takes", function=PER_DAY, wanted=("money", "number")))
    yearly, days = arguments
    if yearly.dimension != MONEY:
        wanted, unit = ("money", "number"), _unit(yearly.dimension)
        raise AmountError(Message("function-takes-not", function=PER_DAY, wanted=wanted, unit=unit))
    _refuse_divisor(days)
    return Arithmetic("/", yearly, days, MONEY_PER_DAY)


def _percent_of(tree: Expression) -> Expression:
    if isinstance(tree, Literally) and tree.dimension == MONEY:
        raise AmountError(Message("percent-of-money"))
    if tree.dimension != NUMBER:
        raise AmountError(Message("percent-of-unit", unit=_unit(tree.dimension)))
    return PercentOf(tree)


def _refuse_divisor(tree: Expression) -> None:
    if isinstance(tree, Literally) and tree.dimension == MONEY:
        raise AmountError(Message("division-by-money"))
    if not isinstance(tree, Literally) or tree.value == 0:
        raise AmountError(Message("division-by-other"))


def _misfit(left: Expression, sign: str, right: Expression, hint: Hint | None = None) -> AmountError:
    units = {"left": _unit(left.dimension), "right": _unit(right.dimension)}
    return AmountError(Message("units-do-not-fit", hint, sign=sign, **units))


def _money_hint(*trees: Expression) -> Hint | None:
    for tree in trees:
        if isinstance(tree, Literally) and tree.dimension == NUMBER:
            return Hint("money-has-decimals", {"example": format_fen(int(tree.value * 100))})
    return None
