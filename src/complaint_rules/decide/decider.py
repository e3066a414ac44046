"""Builds decisions: the outline that a complaint's hits give, filled in with the complaint's own sums and dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from complaint_rules.compile.program import Program
from complaint_rules.decide.decision import Decision, Entries, Later, Record, RulesetRef
from complaint_rules.decide.offer import specially_approved
from complaint_rules.decide.outline import Outline
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.keeping import Again
from complaint_rules.match.matcher import Hit
from complaint_rules.resolve.entries import Item, Overridden, Payable, Remedy, Review
from complaint_rules.resolve.resolver import Resolver

MOST_OUTLINES = 1024
"""Outlines kept for one program."""

_IN_PAYABLE = frozenset({"compensation", "refund", "discount", "statutory_damages"})
"""An advance is part of what items pay, not a sum of its own."""


class Decider:
    """Decides fact sheets under one program."""

    def __init__(self, program: Program, engine: str, later: Later) -> None:
        """Prepare for one program.

        Args:
            program: what decides.
            engine: the name of the engine that matches.
            later: makes what is asked of a decision later.
        """
        self._engine = engine
        self._later = later
        self._resolver = Resolver(program)
        ruleset = program.ruleset
        self._ref = RulesetRef(ruleset.id, ruleset.version, ruleset.digest)
        self._outlines: Again[Outline] = Again(MOST_OUTLINES)

    def decide(self, sheet: FactSheet, hits: Collection[Hit]) -> Decision:
        """Settle everything that the rules claim.

        Raises:
            CalendarError: a deadline would run past the calendar's covered years.
        """
        met = frozenset(hits)
        outline = self._outlines.find(met) or self._outlines.keep(met, Outline(self._resolver.resolve(met)))
        notes: list[Review] = [*outline.notes]
        overridden: list[Overridden] = [*outline.overridden]
        remedies: list[Remedy] = []
        for settle in outline.remedies:
            remedy = settle(sheet)
            if remedy.entry is not None:
                remedies.append(remedy.entry)
                notes += remedy.notes
                overridden += remedy.overridden
        if outline.approvals:
            remedies = [specially_approved(remedy, outline.approvals) for remedy in remedies]
        items: list[Item] = []
        for settle_one, claims in outline.items:
            item = settle_one(sheet, outline.resolution.hangs(claims, sheet.unknown))
            if item.entry is not None:
                items.append(item.entry)
                notes += item.notes
                overridden += item.overridden
        entries = Entries(
            sheet.complaint_id,
            self._ref,
            self._engine,
            sheet.as_of,
            outline.severity,
            outline.department,
            outline.liability,
            outline.clocks.settle(sheet.received_at),
            outline.approvals,
            tuple(remedies),
            tuple(items),
            _payable(remedies, items),
            outline.actions,
            outline.prohibited,
            tuple(notes),
            tuple(overridden),
        )
        return Decision(entries, Record(outline, sheet, self._later))


def _payable(remedies: Sequence[Remedy], items: Sequence[Item]) -> Payable:
    least = 0
    most: int | None = 0
    for remedy in remedies:
        if remedy.kind in _IN_PAYABLE and remedy.status != "forbidden":
            if remedy.status == "required":
                least += remedy.min_fen or 0
            most = None if most is None or remedy.max_fen is None else most + remedy.max_fen
    for item in items:
        least += item.min_fen
        most = None if most is None or item.max_fen is None else most + item.max_fen
    return Payable(least, most)
