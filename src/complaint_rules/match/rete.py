"""The `rete` engine, on durable-rules. The one file that imports it.

durable-rules is exact and fast used one way and crashes outside it, so it is used that one way only: its C module,
one persistent state in each network, a catch-all rule so that every fact is handled, a fresh integer `id` for each
fact, then assert, drain, retract, all under one lock. No host, no timers, no threads; session ids and property
names are ours. Money goes in as integer fen.

A fact carries only what the rules of its network can use. For a fact of a finite type there is one property for
each set of values that some test accepts, present where the value (or the lack of one) is in the set; a number goes
in as `h` and `l`, equal where known, and beyond every bound on either side where unknown, so that an unknown number
meets them all. Other tests go in as one property each, worked out here. Where many alternatives name values of one
fact, only the networks of its value are asked.

Complaints often come to the same fact, since it says no more than tests tell apart. Networks answer it always alike,
so answers are kept: to hand a fact in as JSON text and take actions out one at a time costs more than all else.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from itertools import count
from operator import or_
from threading import Lock
from typing import Any

import durable_rules_engine as durable

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import Among, Compare, Constant, InState, OfParameter, facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import FINITE, Fact
from complaint_rules.facts.sheet import FactSheet, reader_of
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.keeping import Again
from complaint_rules.match.expression import Injected, expression, fact_name
from complaint_rules.match.index import ByName, most_named, most_telling, naming, under
from complaint_rules.match.matcher import Hit, Prepared

MOST_PROPERTIES = 180
"""A fact of over 200 properties is refused (error 302)."""

MOST_SHARING = 900
"""A test shared by 2,000 rules is refused at creation (error 108); by 1,000 it works."""

MOST_AT_ONCE = 60
"""A fact that meets 64 tests side by side overflows the engine's stack (error 303)."""

MOST_ANSWERS = 256
"""Answers kept for one value of the most telling fact; when there are more, all are dropped."""

_NATIVE = {"<": ("$lt", "l"), "<=": ("$lte", "l"), ">": ("$gt", "h"), ">=": ("$gte", "h")}
_ids = count(1)
_names = count(1)


Places = tuple[tuple[int, ...], str]
"""Where the numbers of a row stand among the bounds of a network, and the text of the tests met of which we know."""

Group = tuple[tuple[Test, ...], list[Prepared]]
"""Tests that several alternatives share."""


class ReteMatcher:
    """Matches by durable-rules networks, a set of them for each value of the most telling fact."""

    name = "rete"

    def __init__(self, program: Program) -> None:
        self._program = program
        self._index = most_telling(program)
        self._branches: dict[Any, _Branch] = {}

    def match(self, sheet: FactSheet) -> frozenset[Hit]:
        """Pass the sheet through the networks of its branch."""
        value = sheet.values[self._index.index]
        branch = self._branches.get(value)
        if branch is None:  # two threads may both make one; either serves, and a network unused is never opened
            branch = self._branches.setdefault(value, _Branch(self._program, self._index, value))
        return branch.match(sheet)


class _Branch:
    """The networks for one value of the most telling fact.

    What that value settles does not go through them, nor what one look-up settles: tests on a single fact of a finite
    type. The networks are left what they are for, which is to join tests on several facts.
    """

    def __init__(self, program: Program, index: Fact, value: Any) -> None:
        grouped: dict[tuple[Test, ...], list[Prepared]] = {}
        for alternative, tests in under(program, index, value):
            real = tuple(test for test in tests if expression(test, Injected()) != "True")
            grouped.setdefault(real, []).append(Prepared(alternative))
        always = grouped.pop((), [])
        self._settled = [prepared.certain for prepared in always if not prepared.waits]
        self._open = [prepared for prepared in always if prepared.waits]
        single = {tests: grouped.pop(tests) for tests in list(grouped) if _finite_fact(tests) is not None}
        self._tables = _tables(single)
        groups = [always, *single.values(), *grouped.values()]
        self._waits = reduce(or_, [prepared.waits for group in groups for prepared in group], 0)
        fact, is_named = most_named([*grouped])
        named = _networks({tests: grouped.pop(tests) for tests in list(grouped) if is_named(tests)})
        self._networks = [network for network, _ in _networks(grouped)]
        self._by_name = None if fact is None else ByName(fact, named)
        networks = [*self._networks, *[network for network, _ in named]]
        self._values = reader_of({*[at for at, _ in self._tables], *[at for one in networks for at in one.facts]})
        self._answers: Again[frozenset[Hit]] = Again(MOST_ANSWERS)

    def match(self, sheet: FactSheet) -> frozenset[Hit]:
        values = sheet.values
        networks = self._networks if self._by_name is None else [*self._networks, *self._by_name.of(values)]
        places = [network.places(values) for network in networks]
        reading = self._values(values), sheet.unknown & self._waits, *places
        return self._answers.find(reading) or self._answers.keep(reading, self._ask(sheet, networks, places))

    def _ask(self, sheet: FactSheet, networks: Sequence[_Network], places: Sequence[Places]) -> frozenset[Hit]:
        values, unknown = sheet.values, sheet.unknown
        found = self._open.copy()
        for index, table in self._tables:
            found += table[values[index]]
        for network, place in zip(networks, places, strict=True):
            found += network.pass_through(values, place)
        return frozenset(self._settled + [one.hit(unknown) for one in found])


def _networks(grouped: dict[tuple[Test, ...], list[Prepared]]) -> list[tuple[_Network, list[tuple[Test, ...]]]]:
    """As many networks as groups of alternatives need, each with the tests of its own."""
    found = []
    remaining = _most_shared_first(grouped)
    while remaining:
        network = _Network(remaining)
        left = {tests for tests, _ in network.left_over}
        found.append((network, [tests for tests, _ in remaining if tests not in left]))
        remaining = network.left_over
    return found


def _finite_fact(tests: Sequence[Test]) -> Fact | None:
    """The one fact of a finite type that all tests are on; None where there is no such one."""
    facts = {fact for test in tests for fact in facts_read(test.leaf)}
    fact = facts.pop()
    return fact if not facts and fact.type in FINITE else None


def _tables(single: dict[tuple[Test, ...], list[Prepared]]) -> list[tuple[int, dict[Any, list[Prepared]]]]:
    """For each fact, what each of its values (and the lack of one) meets."""
    tables: dict[int, dict[Any, list[Prepared]]] = {}
    for tests, group in single.items():
        fact = _finite_fact(tests)
        assert fact is not None
        table = tables.setdefault(fact.index, {value: [] for value in (*fact.values, UNKNOWN, ABSENT)})
        for value in frozenset.intersection(*[_accepted(test) for test in tests]):
            table[value] += group
    return list(tables.items())


def _most_shared_first(grouped: dict[tuple[Test, ...], list[Prepared]]) -> list[Group]:
    """Order the tests of each group so that groups share their first ones: the network is then narrow.

    What names a value comes before all others, since few rules name the value that a fact has.
    """
    counts = Counter(test for tests in grouped for test in tests)
    ranked = {test: (naming(test) is None, -count, place) for place, (test, count) in enumerate(counts.items())}
    return [(tuple(sorted(tests, key=lambda test: ranked[test])), group) for tests, group in grouped.items()]


class _Shape:
    """How wide a network is: at each depth, the most tests that stand side by side under one."""

    def __init__(self) -> None:
        self._children: dict[tuple[str, ...], set[str]] = {}
        self._widest: list[int] = []

    def takes(self, conditions: Sequence[dict[str, Any]]) -> bool:
        """Add a rule's conditions, unless a fact might then meet too many tests at once."""
        names = [json.dumps(condition) for condition in conditions]
        widest = [*self._widest, *[0] * (len(names) - len(self._widest))]
        for depth, name in enumerate(names):
            beside = self._children.get(tuple(names[:depth]), set())
            widest[depth] = max(widest[depth], len(beside | {name}))
        if sum(widest) > MOST_AT_ONCE:
            return False
        self._widest = widest
        for depth, name in enumerate(names):
            self._children.setdefault(tuple(names[:depth]), set()).add(name)
        return True


class _Network:
    """One durable-rules ruleset, the encoder of its facts, and its one state."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._encoder = _Encoder()
        self.left_over: list[Group] = []
        self._definition: dict[str, Any] = {"r000": {"all": [{"m": {"z": 1}}]}}
        self._actions: dict[str, list[Prepared]] = {"r000": []}
        shape = _Shape()
        for tests, alternatives in groups:
            if len(self._actions) > MOST_SHARING or not self._encoder.has_room(tests):
                self.left_over.append((tests, alternatives))
                continue
            conditions = [condition for test in tests for condition in self._encoder.conditions(test)]
            if not shape.takes(conditions):
                self.left_over.append((tests, alternatives))
                continue
            name = f"r{len(self._actions):03}"
            self._actions[name] = alternatives
            pattern = conditions[0] if len(conditions) == 1 else {"$and": conditions}
            self._definition[name] = {"all": [{"m": pattern}]}
        self._encoder.finish()
        self.facts = self._encoder.facts
        self.places = self._encoder.places
        self._lock = Lock()
        self._handle: Any = None

    def _open(self) -> Any:
        """Create the network and pass one empty fact, since the first one of a state is special."""
        handle = durable.create_ruleset(f"n{next(_names)}", json.dumps(self._definition))
        self._drain(handle, f'{{"id":{next(_ids)},"sid":"s","z":1}}')
        return handle

    def pass_through(self, values: Sequence[Any], places: Places) -> list[Prepared]:
        """Assert one fact, drain what fires, retract it."""
        body = self._encoder.encode(values, places)
        with self._lock:
            handle = self._handle
            if handle is None:
                handle = self._open()
            self._handle = None  # stays so if anything breaks half way: a fresh network then takes over
            found = self._drain(handle, f'{{"id":{next(_ids)},"sid":"s","z":1{body}}}')
            self._handle = handle
        return found

    def _drain(self, handle: Any, message: str) -> list[Prepared]:
        found: list[Prepared] = []
        actions = self._actions
        advance = durable.complete_and_start_action
        _, state = durable.assert_fact(handle, message)
        started = durable.start_action_for_state(handle, state)
        text = started[1] if started else None
        while text:
            found += actions[text[2:6]]  # `{"r017":...`: names are four characters long
            text = advance(handle, state)
        durable.retract_fact(handle, message)
        return found


class _Encoder:
    """Names properties for tests, and turns a row of values into the properties of one fact."""

    def __init__(self) -> None:
        self._sets: dict[int, dict[frozenset[Any], str]] = {}
        self._bounds: dict[int, list[int]] = {}
        self._computed: dict[str, str] = {}
        self._injected = Injected()
        self._facts: dict[str, Fact] = {}
        self._made = 0

    def has_room(self, tests: Sequence[Test]) -> bool:
        """Whether the tests fit beside what the fact already carries."""
        return self._made + 2 * len(tests) <= MOST_PROPERTIES

    def _property(self, letter: str = "p") -> str:
        self._made += 1
        return f"{letter}{self._made}"

    def conditions(self, test: Test) -> list[dict[str, Any]]:
        """The durable-rules conditions of one test."""
        leaf = test.leaf
        if isinstance(leaf, Among | InState) and leaf.fact.type in FINITE:
            return [{self._set_property(leaf.fact, _accepted(test)): 1}]
        named = naming(test)
        if named is not None:
            return [{self._set_property(named.fact, named.values | {UNKNOWN}): 1}]
        plain = not test.negated and not test.lacks
        if plain and isinstance(leaf, Compare) and isinstance(leaf.operand, Constant | OfParameter):
            return [self._native(leaf, test.bound)]
        return [{self._computed_property(test): 1}]

    def _native(self, leaf: Compare, bound: Any) -> dict[str, Any]:
        operator, end = _NATIVE[leaf.order]
        bounds = self._bounds.setdefault(leaf.fact.index, [])
        self._made += 0 if bounds else 2
        bounds.append(_number(bound))
        return {operator: {f"{end}{leaf.fact.index}": bounds[-1]}}

    def _set_property(self, fact: Fact, accepted: frozenset[Any]) -> str:
        sets = self._sets.setdefault(fact.index, {})
        if accepted not in sets:
            sets[accepted] = self._property()
        return sets[accepted]

    def _computed_property(self, test: Test) -> str:
        text = expression(test, self._injected)
        if text not in self._computed:
            self._computed[text] = self._property()
            self._facts |= {fact_name(fact): fact for fact in facts_read(test.leaf)}
        return self._computed[text]

    def finish(self) -> None:
        """Settle how rows are read, now that all tests are known."""
        self._fragments = [(index, _fragments(sets)) for index, sets in self._sets.items()]
        self._numbers = [_NumberTexts(index, bounds) for index, bounds in self._bounds.items()]
        self._others = self._compiled()

    @property
    def facts(self) -> list[int]:
        """The indexes of the facts that go in by value."""
        return [*self._sets]

    def places(self, values: Sequence[Any]) -> Places:
        """Where the numbers of a row stand, and the text of the tests that it meets and that are worked out here."""
        return tuple([number.place(values[number.index]) for number in self._numbers]), self._others(values)

    def encode(self, values: Sequence[Any], places: Places) -> str:
        """The text of the properties of one fact."""
        numbers, others = places
        parts = [fragments[values[index]] for index, fragments in self._fragments]
        parts += [number.texts[place] for number, place in zip(self._numbers, numbers, strict=True)]
        return "".join(parts) + others

    def _compiled(self) -> Callable[[Sequence[Any]], str]:
        if not self._computed:
            return lambda _: ""
        reads = "".join(f"    {name} = v[{fact.index}]\n" for name, fact in self._facts.items())
        parts = " + ".join(f"""(',"{name}":1' if {text} else '')""" for text, name in self._computed.items())
        exec(f"def computed(v):\n{reads}    return {parts}\n", self._injected.names)  # noqa: S102  # our own generated text
        function: Callable[[Sequence[Any]], str] = self._injected.names["computed"]
        return function


class _NumberTexts:
    """The properties of one number or date. One figure stands for all between two bounds, which no test tells apart."""

    def __init__(self, index: int, bounds: Sequence[int]) -> None:
        self.index = index
        in_order = sorted(set(bounds))
        first, last = in_order[0], in_order[-1]
        figures = [first - 1, *[figure for bound in in_order for figure in (bound, bound + 1)]]
        self._ends = [end for bound in in_order for end in (bound, bound + 1)]
        self.texts = [*[self._text(figure, figure) for figure in figures], self._text(last + 1, first - 1), ""]
        self._unknown, self._absent = len(figures), len(figures) + 1

    def _text(self, high: int, low: int) -> str:
        return f',"h{self.index}":{high},"l{self.index}":{low}'

    def place(self, value: Any) -> int:
        """Which of the texts a value gives."""
        if value is UNKNOWN:
            return self._unknown
        if value is ABSENT:
            return self._absent
        return bisect_right(self._ends, value if type(value) is int else _number(value))


def _number(bound: Any) -> int:
    return bound.toordinal() if isinstance(bound, date) else int(bound)


def _accepted(test: Test) -> frozenset[Any]:
    """The values of a finite fact, and the lacks of one, that meet a test or may yet meet it."""
    leaf = test.leaf
    if isinstance(leaf, Among):
        values = frozenset(leaf.fact.values)
        return values - leaf.values | {UNKNOWN, ABSENT} if test.negated else leaf.values | {UNKNOWN}
    assert isinstance(leaf, InState)
    known = frozenset(leaf.fact.values)
    accepted: dict[tuple[str, bool], frozenset[Any]] = {
        ("known", False): known | {UNKNOWN},
        ("known", True): frozenset({UNKNOWN, ABSENT}),
        ("unknown", False): frozenset({UNKNOWN}),
        ("unknown", True): known | {UNKNOWN, ABSENT},
        ("absent", False): frozenset({ABSENT}),
        ("absent", True): known | {UNKNOWN},
    }
    return accepted[leaf.state, test.negated]


class _Fragments(dict[Any, str]):
    """The properties of one fact by its value; a value that no test names has none."""

    def __missing__(self, value: Any) -> str:
        return ""


def _fragments(sets: dict[frozenset[Any], str]) -> _Fragments:
    found = _Fragments()
    for accepted, name in sets.items():
        for value in accepted:
            found[value] += f',"{name}":1'
    return found
