"""The smallest change of facts that brings an entry about, certified smallest.

Unknown and presumed facts may be answered; known ones change only as their declaration allows, so that nobody is asked
to be younger or worse hurt. With a budget of one change, then two, and so on, every way to spend it is tried; a branch
is left where the entry could not come about even if all facts that may still change were open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.program import Program
from complaint_rules.explain.paths import Wanted
from complaint_rules.explain.supposing import Supposing, with_values
from complaint_rules.explain.wanting import gives, may_give
from complaint_rules.explain.why import ALWAYS_STATED
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import written
from complaint_rules.resolve.plan import key_of

MOST_STEPS = 60_000
"""Suppositions made before a search gives up."""


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
    """What would bring an entry about.

    `turns` is None where nothing can, or nothing was found. `certified` says that this was proved: that no smaller
    change does it, or that none does at all.
    """

    turns: tuple[Turn, ...] | None
    certified: bool

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON data."""
        turns = None if self.turns is None else [one.to_dict() for one in self.turns]
        return {"changes": turns, "certified": self.certified, "possible": self.turns is not None}


class _GaveUpError(Exception):
    """More suppositions than a search may make."""


def smallest_change(wanted: Wanted, sheet: FactSheet, supposing: Supposing) -> Change:
    """The fewest facts whose change brings an entry about; among such, one that overturns the fewest known facts.

    Args:
        wanted: the entry.
        sheet: the complaint as it stands.
        supposing: the rules.
    """
    search = _Search(wanted, sheet, supposing)
    facts = [fact for fact in changeable(sheet, relevant(wanted, supposing.program)) if search.values(fact, sheet)]
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


def relevant(wanted: Wanted, program: Program) -> set[Fact]:
    """The facts that rules read which have a say in an entry, directly or by what they silence or read."""
    rules = [rule for rule in program.rules if rule is not None]
    left = [rule for rule in rules if any(key_of(say) in wanted.keys for say in rule.effects)]
    if any(key[0] == "actions" for key in wanted.keys):
        against = {("prohibited", key[1]) for key in wanted.keys}
        left += [rule for rule in rules if any(key_of(say) in against for say in rule.effects)]
    seen = {rule.position for rule in left}
    found: set[Fact] = set()
    while left:
        rule = left.pop()
        found |= rule.facts
        others = [one for one in rules if one.position in rule.silencers or one.writes & rule.reads]
        left += [one for one in others if one.position not in seen]
        seen.update(one.position for one in others)
    return found


def changeable(sheet: FactSheet, facts: set[Fact]) -> list[Fact]:
    """Those of some facts that an answer or a change may still touch, in the contract's order."""
    found = [fact for fact in facts if fact.path not in ALWAYS_STATED and sheet.values[fact.index] is not ABSENT]
    return sorted(found, key=lambda fact: fact.index)


class _Search:
    """Spends a budget of changes in every way."""

    def __init__(self, wanted: Wanted, start: FactSheet, supposing: Supposing) -> None:
        self._wanted = wanted
        self._start = start
        self._supposing = supposing
        self._steps = 0

    def within(
        self, sheet: FactSheet, facts: Sequence[Fact], budget: int, overturned: int
    ) -> tuple[tuple[Fact, Any], ...] | None:
        """Changes of some facts that bring the entry about; None where there are none within the budget.

        Args:
            sheet: the complaint with the changes so far.
            facts: those that may still be changed.
            budget: how many of them.
            overturned: how many known ones among these.
        """
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _GaveUpError
        if gives(self._wanted, self._supposing.at(sheet)):
            return ()
        if not budget:
            return None
        within = [fact for fact in facts if overturned or not self._is_known(fact)]
        open_ = self._supposing.at(with_values(sheet, [(fact, UNKNOWN) for fact in within]))
        if not may_give(self._wanted, open_):
            return None
        mask = 0
        for key in self._wanted.keys:
            mask |= open_.hangs_on(key)
        left = [fact for fact in within if mask & fact.bit]
        for at, fact in enumerate(left):
            known = self._is_known(fact)
            for value in self.values(fact, sheet):
                changed = with_values(sheet, [(fact, value)])
                found = self.within(changed, left[at + 1 :], budget - 1, overturned - known)
                if found is not None:
                    return ((fact, value), *found)
        return None

    def _is_known(self, fact: Fact) -> bool:
        return self._start.state(fact) == "known"

    def values(self, fact: Fact, sheet: FactSheet) -> list[Any]:
        """What a fact may become beside the changes so far, among which may be a fact that it is compared with."""
        now = self._start.values[fact.index]
        told = self._supposing.telling.values(fact, sheet)
        if now is UNKNOWN:
            return list(told)
        if self._start.state(fact) == "presumed":
            return [value for value in told if value != now]
        return list(_changed(fact, now, told))

    def turns(self, found: Sequence[tuple[Fact, Any]]) -> tuple[Turn, ...]:
        """Changes as they are told."""
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


def _changed(fact: Fact, now: Any, told: Sequence[Any]) -> Iterator[Any]:
    """What a known fact may become, as its declaration allows."""
    if fact.type is FactType.DEPENDANTS:
        yield from (value for value in told if value != now and fact.changes != "never")
    elif fact.changes == "freely":
        yield from (value for value in told if value != now)
    elif fact.changes == "settles":
        yield from (value for value in told if now == "undetermined" and value != now)
    elif fact.changes == "rises":
        yield from (value for value in told if _above(fact, value, now))


def _above(fact: Fact, value: Any, now: Any) -> bool:
    if fact.type is FactType.TEXT_SET:
        return bool(value > now)
    if fact.type is FactType.ORDERED or fact.values:
        return fact.values.index(value) > fact.values.index(now)
    return bool(value > now)
