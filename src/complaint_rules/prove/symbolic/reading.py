"""What a ruleset reads: the facts that a symbolic complaint needs for a query about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Condition, In, facts_read, leaves
from complaint_rules.compile.effect import SetItem, amounts_of
from complaint_rules.compile.property import Always, Never, StandsToFact
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.prove.symbolic.complaint import Days, Vocabulary, always_read

_EARLIEST = date(2005, 1, 1)
_LATEST = date(2035, 12, 31)
"""No later day is considered, however far the calendar reaches."""
_ASKED_FOR = "requests"
"""The group of the customer's requests: whether they are decided is checked even where no rule reads them."""


def read_by(*rulesets: Ruleset) -> Vocabulary:
    """The facts that rules, amounts, needs and properties of some rulesets read, and the texts that they name."""
    facts: dict[int, Fact] = {}
    texts: dict[int, set[str]] = {}
    for ruleset in rulesets:
        always = always_read(ruleset)
        facts |= {fact.index: fact for fact in ruleset.facts if fact.path in always or fact.group == _ASKED_FOR}
        for fact in _facts(ruleset):
            facts[fact.index] = fact
        for leaf in (leaf for condition in conditions(ruleset) for leaf in leaves(condition)):
            if isinstance(leaf, In) and leaf.fact.type in (FactType.TEXT, FactType.TEXT_SET):
                texts.setdefault(leaf.fact.index, set()).update(leaf.values)
    ordered = tuple(facts[index] for index in sorted(facts))
    return Vocabulary(ordered, {index: tuple(sorted(found)) for index, found in texts.items()})


def conditions(ruleset: Ruleset) -> Iterator[Condition]:
    """The conditions of all rules and properties."""
    yield from (rule.condition for rule in ruleset.rules)
    for one in ruleset.properties:
        if isinstance(one.statement, Always | Never):
            yield one.statement.when


def _facts(ruleset: Ruleset) -> Iterable[Fact]:
    for condition in conditions(ruleset):
        for leaf in leaves(condition):
            yield from facts_read(leaf)
    for said in (said for rule in ruleset.rules for said in rule.effects):
        for amount in amounts_of(said):
            yield from facts_in(amount)
        if isinstance(said, SetItem):
            yield from (fact for group in said.needs for fact in group)
    for one in ruleset.properties:
        if isinstance(one.statement, Always | Never):
            yield from (expected.fact for expected in one.statement.then if isinstance(expected, StandsToFact))
        elif isinstance(one.statement.driver, Fact):
            yield one.statement.driver


def asked_days(ruleset: Ruleset) -> Days:
    """The days considered: from the first in force to the last that the calendar covers."""
    last = min(ruleset.calendar.until or _LATEST, _LATEST)
    return Days(min(ruleset.start or _EARLIEST, last), last)
