"""Mutation operators on one test: a threshold off by one, `<` for `<=`, a value dropped, the test negated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from complaint_rules.compile.condition import (
    And,
    Compare,
    Condition,
    Constant,
    DecisionTest,
    In,
    Leaf,
    Not,
    OfFact,
    OfParameter,
    Or,
    StateTest,
)
from complaint_rules.facts.fact import FINITE, NUMERIC, Fact
from complaint_rules.mutate.operator import AppliedOperator, written

Order = Literal["<", "<=", ">", ">="]
_LOOSER: dict[Order, Order] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPPOSITE: dict[Order, Order] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_SIGNS = ("<", ">")


def tests_mistaken(leaf: Leaf, tiers: Sequence[str]) -> Iterator[AppliedOperator[Condition]]:
    """Every mutation of one test that still compiles."""
    if isinstance(leaf, Compare):
        yield from _compare(leaf)
    elif isinstance(leaf, DecisionTest):
        yield from _values(leaf, tuple(tiers) if leaf.attribute == "severity" else ())
    elif isinstance(leaf, In):
        yield from _shifted(leaf) if leaf.fact.type in NUMERIC else _values(leaf, leaf.fact.values)


def opposite(condition: Condition) -> Condition | None:
    """The negation of a cell, as `not(...)` reads it; None where no value would satisfy it."""
    if isinstance(condition, And | Or) and len(condition.parts) == 1:
        return opposite(condition.parts[0])
    if isinstance(condition, Not):
        return condition.part
    if isinstance(condition, In) and condition.fact.type in FINITE:
        values = frozenset(condition.fact.values) - condition.values
        return replace(condition, values=values, text=f"not({condition.text})") if values else None
    if isinstance(condition, Compare):
        turned = replace(condition, order=_OPPOSITE[condition.order], text=f"not({condition.text})")
        return turned if turned.may_hold() else None
    if isinstance(condition, StateTest) and condition.state != "absent":
        state: Literal["known", "unknown"] = "unknown" if condition.state == "known" else "known"
        return replace(condition, state=state, text=state)
    if isinstance(condition, DecisionTest | StateTest):
        return Not(condition)
    fact = _fact_of(condition)
    return And((Not(StateTest(fact, "absent", "absent")), Not(condition))) if fact else Not(condition)


def _fact_of(condition: Condition) -> Fact | None:
    if isinstance(condition, And | Or):
        return next((found for part in condition.parts if (found := _fact_of(part))), None)
    if isinstance(condition, Not):
        return _fact_of(condition.part)
    return None if isinstance(condition, DecisionTest) else condition.fact


def _compare(leaf: Compare) -> Iterator[AppliedOperator[Condition]]:
    looser = _put(leaf, order=_LOOSER[leaf.order])
    if looser.may_hold():
        yield AppliedOperator("comparison", f"{_said(leaf)} -> {_said(looser)}", looser)
    operand = leaf.operand
    if isinstance(operand, Constant):
        for value in _steps(operand.value, leaf.fact):
            moved = _put(leaf, operand=Constant(value))
            if moved.may_hold():
                yield AppliedOperator("threshold", f"{_said(leaf)} -> {_said(moved)}", moved)
    elif isinstance(operand, OfFact) and operand.days:
        for days in (operand.days - 1, operand.days + 1):
            moved = _put(leaf, operand=OfFact(operand.fact, days))
            yield AppliedOperator("threshold", f"{_said(leaf)} -> {_said(moved)}", moved)


def _put(leaf: Compare, **changes: Any) -> Compare:
    made = replace(leaf, **changes)
    return replace(made, text=_said(made))


def _said(leaf: Compare) -> str:
    operand = leaf.operand
    if isinstance(operand, Constant):
        return f"{leaf.order} {written(operand.value, leaf.fact)}"
    if isinstance(operand, OfParameter):
        return f"{leaf.order} {operand.name}"
    shift = f" {'+' if operand.days > 0 else '-'} {abs(operand.days)} days" if operand.days else ""
    return f"{leaf.order} {operand.fact.path}{shift}"


def _steps(value: Any, fact: Fact) -> list[Any]:
    """The values one unit away: one day, one fen, or 1."""
    step = timedelta(1) if isinstance(value, date) else 1
    return [near for near in (value - step, value + step) if fact.allows(near)]


def _shifted(leaf: In) -> Iterator[AppliedOperator[Condition]]:
    """An equality test on a number, sum or day, off by one unit."""
    for value in sorted(leaf.values):
        for near in _steps(value, leaf.fact):
            values = (leaf.values - {value}) | {near}
            text = written(near, leaf.fact)
            made = replace(leaf, values=values, text=text)
            yield AppliedOperator("threshold", f"{written(value, leaf.fact)} -> {text}", made)


def _values(leaf: In | DecisionTest, ordered: Sequence[Any]) -> Iterator[AppliedOperator[Condition]]:
    """A list with one value dropped, an ordered bound with one more or fewer, an exclusion with one value dropped."""
    if leaf.text.startswith(_SIGNS):
        yield from _bounded(leaf, ordered)
    elif leaf.text.startswith("not(") and isinstance(leaf, In):
        missing = [value for value in leaf.fact.values if value not in leaf.values]
        for value in missing if len(missing) > 1 else ():
            made = replace(leaf, values=leaf.values | {value}, text=f"{leaf.text} but {written(value)}")
            yield AppliedOperator("value", f"{leaf.text} -> without {written(value)}", made)
    elif len(leaf.values) > 1:
        for value in sorted(leaf.values, key=str):
            rest = replace(leaf, values=leaf.values - {value}, text=f"{leaf.text} but {written(value)}")
            yield AppliedOperator("value", f"[{leaf.text}] -> without {written(value)}", rest)


def _bounded(leaf: In | DecisionTest, ordered: Sequence[Any]) -> Iterator[AppliedOperator[Condition]]:
    """A bound over ordered named values, extended or reduced by one value."""
    met = [value for value in ordered if value in leaf.values]
    others = [value for value in ordered if value not in leaf.values]
    upward = leaf.text.startswith(">")
    wider = others[-1:] if upward else others[:1]
    narrower = met[:1] if upward else met[-1:]
    for value in wider:
        made = replace(leaf, values=leaf.values | {value}, text=f"{leaf.text} or {written(value)}")
        yield AppliedOperator("comparison", f"{leaf.text} -> {written(value)} too", made)
    for value in narrower if len(met) > 1 else ():
        made = replace(leaf, values=leaf.values - {value}, text=f"{leaf.text} but {written(value)}")
        yield AppliedOperator("comparison", f"{leaf.text} -> without {written(value)}", made)
