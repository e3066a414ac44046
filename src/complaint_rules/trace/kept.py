"""The caches of traces: lines of facts by value, and lines of rules by what their tests read.

Most of a trace repeats an earlier one: the same rule, fired on the same facts. Making all lines anew took two thirds of
the time of a decision with its trace, so each is cached by exactly what it depends on. Every cache is bounded and
cleared when full, and no line is cached whose value is a list, which a reader of one trace could change in all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from complaint_rules.cache import BoundedCache
from complaint_rules.compile.condition import DecisionTest, facts_read, leaves
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decide.trace import FactLine, Held, Label, RuleLine, Undecided
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.facts.fact import FINITE, Fact, FactType
from complaint_rules.facts.sheet import reader_of
from complaint_rules.facts.states import ABSENT, UNKNOWN, State
from complaint_rules.facts.stating import writer_of
from complaint_rules.frozen_dict import FrozenDict
from complaint_rules.trace.holding import Figures, Lines, all_tests, prepared

MOST_LINES = 128
"""Lines cached for one fact, or for one rule."""

MOST_FIRINGS = 16
"""Sets of lines cached for complaints that fire the same rules."""

_LISTS = frozenset({FactType.TEXT_SET, FactType.DEPENDANTS})


class FactLines(dict[Any, FactLine]):
    """The lines of one fact by its value; each is cached on first look-up."""

    def __init__(self, new: NewLines) -> None:
        super().__init__(new.lacks)
        self._new = new

    def __missing__(self, value: Any) -> FactLine:
        new = self._new
        if value is UNKNOWN or value is ABSENT:  # another thread has just cleared the cache
            return new.lacks[value]
        if len(self) >= MOST_LINES:
            self.clear()
            self.update(new.lacks)
        line = self[value] = FactLine(new.path, new.state, new.write(value))
        return line


class NewLines:
    """The lines of one fact, made anew at every look-up."""

    __slots__ = ("lacks", "path", "state", "write")

    def __init__(self, fact: Fact, state: State) -> None:
        self.path = fact.path
        self.state = state
        self.write = writer_of(fact)
        self.lacks = {lack: FactLine(fact.path, name, None) for lack, name in _LACKS.items()}

    def __getitem__(self, value: Any) -> FactLine:
        if value is UNKNOWN or value is ABSENT:
            return self.lacks[value]
        return FactLine(self.path, self.state, self.write(value))


def lines_of(fact: Fact, state: State) -> FactLines | NewLines:
    """The lines of one fact by its value, cached where values repeat."""
    new = NewLines(fact, state)
    return new if fact.type in _LISTS or fact.path in _NEVER_AGAIN else FactLines(new)


_LACKS: dict[Any, State] = {UNKNOWN: "unknown", ABSENT: "absent"}
_NEVER_AGAIN = frozenset({"id", "received_at"})
"""Facts whose values complaints rarely share."""


class PreparedRule:
    """A rule with the constant part of its trace lines."""

    __slots__ = ("_condition", "_leaves", "_stated", "_tests", "rule")

    def __init__(self, rule: CompiledRule, figures: Figures) -> None:
        self.rule = rule
        basis = "assumption" if rule.assumed else None
        reason = reason_of(rule.reason)
        place = str(rule.place)
        self._stated = rule.id, label(rule.title), rule.cite, basis, reason, rule.confidence, rule.binding, place
        """The fields of a trace line that depend on the rule alone."""
        self._condition = prepared(rule.condition, figures)
        self._tests = all_tests(self._condition)
        """Its tests where its condition is a conjunction of tests, else empty."""
        self._leaves = [*leaves(rule.condition)]

    @property
    def keeps(self) -> bool:
        """Whether its lines may be cached: none holds a list."""
        return _LISTS.isdisjoint(fact.type for leaf in self._leaves for fact in facts_read(leaf))

    @property
    def is_steady(self) -> bool:
        """Whether it reads facts of finite types only."""
        return all([fact.type in FINITE for leaf in self._leaves for fact in facts_read(leaf)])

    def tells(self, presumable: Collection[int]) -> dict[int | str, None]:
        """The cache key of its lines: facts by their indexes, and parts of the decision.

        In a conjunction, a test that names a single value fixes the fact, except for whether it is presumed.
        """
        chosen = [test.leaf for test in self._tests if test.leaves_no_choice]
        found: dict[int | str, None] = {}
        for leaf in self._leaves:
            if isinstance(leaf, DecisionTest):
                if not any([isinstance(one, DecisionTest) and one.attribute == leaf.attribute for one in chosen]):
                    found[leaf.attribute] = None
            else:
                settled = {one.fact.index for one in chosen if not isinstance(one, DecisionTest)} - {*presumable}
                found.update(dict.fromkeys([f.index for f in facts_read(leaf) if f.index not in settled]))
        return found

    def held(self, at: Evaluation, facts: Lines) -> tuple[Held, ...]:
        """The satisfied tests, each once, in the author's order."""
        if self._tests:
            return tuple([test.held(at, facts) for test in self._tests])
        found: list[Held] = []
        for test in self._condition.read(at)[1]:
            line = test.held(at, facts)
            if line not in found:
                found.append(line)
        return tuple(found)

    def line(self, certain: bool, held: tuple[Held, ...]) -> RuleLine:
        """The line of the rule; `certain` says that it fires whatever the answers."""
        rule, title, cite, basis, reason, confidence, binding, place = self._stated
        return RuleLine(rule, certain, title, cite, basis, reason, confidence, binding, place, held)

    def undecided(self, waits_for: tuple[str, ...]) -> Undecided:
        """The line of a rule that may yet fire, given the facts that it waits for."""
        return Undecided(*self._stated, waits_for)


class RuleLines:
    """The lines of one firing rule, certain or not, cached by what distinguishes them; most rules have only one."""

    __slots__ = ("_certain", "_keeps", "_rule", "fixed", "is_steady", "kept", "read", "tells")

    def __init__(
        self, rule: PreparedRule, certain: bool, columns: Mapping[str, int], presumable: Collection[int]
    ) -> None:
        """Prepare.

        Args:
            rule: the rule.
            certain: whether it fires whatever the answers.
            columns: the position in a row of each part of the decision; that of a fact is its index.
            presumable: the indexes of the facts that may be presumed.
        """
        self._rule = rule
        self._certain = certain
        self._keeps = rule.keeps
        self.tells = [columns[one] if isinstance(one, str) else one for one in rule.tells(presumable)]
        """The positions in a row of the values that distinguish lines."""
        self.is_steady = rule.is_steady
        self.read = reader_of(self.tells)
        """Reads the cache key of a line from a row."""
        self.fixed: RuleLine | None = None
        """The line, once it was made, where there is only one."""
        self.kept: BoundedCache[Any, RuleLine] = BoundedCache(MOST_LINES)

    def line(self, at: Evaluation, facts: Lines, row: Sequence[Any]) -> RuleLine:
        """Make the line on one sheet, and cache it where possible."""
        made = self._rule.line(self._certain, self._rule.held(at, facts))
        if self._keeps:
            key = self.read(row)
            self.kept.put(key, made)
            if key is None:
                self.fixed = made
        return made


def fired_lines(fired: Iterable[RuleLines], at: Evaluation, facts: Lines, row: Sequence[Any]) -> list[RuleLine]:
    """The lines of rules that fire on one sheet."""
    return [one.fixed or one.kept.get(one.read(row)) or one.line(at, facts, row) for one in fired]


class Firing:
    """Rules that fired together before, with certainty, and their lines, most of them found by one look-up.

    Similar complaints share the values of facts of finite types, and differ in sums and days. So the lines of rules
    that read only facts of finite types are cached together.
    """

    __slots__ = ("_fired", "_kept", "_others", "_read")

    def __init__(self, fired: Iterable[RuleLines]) -> None:
        self._fired = [*fired]
        self._others = [(place, one) for place, one in enumerate(self._fired) if not one.is_steady]
        self._read = reader_of({place: None for one in self._fired if one.is_steady for place in one.tells})
        self._kept: BoundedCache[Any, list[RuleLine]] = BoundedCache(MOST_FIRINGS)

    def lines(self, at: Evaluation, facts: Lines, row: Sequence[Any]) -> list[RuleLine]:
        """The lines of the rules on one sheet."""
        key = self._read(row)
        found = self._kept.get(key)
        if found is None:
            return self._kept.put(key, fired_lines(self._fired, at, facts, row))
        lines = found.copy()
        for place, one in self._others:
            lines[place] = one.fixed or one.kept.get(one.read(row)) or one.line(at, facts, row)
        return lines


def label(text: tuple[str, str]) -> Label:
    """A text in both languages; one that was given in English only serves for both."""
    return FrozenDict({"en": text[0], "zh": text[1] or text[0]})


def reason_of(reason: tuple[str, str] | None) -> Label | None:
    """A reason in both languages, if one was given."""
    return None if reason is None else label(reason)
