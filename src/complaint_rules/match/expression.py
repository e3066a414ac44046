"""A test as a Python expression that is true where the facts satisfy it or may yet satisfy it.

UNKNOWN satisfies every order comparison and ABSENT none (see `facts.states`), so most tests need no special case.

No text of an author becomes code: facts are named by position, values are injected, and `remark` escapes what a comment
quotes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import Compare, In, OfFact, StateTest
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.states import ABSENT, UNKNOWN

_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}

Inject = Callable[[Any], str]
"""Takes a value that has no source text of its own and returns the name by which the code refers to it."""


_LONGEST_REMARK = 100


def fact_name(fact: Fact) -> str:
    """The local name of a fact in generated code."""
    return f"f{fact.index}"


def remark(text: str) -> str:
    """An author's words as a comment may quote them: the beginning, in ASCII on one line."""
    return ascii(text[:_LONGEST_REMARK])


def expression(test: Test, inject: Inject) -> str:
    """The expression of one test; "True" where it always is."""
    leaf = test.leaf
    if isinstance(leaf, StateTest):
        return _state(leaf, test.negated)
    if isinstance(leaf, In):
        return _among(leaf, test.negated, inject)
    assert isinstance(leaf, Compare)
    return _compare(leaf, test, inject)


def _state(leaf: StateTest, negated: bool) -> str:
    name = fact_name(leaf.fact)
    return {
        ("known", False): f"{name} is not ABSENT",
        ("known", True): f"({name} is UNKNOWN or {name} is ABSENT)",
        ("unknown", False): f"{name} is UNKNOWN",
        ("unknown", True): "True",
        ("absent", False): f"{name} is ABSENT",
        ("absent", True): f"{name} is not ABSENT",
    }[leaf.state, negated]


def _among(leaf: In, negated: bool, inject: Inject) -> str:
    name = fact_name(leaf.fact)
    if leaf.fact.type is FactType.TEXT_SET:
        holds = f"not {inject(leaf.values)}.isdisjoint({name})"
        if negated:
            return f"({name} is UNKNOWN or {name} is ABSENT or not ({holds}))"
        return f"({name} is UNKNOWN or ({name} is not ABSENT and {holds}))"
    if negated:
        return f"{name} not in {inject(leaf.values)}"
    return f"{name} in {inject(leaf.values | {UNKNOWN})}"


def _compare(leaf: Compare, test: Test, inject: Inject) -> str:
    name = fact_name(leaf.fact)
    if test.lacks:
        return "True"
    if isinstance(leaf.operand, OfFact):
        other = fact_name(leaf.operand.fact)
        right = other if test.bound is None else f"{other} + {inject(test.bound)}"
        absent = f"{name} is ABSENT or {other} is ABSENT"
    else:
        right = repr(test.bound) if isinstance(test.bound, int) else inject(test.bound)
        absent = f"{name} is ABSENT"
    if test.negated:
        return f"({absent} or {name} {_TURNED[leaf.order]} {right})"
    return f"{name} {leaf.order} {right}"


_KINDS: dict[type, str] = {timedelta: "DAYS", frozenset: "SET"}


class Injected:
    """The values to which generated code refers by name, each once."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"UNKNOWN": UNKNOWN, "ABSENT": ABSENT}
        self._by_value: dict[Any, str] = {}

    def __call__(self, value: Any) -> str:
        """The name of a value."""
        name = self._by_value.get(value)
        if name is None:
            kind = _KINDS.get(type(value), type(value).__name__.upper())
            name = f"{kind}_{len(self._by_value)}"
            self._by_value[value] = name
            self.names[name] = value
        return name
