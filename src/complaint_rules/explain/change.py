"""Counterfactuals: the smallest change of facts that leads to an entry, certified as smallest.

Unknown and presumed facts may be answered; known ones change only as their declaration allows, so that nobody is asked
to be younger or more badly hurt. With a budget of one change, then two, and so on, every way to spend it is tried; a
branch is pruned where the entry is impossible even with all facts that may still change made unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from complaint_rules.compile.rule import CompiledRule
from complaint_rules.evaluate.diagram import Diagram, Terminal
from complaint_rules.explain.goal import gives, may_give, speaking_rules, suits
from complaint_rules.explain.paths import Goal
from complaint_rules.explain.what_if import Scenario, WhatIf
from complaint_rules.facts.fact import ALWAYS_STATED, Fact, FactType
from complaint_rules.facts.sheet import FactSheet, with_values
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import written

MOST_STEPS = 60_000
"""Scenarios evaluated before a search gives up."""

_NEVER = 1 << 30
"""More changes than there are facts."""


class Turn(NamedTuple):
    """A fact, what it is now and its state, and what it would have to be."""

    fact: str
    state: str
    value: Any
    to: Any

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON data."""
        return self._asdict()


class Change(NamedTuple):
    """The changes that would lead to an entry.

    `turns` is None where no change does, or none was found. `certified` says that this was proved: that no smaller
    change does, or that none does at all.
    """

    turns: tuple[Turn, ...] | None
    certified: bool

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON data."""
        turns = None if self.turns is None else [one.to_dict() for one in self.turns]
        return {"changes": turns, "certified": self.certified, "possible": self.turns is not None}


class _GaveUpError(Exception):
    """The search exceeded its limit of scenarios."""


def smallest_change(wanted: Goal, sheet: FactSheet, what_if: WhatIf) -> Change:
    """The fewest changes of facts that lead to an entry, and among these changes of the fewest known facts.

    Args:
        wanted: the entry.
        sheet: the complaint as it is.
        what_if: evaluates scenarios under the rules.
    """
    search = _Search(wanted, sheet, what_if)
    facts = [fact for fact in changeable(sheet, search.rules) if search.may_change(fact)]
    found: tuple[tuple[Fact, Any], ...] | None = None
    try:
        found = search.within(sheet, facts, len(facts), len(facts))
        if found is None:
            return Change(None, True)
        for budget in range(len(found) + 1):
            for overturned in range(budget + 1):
                smaller = search.within(sheet, facts, budget, overturned)
                if smaller is not None:
                    return Change(search.turns(smaller), True)
    except _GaveUpError:
        pass
    return Change(None if found is None else search.turns(found), False)


def changeable(sheet: FactSheet, rules: Sequence[CompiledRule]) -> list[Fact]:
    """The facts that some rules read and that may still be answered or changed, in the contract's order."""
    facts = {fact for rule in rules for fact in rule.facts}
    found = [fact for fact in facts if fact.path not in ALWAYS_STATED and sheet.values[fact.index] is not ABSENT]
    return sorted(found, key=lambda fact: fact.index)


class _Search:
    """Tries every way to spend a budget of changes."""

    def __init__(self, wanted: Goal, start: FactSheet, what_if: WhatIf) -> None:
        self._wanted = wanted
        self._start = start
        self._what_if = what_if
        self._steps = 0
        self.rules = speaking_rules(wanted.keys, what_if.program)
        """The rules that can affect the entry."""

    def within(
        self, sheet: FactSheet, facts: Sequence[Fact], budget: int, overturned: int
    ) -> tuple[tuple[Fact, Any], ...] | None:
        """Changes of some facts that lead to the entry; None where there are none within the budget.

        Args:
            sheet: the complaint with the changes so far.
            facts: those that may still be changed.
            budget: how many of them at most.
            overturned: how many known ones among these at most.
        """
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _GaveUpError
        if gives(self._wanted, self._what_if.at(sheet)):
            return ()
        if not budget:
            return None
        within = [fact for fact in facts if overturned or not self._is_known(fact)]
        open_ = self._what_if.at(with_values(sheet, [(fact, UNKNOWN) for fact in within]))
        if not may_give(self._wanted, open_) or self.least(sheet, open_) > budget:
            return None
        mask = self._useful(open_)
        left = [fact for fact in within if mask & fact.bit]
        for at, fact in enumerate(left):
            known = self._is_known(fact)
            later = left[at + 1 :]
            for value in self.values(fact, sheet, reduce(or_, [one.bit for one in later], 0)):
                changed = with_values(sheet, [(fact, value)])
                found = self.within(changed, later, budget - 1, overturned - known)
                if found is not None:
                    return ((fact, value), *found)
        return None

    def least(self, sheet: FactSheet, open_: Scenario) -> int:
        """A lower bound on the changes after which every completion grants, or refuses, as is wanted.

        In the diagram of a remedy, a fact is either left, so that all its answers must lead there (a known one with its
        value), or changed at a cost of one. Of the paths through the diagram, only the most expensive one counts.

        Args:
            sheet: the complaint with the changes so far.
            open_: the same with all facts that may still be changed made unknown.
        """
        completions = open_.at.completions
        if completions is None or {key[0] for key in self._wanted.keys} != {"remedies"}:
            return 0
        axes = self._what_if.axes
        memo: dict[Diagram, int] = {}

        def walk(one: Diagram) -> int:
            if isinstance(one, Terminal):
                return 0 if suits(self._wanted, one.value) else _NEVER
            found = memo.get(one)
            if found is None:
                costs = [walk(kid) for kid in one.kids]
                is_figure = one.var >= sheet.width  # without a value, and no answer supplies one
                found = memo[one] = max(costs) if is_figure else min(left(one.var, costs), 1 + min(costs))
            return found

        def left(var: int, costs: Sequence[int]) -> int:
            if sheet.values[var] is UNKNOWN:
                return max(costs)
            cells = completions.choices(var)
            return min(costs) if cells is None else costs[cells.index(axes[var].cell(sheet.values))]

        return max([walk(completions.slot(key)) for key in self._wanted.keys])

    def _useful(self, open_: Scenario) -> int:
        """The facts, as a mask, whose answers may affect the entry, whatever else is answered.

        Remedies and items follow from completions alone, duties also from what is known.
        """
        mask = 0
        if all([key[0] in ("remedies", "items") for key in self._wanted.keys]):
            for key in self._wanted.keys:
                mask |= open_.waits_for(key)
            return mask
        standing = open_.at.evaluator.standing
        for rule in self.rules:
            if standing >> rule.position & 1 or open_.at.is_possible(rule.position):
                for fact in rule.facts:
                    mask |= fact.bit
        return mask

    def may_change(self, fact: Fact) -> bool:
        """Whether a fact may be answered, or changed as its declaration allows."""
        return not self._is_known(fact) or fact.changes != "never"

    def _is_known(self, fact: Fact) -> bool:
        return self._start.state(fact) == "known"

    def values(self, fact: Fact, sheet: FactSheet, free: int = 0) -> list[Any]:
        """The values that a fact may take after the changes so far, which may include a fact that it is compared with.

        Args:
            fact: the fact.
            sheet: the complaint with the changes so far.
            free: the facts, as a mask, that may be changed after it.
        """
        now = self._start.values[fact.index]
        is_known = self._is_known(fact)

        def may_be(value: Any) -> bool:
            return now is UNKNOWN or (value != now and (not is_known or _may_become(fact, now, value)))

        if fact.type is FactType.DEPENDANTS:
            return [value for value in self._what_if.partition.values(fact, sheet) if may_be(value)]
        return self._what_if.partition.reachable(fact, sheet, free, may_be)

    def turns(self, found: Sequence[tuple[Fact, Any]]) -> tuple[Turn, ...]:
        """The changes as data, in the contract's order."""
        sheet = self._start
        return tuple(
            [
                Turn(
                    fact.path,
                    sheet.state(fact),
                    None if sheet.values[fact.index] is UNKNOWN else written(fact, sheet.values[fact.index]),
                    written(fact, value),
                )
                for fact, value in sorted(found, key=lambda one: one[0].index)
            ]
        )


def _may_become(fact: Fact, now: Any, value: Any) -> bool:
    """Whether the declaration of a known fact allows this change."""
    if fact.changes == "settles":
        return bool(now == "undetermined")
    return fact.changes == "freely" or (fact.changes == "rises" and _above(fact, value, now))


def _above(fact: Fact, value: Any, now: Any) -> bool:
    if fact.type is FactType.DEPENDANTS:
        return bool(value != now)
    return fact.values.index(value) > fact.values.index(now) if fact.values else bool(value > now)
