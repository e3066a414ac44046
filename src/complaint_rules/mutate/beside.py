"""Decides under a ruleset and, beside it, under its mutants, doing anew only what a mutant changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from complaint_rules.assembly import OnDemand
from complaint_rules.compile.alternatives import alternatives
from complaint_rules.compile.condition import Compare, OfParameter, leaves
from complaint_rules.compile.effect import parameters_of
from complaint_rules.compile.program import Program, Programs
from complaint_rules.compile.rule import Rule, Ruleset
from complaint_rules.decide.decider import Decider
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import FactSheet, SheetMaker
from complaint_rules.match.engines import make_matcher
from complaint_rules.match.interpreter import Interpreter
from complaint_rules.match.matcher import Hit, Matcher
from complaint_rules.mutate.outcomes import output_of


class Original:
    """The ruleset as it is."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.programs = Programs(ruleset)
        self.sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self._prepared: dict[int, tuple[Matcher, Decider]] = {}
        self._readers: dict[tuple[int, int], Interpreter] = {}

    def sheet(self, complaint: Mapping[str, Any]) -> FactSheet:
        """Lay a complaint out.

        Raises:
            ComplaintError: with every fact that is wrong.
        """
        return self.sheets.sheet(Complaint.of(complaint))

    def hits(self, sheet: FactSheet) -> Collection[Hit]:
        """What the rules' conditions come to."""
        return self._on(sheet.as_of)[0].match(sheet)

    def decide(self, sheet: FactSheet) -> Decision:
        """Decide.

        Raises:
            CalendarError: a deadline would run past the calendar's covered years.
        """
        matcher, decider = self._on(sheet.as_of)
        return decider.decide(sheet, matcher.match(sheet))

    def met(self, position: int, sheet: FactSheet) -> frozenset[Any]:
        """What one rule's condition comes to."""
        key = (self.programs.span(sheet.as_of), position)
        reader = self._readers.get(key)
        if reader is None:
            program = self.programs.on(sheet.as_of)
            reader = self._readers[key] = _alone(program, self.ruleset.rules[position])
        return _come_to(reader.match(sheet))

    def _on(self, day: date) -> tuple[Matcher, Decider]:
        span = self.programs.span(day)
        found = self._prepared.get(span)
        if found is None:
            found = self._prepared[span] = _prepare(self.programs.on(day), "python")
        return found


class Beside:
    """A mutant, decided beside its original."""

    def __init__(self, original: Original, ruleset: Ruleset) -> None:
        self.original = original
        self.ruleset = ruleset
        base = original.ruleset
        self._sheets = (
            original.sheets
            if ruleset.presume is base.presume
            else SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        )
        turned = {name for name, one in ruleset.parameters.items() if one is not base.parameters[name]}
        pairs = list(zip(base.rules, ruleset.rules, strict=True))
        self._rewritten = [new.position for old, new in pairs if new is not old]
        self._refigured = [new.position for _, new in pairs if turned & figures_read(new)] if turned else []
        self._speaks = {
            new.position
            for old, new in pairs
            if new is not old and (new.effects is not old.effects or new.silencers != old.silencers)
        } | {position for position in self._refigured if turned & _figures_said(ruleset.rules[position])}
        self._programs: dict[tuple[int, int], Program] = {}
        self._deciders: dict[int, Decider] = {}
        self._readers: dict[tuple[int, int], Interpreter] = {}

    @cached_property
    def says(self) -> frozenset[str]:
        """The outputs that the touched rules, and those that they silence, speak of; as the paths of cases begin."""
        positions = {position for at in self.changed for position in (at, *self.original.ruleset.rules[at].silences)}
        sides = (self.original.ruleset, self.ruleset)
        return frozenset(output_of(one) for side in sides for at in positions for one in side.rules[at].effects)

    @cached_property
    def changed(self) -> list[int]:
        """The positions of the rules that the slip touches."""
        return sorted({*self._rewritten, *self._refigured})

    def may_differ(self, sheet: FactSheet) -> bool:
        """Whether the slip can be felt at all: a rule is met otherwise, or is met and says something else."""
        if self.ruleset.authority is not self.original.ruleset.authority or self._sheets is not self.original.sheets:
            return True
        program = self._program(sheet.as_of)
        for position in self.changed:
            met = _come_to(self._reader(position, program).match(sheet))
            if met != self.original.met(position, sheet) or (met and position in self._speaks):
                return True
        return False

    def decide(self, complaint: Mapping[str, Any], sheet: FactSheet) -> Decision:
        """Decide under the mutant.

        Args:
            complaint: the complaint.
            sheet: the complaint laid out for the original.

        Raises:
            CalendarError: a deadline would run past the calendar's covered years.
        """
        if self._sheets is not self.original.sheets:
            sheet = self._sheets.sheet(Complaint.of(complaint))
        program = self._program(sheet.as_of)
        decider = self._deciders.get(id(program))
        if decider is None:
            decider = self._deciders[id(program)] = Decider(program, "interpreter", OnDemand(program))
        changed = set(self.changed)
        hits = [hit for hit in self.original.hits(sheet) if hit.position not in changed]
        for position in changed:
            hits += self._reader(position, program).match(sheet)
        return decider.decide(sheet, hits)

    def _reader(self, position: int, program: Program) -> Interpreter:
        key = (id(program), position)
        found = self._readers.get(key)
        if found is None:
            found = self._readers[key] = _alone(program, self.ruleset.rules[position])
        return found

    def _program(self, day: date) -> Program:
        base = self.original.programs.on(day)
        key = (self.original.programs.span(day), bisect_right(self.ruleset.changes, day))
        program = self._programs.get(key)
        if program is None:
            program = self._programs[key] = self._make(base, day)
        return program

    def _make(self, base: Program, day: date) -> Program:
        ruleset, changed = self.ruleset, set(self.changed)
        figures = {name: parameter.on(day)[1] for name, parameter in ruleset.parameters.items()}
        rules = tuple(rule if rule.in_force(day) else None for rule in ruleset.rules)
        kept = [one for one in base.alternatives if one.position not in changed]
        anew = [one for rule in rules if rule and rule.position in changed for one in alternatives(rule, figures)]
        return Program(ruleset, day, rules, figures, (*kept, *anew))


def _prepare(program: Program, engine: Any) -> tuple[Matcher, Decider]:
    return make_matcher(engine, program), Decider(program, engine, OnDemand(program))


def _alone(program: Program, rule: Rule) -> Interpreter:
    """Reads one rule of a program, where it is in force."""
    rules = tuple(one for one in program.rules if one is rule)
    return Interpreter(Program(program.ruleset, program.day, rules, program.figures, ()))


def _come_to(hits: Collection[Hit]) -> frozenset[Any]:
    return frozenset((hit.grade, hit.decided, hit.waits) for hit in hits)


def figures_read(rule: Rule) -> set[str]:
    """The parameters that a rule reads."""
    tested = {
        leaf.operand.name
        for leaf in leaves(rule.condition)
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter)
    }
    return tested | _figures_said(rule)


def _figures_said(rule: Rule) -> set[str]:
    return {name for effect in rule.effects for name in parameters_of(effect)}
