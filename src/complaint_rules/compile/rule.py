"""A compiled rule, and the compiled ruleset that holds all rules of a stack in the order of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any, NamedTuple

from complaint_rules.calendars.calendar import Calendar
from complaint_rules.compile.acceptance import Acceptance
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Condition, DecisionTest, facts_read, leaves, parameters_tested
from complaint_rules.compile.effect import (
    AssignLead,
    Effect,
    FindLiability,
    SetItem,
    SetSeverity,
    amounts_of,
    parameters_of,
)
from complaint_rules.compile.lawdays import LawDays, LawOf
from complaint_rules.compile.names import Label, Names
from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.property import CompiledProperty
from complaint_rules.errors import Place
from complaint_rules.facts.fact import Fact
from complaint_rules.load.source import ClauseFile


@dataclass(slots=True, eq=False)
class CompiledRule:
    """One rule, or one row of a table. `position` is its place in the order of evaluation.

    `law_of` says with which day of a complaint `start` and `until` are compared.
    """

    id: str
    layer: int
    title: Label
    cite: tuple[str, ...]
    assumed: bool
    reason: Label | None
    confidence: str | None
    binding: bool
    start: date | None
    until: date | None
    condition: Condition
    effects: tuple[Effect, ...]
    place: Place
    exception_to: tuple[str, ...] = ()
    needs_clocks: tuple[str, ...] = ()
    """The clocks without which its actions can't be done, in addition to those that their times name."""
    table: str | None = None
    law_of: LawOf = "occurred"
    position: int = -1
    silencers: tuple[int, ...] = ()
    silences: tuple[int, ...] = ()

    @property
    def reads(self) -> frozenset[str]:
        """The parts of the decision that its condition reads."""
        return frozenset(leaf.attribute for leaf in leaves(self.condition) if isinstance(leaf, DecisionTest))

    @property
    def writes(self) -> frozenset[str]:
        """The parts of the decision that it sets and that others may read."""
        kinds: dict[type, str] = {SetSeverity: "severity", FindLiability: "liability", AssignLead: "lead"}
        return frozenset(kinds[type(effect)] for effect in self.effects if type(effect) in kinds)

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that its condition, its sums and their needs read."""
        found = {fact for leaf in leaves(self.condition) for fact in facts_read(leaf)}
        for effect in self.effects:
            found |= {fact for amount in amounts_of(effect) for fact in facts_in(amount)}
            if isinstance(effect, SetItem):
                found |= {fact for group in effect.needs for fact in group}
        return frozenset(found)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that its condition and its effects read, each once."""
        said = [name for effect in self.effects for name in parameters_of(effect)]
        return tuple(dict.fromkeys([*parameters_tested(self.condition), *said]))

    def in_force(self, days: LawDays) -> bool:
        """Whether the rule is in force for a complaint of some days."""
        day = days.of(self.law_of)
        return (self.start is None or self.start <= day) and (self.until is None or day <= self.until)


class RulesetRef(NamedTuple):
    """Which rules decided: a ruleset with all its layers, or one layer of it."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class AuthorityRung:
    """A rung of the authority ladder; `upto_fen` is None where it has no limit."""

    role: str
    upto_fen: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Ruleset:
    """A compiled stack of layers: what every later stage reads."""

    id: str
    version: str
    digest: str
    title: Label
    notice: Label | None
    layers: tuple[str, ...]
    layer_refs: tuple[RulesetRef, ...]
    """Each layer by itself, lowest first."""
    names: Names
    facts: tuple[Fact, ...]
    rules: tuple[CompiledRule, ...]
    presume: Mapping[int, Any]
    authority: tuple[AuthorityRung, ...]
    calendar: Calendar
    timezone: tzinfo
    parameters: Mapping[str, DatedParameter]
    clauses: Mapping[str, ClauseFile]
    properties: tuple[CompiledProperty, ...] = ()
    changes: tuple[date, ...] = field(default=())
    accepted: tuple[Acceptance, ...] = ()
    start: date | None = None
    """The first day of an event on which the whole stack is in force, where a header says so."""

    def rule(self, id: str) -> CompiledRule:
        """A rule by its full id.

        Raises:
            KeyError: there is none.
        """
        return next(rule for rule in self.rules if rule.id == id)
