"""Indexes of a program's alternatives for the fast engines, so that rules that can't match cost almost nothing.

First by the most telling fact, the one of a finite type that the most alternatives test; then, where many alternatives
name values of another fact, as a chain's rules name the sites that they are for, by that one too: alternatives that
name other values are skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import In
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import FINITE, Fact, FactType
from complaint_rules.facts.states import UNKNOWN


def most_telling(program: Program) -> Fact:
    """The fact of a finite type that the most alternatives test; `kind` where none is tested."""
    counts = Counter(
        fact.index
        for alternative in program.alternatives
        for fact in {t.leaf.fact for t in alternative.tests if isinstance(t.leaf, In) and t.leaf.fact.type in FINITE}
    )
    kind = next(fact.index for fact in program.ruleset.facts if fact.path == "kind")
    best = max(counts, key=lambda index: (counts[index], -index), default=kind)
    return program.ruleset.facts[best]


def under(program: Program, index: Fact, value: Any) -> Iterator[tuple[Alternative, tuple[Test, ...]]]:
    """The alternatives still possible once the index has a value, and the remaining tests of each."""
    for alternative in program.alternatives:
        left = _left(alternative, index, value)
        if left is not None:
            yield alternative, left


def _left(alternative: Alternative, index: Fact, value: Any) -> tuple[Test, ...] | None:
    left = []
    for test in alternative.tests:
        leaf = test.leaf
        if not isinstance(leaf, In) or leaf.fact.index != index.index:
            left.append(test)
        elif value is not UNKNOWN and (value in leaf.values) == test.negated:
            return None
    return tuple(left)


MANY = 64
"""The minimum number of alternatives that name values of one fact for these to be indexed by it."""

Worker = TypeVar("Worker")


class ByName(Generic[Worker]):
    """Workers, each for some of the alternatives that name values of one fact, found by the value that it has."""

    def __init__(self, fact: Fact, workers: Sequence[tuple[Worker, Sequence[Sequence[Test]]]]) -> None:
        """Index workers.

        Args:
            fact: the fact.
            workers: each with the tests of its alternatives, all of which name values of the fact.
        """
        self._index = fact.index
        self._all = [worker for worker, _ in workers]
        self._by_value: dict[Any, list[Worker]] = {}
        for worker, alternatives in workers:
            for value in {value for tests in alternatives for value in _named(tests, fact.index)}:
                self._by_value.setdefault(value, []).append(worker)

    def of(self, values: Sequence[Any]) -> Sequence[Worker]:
        """The workers whose alternatives the value of the fact may satisfy; all of them while it is unknown."""
        value = values[self._index]
        return self._all if value is UNKNOWN else self._by_value.get(value, ())


def most_named(found: Sequence[Sequence[Test]]) -> tuple[Fact | None, Callable[[Sequence[Test]], bool]]:
    """The fact whose values most alternatives name, if many do, and which alternatives these are."""
    facts = {leaf.fact.index: leaf.fact for tests in found for leaf in map(naming, tests) if leaf is not None}
    counts = Counter(
        index for tests in found for index in {leaf.fact.index for leaf in map(naming, tests) if leaf is not None}
    )
    best = max(counts, key=lambda index: (counts[index], -index), default=None)
    if best is None or counts[best] < MANY:
        return None, lambda _: False
    return facts[best], lambda tests: bool(_named(tests, best))


def naming(test: Test) -> In | None:
    """The leaf of a test that names the values which satisfy it, on a fact without a list of values; else None."""
    leaf = test.leaf
    if not isinstance(leaf, In) or test.negated or leaf.fact.type in (*FINITE, FactType.TEXT_SET):
        return None
    return leaf


def _named(tests: Sequence[Test], index: int) -> frozenset[Any]:
    leaves = [leaf for test in tests if (leaf := naming(test)) is not None and leaf.fact.index == index]
    return leaves[0].values if leaves else frozenset()
