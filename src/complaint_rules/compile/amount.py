"""Amounts as typed expression trees. A unit is a pair of powers (money, days), in fen and whole days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from complaint_rules.facts.fact import Fact

Dimension = tuple[int, int]
NUMBER: Dimension = (0, 0)
MONEY: Dimension = (1, 0)
DAYS: Dimension = (0, 1)
MONEY_PER_DAY: Dimension = (1, -1)


@dataclass(frozen=True, slots=True)
class Literally:
    """A number as written; money in fen."""

    value: Fraction
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class FactValue:
    """A money, integer or dependants fact."""

    fact: Fact
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A parameter in force on the day."""

    name: str
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference, product or quotient."""

    sign: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class PercentOf:
    """A percentage: its part divided by 100."""

    part: Expression
    dimension: Dimension = NUMBER


STATED = ("first_stated", "least_stated", "greatest_stated", "sum_stated")
"""Functions that ignore arguments which read facts that do not apply."""

Is = TypeVar("Is")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of `min`, of `max`, of one of `STATED`, or of a statutory formula."""

    name: str
    arguments: tuple[Expression, ...]
    dimension: Dimension


Expression = Literally | FactValue | ParameterValue | Arithmetic | PercentOf | Call


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money: its tree and the author's text."""

    tree: Expression
    text: str


def parts(tree: Expression) -> Iterator[Expression]:
    """A tree and all its parts."""
    yield tree
    if isinstance(tree, Arithmetic):
        yield from parts(tree.left)
        yield from parts(tree.right)
    elif isinstance(tree, PercentOf):
        yield from parts(tree.part)
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from parts(argument)


def absence(
    tree: Expression,
    absent: Callable[[Fact], Is],
    some: Callable[[Iterable[Is]], Is],
    every: Callable[[Iterable[Is]], Is],
) -> Is:
    """Whether a tree reads a fact that does not apply, so that there is no sum.

    Args:
        tree: the tree.
        absent: whether a fact does not apply.
        some: the disjunction of several results.
        every: their conjunction.
    """
    if isinstance(tree, FactValue):
        return absent(tree.fact)
    if isinstance(tree, PercentOf):
        return absence(tree.part, absent, some, every)
    inner: tuple[Expression, ...] = ()
    if isinstance(tree, Arithmetic):
        inner = (tree.left, tree.right)
    elif isinstance(tree, Call):
        inner = tree.arguments
    found = [absence(part, absent, some, every) for part in inner]
    return every(found) if isinstance(tree, Call) and tree.name in STATED else some(found)


def facts_in(amount: Amount) -> tuple[Fact, ...]:
    """The facts that an amount reads, each once."""
    return tuple(dict.fromkeys(part.fact for part in parts(amount.tree) if isinstance(part, FactValue)))


def parameters_in(amount: Amount) -> tuple[str, ...]:
    """The parameters that an amount reads, each once."""
    return tuple(dict.fromkeys(part.name for part in parts(amount.tree) if isinstance(part, ParameterValue)))
