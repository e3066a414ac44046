"""Builds decisions: every claim settled into an entry, in the vocabulary's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from complaint_rules.compile.program import Program
from complaint_rules.decide.deadlines import settle_deadline
from complaint_rules.decide.decision import Decision, Entries, Record, RulesetRef
from complaint_rules.decide.questions import when_rank
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import FOR_NOW
from complaint_rules.match.matcher import Hit
from complaint_rules.resolve.entries import (
    Action,
    Approval,
    Deadline,
    Department,
    Item,
    Payable,
    Prohibition,
    Remedy,
)
from complaint_rules.resolve.items import settle_item
from complaint_rules.resolve.plan import Claim, output_order
from complaint_rules.resolve.remedies import settle_remedy
from complaint_rules.resolve.resolver import Resolution, Resolver
from complaint_rules.resolve.waiting import Waiting

_IN_PAYABLE = frozenset({"compensation", "refund", "discount", "statutory_damages"})
"""An advance is part of what items pay, not a sum of its own."""


class Decider:
    """Decides fact sheets under one program."""

    def __init__(self, program: Program, engine: str, tracer: Callable[[Decision], Any]) -> None:
        self._program = program
        self._engine = engine
        self._tracer = tracer
        self._resolver = Resolver(program)
        self._order = output_order(program)
        ruleset = program.ruleset
        self._ref = RulesetRef(ruleset.id, ruleset.version, ruleset.digest)
        self._authority = ruleset.authority

    def decide(self, sheet: FactSheet, hits: list[Hit]) -> Decision:
        """Settle everything that the rules claim.

        Raises:
            CalendarError: a deadline would run past the calendar's covered years.
        """
        resolution = self._resolver.resolve(sheet, hits)
        waiting = Waiting(resolution)
        claims = resolution.claims
        support: list[tuple[str, tuple[str, ...]]] = []
        deadlines: list[tuple[int, Deadline]] = []
        remedies: list[tuple[int, Remedy]] = []
        items: list[tuple[int, Item]] = []
        approvals: list[Approval] = []
        actions: list[Action] = []
        prohibited: list[Prohibition] = []
        order = self._order
        for key, made in claims.items():
            group, name = key
            if group == "actions":
                action = _settle_action(name, made, resolution)
                if action is not None:
                    actions.append(action)
            elif group == "remedies":
                remedy = settle_remedy(name, made, resolution, self._authority)
                if remedy is not None:
                    remedies.append((order[key], remedy))
            elif group == "deadlines":
                deadline = settle_deadline(name, made, resolution)
                if deadline is not None:
                    deadlines.append((order[key], deadline))
            elif group == "items":
                items.append((order[key], settle_item(name, made, resolution, waiting)))
            elif group in ("approvals", "prohibited", "support"):
                fired = [claim for claim in made if claim[0] >= FOR_NOW]
                if fired:
                    say, because = fired[0][2], resolution.ids([p for _, p, _ in fired])
                    if group == "approvals":
                        approvals.append(Approval(say.role, say.purpose, because))
                    elif group == "prohibited":
                        prohibited.append(Prohibition(name, because))
                    else:
                        support.append((name, because))
        deadlines.sort()
        remedies.sort()
        items.sort()
        actions.sort(key=_soonest)
        remedy_entries = tuple([entry for _, entry in remedies])
        item_entries = tuple([entry for _, entry in items])
        entries = Entries(
            sheet.complaint_id,
            self._ref,
            self._engine,
            sheet.as_of,
            resolution.severity(),
            _department(resolution, support),
            resolution.liability(),
            tuple([entry for _, entry in deadlines]),
            tuple(approvals),
            remedy_entries,
            item_entries,
            _payable(remedy_entries, item_entries),
            tuple(actions),
            tuple(prohibited),
            tuple(dict.fromkeys(resolution.notes)),
            tuple(dict.fromkeys(resolution.overridden)),
        )
        return Decision(entries, Record(resolution, waiting, self._tracer))


def _soonest(action: Action) -> int:
    return when_rank(action.when)


def _settle_action(do: str, claims: list[Claim], resolution: Resolution) -> Action | None:
    """What to do, at the soonest of the times asked for; None where nothing fires or a prohibition beats it."""
    fired = [claim for claim in claims if claim[0] >= FOR_NOW]
    against = [claim for claim in resolution.claims.get(("prohibited", do), ()) if claim[0] >= FOR_NOW]
    if against:
        binding = resolution.resolver.binding
        fired = [] if any(p in binding for _, p, _ in against) else [c for c in fired if c[1] in binding]
    if not fired:
        return None
    when = min([say.when for _, _, say in fired], key=when_rank)
    return Action(do, when, resolution.ids([p for _, p, _ in fired]))


def _department(resolution: Resolution, support: list[tuple[str, tuple[str, ...]]]) -> Department:
    choice = resolution.choice("lead")
    because = dict.fromkeys(resolution.ids(choice.because))
    names = []
    for name, rules in support:
        if name != choice.value:
            names.append(name)
            because.update(dict.fromkeys(rules))
    return Department(choice.value, tuple(names), tuple(because))


def _payable(remedies: tuple[Remedy, ...], items: tuple[Item, ...]) -> Payable:
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
