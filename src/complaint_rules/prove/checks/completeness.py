"""Every complaint gets a tier, a lead, a deadline, and a decision on each remedy that the customer asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.decision import Decision
from complaint_rules.errors import Place
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session
from complaint_rules.prove.symbolic.terms import all_of, both, no
from complaint_rules.prove.wording import quoted, say

REQUESTED = {
    "requests.apology": "apology",
    "requests.refund": "refund",
    "requests.exchange": "exchange",
    "requests.compensation": "compensation",
    "requests.advance_medical": "medical_advance",
}
"""The facts that state a customer's request, and the remedy requested."""


def ask(session: Session) -> Iterator[Finding]:
    """Check the whole decision, except for outputs that no rule writes."""
    decision, ruleset = session.decision, session.ruleset
    place = session.header
    groups = {group for group, _ in decision.keys}
    if ruleset.names.tiers:
        term = decision.chosen("severity").is_value(None)
        if session.example("no-tier", session.own, term):
            yield session.finding("no-tier", say("no-tier"), place, [session.own], [term], _tierless)
    if "lead" in groups:
        term = decision.chosen("lead").is_value(None)
        if session.example("no-lead", session.own, term):
            yield session.finding("no-lead", say("no-lead"), place, [session.own], [term], _leadless)
    if ruleset.names.tiers and "deadlines" in groups:
        clocks = [name for group, name in decision.keys if group == "deadlines"]
        term = all_of(no(decision.speaks(("deadlines", clock))) for clock in clocks)
        if session.example("no-deadline", session.own, term):
            yield session.finding("no-deadline", say("no-deadline"), place, [session.own], [term], _clockless)
    if ruleset.names.tiers:
        yield from _remedies(session, place)


def _tierless(decisions: Sequence[Decision]) -> bool:
    return decisions[0].severity.tier is None


def _leadless(decisions: Sequence[Decision]) -> bool:
    return decisions[0].department.lead is None


def _clockless(decisions: Sequence[Decision]) -> bool:
    return not decisions[0].deadlines


def _remedies(session: Session, place: Place) -> Iterator[Finding]:
    """Check that some rule decides each remedy that the customer asks for."""
    decision, complaint = session.decision, session.complaint
    for fact in complaint.facts:
        kind = REQUESTED.get(fact.path)
        if kind is None or ("remedies", kind) not in decision.keys:
            continue
        asked = both(no(complaint.absent(fact)), complaint.is_one_of(fact, [True]))
        term = both(asked, no(decision.speaks(("remedies", kind))))
        if session.example("no-remedy", kind, term):

            def shown(decisions: Sequence[Decision], kind: str = kind) -> bool:
                return all(one.kind != kind for one in decisions[0].remedies)

            message = say("no-remedy", remedy=(quoted(kind), session.labels.of("remedies", kind)))
            yield session.finding("no-remedy", message, place, [session.own], [term], shown, about=kind)
