"""The values drawn for the facts of complaints: boundary values of a ruleset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, ClassVar

from complaint_rules.cache import BoundedCache
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Compare, Constant, In, OfFact, OfParameter, facts_read, leaves
from complaint_rules.compile.effect import SetItem, amounts_of
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, RECEIVED_ON, SUMS, Fact, FactType
from complaint_rules.facts.stating import other_text
from complaint_rules.money import format_fen
from complaint_rules.testing.door import st

FIRST_DAY = date(2005, 1, 1)
LAST_DAY = date(2035, 12, 31)
"""The first and the last day on which a drawn complaint is received, whatever the calendar covers."""

GIVEN = frozenset({"id", "received_at", RECEIVED_ON, "kind"})
_LATELY = timedelta(days=700)
_TURNING_AGES = (17, 18, 59, 60, 61, 74, 75)


def dependant(*, complete: bool) -> st.SearchStrategy[dict[str, Any]]:
    """One person whom the victim supported."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "age": st.sampled_from((0, *_TURNING_AGES, 90)),
        "incapable": st.booleans(),
        "supporters": st.integers(1, 4),
    }
    return st.fixed_dictionaries(fields) if complete else st.fixed_dictionaries({}, optional=fields)


class Values:
    """The values of one ruleset's facts: all values of finite types, or numbers and days around its thresholds."""

    _made: ClassVar[BoundedCache[tuple[object, ...], Values]] = BoundedCache(8)  # by digest and calendar

    @classmethod
    def of(cls, ruleset: Ruleset) -> Values:
        """The values of one ruleset; cached."""
        key = (ruleset.digest, ruleset.calendar.key)
        return cls._made.get(key) or cls._made.put(key, cls(ruleset))

    def __init__(self, ruleset: Ruleset) -> None:
        self._constants: dict[str, set[Any]] = {}
        self._spans: set[int] = {0}
        self._changes = ruleset.changes
        self.read = frozenset(_read(ruleset))
        self._gather(ruleset)
        self.unread = [fact for fact in ruleset.facts if fact.path not in self.read | GIVEN]
        self.read -= GIVEN
        self.groups = sorted({fact.group for fact in ruleset.facts if fact.group is not None})
        near = [day + timedelta(days) for day in self._changes for days in (-1, 0, 1)]
        inside = [day for day in near if FIRST_DAY <= day <= LAST_DAY]
        anywhere = st.dates(FIRST_DAY, LAST_DAY)
        until = min(max(ruleset.calendar.until or LAST_DAY, FIRST_DAY + _LATELY), LAST_DAY)
        lately = st.dates(until - _LATELY, until)
        self.received_on = st.one_of(lately, anywhere, st.sampled_from(inside)) if inside else lately | anywhere

    def _gather(self, ruleset: Ruleset) -> None:
        for rule in ruleset.rules:
            for leaf in leaves(rule.condition):
                if isinstance(leaf, In) and leaf.fact.type not in FINITE:
                    self._constants.setdefault(leaf.fact.path, set()).update(leaf.values)
                elif isinstance(leaf, Compare):
                    self._threshold(leaf, ruleset)

    def _threshold(self, leaf: Compare, ruleset: Ruleset) -> None:
        constants = self._constants.setdefault(leaf.fact.path, set())
        if isinstance(leaf.operand, Constant):
            constants.add(leaf.operand.value)
        elif isinstance(leaf.operand, OfFact):
            self._spans.add(leaf.operand.days)
        elif isinstance(leaf.operand, OfParameter):
            figures = ruleset.parameters[leaf.operand.name].all_values()
            constants.update(int(figure) for figure in figures if isinstance(figure, int | Fraction))

    def of_fact(self, fact: Fact, day: date, *, complete: bool) -> st.SearchStrategy[Any]:
        """Values of one fact as a caller writes them."""
        if fact.type in FINITE:
            return st.sampled_from(fact.values)
        constants = self._constants.get(fact.path, set())
        if fact.type in SUMS:
            return _numbers(constants, fact, 2_000_000, (0, 10_000, 20_000)).map(format_fen)
        if fact.type is FactType.INTEGER:
            some = _TURNING_AGES if fact.unit == "years" else (0, 1, 2)
            return _numbers(constants, fact, fact.least + 120, some)
        if fact.type is FactType.DATE:
            return self._days(constants, day).filter(fact.allows).map(date.isoformat)
        named: list[str] = sorted(map(str, constants))
        texts = st.sampled_from([*named, other_text(named)])
        if fact.type is FactType.TEXT_SET:
            return st.lists(texts, max_size=3, unique=True)
        if fact.type is FactType.DEPENDANTS:
            return st.lists(dependant(complete=complete), max_size=3)
        return texts

    def _days(self, constants: set[date], day: date) -> st.SearchStrategy[date]:
        near = {day + timedelta(span + shift) for span in self._spans for shift in (-1, 0, 1)}
        near |= {turn + timedelta(shift) for turn in (*constants, *self._changes) for shift in (-1, 0, 1)}
        return st.sampled_from(sorted(near)) | st.dates(date(2000, 1, 1), day)


def _numbers(constants: set[int], fact: Fact, usual: int, some: Sequence[int]) -> st.SearchStrategy[int]:
    near = {number + shift for number in (*constants, *some) for shift in (-1, 0, 1)}
    usually = st.integers(fact.least, min(usual, fact.most))
    return st.sampled_from(sorted(filter(fact.allows, near))) | usually


def _read(ruleset: Ruleset) -> Iterator[str]:
    """The paths that some condition, amount or need reads."""
    for rule in ruleset.rules:
        for leaf in leaves(rule.condition):
            yield from (fact.path for fact in facts_read(leaf))
        for effect in rule.effects:
            yield from (fact.path for amount in amounts_of(effect) for fact in facts_in(amount))
            if isinstance(effect, SetItem):
                yield from (fact.path for group in effect.needs for fact in group)


__all__ = ["FIRST_DAY", "GIVEN", "LAST_DAY", "Values", "dependant"]
