"""What traces keep from one decision to the next: lines of facts by value, lines of rules by what their tests read.

Most of a trace says what an earlier one said: the same rule, fired on the same facts. To make all lines anew took two
thirds of a decision with its trace, so each is kept by exactly what it depends on. Every store is bounded and dropped
whole when full, and no line is kept whose value is a list, which a reader of one trace could change in all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from complaint_rules.compile.condition import All, AnyOf, Condition, Decided, Leaf, Not, facts_read, leaves
from complaint_rules.compile.rule import Rule
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.sheet import reader_of
from complaint_rules.facts.states import ABSENT, UNKNOWN, State
from complaint_rules.keeping import Kept
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.trace.trace import FactLine, Label, RuleLine, Undecided

MOST_LINES = 128
"""Lines kept of one fact, or of one rule under one state of the decision."""

MOST_STATES = 16
"""States of the decision under which the lines of one rule are kept."""

_LISTS = frozenset({FactType.TEXT_SET, FactType.DEPENDANTS})


class FactLines(dict[Any, FactLine]):
    """The lines of one fact by its value; made by look-up."""

    def __init__(self, made: NewLines) -> None:
        super().__init__(made.lacks)
        self._made = made

    def __missing__(self, value: Any) -> FactLine:
        line = self._made[value]
        if value not in self._made.lacks:  # unless another thread has just dropped all
            if len(self) >= MOST_LINES:
                self.clear()
                self.update(self._made.lacks)
            self[value] = line
        return line


class NewLines:
    """The lines of one fact, made anew at every look-up."""

    __slots__ = ("_fact", "_state", "_write", "lacks")

    def __init__(self, fact: Fact, state: State, write: Callable[[Fact, Any], Any]) -> None:
        self._fact = fact
        self._state = state
        self._write = write
        self.lacks = {lack: FactLine(fact.path, name, None) for lack, name in _LACKS.items()}

    def __getitem__(self, value: Any) -> FactLine:
        if value is UNKNOWN or value is ABSENT:
            return self.lacks[value]
        return FactLine(self._fact.path, self._state, self._write(self._fact, value))


def lines_of(fact: Fact, state: State, write: Callable[[Fact, Any], Any]) -> FactLines | NewLines:
    """The lines of one fact by its value, kept where values come again."""
    made = NewLines(fact, state, write)
    return made if fact.type in _LISTS or fact.path in _NEVER_AGAIN else FactLines(made)


_LACKS: dict[Any, State] = {UNKNOWN: "unknown", ABSENT: "absent"}
_NEVER_AGAIN = frozenset({"id", "received_at"})
"""Facts that hardly two complaints share."""


class Fired:
    """A rule fired at one grade, under one state of the decision: its lines, by the facts that its tests read.

    `mask` has these facts, and `read` takes their values from a row.
    """

    __slots__ = ("_keeps", "grade", "lines", "mask", "read", "rule")

    def __init__(self, rule: PreparedRule, grade: int) -> None:
        self.rule = rule
        self.grade = grade
        self.mask = rule.mask
        self.read = rule.read
        self._keeps = rule.keeps
        self.lines: Kept[Any, RuleLine] = Kept(MOST_LINES)

    def keep(self, key: Any, line: RuleLine) -> None:
        """Keep a line by the values read and by which of them are presumed."""
        if self._keeps:
            self.lines.keep(key, line)


class PreparedRule:
    """A rule with what its lines of a trace always say. `plain` lists its tests where all of them must hold."""

    __slots__ = ("_fired", "_reads", "_undecided", "keeps", "mask", "place", "plain", "read", "reason", "rule", "title")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.title = {"en": rule.title[0], "zh": rule.title[1]}
        self.reason = reason_of(rule.reason)
        self.place = str(rule.place)
        self.plain = _plain(rule.condition)
        tests = list(leaves(rule.condition))
        facts = {fact.index: fact for leaf in tests for fact in facts_read(leaf)}
        self.mask = sum(fact.bit for fact in facts.values())
        self.read = reader_of(facts)
        self.keeps = _LISTS.isdisjoint(fact.type for fact in facts.values())
        self._reads = tuple(dict.fromkeys([leaf.attribute for leaf in tests if isinstance(leaf, Decided)]))
        self._fired: Kept[Any, Fired] = Kept(MOST_STATES)
        self._undecided: Kept[int, Undecided] = Kept(MOST_LINES)

    def fired(self, grade: int, stands: Mapping[str, int]) -> Fired:
        """The rule fired, under what the parts of the decision that it reads are and could be, each as a number."""
        said = grade if not self._reads else (grade, *[stands[attribute] for attribute in self._reads])
        found = self._fired.get(said)
        if found is None:
            found = self._fired.keep(said, Fired(self, grade))
        return found

    def undecided(self, resolution: Resolution, unknown: int) -> Undecided:
        """The line of a rule that an answer may yet bring about; kept by the facts that it waits for."""
        waits = resolution.waits(self.rule.position, unknown)
        found = self._undecided.get(waits)
        if found is None:
            line = Undecided(self.rule.id, self.rule.cite, tuple(resolution.resolver.paths(waits)))
            found = self._undecided.keep(waits, line)
        return found


def reason_of(reason: tuple[str, str] | None) -> Label | None:
    """A reason in both languages; one that was given in English only serves for both."""
    return None if reason is None else {"en": reason[0], "zh": reason[1] or reason[0]}


def _plain(condition: Condition) -> tuple[Leaf, ...] | None:
    parts = condition.parts if isinstance(condition, All) else (condition,)
    plain = [part for part in parts if not isinstance(part, All | AnyOf | Not)]
    return tuple(plain) if len(plain) == len(parts) else None
