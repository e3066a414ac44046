"""The interface of the engines, and the hits that they return."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import DecisionTest
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import FOR_NOW

Asks = tuple[str, frozenset[str | None], bool]
"""A part of the decision, some of its values, and whether it must be none of them."""


class Hit:
    """One alternative of a rule that the facts satisfy or may yet satisfy.

    Compared by identity: an engine makes one hit for each alternative and grade and returns it every time, so that a
    set of hits is a cheap cache key. `waits` has the facts that keep it uncertain, and `tests` the tests on them (known
    facts, and satisfied tests, may be among them). `bit` is the rule as a mask, and `asks` has the conditions of
    `decided` on the decision: the attribute, the values, and whether it must be none of them. `plain` is the rule as a
    mask where its condition holds today, and `is_asking` says that it holds if the decision satisfies `asks`.
    """

    __slots__ = ("asks", "bit", "decided", "grade", "is_asking", "plain", "position", "tests", "waits")

    def __init__(
        self, position: int, grade: int, decided: tuple[Test, ...], waits: int, tests: tuple[Test, ...]
    ) -> None:
        self.position = position
        self.bit = 1 << position
        self.grade = grade
        self.decided = decided
        self.asks = tuple([asked(test) for test in decided])
        self.is_asking = grade >= FOR_NOW and bool(decided)
        self.plain = self.bit if grade >= FOR_NOW and not decided else 0
        self.waits = waits
        self.tests = tests

    def undecided(self, unknown: int) -> frozenset[Test]:
        """The tests on unknown facts, and those on the decision."""
        return frozenset([*self.decided, *[test for test in self.tests if test.waits & unknown]])


def asked(test: Test) -> Asks:
    """The condition of a test on the decision."""
    leaf = test.leaf
    assert isinstance(leaf, DecisionTest)
    return leaf.attribute, leaf.values, test.negated


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


class NetworksExhaustedError(Exception):
    """An engine has reached its limit of networks, which can't be freed; another engine has to match."""


class Matcher(Protocol):
    """One engine over one program. `match` may be called from many threads."""

    name: str

    def match(self, sheet: FactSheet) -> Collection[Hit]:
        """All alternatives that the facts satisfy or may yet satisfy, in no particular order.

        Raises:
            NetworksExhaustedError: another engine has to match.
        """
        ...

    def warm(self) -> None:
        """Make now whatever the first complaints would otherwise wait for.

        Raises:
            NetworksExhaustedError: another engine has to match.
        """
        ...
