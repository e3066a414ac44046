"""Selects the rules that the interpreter has to walk: none that name other values of a fact than the complaint has.

Where all parts of a condition must hold and one of them is that a fact has one of some values, the rule can't be
satisfied while the fact is known to have another value, or is absent. Of thousands of rules that each name a site or a
kind of complaint this leaves few. The code is independent of `index`, which does the same for the fast engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from complaint_rules.compile.condition import And, Condition, In
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.facts.fact import FactType
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import UNKNOWN


class Candidates:
    """Rules by the values that they name of one fact: of the facts that a rule names, the one with the most values."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        named = [[*_named(rule.condition)] for rule in rules]
        values: dict[int, set[Any]] = {}
        for leaf in [leaf for leaves in named for leaf in leaves]:
            values.setdefault(leaf.fact.index, set()).update(leaf.values)
        self._others: list[CompiledRule] = []
        self._all: dict[int, list[CompiledRule]] = {}
        self._by_value: dict[int, dict[Any, list[CompiledRule]]] = {}
        for rule, leaves in zip(rules, named, strict=True):
            if not leaves:
                self._others.append(rule)
                continue
            leaf = max(leaves, key=lambda one: (len(values[one.fact.index]), -one.fact.index))
            self._all.setdefault(leaf.fact.index, []).append(rule)
            by_value = self._by_value.setdefault(leaf.fact.index, {})
            for value in leaf.values:
                by_value.setdefault(value, []).append(rule)

    def of(self, sheet: FactSheet) -> Iterator[CompiledRule]:
        """The rules that may be satisfied, in no particular order."""
        yield from self._others
        for index, by_value in self._by_value.items():
            value = sheet.values[index]
            yield from self._all[index] if value is UNKNOWN else by_value.get(value, ())


def _named(condition: Condition) -> Iterator[In]:
    """The tests that name values of a fact and must hold for the whole to hold."""
    if isinstance(condition, And):
        for part in condition.parts:
            yield from _named(part)
    elif isinstance(condition, In) and condition.fact.type is not FactType.TEXT_SET:
        yield condition
