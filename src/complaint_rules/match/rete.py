"""The `rete` engine: matches through networks of durable-rules, which `match/network.py` makes and caches.

A durable-rules fact has only properties that the rules of its network can use. For a fact of a finite type there is one
property for each set of values that some test accepts, present where the value (or UNKNOWN, or ABSENT) is in the set. A
number is encoded as its rank among the bounds that tests compare it with: as `h` and `l`, equal where it is known, and
beyond every bound on either side where it is unknown, so that an unknown number satisfies all comparisons. Every other
test is one property, computed here. Where many alternatives name values of one fact, only the networks of its value are
asked.

So a network's definition contains neither figures nor values of the ruleset, and most networks of an edited ruleset
exist already. Money is compared as integer fen.

Many complaints have the same encoding, which distinguishes no more than the tests do. A network's answer to it is
always the same, so answers are cached: passing a fact in as JSON text and taking actions out one at a time costs more
than all else.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from complaint_rules.cache import SecondHitCache
from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import Compare, Constant, In, OfParameter, StateTest, facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import FINITE, Fact
from complaint_rules.facts.sheet import FactSheet, reader_of
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.match.expression import Injected, expression, fact_name
from complaint_rules.match.index import ByName, most_named, most_telling, naming, under
from complaint_rules.match.matcher import Hit, Prepared
from complaint_rules.match.network import CATCH_ALL, Network, definition_of, network

MOST_PROPERTIES = 180
"""A fact of over 200 properties is refused (error 302)."""

MOST_SHARING = 900
"""A test shared by 2,000 rules is refused at creation (error 108); by 1,000 it works."""

MOST_AT_ONCE = 60
"""A fact that satisfies 64 sibling tests overflows the engine's stack (error 303)."""

MOST_IN_A_ROW = 30
"""Tests that a network joins in one alternative; those beyond are computed here, as one property.

So an empty network has room for any alternative: for its properties, and for its tests one under the other.
"""

MOST_ANSWERS = 256
"""The maximum number of cached answers for one value of the most telling fact; a full cache is cleared."""

_NATIVE = {"<": ("$lt", "l"), "<=": ("$lte", "l"), ">": ("$gt", "h"), ">=": ("$gte", "h")}

Places = tuple[tuple[int, ...], str]
"""The ranks of a row's numbers among the bounds of a network, and the properties of the satisfied computed tests."""

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
        return (self._branches.get(value) or self._branch(value)).match(sheet)

    def warm(self) -> None:
        """Make all branches and their networks."""
        for value in (*self._index.values, UNKNOWN, ABSENT):
            self._branch(value).warm()

    def _branch(self, value: Any) -> _Branch:
        """The branch of a value; two threads may both make one, and either serves."""
        return self._branches.get(value) or self._branches.setdefault(value, _Branch(self._program, self._index, value))


class _Branch:
    """The networks for one value of the most telling fact.

    Alternatives that this value decides do not go through them, nor those that one look-up decides: tests on a single
    fact of a finite type. The networks only do what they are for, which is to join tests on several facts.
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
        self._all = [*self._networks, *[network for network, _ in named]]
        self._values = reader_of({*[at for at, _ in self._tables], *[at for one in self._all for at in one.facts]})
        self._answers: SecondHitCache[frozenset[Hit]] = SecondHitCache(MOST_ANSWERS)

    def match(self, sheet: FactSheet) -> frozenset[Hit]:
        values = sheet.values
        networks = self._networks if self._by_name is None else [*self._networks, *self._by_name.of(values)]
        places = [network.places(values) for network in networks]
        reading = self._values(values), sheet.unknown & self._waits, *places
        return self._answers.get(reading) or self._answers.put(reading, self._ask(sheet, networks, places))

    def warm(self) -> None:
        for one in self._all:
            one.open()

    def _ask(self, sheet: FactSheet, networks: Sequence[_Network], places: Sequence[Places]) -> frozenset[Hit]:
        values, unknown = sheet.values, sheet.unknown
        found = self._open.copy()
        for index, table in self._tables:
            found += table[values[index]]
        for one, place in zip(networks, places, strict=True):
            found += one.pass_through(values, place)
        return frozenset(self._settled + [prepared.hit(unknown) for prepared in found])


def _networks(grouped: dict[tuple[Test, ...], list[Prepared]]) -> list[tuple[_Network, list[tuple[Test, ...]]]]:
    """As many networks as groups of alternatives need, each with the tests of its own."""
    found = []
    remaining = _most_shared_first(grouped)
    while remaining:
        network = _Network(remaining)
        assert len(network.left_over) < len(remaining), "an empty network takes any alternative"
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
    """For each fact, the alternatives that each of its values (and UNKNOWN and ABSENT) satisfies."""
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

    Tests that name values come before all others, since few rules name the value that a fact has.
    """
    counts = Counter(test for tests in grouped for test in tests)
    ranked = {test: (naming(test) is None, -count, place) for place, (test, count) in enumerate(counts.items())}
    return [(tuple(sorted(tests, key=lambda test: ranked[test])), group) for tests, group in grouped.items()]


class _Shape:
    """How wide a network is: at each depth, the greatest number of sibling tests below one test."""

    def __init__(self) -> None:
        self._children: dict[tuple[str, ...], set[str]] = {}
        self._widest: list[int] = []

    def takes(self, conditions: Sequence[dict[str, Any]]) -> bool:
        """Add a rule's conditions, unless a fact might then satisfy too many tests at once."""
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
    """Groups of alternatives that one network joins the tests of, and the encoder of its facts."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._encoder = _Encoder()
        self.left_over: list[Group] = []
        self._actions: dict[str, list[Prepared]] = {CATCH_ALL: []}
        patterns: dict[str, list[dict[str, Any]]] = {}
        shape = _Shape()
        for tests, alternatives in groups:
            if len(self._actions) > MOST_SHARING or not self._encoder.has_room(tests):
                self.left_over.append((tests, alternatives))
                continue
            conditions = self._encoder.conditions(tests)
            if not shape.takes(conditions):
                self.left_over.append((tests, alternatives))
                continue
            name = f"r{len(self._actions):03}"
            self._actions[name] = alternatives
            patterns[name] = conditions
        self._encoder.finish()
        self.facts = self._encoder.facts
        self.places = self._encoder.places
        self._definition = definition_of(
            {name: [self._encoder.placed(condition) for condition in patterns[name]] for name in patterns}
        )
        self._network: Network | None = None

    def open(self) -> Network:
        """The network, made or found at the first call.

        Raises:
            NetworksExhaustedError: there are too many already.
        """
        if self._network is None:
            self._network = network(self._definition)
        return self._network

    def pass_through(self, values: Sequence[Any], places: Places) -> list[Prepared]:
        """The alternatives whose tests a fact satisfies."""
        fired = (self._network or self.open()).fired(self._encoder.encode(values, places))
        return [prepared for name in fired for prepared in self._actions[name]]


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
        """Whether a fact has room for the properties of the tests."""
        return self._made + 2 * min(len(tests), MOST_IN_A_ROW) <= MOST_PROPERTIES

    def _property(self, letter: str = "p") -> str:
        self._made += 1
        return f"{letter}{self._made}"

    def conditions(self, tests: Sequence[Test]) -> list[dict[str, Any]]:
        """The durable-rules conditions of an alternative, which all must hold."""
        if len(tests) <= MOST_IN_A_ROW:
            return [self._condition(test) for test in tests]
        first, others = tests[: MOST_IN_A_ROW - 1], tests[MOST_IN_A_ROW - 1 :]
        return [*map(self._condition, first), {self._computed_property(others): 1}]

    def _condition(self, test: Test) -> dict[str, Any]:
        leaf = test.leaf
        if isinstance(leaf, In | StateTest) and leaf.fact.type in FINITE:
            return {self._set_property(leaf.fact, _accepted(test)): 1}
        named = naming(test)
        if named is not None:
            return {self._set_property(named.fact, named.values | {UNKNOWN}): 1}
        plain = not test.negated and not test.lacks
        if plain and isinstance(leaf, Compare) and isinstance(leaf.operand, Constant | OfParameter):
            return self._native(leaf, test.bound)
        return {self._computed_property([test]): 1}

    def _native(self, leaf: Compare, bound: Any) -> dict[str, Any]:
        operator, end = _NATIVE[leaf.order]
        bounds = self._bounds.setdefault(leaf.fact.index, [])
        self._made += 0 if bounds else 2
        bounds.append(_whole_bound(leaf.order, bound))
        return {operator: {end: (leaf.fact.index, bounds[-1])}}

    def placed(self, condition: dict[str, Any]) -> dict[str, Any]:
        """The condition as the network has it: a bound is replaced by its rank among the bounds of its fact."""
        operator, what = next(iter(condition.items()))
        if not operator.startswith("$"):
            return condition
        end, (index, bound) = next(iter(what.items()))
        number = next(one for one in self._numbers if one.index == index)
        return {operator: {f"{end}{number.name}": number.place(bound) + 1}}

    def _set_property(self, fact: Fact, accepted: frozenset[Any]) -> str:
        sets = self._sets.setdefault(fact.index, {})
        if accepted not in sets:
            sets[accepted] = self._property()
        return sets[accepted]

    def _computed_property(self, tests: Sequence[Test]) -> str:
        text = " and ".join(expression(test, self._injected) for test in tests)
        if text not in self._computed:
            self._computed[text] = self._property()
            self._facts |= {fact_name(fact): fact for test in tests for fact in facts_read(test.leaf)}
        return self._computed[text]

    def finish(self) -> None:
        """Prepare the encoding of rows, once all tests are known."""
        self._fragments = [(index, _fragments(sets)) for index, sets in self._sets.items()]
        self._numbers = [_NumberTexts(index, name, bounds) for name, (index, bounds) in enumerate(self._bounds.items())]
        self._others = self._compiled()

    @property
    def facts(self) -> list[int]:
        """The indexes of the facts that are encoded by value."""
        return [*self._sets]

    def places(self, values: Sequence[Any]) -> Places:
        """The ranks of a row's numbers, and the properties of the computed tests that it satisfies."""
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
    """The properties of one number or date: its rank among the bounds, from 1 on, at a bound or between two."""

    def __init__(self, index: int, name: int, bounds: Sequence[int]) -> None:
        self.index = index
        self.name = name
        in_order = sorted(set(bounds))
        self._ends = [end for bound in in_order for end in (bound, bound + 1)]
        self._unknown = len(self._ends) + 1
        self._absent = self._unknown + 1
        known = [self._text(place, place) for place in range(1, self._unknown + 1)]
        self.texts = [*known, self._text(self._unknown + 1, 0), ""]

    def _text(self, high: int, low: int) -> str:
        return f',"h{self.name}":{high},"l{self.name}":{low}'

    def place(self, value: Any) -> int:
        """The index in `texts` of a value."""
        if value is UNKNOWN:
            return self._unknown
        if value is ABSENT:
            return self._absent
        return bisect_right(self._ends, value if type(value) is int else _number(value))


def _number(value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else int(value)


def _whole_bound(order: str, bound: Any) -> int:
    """The whole number that is an equivalent bound for a whole-number fact: at least 2.5 is at least 3."""
    return _number(math.ceil(bound) if isinstance(bound, Fraction) and order in (">=", "<") else bound)


def _accepted(test: Test) -> frozenset[Any]:
    """The values of a finite fact (and UNKNOWN and ABSENT) that satisfy a test or may yet satisfy it."""
    leaf = test.leaf
    if isinstance(leaf, In):
        values = frozenset(leaf.fact.values)
        return values - leaf.values | {UNKNOWN, ABSENT} if test.negated else leaf.values | {UNKNOWN}
    assert isinstance(leaf, StateTest)
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
