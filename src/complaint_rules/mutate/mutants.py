"""Mutants: the rulesets made by one mutation in the top layer of a stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.errors import Place
from complaint_rules.load.folder import Layer
from complaint_rules.mutate.figures import authority_mistaken, parameter_mistaken, presumptions_mistaken
from complaint_rules.mutate.names_used import NamesUsed
from complaint_rules.mutate.operator import AppliedOperator, Kind
from complaint_rules.mutate.rules import rule_mistaken


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """A ruleset with one mutation; `of` is the rule's id, or the parameter, fact or role that was mutated."""

    kind: Kind
    of: str
    place: Place
    says: str
    ruleset: Ruleset

    def __str__(self) -> str:
        return f"{self.place}: {self.of}: {self.says}"


def make_mutants(ruleset: Ruleset, layer: Layer) -> Iterator[Mutant]:
    """Every mutant of the top layer's rules, parameters, presumptions and authority, in the order of its files.

    Args:
        ruleset: the compiled stack.
        layer: its top layer, as read.
    """
    own = sorted(own_rules(ruleset), key=lambda rule: rule.place)
    used = NamesUsed(own, ruleset.names.tiers)
    for rule in own:
        for slip in rule_mistaken(rule, ruleset, used):
            yield _mutant(slip, rule)
    for parameter in ruleset.parameters.values():
        if parameter.layer == layer.id:
            for slip in parameter_mistaken(parameter, ruleset):
                yield _mutant(slip, parameter)
    for name, slip in (*presumptions_mistaken(layer, ruleset), *authority_mistaken(layer, ruleset)):
        assert slip.place is not None
        yield Mutant(slip.kind, name, slip.place, slip.says, slip.made)


def own_rules(ruleset: Ruleset) -> list[CompiledRule]:
    """The rules of the top layer."""
    top = len(ruleset.layers) - 1
    return [rule for rule in ruleset.rules if rule.layer == top]


def _mutant(slip: AppliedOperator[Ruleset], of: CompiledRule | DatedParameter) -> Mutant:
    return Mutant(slip.kind, of.id, slip.place or of.place, slip.says, slip.made)
