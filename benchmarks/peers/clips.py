"""CLIPS by clipspy: a fact a complaint, a rule a conjunction; the fact is retracted once the rules have run.

A condition with `or` becomes several rules, which is what CLIPS makes of it anyway. What fires is gathered in a global
variable; a Python function called from each rule takes a little longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks.peers.peer import Match, Met, Peer, Question, Row, flags
from benchmarks.policies import Absent, Among, Holds, Order, OrderOfTwo, Test, conjunctions

_ABSENT = "absent"
_kept: list[Any] = []
"""Environments are never freed: CLIPS prints a notice in the midst of the page where one of its facts is still held."""


class Written(NamedTuple):
    """The constructs, how many conditions they stand for, and the symbols of the facts' values."""

    constructs: list[str]
    size: int
    symbols: list[Any]


def write(question: Question) -> Written:
    """A template for complaints and the rules."""
    slots = (f"({'multislot' if kind == 'set of texts' else 'slot'} {name})" for name, kind in question.facts.items())
    constructs = [
        f"(deftemplate complaint {' '.join(slots)})",
        "(defglobal ?*met* = (create$))",
        "(deffunction met (?n) (bind ?*met* (create$ ?*met* ?n)))",
    ]
    for number, tree in enumerate(question.conditions):
        for place, tests in enumerate(conjunctions(tree)):
            constructs.append(_rule(f"c{number}-{place}", number, tests))
    symbols = list(dict.fromkeys(value for values in question.values.values() for value in values))
    return Written(constructs, len(question.conditions), symbols)


def _rule(name: str, number: int, tests: Sequence[Test]) -> str:
    slots: dict[str, list[str]] = {}
    named: dict[str, str] = {}
    beside: list[str] = []
    for test in tests:
        if isinstance(test, OrderOfTwo | Holds):
            beside.append(_test(test))
            named |= {one: f"?{one}" for one in _facts(test)}
            if isinstance(test, Holds):
                named[test.fact] = f"$?{test.fact}"
        else:
            slots.setdefault(test.fact, []).append(_constraint(test))
            if isinstance(test, Order):
                named.setdefault(test.fact, f"?{test.fact}")
    parts = [
        f"({fact} {'&'.join(_named_first(named.get(fact), slots.get(fact, [])))})"
        for fact in dict.fromkeys([*slots, *named])
    ]
    return f"(defrule {name} (complaint {' '.join(parts)}) {' '.join(beside)} => (met {number}))"


def _named_first(name: str | None, constraints: Sequence[str]) -> Iterator[str]:
    if name is not None:
        yield name
    yield from constraints


def _facts(test: OrderOfTwo | Holds) -> tuple[str, ...]:
    return (test.fact, test.other) if isinstance(test, OrderOfTwo) else (test.fact,)


def _constraint(test: Among | Absent | Order) -> str:
    """A constraint on one slot."""
    if isinstance(test, Absent):
        return f"~{_ABSENT}" if test.negated else _ABSENT
    if isinstance(test, Among):
        values = [_symbol(value) for value in test.values]
        return "&".join(f"~{value}" for value in values) if test.negated else "|".join(values)
    order = f"({test.order} ?{test.fact} {test.bound})"
    return f":(and (neq ?{test.fact} {_ABSENT}) {order})" if test.may_be_absent else f":{order}"


def _test(test: OrderOfTwo | Holds) -> str:
    """A condition beside the pattern."""
    fact = f"?{test.fact}"
    if isinstance(test, Holds):
        held = f"(or FALSE {' '.join(f'(member$ {value} $?{test.fact})' for value in test.values)})"
        return f"(test (not {held}))" if test.negated else f"(test {held})"
    other = f"?{test.other}"
    there = f"(neq {fact} {_ABSENT}) (neq {other} {_ABSENT})"
    return f"(test (and {there} ({test.order} {fact} (+ {other} {test.days}))))"


def _symbol(value: Any) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def load(written: Written) -> Match:
    """One environment with everything built."""
    import clips

    environment = clips.Environment()
    _kept.append(environment)
    for construct in written.constructs:
        environment.build(construct)
    template = environment.find_template("complaint")
    met = environment.find_global("met")
    symbols: dict[Any, Any] = {value: clips.Symbol(_symbol(value)) for value in written.symbols}
    absent = clips.Symbol(_ABSENT)

    def slot(value: Any) -> Any:
        if value is None:
            return absent
        if type(value) is int:
            return value
        if type(value) is list:
            return [clips.Symbol(one) for one in value]
        return symbols.get(value) or clips.Symbol(value)

    def match(row: Row) -> Met:
        met.value = ()
        fact = template.assert_fact(**{name: slot(value) for name, value in row.items()})
        environment.run()
        fact.retract()
        return flags(met.value, written.size)

    return match


PEERS = (
    Peer("CLIPS (clipspy)", "clipspy", "clips", write, load, unsafe="an environment belongs to one thread at a time"),
)
