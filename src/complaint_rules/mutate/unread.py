"""Mutants that need no prover: what was mistaken in them is read by no rule in force."""

from __future__ import annotations

from datetime import date, timedelta

from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.scalars import FIRST_DAY
from complaint_rules.mutate.mutants import Mutant
from complaint_rules.mutate.search import facts_of


def is_unread(mutant: Mutant, ruleset: Ruleset) -> bool:
    """Whether nothing reads what was mistaken, which is proof enough that the mutant decides the same."""
    if mutant.kind == "presumption":
        return mutant.of not in {fact.path for rule in ruleset.rules for fact in facts_of(rule)}
    if mutant.of in ruleset.parameters:
        return all(not _read_on(day, mutant, ruleset) for day in _days(mutant, ruleset))
    return False


def _days(mutant: Mutant, ruleset: Ruleset) -> list[date]:
    """The first day of every span on which both rulesets stay as they are."""
    return [FIRST_DAY, *{*ruleset.changes, *mutant.ruleset.changes}, *_untils(ruleset)]


def _untils(ruleset: Ruleset) -> list[date]:
    return [rule.until + timedelta(1) for rule in ruleset.rules if rule.until is not None]


def _read_on(day: date, mutant: Mutant, ruleset: Ruleset) -> bool:
    """Whether a figure that was mistaken is read on a day, by a rule in force then or one that goes by another day."""
    old, new = ruleset.parameters[mutant.of], mutant.ruleset.parameters[mutant.of]
    if old.on(day).figure == new.on(day).figure:
        return False
    return any(
        (rule.law_of != old.law_of or rule.in_force(all_on(day))) and mutant.of in rule.parameters
        for rule in ruleset.rules
    )
