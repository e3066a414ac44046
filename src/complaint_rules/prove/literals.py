"""A complaint as literals: what it states about each fact, in the terms that rule authors use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from complaint_rules.compile.condition import ORDER, And, Compare, In, OfFact, facts_read, leaves
from complaint_rules.compile.formulas import is_complete, support_years
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.functions import attribute_value
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import FINITE, NEVER_ABSENT, NUMERIC, Fact, FactType, ordinal
from complaint_rules.facts.sheet import FactSheet, SheetMaker
from complaint_rules.facts.states import ABSENT
from complaint_rules.prove.difference import Comparison
from complaint_rules.prove.symbolic.choices import SymbolicChoice, plain
from complaint_rules.prove.symbolic.complaint import ALWAYS_GIVEN, SymbolicComplaint, limits
from complaint_rules.prove.symbolic.conditions import in_order
from complaint_rules.prove.symbolic.deadlines import SymbolicSpan
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, no


@dataclass(frozen=True, slots=True)
class Group:
    """A group of facts applies, or does not."""

    group: str
    there: bool


@dataclass(frozen=True, slots=True)
class FactLiteral:
    """What a fact may be: unknown, absent, one of some values, or a number between two, both included."""

    fact: Fact
    values: frozenset[Any] = frozenset()
    low: int | None = None
    high: int | None = None
    known: bool = True
    unknown: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """A set of texts contains one, or does not."""

    fact: Fact
    word: str
    there: bool


@dataclass(frozen=True, slots=True)
class OrderLiteral:
    """A comparison of a fact with another holds, or does not."""

    leaf: Compare
    there: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """A span ends before another, given the moment of receipt."""

    one: SymbolicSpan
    other: SymbolicSpan


@dataclass(frozen=True, slots=True)
class Applies:
    """A rule that both rulesets have fires, or does not."""

    rule: CompiledRule
    there: bool


@dataclass(frozen=True, slots=True)
class Decides:
    """The tier, the lead or the finding is one of some values, by one of the two rulesets; by both where `alike`."""

    attribute: str
    new: bool
    alike: bool
    values: frozenset[str | None]
    outcomes: tuple[str | None, ...]
    """All values that it may have."""


@dataclass(frozen=True, slots=True)
class Differs:
    """A sum differs, whatever its values."""

    path: str
    term: Any


Literal = Group | FactLiteral | Holds | OrderLiteral | Earlier | Applies | Decides | Differs


def facts_of_literal(literal: Literal) -> set[str]:
    """The paths of the facts that a literal constrains."""
    if isinstance(literal, FactLiteral | Holds):
        return {literal.fact.path}
    if isinstance(literal, OrderLiteral):
        return {fact.path for fact in facts_read(literal.leaf)}
    return set()


class Literals:
    """Translates complaints to literals, and literals to terms."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.stated: SymbolicComplaint = comparison.stated
        shared = comparison.shared
        self._sheets = SheetMaker(shared.facts, shared.presume, shared.timezone)
        self._facts = {fact.path: fact for fact in self.stated.facts}
        self._relations = [*self._related()]

    def _related(self) -> Iterator[Compare]:
        """The comparisons of one fact with another, over the facts of the stated complaint."""
        seen: set[Compare] = set()
        for ruleset in self.comparison.rulesets:
            for leaf in (leaf for rule in ruleset.rules for leaf in leaves(rule.condition)):
                if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact):
                    one, other = self._facts.get(leaf.fact.path), self._facts.get(leaf.operand.fact.path)
                    if one is not None and other is not None:
                        shared = replace(leaf, fact=one, operand=OfFact(other, leaf.operand.days))
                        if shared not in seen:
                            seen.add(shared)
                            yield shared

    # --- of a complaint

    def of(self, complaint: Mapping[str, Any]) -> list[Literal]:
        """The literals that determine a complaint, except for what no rule reads."""
        stated = Complaint.of(complaint)
        sheet = self._sheets.sheet(stated)
        found: list[Literal] = []
        groups: dict[str, bool] = {}
        for fact in self.stated.facts:
            if fact.group is not None and fact.group not in NEVER_ABSENT and not fact.may_be_absent:
                groups[fact.group] = sheet.values[fact.index] is not ABSENT
            if sheet.values[fact.index] is not ABSENT:
                found += self._of_fact(fact, sheet)
        relations = [OrderLiteral(leaf, _stands(leaf, sheet)) for leaf in self._relations if _both_known(leaf, sheet)]
        orders = [
            Earlier(*(pair if self.comparison.orders.is_before(*pair, stated.received_at) else reversed(pair)))
            for pair in self.comparison.orders.varying
        ]
        return [*(Group(group, there) for group, there in groups.items()), *relations, *orders, *found]

    def applying(self, complaint: Mapping[str, Any], key: Key) -> list[Literal]:
        """Which rules behind an output fire, of those that fire alike in both rulesets; those that write it last.

        A rule that fires and is equivalent to a few cells is left out, since the cells express it.
        """
        alike = self.comparison.alike
        at = self.comparison.evaluation(complaint, new=True)
        said = {position for position, _ in alike.candidates(key, new=True)}
        behind = alike.behind(key, new=True) & alike.twins.keys()
        rules = self.comparison.rulesets[1].rules
        return [
            Applies(rules[position], at.is_certain(position))
            for position in sorted(behind, key=lambda one: (one in said, one))
            if not at.is_possible(position) or (at.is_certain(position) and not _is_plain(rules[position]))
        ]

    def deciding(self, complaint: Mapping[str, Any], key: Key) -> list[Literal]:
        """The tier, the lead and the finding, where rules behind an output read them."""
        alike = self.comparison.alike
        found: list[Literal] = []
        for attribute in ("severity", "lead", "liability"):
            if attribute not in alike.read_behind(key):
                continue
            is_alike = alike.is_attribute_alike(attribute)
            for new in (True,) if is_alike else (False, True):
                ways = self.comparison.evaluation(complaint, new=new).could_be((attribute, ""))
                values = frozenset([attribute_value(one) for one in ways])
                if len(values) == 1:
                    outcomes = dict.fromkeys(map(plain, self._chosen(attribute, new=new).outcomes))
                    found.append(Decides(attribute, new, is_alike, values, tuple(outcomes)))
        return found

    def _chosen(self, attribute: str, *, new: bool) -> SymbolicChoice:
        return (self.comparison.new if new else self.comparison.old).chosen(attribute)

    def _of_fact(self, fact: Fact, sheet: FactSheet) -> Iterator[Literal]:
        if sheet.unknown & fact.bit:
            if can_be_unknown(fact, self.stated):  # other unknown facts have no literal
                yield FactLiteral(fact, known=False, unknown=True)
            return
        value = sheet.values[fact.index]
        if fact.type in NUMERIC:
            yield FactLiteral(fact, low=ordinal(value))
            yield FactLiteral(fact, high=ordinal(value))
        elif fact.type in FINITE:
            yield FactLiteral(fact, frozenset({value}))
        elif fact.type is FactType.TEXT:
            words = self.words(fact)
            yield FactLiteral(fact, frozenset({value if value in words else self.stated.vocabulary.other(fact)}))
        elif fact.type is FactType.DEPENDANTS:
            years = max(map(support_years, value), default=0) if is_complete(value) else 0
            yield FactLiteral(fact, low=years)
            yield FactLiteral(fact, high=years)
        else:
            yield FactLiteral(fact)
            yield from (Holds(fact, word, word in value) for word in self.words(fact))

    def words(self, fact: Fact) -> tuple[Any, ...]:
        """The values that a fact may have."""
        if fact.type in FINITE:
            return fact.values
        named = self.stated.vocabulary.texts.get(fact.index, ())
        return (*named, self.stated.vocabulary.other(fact)) if fact.type is FactType.TEXT else named

    # --- as terms

    def term(self, literal: Literal) -> Truth:
        """Whether the symbolic complaint satisfies a literal."""
        if isinstance(literal, Group):
            there = self.stated.present(literal.group)
            return there if literal.there else no(there)
        if isinstance(literal, Differs):
            return literal.term
        if isinstance(literal, Decides):
            chosen = self._chosen(literal.attribute, new=literal.new)
            return any_of(chosen.is_value(one) for one in chosen.outcomes if plain(one) in literal.values)
        if isinstance(literal, Applies):
            fires = self.comparison.new.fires[literal.rule.position]
            return fires if literal.there else no(fires)
        if isinstance(literal, Earlier):
            return self.comparison.orders.before(literal.one, literal.other)
        if isinstance(literal, Holds):
            there = self.stated.is_one_of(literal.fact, [literal.word])
            return both(self.stated.known(literal.fact), there if literal.there else no(there))
        return self._stands_term(literal) if isinstance(literal, OrderLiteral) else self._cell_term(literal)

    def _stands_term(self, literal: OrderLiteral) -> Truth:
        leaf, complaint = literal.leaf, self.stated
        assert isinstance(leaf.operand, OfFact)
        met = in_order(complaint.number(leaf.fact), leaf.order, complaint.number(leaf.operand.fact) + leaf.operand.days)
        return both(complaint.known(leaf.fact), complaint.known(leaf.operand.fact), met if literal.there else no(met))

    def _cell_term(self, cell: FactLiteral) -> Truth:
        complaint, fact = self.stated, cell.fact
        ways: list[Truth] = []
        if cell.unknown:
            ways.append(complaint.unknown(fact))
        if cell.absent:
            ways.append(complaint.absent(fact))
        if cell.known:
            value: list[Truth] = [complaint.known(fact)]
            if cell.values:
                value.append(complaint.is_one_of(fact, cell.values))
            if cell.low is not None and cell.low > limits(fact)[0]:
                value.append(complaint.number(fact) >= cell.low)
            if cell.high is not None:
                value.append(complaint.number(fact) <= cell.high)
            ways.append(both(*value))
        return any_of(ways)


def _is_plain(rule: CompiledRule) -> bool:
    """Whether a rule is a conjunction of tests on facts, without exceptions."""
    condition = rule.condition
    parts = condition.parts if isinstance(condition, And) else (condition,)
    return not rule.silencers and all(isinstance(part, In | Compare) for part in parts)


def _both_known(leaf: Compare, sheet: FactSheet) -> bool:
    assert isinstance(leaf.operand, OfFact)
    facts = (leaf.fact, leaf.operand.fact)
    return all(not sheet.unknown & fact.bit and sheet.values[fact.index] is not ABSENT for fact in facts)


def _stands(leaf: Compare, sheet: FactSheet) -> bool:
    assert isinstance(leaf.operand, OfFact)
    left, right = sheet.values[leaf.fact.index], sheet.values[leaf.operand.fact.index]
    if isinstance(left, date):
        left, right = ordinal(left), ordinal(right)
    return ORDER[leaf.order](left, right + leaf.operand.days)


def can_be_unknown(fact: Fact, complaint: SymbolicComplaint) -> bool:
    """Whether a fact may be unknown."""
    return fact.path not in ALWAYS_GIVEN and complaint.unknown(fact) is not False
