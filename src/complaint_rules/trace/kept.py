"""What traces keep from one decision to the next: lines of facts by value, lines of rules by what their tests read.

Most of a trace says what an earlier one said: the same rule, fired on the same facts. To make all lines anew took two
thirds of a decision with its trace, so each is kept by exactly what it depends on. Every store is bounded and dropped
whole when full, and no line is kept whose value is a list, which a reader of one trace could change in all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from complaint_rules.compile.condition import Decided, facts_read, leaves
from complaint_rules.compile.rule import Rule
from complaint_rules.facts.fact import FINITE, Fact, FactType
from complaint_rules.facts.sheet import FactSheet, reader_of
from complaint_rules.facts.states import ABSENT, UNKNOWN, State
from complaint_rules.facts.stating import writer_of
from complaint_rules.fixed import Fixed
from complaint_rules.keeping import Kept
from complaint_rules.match.grades import CERTAIN, FOR_NOW, POSSIBLE
from complaint_rules.resolve.graded import positions
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.trace.holding import Figures, Lines, all_tests, prepared
from complaint_rules.trace.trace import FactLine, Held, Label, RuleLine, Undecided

MOST_LINES = 128
"""Lines kept of one fact, or of one rule under one state of the decision."""

MOST_STATES = 16
"""States of the decision under which the lines of one rule are kept."""

MOST_FIRINGS = 16
"""Sets of lines kept for complaints that meet the same rules."""

GRADE_NAMES = {CERTAIN: "certain", FOR_NOW: "for now", POSSIBLE: "possible"}

_LISTS = frozenset({FactType.TEXT_SET, FactType.DEPENDANTS})


class FactLines(dict[Any, FactLine]):
    """The lines of one fact by its value; made by look-up."""

    def __init__(self, new: NewLines) -> None:
        super().__init__(new.lacks)
        self._new = new

    def __missing__(self, value: Any) -> FactLine:
        line = self._new[value]
        if value is not UNKNOWN and value is not ABSENT:  # unless another thread has just dropped all
            if len(self) >= MOST_LINES:
                self.clear()
                self.update(self._new.lacks)
            self[value] = line
        return line


class NewLines:
    """The lines of one fact, made anew at every look-up."""

    __slots__ = ("_path", "_state", "_write", "lacks")

    def __init__(self, fact: Fact, state: State) -> None:
        self._path = fact.path
        self._state = state
        self._write = writer_of(fact)
        self.lacks = {lack: FactLine(fact.path, name, None) for lack, name in _LACKS.items()}

    def __getitem__(self, value: Any) -> FactLine:
        if value is UNKNOWN or value is ABSENT:
            return self.lacks[value]
        return FactLine(self._path, self._state, self._write(value))


def lines_of(fact: Fact, state: State) -> FactLines | NewLines:
    """The lines of one fact by its value, kept where values come again."""
    new = NewLines(fact, state)
    return new if fact.type in _LISTS or fact.path in _NEVER_AGAIN else FactLines(new)


_LACKS: dict[Any, State] = {UNKNOWN: "unknown", ABSENT: "absent"}
_NEVER_AGAIN = frozenset({"id", "received_at"})
"""Facts that hardly two complaints share."""


class Fired:
    """A rule fired at one grade, under one state of the decision: its lines, by the facts that its tests read.

    `mask` has these facts, and `read` takes their values from a row.
    """

    __slots__ = ("_lines", "grade", "mask", "read", "rule")

    def __init__(self, rule: PreparedRule, grade: int) -> None:
        self.rule = rule
        self.grade = grade
        self.mask = rule.mask
        self.read = rule.read
        self._lines: Kept[Any, RuleLine] = Kept(MOST_LINES)

    def line(self, sheet: FactSheet, resolution: Resolution, facts: Lines) -> RuleLine:
        """The line on one sheet, kept by the values read and by which of them are presumed."""
        key = self.read(sheet.values), sheet.presumed & self.mask
        found = self._lines.get(key)
        if found is None:
            found = self.rule.line(self.grade, self.rule.held(sheet, resolution, facts))
            if self.rule.keeps:
                self._lines.keep(key, found)
        return found


class Firing:
    """The rules that complaints which meet the same rules fire, with their lines, most of them found by one look.

    What tests read of finite types comes again together; what is unlike in like complaints are sums and days. So the
    lines of rules that read no such fact are kept as one, from the second complaint on.
    """

    __slots__ = ("_again", "_fired", "_steady")

    def __init__(self, fired: Sequence[Fired]) -> None:
        self._fired = fired
        self._again = False
        self._steady: _Steady | None = None

    def lines(self, sheet: FactSheet, resolution: Resolution, facts: Lines) -> tuple[RuleLine, ...]:
        """The lines of the rules on one sheet."""
        steady = self._steady
        if steady is None:
            self._steady = _Steady(self._fired) if self._again else None
            self._again = True
            return tuple([fired.line(sheet, resolution, facts) for fired in self._fired])
        key = steady.read(sheet.values), sheet.presumed & steady.mask
        found = steady.kept.get(key)
        if found is None:
            return tuple(steady.kept.keep(key, [fired.line(sheet, resolution, facts) for fired in self._fired]))
        lines = found.copy()
        for place, fired in steady.others:
            lines[place] = fired.line(sheet, resolution, facts)
        return tuple(lines)


class _Steady:
    """The rules that fire and read facts of finite types only, and the others with their places."""

    __slots__ = ("kept", "mask", "others", "read")

    def __init__(self, fired: Sequence[Fired]) -> None:
        self.others = [(place, one) for place, one in enumerate(fired) if not one.rule.steady]
        self.mask = reduce(or_, [one.mask for one in fired if one.rule.steady], 0)
        self.read = reader_of([*positions(self.mask)])
        self.kept: Kept[Any, list[RuleLine]] = Kept(MOST_FIRINGS)


class PreparedRule:
    """A rule with what its lines of a trace always say."""

    def __init__(self, rule: Rule, figures: Figures) -> None:
        self.rule = rule
        basis = "assumption" if rule.assumed else None
        reason = reason_of(rule.reason)
        place = str(rule.place)
        self._stated = rule.id, label(rule.title), rule.cite, basis, reason, rule.confidence, rule.binding, place
        """What a line of a trace says of the rule itself."""
        self._condition = prepared(rule.condition, figures)
        self._tests = all_tests(self._condition)
        """Its tests where all of them must hold, else none."""
        tests = list(leaves(rule.condition))
        facts = {fact.index: fact for leaf in tests for fact in facts_read(leaf)}
        self.mask = sum(fact.bit for fact in facts.values())
        self.read = reader_of(facts)
        self.keeps = _LISTS.isdisjoint(fact.type for fact in facts.values())
        self.steady = all([fact.type in FINITE for fact in facts.values()])
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

    def held(self, sheet: FactSheet, resolution: Resolution, facts: Lines) -> tuple[Held, ...]:
        """The tests that held, each once, in the author's order."""
        if self._tests:
            return tuple([test.held(resolution, facts) for test in self._tests])
        found: list[Held] = []
        for test in self._condition.read(resolution, sheet)[1]:
            line = test.held(resolution, facts)
            if line not in found:
                found.append(line)
        return tuple(found)

    def line(self, grade: int, held: tuple[Held, ...]) -> RuleLine:
        """The line of the rule at some grade."""
        rule, title, cite, basis, reason, confidence, binding, place = self._stated
        return RuleLine(rule, GRADE_NAMES[grade], title, cite, basis, reason, confidence, binding, place, held)

    def undecided(self, resolution: Resolution, unknown: int) -> Undecided:
        """The line of a rule that an answer may yet bring about; kept by the facts that it waits for."""
        waits = resolution.waits(self.rule.position, unknown)
        found = self._undecided.get(waits)
        if found is None:
            paths = tuple(resolution.resolver.paths(waits))
            found = self._undecided.keep(waits, Undecided(*self._stated, paths))
        return found


def label(text: tuple[str, str]) -> Label:
    """A text in both languages; one that was given in English only serves for both."""
    return Fixed({"en": text[0], "zh": text[1] or text[0]})


def reason_of(reason: tuple[str, str] | None) -> Label | None:
    """A reason in both languages, if one was given."""
    return None if reason is None else label(reason)
