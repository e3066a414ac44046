"""Builds decisions: every entry of an evaluated complaint, its payable sum, its questions and its status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from complaint_rules.compile.program import Program
from complaint_rules.compile.rule import RulesetRef
from complaint_rules.decide.building import Builder, Noted
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.entries import (
    Action,
    Approval,
    Deadline,
    Department,
    Entries,
    Item,
    Liability,
    Prohibition,
    Remedy,
    Severity,
)
from complaint_rules.decide.payable import Share, payable_of
from complaint_rules.decide.questions import figures_needed
from complaint_rules.decide.skeleton import Skeletons
from complaint_rules.evaluate.evaluation import Evaluation, Evaluator
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.matcher import Hit

Made = TypeVar("Made", bound=DecisionBase)


class Decider(Generic[Made]):
    """Decides fact sheets under one program."""

    def __init__(self, program: Program, engine: str, make: Callable[[Entries, Evaluation], Made]) -> None:
        """Prepare for one program.

        Args:
            program: the compiled rules.
            engine: the name of the engine that matches.
            make: makes a decision of its entries.
        """
        self._engine = engine
        self._make = make
        self._evaluator = Evaluator(program)
        self._builder = Builder(self._evaluator)
        self._outlines = Skeletons(self._builder, self._evaluator)
        ruleset = program.ruleset
        self._already_paid = next(fact.index for fact in ruleset.facts if fact.path == "already_paid")
        space = self._evaluator.space
        lacking = [self._evaluator.speakers[key] for key in space.lacking]
        self._lacking = reduce(or_, [*lacking, *[1 << rule.position for rule in space.unfigured]], 0)
        """The rules, as a mask, with an effect that may lack a figure."""
        self._ref = RulesetRef(ruleset.id, ruleset.version, ruleset.digest)

    def decide(self, sheet: FactSheet, hits: Collection[Hit]) -> Made:
        """Decide one complaint from the hits of its rules."""
        at = self._evaluator.evaluate(sheet, hits)
        return self._complete(at) if at.completions is None else self._incomplete(at)

    def _complete(self, at: Evaluation) -> Made:
        """Fill in the skeleton of all complaints that fire the same rules."""
        outline = self._outlines.of(at)
        noted = Noted(outline.noted)
        remedies = [one.on(at, noted) for one in outline.remedies]
        items = [found for one in outline.items if (found := one.on(at, noted)) is not None]
        deadlines, undated = outline.clocks.settle(at.sheet.received_at)
        noted.reviews += [note for note in undated if note is not None]
        if at.fired & self._lacking:
            noted.reviews += figures_needed(at, self._builder)
        one_valued = outline.severity, outline.department, outline.liability
        acts = outline.actions, outline.prohibited
        return self._decision(at, one_valued, deadlines, outline.approvals, remedies, items, acts, noted)

    def _incomplete(self, at: Evaluation) -> Made:
        """Build every entry from today's reading and the completions."""
        builder, noted = self._builder, Noted()
        one_valued = builder.severity(at), builder.department(at, noted), builder.liability(at, noted)
        outlines, settled = self._outlines, at.settled()
        deadlines = outlines.deadlines(at, settled, noted)
        approvals = builder.approvals(at)
        remedies = outlines.remedies(at, settled, noted)
        items = outlines.items(at, settled, noted)
        acts = outlines.acts.of_incomplete(at, settled, noted)
        noted.reviews += figures_needed(at, builder)
        return self._decision(at, one_valued, deadlines, approvals, remedies, items, acts, noted)

    def _decision(
        self,
        at: Evaluation,
        one_valued: tuple[Severity, Department, Liability],
        deadlines: Sequence[Deadline],
        approvals: tuple[Approval, ...],
        remedies: Sequence[tuple[Remedy, Share]],
        items: Sequence[tuple[Item, Share]],
        acts: tuple[tuple[Action, ...], tuple[Prohibition, ...]],
        noted: Noted,
    ) -> Made:
        entries = Entries(
            at.sheet.complaint_id,
            self._ref,
            self._engine,
            at.sheet.as_of,
            *one_valued,
            tuple(deadlines),
            approvals,
            tuple([remedy for remedy, _ in remedies]),
            tuple([item for item, _ in items]),
            payable_of(remedies, [share for _, share in items], at.sheet.values[self._already_paid]),
            *acts,
            tuple(noted.reviews),
            tuple(noted.overridden),
        )
        return self._make(entries, at)
