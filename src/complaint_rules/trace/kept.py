"""What traces keep from one decision to the next: lines of facts by value, lines of rules by what their tests read.

Most of a trace says what an earlier one said: the same rule, fired on the same facts. To make all lines anew took two
thirds of a decision with its trace, so each is kept by exactly what it depends on. Every store is bounded and dropped
whole when full, and no line is kept whose value is a list, which a reader of one trace could change in all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.states import ABSENT, UNKNOWN, State
from complaint_rules.trace.trace import FactLine, RuleLine

MOST_LINES = 128
"""Lines kept of one fact, or of one rule under one state of the decision."""

MOST_STATES = 16
"""States of the decision under which the lines of one rule are kept."""

_LISTS = frozenset({FactType.TEXT_SET, FactType.DEPENDANTS})

Said = tuple[Any, ...]
"""A rule's grade, and what the parts of the decision that it reads are and could be."""


class FactLines(dict[Any, FactLine]):
    """The lines of one fact by its value; made by look-up."""

    def __init__(self, fact: Fact, state: State, write: Callable[[Fact, Any], Any]) -> None:
        super().__init__()
        self._fact = fact
        self._state = state
        self._write = write
        self._fixed = {lack: FactLine(fact.path, name, None) for lack, name in _LACKS.items()}
        self.update(self._fixed)

    def __missing__(self, value: Any) -> FactLine:
        line = FactLine(self._fact.path, self._state, self._write(self._fact, value))
        if self._fact.type not in _LISTS:
            if len(self) >= MOST_LINES:
                self.clear()
                self.update(self._fixed)
            self[value] = line
        return line


_LACKS: dict[Any, State] = {UNKNOWN: "unknown", ABSENT: "absent"}


class RuleLines:
    """The lines of one rule, by what it says they depend on: the values of the facts that its tests read.

    `mask` has these facts, `read` takes their values from a row, and `keeps` says whether lines may be kept.
    """

    __slots__ = ("_by_said", "keeps", "mask", "read")

    def __init__(self, facts: Iterable[Fact]) -> None:
        read = list(facts)
        indexes = sorted({fact.index for fact in read})
        self.mask = sum(1 << index for index in indexes)
        self.read: Callable[[Any], Any] = itemgetter(*indexes) if indexes else _nothing
        self.keeps = _LISTS.isdisjoint(fact.type for fact in read)
        self._by_said: dict[Said, dict[Any, RuleLine]] = {}

    def under(self, said: Said) -> dict[Any, RuleLine]:
        """The lines kept under one state of the decision, by the values read and which of them are presumed."""
        found = self._by_said.get(said)
        if found is None:
            if len(self._by_said) >= MOST_STATES:
                self._by_said.clear()
            found = self._by_said[said] = {}
        return found

    def keep(self, lines: dict[Any, RuleLine], key: Any, line: RuleLine) -> None:
        """Keep a line among those of `under`."""
        if self.keeps:
            if len(lines) >= MOST_LINES:
                lines.clear()
            lines[key] = line


def _nothing(_values: Any) -> None:
    return None
