"""One complaint, its facts fixed, through the ruleset in logic; and where that differs from a real decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import permutations
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.decision import Decision
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import FactType
from complaint_rules.facts.sheet import FactSheet, SheetMaker
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.prove.symbolic.amounts import NotEncodedError
from complaint_rules.prove.symbolic.choices import DISPUTED
from complaint_rules.prove.symbolic.complaint import Days, SymbolicComplaint
from complaint_rules.prove.symbolic.deadlines import Orders
from complaint_rules.prove.symbolic.decision import SymbolicDecision
from complaint_rules.prove.symbolic.outcomes import ITEM_STATUSES, REMEDY_STATUSES, payable
from complaint_rules.prove.symbolic.reading import asked_days, read_by
from complaint_rules.prove.symbolic.terms import Model, Truth, same
from complaint_rules.prove.symbolic.workspace import Workspace

ALL_DAYS = Days(date(1990, 1, 1), date(2199, 1, 1))
ENTRIES = (
    "rules",
    "severity",
    "lead",
    "liability",
    "support",
    "deadlines",
    "approvals",
    "remedies",
    "items",
    "payable",
    "actions",
    "prohibited",
)
"""What is compared."""


class Logic:
    """A ruleset in logic, with everything of its decisions put into terms."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.space = Workspace(600)
        self.complaint = SymbolicComplaint(ruleset, read_by(ruleset), ALL_DAYS, self.space)
        self.decision = SymbolicDecision(ruleset, self.complaint, self.space, "")
        self.sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self.days = asked_days(ruleset)
        self.not_encoded: set[tuple[str, str]] = set()
        self.entries: dict[tuple[str, str], Any] = {}
        self.payable: dict[str, Any] = {}
        self.orders: dict[str, Orders] = {}
        for key in self.decision.keys:
            self._settle(*key)
        if not self.not_encoded:
            self.payable = {aspect: payable(aspect, self.decision) for aspect in ("min", "max")}

    def _settle(self, group: str, name: str) -> None:
        if group in ("remedies", "items"):
            settle = self.decision.remedy if group == "remedies" else self.decision.item
            try:
                self.entries[group, name] = settle(name)
            except NotEncodedError:
                self.not_encoded.add((group, name))
        if group == "deadlines":
            spans = [span for _, span in self.decision.spans(name)]
            self.orders[name] = Orders(spans, self.days, self.ruleset, self.space, name)

    def differences(self, complaint: Mapping[str, Any], decision: Decision) -> list[str] | None:
        """Where logic and decision differ; None where dependants are listed, whom logic knows as years only."""
        terms = fixed(self.complaint, self.sheets.sheet(Complaint.of(complaint)))
        if terms is None:
            return None
        received = decision.sheet.received_at.astimezone(self.ruleset.timezone)
        model = self.space.settled(terms)
        if decision.status != "final":  # a figure is lacking: logic has one of the completions
            return [*self._one_of_the_completions(model, decision)]
        found = [f"{entry}: {ours}, really {real}" for entry, ours, real in self._each(model, decision) if ours != real]
        if self.days.first <= received.date() <= self.days.last:
            found += self._deadlines(terms, received, decision)
        return found

    def _one_of_the_completions(self, model: Model, decision: Decision) -> Iterator[str]:
        tier = self._value("severity", model)
        if tier not in decision.severity.could_be:
            yield f"severity: {tier} is not among {decision.severity.could_be}"
        lead = self._value("lead", model)
        if lead not in decision.department.could_be:
            yield f"lead: {lead} is not among {decision.department.could_be}"
        for position, fires in enumerate(self.decision.fires):
            if model.holds(fires) and not decision.evaluation.is_possible(position):
                yield f"{self.ruleset.rules[position].id} fires, really in no completion"

    def _value(self, attribute: str, model: Model) -> str | None:
        chosen = self.decision.chosen(attribute)
        (value,) = [one for one in chosen.outcomes if model.holds(chosen.is_value(one))]
        return value

    def _each(self, model: Model, decision: Decision) -> Iterator[tuple[str, Any, Any]]:
        """Each entry but deadlines: by logic, and by the decision."""
        logic, fired = self.decision, decision.evaluation.fired
        for position, rule in enumerate(self.ruleset.rules):
            yield f"rules {rule.id}", model.holds(logic.fires[position]), bool(fired >> position & 1)
        yield "severity", self._value("severity", model), decision.severity.tier
        yield "lead", self._value("lead", model), decision.department.lead
        disputed = DISPUTED if decision.liability.disputed else ""
        yield "liability", self._value("liability", model), decision.liability.finding + disputed
        yield "support", self._there("support", model), set(decision.department.support)
        approvals = {f"{one.purpose} {one.role}" for one in decision.approvals}
        yield "approvals", self._there("approvals", model), approvals
        yield "prohibited", self._there("prohibited", model), {one.do for one in decision.prohibited}
        asked = {
            name: [when for there, when in logic.when(name) if model.holds(there)] for name in self._names("actions")
        }
        real = {one.do: [one.when] for one in decision.actions}
        yield "actions", {name: whens for name, whens in asked.items() if whens}, real
        yield from self._sums(model, decision)

    def _names(self, group: str) -> Iterable[str]:
        return [name for of, name in self.decision.keys if of == group]

    def _there(self, group: str, model: Model) -> set[str]:
        logic = self.decision
        is_there = {"support": logic.helps, "prohibited": logic.prohibits}
        speaks = is_there.get(group, lambda name: logic.speaks((group, name)))
        return {name for name in self._names(group) if model.holds(speaks(name))}

    def _sums(self, model: Model, decision: Decision) -> Iterator[tuple[str, Any, Any]]:
        real: dict[tuple[str, str], Any] = {("remedies", one.kind): one for one in decision.remedies}
        real |= {("items", one.item): one for one in decision.items}
        for key in real.keys() | self.entries.keys():
            if key in self.not_encoded:
                continue
            ours, its = self._entry(key, model), real.get(key)
            theirs = None if its is None else (its.status, its.min_fen, its.max_fen)
            if theirs is not None and ours is not None and theirs[1] is None:  # a remedy without money
                ours, theirs = ours[:1], theirs[:1]
            yield f"{key[0]} {key[1]}", ours, theirs
        for aspect, bound in self.payable.items():
            fen = getattr(decision.payable, f"{aspect}_fen")
            yield f"payable {aspect}", None if model.holds(bound.open) else model.value(bound.fen), fen

    def _entry(self, key: tuple[str, str], model: Model) -> tuple[Any, ...] | None:
        entry = self.entries.get(key)
        if entry is None or not model.holds(entry.there):
            return None
        words = REMEDY_STATUSES if key[0] == "remedies" else ITEM_STATUSES
        most = None if model.holds(entry.most.open) else model.value(entry.most.fen)
        return words[model.value(entry.status)], model.value(entry.least), most

    def _deadlines(self, terms: Truth, received: Any, decision: Decision) -> Iterator[str]:
        """Clocks, in an order of spans that stands for the moment of receipt."""
        if any(one.not_before is not None for one in decision.deadlines):
            return  # the calendar does not tell the order
        for clock, orders in self.orders.items():
            spans = {span for _, span in self.decision.spans(clock) if span.start == "received"}
            order = [
                same(orders.before(one, other), orders.is_before(one, other, received))
                for one, other in permutations(spans, 2)
            ]
            try:
                model = self.space.settled(terms, *order)
            except ValueError:
                yield f"deadlines {clock}: no moment stands for {received}"
                continue
            earliest = orders.earliest(self.decision.spans(clock))
            ours = [(one.within.text, one.start) for one, there in earliest.items() if model.holds(there)]
            real = [(one.within, one.start) for one in decision.deadlines if one.clock == clock]
            if ours != real:
                yield f"deadlines {clock}: {ours}, really {real}"


def fixed(complaint: SymbolicComplaint, sheet: FactSheet) -> Truth | None:
    """That the complaint is the one of a sheet; None where dependants are listed, whom logic knows as years only."""
    listed = [sheet.values[fact.index] for fact in complaint.facts if fact.type is FactType.DEPENDANTS]
    if any(value is not ABSENT and value is not UNKNOWN for value in listed):
        return None
    return complaint.is_as(sheet)
