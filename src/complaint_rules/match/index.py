"""The most telling fact: the one by whose value the fast engines sort a program's alternatives beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import Among
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import FINITE, Fact
from complaint_rules.facts.states import UNKNOWN


def most_telling(program: Program) -> Fact:
    """The fact of a finite type that the most alternatives test; `kind` where none is tested."""
    counts = Counter(
        fact.index
        for alternative in program.alternatives
        for fact in {t.leaf.fact for t in alternative.tests if isinstance(t.leaf, Among) and t.leaf.fact.type in FINITE}
    )
    kind = next(fact.index for fact in program.ruleset.facts if fact.path == "kind")
    best = max(counts, key=lambda index: (counts[index], -index), default=kind)
    return program.ruleset.facts[best]


def under(program: Program, index: Fact, value: Any) -> Iterator[tuple[Alternative, tuple[Test, ...]]]:
    """The alternatives still possible once the index has a value, and the tests left to do of each."""
    for alternative in program.alternatives:
        left = _left(alternative, index, value)
        if left is not None:
            yield alternative, left


def _left(alternative: Alternative, index: Fact, value: Any) -> tuple[Test, ...] | None:
    left = []
    for test in alternative.tests:
        leaf = test.leaf
        if not isinstance(leaf, Among) or leaf.fact.index != index.index:
            left.append(test)
        elif value is not UNKNOWN and (value in leaf.values) == test.negated:
            return None
    return tuple(left)
