"""Equivalent mutants that need no prover: no rule in force reads what was mutated."""

from __future__ import annotations

from datetime import date, timedelta

from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.scalars import FIRST_DAY
from complaint_rules.mutate.mutants import Mutant
from complaint_rules.prove.symbolic.complaint import always_read


def is_unread(mutant: Mutant, ruleset: Ruleset) -> bool:
    """Whether nothing reads what was mutated, which proves the mutant equivalent."""
    if mutant.kind == "presumption":
        return mutant.of not in _read(ruleset)
    if mutant.of in ruleset.parameters:
        return all(not _read_on(day, mutant, ruleset) for day in _days(mutant, ruleset))
    return False


def _read(ruleset: Ruleset) -> set[str]:
    """The paths of the facts that rules read, that pick law and figures, that sums subtract, or that others follow."""
    followed = {fact.source for fact in ruleset.facts if fact.source is not None}
    return followed.union(always_read(ruleset), (fact.path for rule in ruleset.rules for fact in rule.facts))


def _days(mutant: Mutant, ruleset: Ruleset) -> list[date]:
    """The first day of every period during which both rulesets are constant."""
    return [FIRST_DAY, *{*ruleset.changes, *mutant.ruleset.changes}, *_untils(ruleset)]


def _untils(ruleset: Ruleset) -> list[date]:
    return [rule.until + timedelta(1) for rule in ruleset.rules if rule.until is not None]


def _read_on(day: date, mutant: Mutant, ruleset: Ruleset) -> bool:
    """Whether a mutated figure is read on a day, by a rule in force then or one whose law depends on another day."""
    old, new = ruleset.parameters[mutant.of], mutant.ruleset.parameters[mutant.of]
    if old.on(day).figure == new.on(day).figure:
        return False
    return any(
        (rule.law_of != old.law_of or rule.in_force(all_on(day))) and mutant.of in rule.parameters
        for rule in ruleset.rules
    )
