"""Values that stand for all that a fact may have: one for each way in which tests come out, several for sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Among, Compare, Decided, OfFact, facts_read
from complaint_rules.compile.effect import Item, amounts_of
from complaint_rules.compile.program import Program
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import FINITE, NUMERIC, RECEIVED_ON, Fact, FactType
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.keeping import Kept
from complaint_rules.match.grades import grade_test
from complaint_rules.money import LARGEST_FEN

OTHER_TEXT = "something else"
_ORDINARY = {FactType.MONEY: (100_00, 1), FactType.MONEY_PER_DAY: (200_00, 1), FactType.INTEGER: (2, 1, 3)}
"""Numbers that read like a complaint, tried first; none of them is an end of what a fact may be."""
_TURNING_AGES = (30, 18, 60, 61, 75)
_SUMMED = 4
"""Values of a class that are kept where sums are made of them, or items need them: what these leave equal, others
seldom change; both answers of a yes or no are among them."""
_FEW_TEXTS = 5
"""Of so many texts that rules name, all sets are tried."""
_CHILD = Dependant(age=8, incapable=False, supporters=1)
_PARENT = Dependant(age=70, incapable=True, supporters=2)


MOST_TOLD = 4096
"""Answers kept about facts; when there are more, all are dropped."""


class Telling:
    """Values of each fact that one program tells apart."""

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
        needs = [group for one in effects if isinstance(one, Item) for group in one.needs]
        self._summed |= {fact.index for group in needs for fact in group}
        self._beside = {index: tuple(_others(index, tests)) for index, tests in self._tests.items()}
        self._kept: Kept[tuple[Any, ...], tuple[Any, ...]] = Kept(MOST_TOLD)

    def values(self, fact: Fact, sheet: FactSheet) -> tuple[Any, ...]:
        """Values that stand for all that an unknown fact may turn out to be, as a sheet holds them.

        Tests that compare it with another unknown fact tell no values apart until that one is known.
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
            found = self._kept.keep(key, tuple(self._classes(fact, sheet)))
        return found

    def _classes(self, fact: Fact, sheet: FactSheet) -> Iterator[Any]:
        tests = self._tests.get(fact.index, [])
        tried = sheet.values.copy()
        summed = fact.index in self._summed
        classes: dict[tuple[int, ...], list[Any]] = {}
        for value in dict.fromkeys(self._candidates(fact, sheet, tests)):
            tried[fact.index] = value
            outcome = tuple([grade_test(test.leaf, tried, self._figures) for test in tests])
            alike = classes.setdefault(outcome, [])
            alike.append(value)
            if len(alike) <= (_SUMMED if summed else 1):
                yield value
        if summed and fact.type in NUMERIC:  # what a sum comes to at the ends of a class, a value between may not show
            for alike in classes.values():
                yield from sorted({min(alike), max(alike)} - {*alike[:_SUMMED]})

    def _candidates(self, fact: Fact, sheet: FactSheet, tests: Sequence[Test]) -> Iterator[Any]:
        if fact.type in FINITE:
            yield from fact.values
        elif fact.type is FactType.DEPENDANTS:
            yield from ((), (_CHILD,), (_CHILD, _PARENT))
        elif fact.type in (FactType.TEXT, FactType.TEXT_SET):
            texts = [*sorted({text for test in tests for text in getattr(test.leaf, "values", ())}), OTHER_TEXT]
            yield from _sets(texts, sheet.values[fact.index]) if fact.type is FactType.TEXT_SET else texts
        elif fact.type is FactType.DATE:
            yield from self._days(fact, sheet, tests)
        else:
            yield from self._numbers(fact, sheet, tests)

    def _numbers(self, fact: Fact, sheet: FactSheet, tests: Sequence[Test]) -> Iterator[int]:
        most = largest(fact)
        some = _TURNING_AGES if fact.unit == "years" else _ORDINARY.get(fact.type, ())
        near = sorted({mark + step for mark in self._marks(fact, sheet, tests) for step in (0, 1, -1)})
        yield from (value for value in [*some, *near, fact.least, most] if fact.least <= value <= most)

    def _days(self, fact: Fact, sheet: FactSheet, tests: Sequence[Test]) -> Iterator[date]:
        near = {mark + timedelta(step) for mark in self._marks(fact, sheet, tests) for step in (0, 1, -1)}
        received = sheet.values[self._received_on.index]
        yield from [received, *sorted(near), received - timedelta(400), received + timedelta(400)]

    def _marks(self, fact: Fact, sheet: FactSheet, tests: Sequence[Test]) -> Iterator[Any]:
        """What the tests compare the fact with, as far as that is known."""
        for test in tests:
            leaf = test.leaf
            if isinstance(leaf, Among):
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
    if fact.type is not FactType.INTEGER:
        return LARGEST_FEN
    return 10**9 if fact.most is None else fact.most


def _sets(texts: Sequence[str], listed: object) -> Iterator[frozenset[str]]:
    """Sets of some texts, those first that only add to what is listed; of many texts small sets and that of all."""
    sizes = [1, 0, len(texts), *range(2, len(texts) if len(texts) <= _FEW_TEXTS else 3)]
    found = [frozenset(some) for size in sizes for some in combinations(texts, size)]
    if isinstance(listed, frozenset):
        yield from [listed | some for some in found]
    yield from found


def _others(index: int, tests: Iterable[Test]) -> Iterator[int]:
    """The facts that tests compare a fact with."""
    found = {fact.index for test in tests if not isinstance(test.leaf, Decided) for fact in facts_read(test.leaf)}
    yield from sorted(found - {index})


def _filled(listed: tuple[Dependant, ...]) -> tuple[tuple[Dependant, ...], ...]:
    """Dependants that are listed incompletely, completed in two ways."""
    ways = [{"age": 8, "incapable": False, "supporters": 1}, {"age": 70, "incapable": True, "supporters": 2}]
    return tuple(
        tuple(Dependant.model_validate(way | one.model_dump(exclude_none=True)) for one in listed) for way in ways
    )
