"""A ruleset as every contestant can express it: conditions on known facts, apart from what then follows from them.

Made mechanically from the compiled ruleset as it stands on one day. Each condition becomes a tree of tests without
`not`: a negation is pushed down to the tests. Parts that read the decision (the tier, the liability, the lead) are
split off, for the peers' conditions speak of facts only; see `benchmarks.handwritten` for what comes after them.

All facts are taken to be known, presumed or absent, so a test is true or false; absent is None. A policy stands for one
day of the event and of the receipt; the day of settlement and the place only pick figures, which sums look up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from complaint_rules.compile import condition as source
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Condition, DecisionTest
from complaint_rules.compile.effect import SetItem, amounts_of
from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.program import Circumstances, Program, make_program, slots_of, stated_under
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.facts.fact import NEVER_ABSENT, Fact, FactType

DAY = date(2026, 11, 10)
"""The day whose rules and figures are compared; complaints are received in the same span of the law."""

_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Among:
    """The fact has one of the values, or (negated) none of them; an absent one has none."""

    fact: str
    values: tuple[Any, ...]
    negated: bool
    may_be_absent: bool


@dataclass(frozen=True, slots=True)
class Holds:
    """The fact, a list of texts, holds one of the values, or (negated) none of them."""

    fact: str
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The fact stands in this order to a whole number (fen, a day's ordinal, a count); an absent one in none."""

    fact: str
    order: str
    bound: int
    may_be_absent: bool


@dataclass(frozen=True, slots=True)
class OrderOfTwo:
    """The fact stands in this order to another one and so many days; an absent one in none."""

    fact: str
    order: str
    other: str
    days: int


@dataclass(frozen=True, slots=True)
class Absent:
    """The fact does not apply, or (negated) it does."""

    fact: str
    negated: bool


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is true; with no part, always."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is true; with no part, never."""

    parts: tuple[Tree, ...]


Test = Among | Holds | Order | OrderOfTwo | Absent
Tree = Test | AllOf | AnyOf

ALWAYS, NEVER = AllOf(()), AnyOf(())


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of the decision has one of the values, or (negated) none of them."""

    attribute: str
    values: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way for a rule to be met: what the decision must say, and the number of the condition on facts.

    `condition` None: the facts do not matter.
    """

    readings: tuple[Reading, ...]
    condition: int | None


class Policy:
    """One ruleset on one day, for every contestant. `on` may tell the days of event and receipt apart.

    Raises:
        ValueError: a rule goes by the day of settlement, or a figure is lacking.
    """

    def __init__(self, ruleset: Ruleset, on: date | Circumstances = DAY) -> None:
        self.ruleset = ruleset
        self.circumstances = Circumstances(all_on(on)) if isinstance(on, date) else on
        self.program: Program = make_program(ruleset, self.circumstances)
        stated = stated_under(ruleset, self.circumstances)
        self.figures = {name: one.figure.value for name, one in stated.items()}
        """Every parameter's figure on the day, by default."""
        lacking = [name for name, value in self.figures.items() if value is None]
        turning = [rule.id for rule in ruleset.rules if rule.law_of == "settled" and (rule.start or rule.until)]
        if lacking or turning:
            raise ValueError(f"{lacking or turning}: such a policy can't be compared")
        parameters = ruleset.parameters
        self.looked_up = {
            name: slot.below
            for name, slot in slots_of(ruleset).items()
            if parameters[name].law_of == "settled" or parameters[name].by is not None
        }
        """The figures that sums look up by the day of settlement and the place, and below which denominator each."""
        self.rules: list[CompiledRule] = [rule for rule in self.program.rules if rule is not None]
        self.conditions: list[Tree] = []
        """What is asked of every contestant: which of these are true of a complaint's facts."""
        self._numbers: dict[Tree, int] = {}
        self.ways = {rule.position: list(self._ways(rule)) for rule in self.rules}

    def _ways(self, rule: CompiledRule) -> Iterator[Way]:
        """The ways to meet a rule; two that read the same of the decision become one."""
        by_readings: dict[tuple[Reading, ...], list[Tree]] = {}
        for readings, tree in _split(rule.condition, self.program.figures, negated=False):
            by_readings.setdefault(readings, []).append(tree)
        for readings, trees in by_readings.items():
            tree = _any(trees)
            if tree == ALWAYS:
                yield Way(readings, None)
            elif tree != NEVER:
                number = self._numbers.setdefault(tree, len(self.conditions))
                if number == len(self.conditions):
                    self.conditions.append(tree)
                yield Way(readings, number)

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts that conditions test, in the contract's order."""
        tested = {path for tree in self.conditions for path in _paths(tree)}
        return [fact for fact in self.ruleset.facts if fact_name(fact) in tested]

    @cached_property
    def other_facts(self) -> list[Fact]:
        """The facts that only sums, needs, defaults and figures read; those that sums read without rounding, again."""
        by_path = {fact.path: fact for fact in self.ruleset.facts}
        summed = {fact for rule in self.rules for effect in rule.effects for fact in _read_by(effect)}
        read = summed | {by_path["already_paid"]}
        if self.looked_up:
            read |= {by_path["settled_on"], *[by_path[path] for path in self.places]}
        read |= {by_path[fact.source] for fact in [*read, *self.facts] if fact.source is not None}
        again = {fact for fact in summed if fact.divisor != 1}
        return [fact for fact in self.ruleset.facts if fact in again or (fact in read and fact not in self.facts)]

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The paths of the facts that name the places which figures are looked up by."""
        return tuple(dict.fromkeys([by for name in self.looked_up if (by := self.ruleset.parameters[name].by)]))


def sum_name(fact: Fact) -> str:
    """The name under which sums read a fact: as many times its value as it takes to be a whole number."""
    return fact_name(fact) if fact.divisor == 1 else f"{fact_name(fact)}_times_{fact.divisor}"


def fact_name(fact: Fact) -> str:
    """A fact's name in every contestant's language."""
    return fact.path.replace(".", "_")


def tests_of(tree: Tree) -> Iterator[Test]:
    """All tests of a tree."""
    if isinstance(tree, AllOf | AnyOf):
        for part in tree.parts:
            yield from tests_of(part)
    else:
        yield tree


def conjunctions(tree: Tree) -> list[tuple[Test, ...]]:
    """A tree as a disjunction of conjunctions, for what knows rows only."""
    if isinstance(tree, AnyOf):
        return [row for part in tree.parts for row in conjunctions(part)]
    if isinstance(tree, AllOf):
        rows: list[tuple[Test, ...]] = [()]
        for part in tree.parts:
            rows = [(*row, *more) for row in rows for more in conjunctions(part)]
        return rows
    return [(tree,)]


def holds(tree: Tree, row: dict[str, Any]) -> bool:
    """Whether a tree is true of a row of facts: the meaning that every contestant is held to."""
    if isinstance(tree, AllOf):
        return all(holds(part, row) for part in tree.parts)
    if isinstance(tree, AnyOf):
        return any(holds(part, row) for part in tree.parts)
    value = row[tree.fact]
    if isinstance(tree, Absent):
        return (value is None) != tree.negated
    if isinstance(tree, Among):
        return (value in tree.values) != tree.negated
    if isinstance(tree, Holds):
        return (value is not None and any(one in value for one in tree.values)) != tree.negated
    bound = tree.bound if isinstance(tree, Order) else row[tree.other]
    if value is None or bound is None:
        return False
    return source.ORDER[tree.order](value, bound if isinstance(tree, Order) else bound + tree.days)


def _paths(tree: Tree) -> Iterator[str]:
    for test in tests_of(tree):
        yield test.fact
        if isinstance(test, OrderOfTwo):
            yield test.other


def _read_by(effect: Any) -> Iterator[Fact]:
    for amount in amounts_of(effect):
        yield from facts_in(amount)
    if isinstance(effect, SetItem):
        yield from (fact for group in effect.needs for fact in group)


Split = list[tuple[tuple[Reading, ...], Tree]]


def _split(condition: Condition, figures: dict[str, Any], *, negated: bool) -> Split:
    """Alternatives of what the decision must say beside a tree on facts; one alternative where nothing is read."""
    if isinstance(condition, source.Not):
        return _split(condition.part, figures, negated=not negated)
    if isinstance(condition, DecisionTest):
        return [((Reading(condition.attribute, condition.values, negated),), ALWAYS)]
    if not isinstance(condition, source.And | source.Or):
        return [((), _test(condition, figures, negated))]
    parts = [_split(part, figures, negated=negated) for part in condition.parts]
    is_any = isinstance(condition, source.Or) != negated
    if all(len(part) == 1 and not part[0][0] for part in parts):
        trees = [part[0][1] for part in parts]
        return [((), _any(trees) if is_any else _all(trees))]
    if is_any:
        return [one for part in parts for one in part]
    rows: Split = [((), ALWAYS)]
    for part in parts:
        rows = [(readings + more, _all([tree, other])) for readings, tree in rows for more, other in part]
    return rows


def _all(parts: list[Tree]) -> Tree:
    flat: dict[Tree, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, AllOf) else [part])
    if NEVER in flat:
        return NEVER
    return next(iter(flat)) if len(flat) == 1 else AllOf(tuple(flat))


def _any(parts: list[Tree]) -> Tree:
    flat: dict[Tree, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, AnyOf) else [part])
    if ALWAYS in flat:
        return ALWAYS
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))


def _test(leaf: Any, figures: dict[str, Any], negated: bool) -> Tree:
    name, absent = fact_name(leaf.fact), may_be_absent(leaf.fact)
    if isinstance(leaf, source.StateTest):
        return _state(leaf, negated)
    if isinstance(leaf, source.In):
        values = tuple(sorted(leaf.values, key=str))
        if leaf.fact.type is FactType.TEXT_SET:
            return Holds(name, values, negated)
        return Among(name, values, negated, absent)
    order = _TURNED[leaf.order] if negated else leaf.order
    if isinstance(leaf.operand, source.OfFact):
        other = leaf.operand.fact
        test: Tree = OrderOfTwo(name, order, fact_name(other), leaf.operand.days)
        either = [Absent(fact_name(one), negated=False) for one in (leaf.fact, other) if may_be_absent(one)]
    else:
        value = leaf.operand.value if isinstance(leaf.operand, source.Constant) else figures[leaf.operand.name]
        test = Order(name, order, value.toordinal() if isinstance(value, date) else int(value), absent)
        either = [Absent(name, negated=False)] if absent else []
    return _any([*either, test]) if negated else test


def _state(leaf: source.StateTest, negated: bool) -> Tree:
    """Nothing is unknown here, so a fact that is not absent is known."""
    if leaf.state == "unknown" or not may_be_absent(leaf.fact):
        return ALWAYS if (leaf.state == "known") != negated else NEVER
    return Absent(fact_name(leaf.fact), negated=(leaf.state == "known") != negated)


def may_be_absent(fact: Fact) -> bool:
    """Whether a fact is absent in some complaint: its group is, or what stands in for it."""
    if fact.may_be_absent or (fact.group is not None and fact.group not in NEVER_ABSENT):
        return True
    of_group = fact.source is not None and fact.source.split(".")[0] not in (*NEVER_ABSENT, fact.source)
    return of_group and fact.default is not None and fact.default.otherwise is None
