"""What a ruleset reads: the facts of which a complaint must be made up for a question about it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Among, Condition, facts_read, leaves
from complaint_rules.compile.effect import Deadline, Item, amounts_of
from complaint_rules.compile.property import Always, Monotone, Never
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType
from complaint_rules.prove.encode.complaint import Days, Vocabulary
from complaint_rules.prove.encode.deadlines import spans_said

_EARLIEST = date(2005, 1, 1)
_DAYS = {"h": 1 / 24, "days": 1, "working days": 2, "years": 366, "at once": 0}
"""Days that one of a unit may take."""
_REST = 15
"""Days of rest on end, and a few to spare."""
_ALWAYS = ("kind", "occurred_on", RECEIVED_ON)
_ASKED_FOR = "requests"
"""The group of what the customer asks for: whether it is decided is asked even where no rule reads it."""


def read_by(*rulesets: Ruleset) -> Vocabulary:
    """The facts that rules, amounts, needs and properties of some rulesets read, and the texts that they name."""
    facts: dict[int, Fact] = {}
    texts: dict[int, set[str]] = {}
    for ruleset in rulesets:
        facts |= {fact.index: fact for fact in ruleset.facts if fact.path in _ALWAYS or fact.group == _ASKED_FOR}
        for fact in _facts(ruleset):
            facts[fact.index] = fact
        for leaf in (leaf for condition in conditions(ruleset) for leaf in leaves(condition)):
            if isinstance(leaf, Among) and leaf.fact.type in (FactType.TEXT, FactType.TEXT_SET):
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
        if isinstance(said, Item):
            yield from (fact for group in said.needs for fact in group)
    for one in ruleset.properties:
        if isinstance(one.statement, Monotone) and isinstance(one.statement.driver, Fact):
            yield one.statement.driver


def asked_days(ruleset: Ruleset, covered: date) -> Days:
    """The days that are asked about: from the first in force to the last whose deadlines end within the calendar.

    Args:
        ruleset: the compiled stack.
        covered: the last day that the calendar covers.
    """
    spans = [
        span.within
        for rule in ruleset.rules
        for said in rule.effects
        if isinstance(said, Deadline) and said.start == "received"
        for _, span in spans_said(said, ruleset, 0)
    ]
    longest = max((math.ceil(within.count * _DAYS[within.unit]) for within in spans), default=0)
    last = covered - timedelta(days=longest + _REST)
    return Days(min(ruleset.start or _EARLIEST, last), last)
