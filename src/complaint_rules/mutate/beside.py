"""Decides under a ruleset and, incrementally, under its mutants: only what a mutant changes is recomputed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from complaint_rules.compile.alternatives import alternatives
from complaint_rules.compile.condition import facts_read, leaves
from complaint_rules.compile.effect import parameters_of
from complaint_rules.compile.program import Circumstances, Program, Programs, figures_under
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.decide.decider import Decider
from complaint_rules.decision import Decision, OnDemand
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import FactSheet, SheetMaker, with_values
from complaint_rules.match.engines import make_matcher
from complaint_rules.match.interpreter import Interpreter
from complaint_rules.match.matcher import Hit, Matcher
from complaint_rules.mutate.outcomes import output_of


class Original:
    """The unmutated ruleset."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.programs = Programs(ruleset)
        self.sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self._prepared: dict[Program, tuple[Matcher, Decider[Decision]]] = {}
        self._readers: dict[tuple[Program, int], Interpreter] = {}

    def sheet(self, complaint: Mapping[str, Any]) -> FactSheet:
        """The fact sheet of a complaint.

        Raises:
            ComplaintError: lists every invalid fact.
        """
        return self.sheets.sheet(Complaint.of(complaint))

    def hits(self, sheet: FactSheet) -> Collection[Hit]:
        """The matches of all rules' conditions."""
        return self._on(sheet)[0].match(sheet)

    def decide(self, sheet: FactSheet) -> Decision:
        """Decide."""
        matcher, decider = self._on(sheet)
        return decider.decide(sheet, matcher.match(sheet))

    def met(self, position: int, sheet: FactSheet) -> frozenset[Any]:
        """The matches of one rule's condition, in a form that can be compared."""
        program = self.programs.ruling(sheet).program
        key = (program, position)
        reader = self._readers.get(key)
        if reader is None:
            reader = self._readers[key] = _alone(program, self.ruleset.rules[position])
        return _come_to(reader.match(sheet))

    def _on(self, sheet: FactSheet) -> tuple[Matcher, Decider[Decision]]:
        program = self.programs.of(sheet)
        found = self._prepared.get(program)
        if found is None:
            found = self._prepared[program] = _prepare(program, "python")
        return found


class Beside:
    """A mutant, decided incrementally from its original."""

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
        self._refigured = [new.position for _, new in pairs if not turned.isdisjoint(new.parameters)] if turned else []
        self._speaks = {
            new.position
            for old, new in pairs
            if new is not old and (new.effects is not old.effects or new.silencers != old.silencers)
        } | {position for position in self._refigured if turned & _figures_said(ruleset.rules[position])}
        self._programs = Programs(ruleset, self._make)
        self._deciders: dict[Program, Decider[Decision]] = {}
        self._readers: dict[tuple[Program, int], Interpreter] = {}

    @cached_property
    def says(self) -> frozenset[str]:
        """The outputs written by the changed rules and by those they override, as prefixes of the paths of cases."""
        positions = {position for at in self.changed for position in (at, *self.original.ruleset.rules[at].silences)}
        sides = (self.original.ruleset, self.ruleset)
        return frozenset(output_of(one) for side in sides for at in positions for one in side.rules[at].effects)

    @cached_property
    def changed(self) -> list[int]:
        """The positions of the rules that the mutation changes."""
        return sorted({*self._rewritten, *self._refigured})

    def may_differ(self, sheet: FactSheet) -> bool:
        """Whether the decision may differ: a changed rule matches differently, or matches and has other effects."""
        if self.ruleset.authority is not self.original.ruleset.authority or self._sheets is not self.original.sheets:
            return True
        program = self._programs.ruling(sheet).program
        for position in self.changed:
            met = _come_to(self._reader(position, program).match(sheet))
            if met != self.original.met(position, sheet) or (met and position in self._speaks):
                return True
            if self._is_open(position, sheet, program):
                return True
        return False

    def _is_open(self, position: int, sheet: FactSheet, program: Program) -> bool:
        """Whether a rule reads an unknown fact or figure; its versions may then differ though neither matches."""
        rules = self.original.ruleset.rules[position], self.ruleset.rules[position]
        return any(
            sheet.unknown & fact.bit for rule in rules for leaf in leaves(rule.condition) for fact in facts_read(leaf)
        ) or any(program.figures[name] is None for rule in rules for name in rule.parameters)

    def decide(self, complaint: Mapping[str, Any], sheet: FactSheet) -> Decision:
        """Decide under the mutant.

        Args:
            complaint: the complaint.
            sheet: its fact sheet under the original.
        """
        if self._sheets is not self.original.sheets:
            sheet = self._sheets.sheet(Complaint.of(complaint))
        changed = set(self.changed)
        hits = [hit for hit in self.original.hits(sheet) if hit.position not in changed]
        sheet = with_values(sheet, ())
        program = self._programs.of(sheet)
        decider = self._deciders.get(program)
        if decider is None:
            decider = self._deciders[program] = Decider(program, "interpreter", OnDemand(program).decision)
        for position in changed:
            hits += self._reader(position, program).match(sheet)
        return decider.decide(sheet, hits)

    def _reader(self, position: int, program: Program) -> Interpreter:
        key = (program, position)
        found = self._readers.get(key)
        if found is None:
            found = self._readers[key] = _alone(program, self.ruleset.rules[position])
        return found

    def _make(self, circumstances: Circumstances) -> Program:
        ruleset, changed = self.ruleset, set(self.changed)
        base = self.original.programs.under(circumstances).program
        figures = figures_under(ruleset, circumstances)
        rules = tuple(rule if rule.in_force(circumstances.days) else None for rule in ruleset.rules)
        kept = [one for one in base.alternatives if one.position not in changed]
        anew = [one for rule in rules if rule and rule.position in changed for one in alternatives(rule, figures)]
        return Program(ruleset, circumstances, rules, figures, (*kept, *anew))


def _prepare(program: Program, engine: Any) -> tuple[Matcher, Decider[Decision]]:
    return make_matcher(engine, program), Decider(program, engine, OnDemand(program).decision)


def _alone(program: Program, rule: CompiledRule) -> Interpreter:
    """An interpreter of one rule of a program, empty where the rule is not in force."""
    rules = tuple(one for one in program.rules if one is rule)
    return Interpreter(replace(program, rules=rules, alternatives=()))


def _come_to(hits: Collection[Hit]) -> frozenset[Any]:
    return frozenset((hit.grade, hit.decided, hit.waits) for hit in hits)


def _figures_said(rule: CompiledRule) -> set[str]:
    return {name for effect in rule.effects for name in parameters_of(effect)}
