"""durable-rules as its own documentation shows it: `durable.lang`, a fact asserted, actions run, the fact retracted.

`rete`, our default engine, uses the same library another way; see `complaint_rules.match.rete`. Events that are posted
would be consumed by the first rule that they meet, so facts it is. A rule for every conjunction is faster than `|`.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable
from typing import Any

from benchmarks.peers.peer import Match, Met, Peer, Question, Row, flags
from benchmarks.policies import Absent, Among, Holds, OrderOfTwo, Test, conjunctions

_ABSENT = "absent"
_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_OVERFLOW = "error code: 303"
"""What the library says where a fact meets 64 tests side by side."""
_names = itertools.count()

Written = list[list[tuple[Test, ...]]]


def write(question: Question) -> Written:
    """The conjunctions of each condition; the library's rules are Python, so there is no text."""
    return [conjunctions(tree) for tree in question.conditions]


def _pattern(test: Test) -> Any:
    from durable.lang import item, m

    fact = getattr(m, test.fact)
    if isinstance(test, Absent):
        return fact != _ABSENT if test.negated else fact == _ABSENT
    if isinstance(test, Among):
        if test.negated:
            return functools.reduce(operator.and_, [fact != value for value in test.values])
        return functools.reduce(operator.or_, [fact == value for value in test.values])
    if isinstance(test, Holds):
        if test.negated:
            raise NotImplementedError("durable.lang has no pattern for a list without an item")
        return functools.reduce(operator.or_, [fact.anyItem(item == value) for value in test.values])
    if isinstance(test, OrderOfTwo):
        other = getattr(m, test.other)
        bound = other - -test.days if test.days < 0 else other + test.days if test.days else other
        return (fact != _ABSENT) & (other != _ABSENT) & _ORDERS[test.order](fact, bound)
    order = _ORDERS[test.order](fact, test.bound)
    return (fact != _ABSENT) & order if test.may_be_absent else order


def load(written: Written) -> Match:
    """One ruleset; twice as many whenever a fact meets more tests side by side than the library's stack holds."""
    conditions = list(enumerate(written))
    loaded = [_load(conditions)]

    def match(row: Row) -> Met:
        while True:
            try:
                return flags([number for one in loaded for number in one(row)], len(written))
            except Exception as error:
                if _OVERFLOW not in str(error) or len(loaded) >= len(written):
                    raise
                step = 2 * len(loaded)
                loaded[:] = [_load(conditions[first::step]) for first in range(step)]

    return match


def _load(conditions: list[tuple[int, list[tuple[Test, ...]]]]) -> Callable[[Row], list[int]]:
    """A ruleset with a rule that always fires, since a fact that meets no rule is an error."""
    from durable.lang import assert_fact, m, retract_fact, ruleset, when_all

    name = f"policy{next(_names)}"
    met: list[int] = []
    with ruleset(name):
        when_all(m.complaint == "new")(_noting(met, None))
        for number, rows in conditions:
            for tests in rows:
                pattern = functools.reduce(operator.and_, [_pattern(test) for test in tests])
                when_all(pattern)(_noting(met, number))

    def match(row: Row) -> list[int]:
        met.clear()
        fact = {key: _ABSENT if value is None else value for key, value in row.items()}
        fact["complaint"] = "new"
        assert_fact(name, fact)
        retract_fact(name, fact)
        return met

    return match


def _noting(met: list[int], number: int | None) -> Callable[[Any], None]:
    """The action of one rule; a function of one parameter, or the library takes it as asynchronous."""

    def note(c: Any) -> None:  # noqa: ARG001  # the library hands in its context
        if number is not None:
            met.append(number)

    return note


PEERS = (
    Peer(
        "durable-rules",
        "durable-rules",
        "durable",
        write,
        load,
        unsafe="its documentation promises nothing, and the facts of one session share a state",
    ),
)
