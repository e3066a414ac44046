"""The interface of the engines, and the hits that they return."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.facts.sheet import FactSheet


class Hit:
    """One alternative of a rule that the facts meet or may yet meet.

    Compared by identity: an engine makes one hit for each alternative and grade and returns it again and again, so
    that a set of hits says cheaply which rules met what. `waits` has the facts that keep it uncertain, and `tests` the
    tests on them (known facts, and tests that are met, may be among them).
    """

    __slots__ = ("decided", "grade", "position", "tests", "waits")

    def __init__(
        self, position: int, grade: int, decided: tuple[Test, ...], waits: int, tests: tuple[Test, ...]
    ) -> None:
        self.position = position
        self.grade = grade
        self.decided = decided
        self.waits = waits
        self.tests = tests

    def undecided(self, unknown: int) -> frozenset[Test]:
        """The tests that wait for an answer, and those on the decision."""
        return frozenset([*self.decided, *[test for test in self.tests if test.waits & unknown]])


class Prepared:
    """An alternative with its hits made, one for each grade."""

    __slots__ = ("_one", "_two", "certain", "for_now", "possible", "waits")

    def __init__(self, alternative: Alternative) -> None:
        self._one = alternative.one_if_unknown
        self._two = alternative.two_if_unknown
        self.waits = waits = self._one | self._two
        self.possible, self.for_now, self.certain = (
            Hit(alternative.position, grade, alternative.decided, waits, alternative.tests) for grade in (1, 2, 3)
        )
        if alternative.lacks:
            self.for_now = self.certain = self.possible

    def hit(self, unknown: int) -> Hit:
        """The hit, given which facts are unknown."""
        if unknown & self._one:
            return self.possible
        return self.for_now if unknown & self._two else self.certain


class Matcher(Protocol):
    """One engine over one program. `match` may be called from many threads."""

    name: str

    def match(self, sheet: FactSheet) -> Collection[Hit]:
        """All alternatives that the facts meet or may yet meet, in no particular order."""
        ...
