"""Mutation operators on amounts: a figure off by one, plus for minus, `min` for `max`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from complaint_rules.compile.amount import (
    MONEY,
    NUMBER,
    Amount,
    Arithmetic,
    Call,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
)
from complaint_rules.money import format_fen
from complaint_rules.mutate.operator import AppliedOperator

_SIGNS = {"+": "-", "-": "+"}
_ENDS = {
    "min": "max",
    "max": "min",
    "least_stated": "greatest_stated",
    "greatest_stated": "least_stated",
    "sum_stated": "greatest_stated",
}


def amounts_mistaken(amount: Amount) -> Iterator[AppliedOperator[Amount]]:
    """Every mutation of one amount."""
    for slip in _mistaken(amount.tree):
        text = said(slip.made)
        yield slip.into(Amount(slip.made, text))


def _mistaken(tree: Expression) -> Iterator[AppliedOperator[Expression]]:
    if isinstance(tree, Literally):
        yield from _figure(tree)
    elif isinstance(tree, PercentOf):
        for slip in _mistaken(tree.part):
            yield slip.into(replace(tree, part=slip.made))
    elif isinstance(tree, Arithmetic):
        yield from _arithmetic(tree)
    elif isinstance(tree, Call):
        yield from _call(tree)


def _figure(tree: Literally) -> Iterator[AppliedOperator[Expression]]:
    for value in (tree.value - 1, tree.value + 1):
        if value >= 0:
            made = replace(tree, value=value)
            yield AppliedOperator("threshold", f"{said(tree)} -> {said(made)}", made)


def _arithmetic(tree: Arithmetic) -> Iterator[AppliedOperator[Expression]]:
    if tree.sign == "+" or tree.sign == "-":
        made = replace(tree, sign="-" if tree.sign == "+" else "+")
        yield AppliedOperator("comparison", f"{said(tree)} -> {said(made)}", made)
    for slip in _mistaken(tree.left):
        yield slip.into(replace(tree, left=slip.made))
    for slip in _mistaken(tree.right):
        if tree.sign != "/" or not (isinstance(slip.made, Literally) and slip.made.value == 0):
            yield slip.into(replace(tree, right=slip.made))


def _call(tree: Call) -> Iterator[AppliedOperator[Expression]]:
    if tree.name in _ENDS:
        made = replace(tree, name=_ENDS[tree.name])
        yield AppliedOperator("comparison", f"{said(tree)} -> {said(made)}", made)
    for index, argument in enumerate(tree.arguments):
        for slip in _mistaken(argument):
            arguments = (*tree.arguments[:index], slip.made, *tree.arguments[index + 1 :])
            yield slip.into(replace(tree, arguments=arguments))


def said(tree: Expression) -> str:
    """An amount as an author writes it, with parentheses around each inner sum."""
    if isinstance(tree, Literally):
        return _number(tree.value, money=tree.dimension == MONEY)
    if isinstance(tree, FactValue):
        return tree.fact.path
    if isinstance(tree, ParameterValue):
        return tree.name
    if isinstance(tree, PercentOf):
        return f"{_inner(tree.part)} percent"
    if isinstance(tree, Arithmetic):
        return f"{_inner(tree.left)} {tree.sign} {_inner(tree.right)}"
    return f"{tree.name}({', '.join(map(said, tree.arguments))})"


def _inner(tree: Expression) -> str:
    return f"({said(tree)})" if isinstance(tree, Arithmetic) and tree.dimension in (NUMBER, MONEY) else said(tree)


def _number(value: Fraction, *, money: bool) -> str:
    if money:
        return format_fen(int(value))
    return str(value) if value.denominator == 1 else f"{float(value):g}"
