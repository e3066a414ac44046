"""Representative values of facts: one for each combination of test outcomes, several where sums read the fact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from complaint_rules.cache import BoundedCache
from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Compare, DecisionTest, In, OfFact, facts_read
from complaint_rules.compile.effect import SetItem, amounts_of
from complaint_rules.compile.program import Program
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import FINITE, NUMERIC, RECEIVED_ON, Fact, FactType
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import other_text
from complaint_rules.match.grades import grade_test

_ORDINARY = {
    FactType.MONEY: (100_00, 1),
    FactType.MONEY_PER_DAY: (200_00, 1),
    FactType.MONEY_PER_MONTH: (6000_00, 1),
    FactType.INTEGER: (2, 1, 3),
}
"""Realistic numbers, tried first; none of them is the least or the largest value of a fact."""
_TURNING_AGES = (30, 18, 60, 61, 75)
_SUMMED = 4
"""Values kept for each class where sums or items read the fact: what these leave equal, other values seldom change;
both answers to a yes-or-no question are among them."""
_CHILD = Dependant(age=8, incapable=False, supporters=1)
_COMPLETED = ((8, False), (70, True), (40, False))
_PARENT = Dependant(age=70, incapable=True, supporters=2)


MOST_TOLD = 4096
"""Partitions of facts in the cache; when there are more, all are dropped."""


class Partition:
    """The values of each fact that one program distinguishes."""

    def __init__(self, program: Program) -> None:
        """Gather the tests and sums of the rules in force."""
        self._figures = program.figures
        self._received_on = next(fact for fact in program.ruleset.facts if fact.path == RECEIVED_ON)
        self._tests: dict[int, list[Test]] = {}
        for test in dict.fromkeys(test for one in program.alternatives for test in one.tests):
            for fact in facts_read(test.leaf):
                self._tests.setdefault(fact.index, []).append(test)
        effects = [effect for rule in program.rules if rule for effect in rule.effects]
        self._summed = {fact.index for one in effects for amount in amounts_of(one) for fact in facts_in(amount)}
        needs = [group for one in effects if isinstance(one, SetItem) for group in one.needs]
        self._summed |= {fact.index for group in needs for fact in group}
        self._beside = {index: tuple(_others(index, tests)) for index, tests in self._tests.items()}
        self._kept: BoundedCache[tuple[Any, ...], tuple[Any, ...]] = BoundedCache(MOST_TOLD)

    def values(self, fact: Fact, sheet: FactSheet) -> tuple[Any, ...]:
        """Values that represent all that an unknown fact may turn out to be, as a sheet holds them.

        Tests that compare it with another unknown fact distinguish no values until that one is known.
        """
        listed = sheet.values[fact.index]
        if fact.type is FactType.DEPENDANTS and isinstance(listed, tuple):
            return _filled(listed)
        key = (fact.index, *[sheet.values[index] for index in self._beside.get(fact.index, ())])
        if fact.type is FactType.DATE:
            key = (*key, sheet.values[self._received_on.index])
        if fact.type is FactType.TEXT_SET:
            key = (*key, listed)
        found = self._kept.get(key)
        if found is None:
            found = self._kept.put(key, tuple(self._classes(fact, sheet)))
        return found

    def reachable(self, fact: Fact, sheet: FactSheet, free: int, may_be: Callable[[Any], bool]) -> list[Any]:
        """Values that represent all that a fact, known or not, may still become.

        Args:
            fact: the fact.
            sheet: the complaint; its value of the fact itself is one more boundary value.
            free: the facts, as a mask, that may change too: comparisons with their present values don't count.
            may_be: whether a value can be reached.
        """
        if not any([free >> other & 1 for other in self._beside.get(fact.index, ())]):
            return [*self._classes(fact, sheet, may_be)]
        tests = self._tests[fact.index]
        found = dict.fromkeys(self._candidates(fact, sheet, tests, self._carried(fact, sheet)))
        return [value for value in found if may_be(value)]

    def _carried(self, fact: Fact, sheet: FactSheet) -> set[Any]:
        """Boundary values of the facts that a fact is compared with, directly or transitively, shifted accordingly.

        If a set of comparisons is satisfiable, then also by values this near to a boundary value: each comparison on
        the way shifts it by its days, and by one where it is strict.
        """
        found: set[Any] = set()
        seen = {fact.index}
        left = [(fact, 0, 0)]
        while left:
            one, days, slack = left.pop(0)
            for test in self._tests.get(one.index, []):
                leaf = test.leaf
                if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact):
                    other, turn = (leaf.operand.fact, 1) if leaf.fact.index == one.index else (leaf.fact, -1)
                    if other.index not in seen:
                        seen.add(other.index)
                        left.append((other, days + turn * leaf.operand.days, slack + 1))
            now = sheet.values[one.index]
            marks = [*self._marks(one, sheet, self._tests.get(one.index, [])), *([now] if _is_number(now) else [])]
            found |= {_moved(mark, days + step) for mark in marks for step in range(-slack, slack + 1)}
        return found

    def _classes(self, fact: Fact, sheet: FactSheet, may_be: Callable[[Any], bool] = lambda _: True) -> Iterator[Any]:
        tests = self._tests.get(fact.index, [])
        tried = sheet.values.copy()
        summed = fact.index in self._summed
        classes: dict[tuple[int, ...], list[Any]] = {}
        for value in dict.fromkeys(self._candidates(fact, sheet, tests)):
            if not may_be(value):
                continue
            tried[fact.index] = value
            outcome = tuple([grade_test(test.leaf, tried, self._figures) for test in tests])
            alike = classes.setdefault(outcome, [])
            alike.append(value)
            if len(alike) <= (_SUMMED if summed else 1):
                yield value
        if summed and fact.type in NUMERIC:  # a sum at the ends of a class may differ from that between them
            for alike in classes.values():
                yield from sorted({min(alike), max(alike)} - {*alike[:_SUMMED]})

    def _candidates(
        self, fact: Fact, sheet: FactSheet, tests: Sequence[Test], more: Collection[Any] = ()
    ) -> Iterator[Any]:
        if fact.type in FINITE:
            yield from fact.values
        elif fact.type is FactType.DEPENDANTS:
            yield from ((), (_CHILD,), (_CHILD, _PARENT))
        elif fact.type in (FactType.TEXT, FactType.TEXT_SET):
            named: list[frozenset[str]] = [getattr(test.leaf, "values", frozenset()) for test in tests]
            texts = sorted({text for some in named for text in some})
            texts.append(other_text(texts))
            yield from _sets(texts, named, sheet.values[fact.index]) if fact.type is FactType.TEXT_SET else texts
        else:
            now = sheet.values[fact.index]
            marks = {*self._marks(fact, sheet, tests), *more, *([now] if _is_number(now) else [])}
            near = sorted({_moved(mark, step) for mark in marks for step in (0, 1, -1)})
            yield from self._days(near, sheet) if fact.type is FactType.DATE else self._numbers(fact, near)

    def _numbers(self, fact: Fact, near: Sequence[int]) -> Iterator[int]:
        most = largest(fact)
        some = _TURNING_AGES if fact.unit == "years" else _ORDINARY.get(fact.type, ())
        yield from (value for value in [*some, *near, fact.least, most] if fact.least <= value <= most)

    def _days(self, near: Sequence[date], sheet: FactSheet) -> Iterator[date]:
        received = sheet.values[self._received_on.index]
        yield from [received, *near, received - timedelta(400), received + timedelta(400)]

    def _marks(self, fact: Fact, sheet: FactSheet, tests: Sequence[Test]) -> Iterator[Any]:
        """The values with which the tests compare the fact, as far as they are known."""
        for test in tests:
            leaf = test.leaf
            if isinstance(leaf, In):
                yield from leaf.values
            elif isinstance(leaf, Compare) and not isinstance(leaf.operand, OfFact):
                if test.bound is not None:
                    yield test.bound if isinstance(test.bound, date) else int(test.bound)
            elif isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact):
                is_left = leaf.fact.index == fact.index
                other = sheet.values[(leaf.operand.fact if is_left else leaf.fact).index]
                if other is not UNKNOWN and other is not ABSENT:
                    days = leaf.operand.days if is_left else -leaf.operand.days
                    yield other + timedelta(days) if days else other


def largest(fact: Fact) -> int:
    """The largest number that a complaint may state of a fact."""
    return fact.most


def _is_number(value: Any) -> bool:
    return isinstance(value, int | date) and not isinstance(value, bool)


def _moved(mark: Any, days: int) -> Any:
    """A number or a day, shifted by some units or days."""
    return mark + timedelta(days) if isinstance(mark, date) else mark + days


def _sets(texts: Sequence[str], named: Sequence[frozenset[str]], listed: object) -> Iterator[frozenset[str]]:
    """Sets of some texts, one for each combination of tests that any set can satisfy; supersets of `listed` come first.

    A set satisfies a test where one of its texts does, so adding one text at a time reaches every combination.

    Args:
        texts: those that tests name, and another one.
        named: the texts of each test.
        listed: the present set, if it is known.
    """
    for start in (listed, frozenset()) if isinstance(listed, frozenset) else (frozenset(),):
        found: dict[tuple[bool, ...], frozenset[str]] = {}
        for text in texts:
            for one in [start, *found.values()]:
                joined = one | {text}
                found.setdefault(tuple([not some.isdisjoint(joined) for some in named]), joined)
        yield from sorted([*found.values(), start], key=lambda some: (not some, len(some), sorted(some)))


def _others(index: int, tests: Iterable[Test]) -> Iterator[int]:
    """The facts that tests compare a fact with."""
    found = {fact.index for test in tests if not isinstance(test.leaf, DecisionTest) for fact in facts_read(test.leaf)}
    yield from sorted(found - {index})


def _filled(listed: tuple[Dependant, ...]) -> tuple[tuple[Dependant, ...], ...]:
    """Dependants that are listed incompletely, completed in ways that lead to different sums."""
    ways = [{"age": age, "incapable": incapable, "supporters": 1} for age, incapable in _COMPLETED]
    return tuple(
        tuple(Dependant.model_validate(way | one.model_dump(exclude_none=True)) for one in listed) for way in ways
    )
