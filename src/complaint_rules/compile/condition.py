"""Conditions as a tree: leaves that test one fact or one part of the decision, joined by all, any and not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from complaint_rules.errors import Place
from complaint_rules.facts.fact import Fact, ordinal

Attribute = Literal["severity", "liability", "lead"]

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the cell; money in fen."""

    value: int | date


@dataclass(frozen=True, slots=True)
class OfParameter:
    """The parameter in force on the day."""

    name: str


@dataclass(frozen=True, slots=True)
class OfFact:
    """Another fact of the complaint, for dates with so many days added."""

    fact: Fact
    days: int = 0


Operand = Constant | OfParameter | OfFact


@dataclass(frozen=True, slots=True)
class In:
    """The fact has one of the values; on a set of texts, contains one of them."""

    fact: Fact
    values: frozenset[Any]
    text: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """The fact compares in this order with the operand."""

    fact: Fact
    order: Literal["<", "<=", ">", ">="]
    operand: Operand
    text: str
    place: Place | None = field(default=None, compare=False)

    def may_hold(self) -> bool:
        """Whether some value within the limits of the fact's type satisfies it; True if the operand is no constant."""
        return self._at_an_end(any)

    def must_hold(self) -> bool:
        """Whether all values within the limits of the fact's type satisfy it; False if the operand is no constant."""
        return isinstance(self.operand, Constant) and self._at_an_end(all)

    def _at_an_end(self, enough: Callable[[Iterable[bool]], bool]) -> bool:
        if not isinstance(self.operand, Constant):
            return True
        met, constant = ORDER[self.order], ordinal(self.operand.value)
        return enough(met(end, constant) for end in (self.fact.least, self.fact.most))


@dataclass(frozen=True, slots=True)
class StateTest:
    """The fact is known (or presumed), unknown, or absent."""

    fact: Fact
    state: Literal["known", "unknown", "absent"]
    text: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DecisionTest:
    """A part of the decision has one of the values."""

    attribute: Attribute
    values: frozenset[str]
    text: str
    place: Place | None = field(default=None, compare=False)


Leaf = In | Compare | StateTest | DecisionTest


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds; with no part, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. On an unknown fact neither the part nor its negation holds."""

    part: Condition


Condition = Leaf | And | Or | Not

ALWAYS = And(())


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All leaves of a condition, in the author's order."""
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


def parameters_tested(condition: Condition) -> Iterator[str]:
    """The parameters that a condition compares with, in the author's order."""
    for leaf in leaves(condition):
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter):
            yield leaf.operand.name


def facts_read(leaf: Leaf) -> tuple[Fact, ...]:
    """The facts that a leaf reads."""
    if isinstance(leaf, DecisionTest):
        return ()
    if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact):
        return (leaf.fact, leaf.operand.fact)
    return (leaf.fact,)


def needs_unknown(condition: Condition, *, negated: bool = False) -> bool:
    """Whether a condition contains a test that an unknown fact satisfies, such as `unknown` or `not(known)`."""
    if isinstance(condition, Not):
        return needs_unknown(condition.part, negated=not negated)
    if isinstance(condition, And | Or):
        return any([needs_unknown(part, negated=negated) for part in condition.parts])
    return isinstance(condition, StateTest) and condition.state == ("known" if negated else "unknown")
