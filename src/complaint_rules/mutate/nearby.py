"""Boundary values of facts: every named value, and the numbers and days around a ruleset's thresholds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from complaint_rules.compile.condition import Compare, Constant, In, Leaf, OfFact, OfParameter, leaves
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, Fact, FactType
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.stating import other_text

_ORDINARY = {
    FactType.MONEY: (0, 1, 10_000, 123_456, 1_000_000),
    FactType.MONEY_PER_DAY: (0, 20_000),
    FactType.MONEY_PER_MONTH: (0, 600_000),
    FactType.INTEGER: (0, 1, 2, 3, 5, 10, 30),
}
_FIRST = {
    FactType.MONEY: 10_000,
    FactType.MONEY_PER_DAY: 20_000,
    FactType.MONEY_PER_MONTH: 600_000,
    FactType.INTEGER: 3,
}
"""Values tried first, because they make a realistic complaint."""
_FEW = 20
_AGES = (17, 18, 59, 60, 61, 74, 75)


class Nearby:
    """Boundary values of each fact, around the values that the rules of a ruleset compare it with."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._marks: dict[int, set[Any]] = {}
        self._spans: set[int] = {0}
        self._turns = ruleset.changes
        for rule in ruleset.rules:
            for leaf in leaves(rule.condition):
                self._mark(leaf, ruleset)

    def _mark(self, leaf: Leaf, ruleset: Ruleset) -> None:
        if isinstance(leaf, In) and leaf.fact.type not in FINITE:
            self._marks.setdefault(leaf.fact.index, set()).update(leaf.values)
        elif isinstance(leaf, Compare):
            marks = self._marks.setdefault(leaf.fact.index, set())
            if isinstance(leaf.operand, Constant):
                marks.add(leaf.operand.value)
            elif isinstance(leaf.operand, OfFact):
                self._spans.add(leaf.operand.days)
            elif isinstance(leaf.operand, OfParameter):
                marks.update(_plain_figures(ruleset, leaf.operand.name))

    def of(self, fact: Fact, sheet: FactSheet) -> list[Any]:
        """Boundary values of one fact, as the engine holds them; dates also around the day of receipt."""
        if fact.type in FINITE:
            return list(fact.values)
        marks = self._marks.get(fact.index, set())
        if fact.type is FactType.DATE:
            return sorted(filter(fact.allows, self._days(marks, sheet)))
        if fact.type in (FactType.TEXT, FactType.TEXT_SET):
            texts: list[Any] = [*sorted(marks), other_text(marks)]
            return [frozenset([one]) for one in texts] if fact.type is FactType.TEXT_SET else texts
        some = (*_ORDINARY.get(fact.type, ()), *(_AGES if fact.unit == "years" else ()))
        if fact.most - fact.least < _FEW:
            return list(range(fact.least, fact.most + 1))
        near = {mark + step for mark in (*marks, *some) for step in (-1, 0, 1)}
        first = _FIRST[fact.type]
        inside = [value for value in sorted({*near, first}) if fact.allows(value)]
        return sorted(inside, key=lambda value: value != first)

    def _days(self, marks: Iterable[date], sheet: FactSheet) -> set[date]:
        received = sheet.received_at.date()
        near = {received + timedelta(span + step) for span in self._spans for step in (-1, 0, 1)}
        return near | {turn + timedelta(step) for turn in (*marks, *self._turns) for step in (-1, 0, 1)}


def _plain_figures(ruleset: Ruleset, name: str) -> list[int]:
    values = ruleset.parameters[name].all_values()
    return [int(figure) for figure in values if isinstance(figure, int | Fraction)]
