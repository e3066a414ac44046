"""Every declared property holds for every complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import time

from complaint_rules.compile.names import Label
from complaint_rules.compile.property import Always, CompiledProperty, Monotone, Never
from complaint_rules.decision import Decision
from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType
from complaint_rules.properties.breaches import breach, said
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import SECONDS, Session
from complaint_rules.prove.symbolic.amounts import NotEncodedError
from complaint_rules.prove.symbolic.complaint import Likeness, SymbolicComplaint
from complaint_rules.prove.symbolic.deadlines import Orders, SymbolicSpan
from complaint_rules.prove.symbolic.decision import SymbolicDecision
from complaint_rules.prove.symbolic.outcomes import exceeds, holds_of, spans_of, spans_within, ways_to_exceed
from complaint_rules.prove.symbolic.terms import Truth, all_of, any_of, both, no, same
from complaint_rules.prove.symbolic.usual import TEN_O_CLOCK
from complaint_rules.prove.wording import quoted, say


def ask(session: Session) -> Iterator[Finding]:
    """Check every property of the stack."""
    for one in session.ruleset.properties:
        try:
            found = _ask(session, one)
        except NotEncodedError as error:
            session.not_analysed(f"property: {one.layer}/{one.id}", error.reason)
            continue
        if found is not None:
            yield found


def _ask(session: Session, one: CompiledProperty) -> Finding | None:
    if isinstance(one.statement, Monotone):
        return _monotone(session, one, one.statement)
    return _of_each(session, one, one.statement)


# --- always and never


def _of_each(session: Session, one: CompiledProperty, statement: Always | Never) -> Finding | None:
    decision = session.decision
    orders = _orders(session, one, [span for part in statement.then for span in spans_within(part, decision)])
    if orders is None:
        return None
    met = all_of(holds_of(expected, decision, orders) for expected in statement.then)
    broken = no(met) if isinstance(statement, Always) else met
    return _broken(session, one, [decision.meets(statement.when), broken], [session.complaint], orders)


def _orders(session: Session, one: CompiledProperty, spans: Iterable[SymbolicSpan]) -> Orders | None:
    """The orders of some spans; None where the calendar covers no day on which all have dates."""
    about = f"{one.layer}/{one.id}"
    orders = Orders(spans, session.days, session.ruleset, session.space, f"{about} ")
    if orders.dated:
        return orders
    session.not_analysed(f"property: {about}", say("no-dated-day"))
    return None


# --- monotone


def _monotone(session: Session, one: CompiledProperty, statement: Monotone) -> Finding | None:
    complaint, decision = session.other(_likeness(statement, session))
    premise = _rises(statement, session, complaint, decision)
    low, high = (session.decision, decision) if statement.rises else (decision, session.decision)
    orders = _orders(session, one, spans_of(statement.outcome, low) | spans_of(statement.outcome, high))
    if orders is None:
        return None
    ways = ways_to_exceed(statement.outcome, low, high, orders)
    if all(session.space.ask_alone(premise, way) == "unsat" for way in ways):
        session.answer("property")
        return None
    falls = exceeds(statement.outcome, low, high, orders)  # a part may fall while the whole does not
    return _broken(session, one, [premise, falls], [session.complaint, complaint], orders)


def _likeness(statement: Monotone, session: Session) -> Likeness:
    """How the second complaint may differ from the first."""
    driver = statement.driver
    if driver == "severity":
        received = (RECEIVED_ON, "received_at")
        return Likeness(frozenset(f.index for f in session.complaint.facts if f.path not in received), groups=True)
    assert isinstance(driver, Fact)
    return Likeness(frozenset({driver.index}))


def _rises(statement: Monotone, session: Session, complaint: SymbolicComplaint, decision: SymbolicDecision) -> Truth:
    """That the driver rises from the first complaint to the second."""
    driver = statement.driver
    if driver == "severity":
        return _higher_tier(session, decision)
    assert isinstance(driver, Fact)
    one = session.complaint
    return both(no(one.absent(driver)), no(complaint.absent(driver)), _larger(driver, one, complaint))


def _higher_tier(session: Session, decision: SymbolicDecision) -> Truth:
    first, second = session.decision.chosen("severity"), decision.chosen("severity")
    ranks = session.ruleset.names.ranks
    return any_of(
        both(first.is_value(low), second.is_value(high))
        for low in first.outcomes
        for high in second.outcomes
        if ranks.get(low or "", 0) < ranks.get(high or "", 0)
    )


def _larger(fact: Fact, one: SymbolicComplaint, other: SymbolicComplaint) -> Truth:
    if fact.type is FactType.ORDERED or fact.type is FactType.BOOL:
        pairs = ((low, high) for at, low in enumerate(fact.values) for high in fact.values[at + 1 :])
        return any_of(both(one.is_one_of(fact, [low]), other.is_one_of(fact, [high])) for low, high in pairs)
    return one.number(fact) < other.number(fact)


# --- findings


def _broken(
    session: Session,
    one: CompiledProperty,
    terms: Sequence[Truth],
    complaints: Sequence[SymbolicComplaint],
    orders: Orders,
) -> Finding | None:
    """The finding, if some complaint breaks the property, received at the moment that the order of spans needs."""
    about = f"{one.layer}/{one.id}"
    hour: time | None = None
    given: list[Truth] = []
    others: list[Truth] = []
    while (model := session.example("property", about, *terms, *others, alone=True)) is not None:
        received, chosen = orders.moment(model)
        if received is None:
            break
        given = [chosen, same(complaints[0].received_on, received.toordinal())]
        hour = received.time()
        if session.example("property", about, *terms, *given, alone=True) is not None:
            break
        others.append(no(chosen))
    else:
        if others:
            session.not_analysed(f"property: {about}", say("no-witness", seconds=f"{SECONDS:g}"))
        return None
    return session.finding(
        "property",
        say("property", id=quoted(about), title=one.title),
        one.place,
        [f"{one.layer}/properties.{one.id}"],
        terms,
        lambda decisions: not _holds(one, decisions),
        complaints=complaints,
        about=about,
        tell=lambda decisions: _told(one, decisions),
        hour=hour or TEN_O_CLOCK,
        given=given,
    )


def _holds(one: CompiledProperty, decisions: Sequence[Decision]) -> bool:
    return holds(one, decisions[0]) if len(decisions) == 1 else holds_between(one, decisions[0], decisions[1])


def _told(one: CompiledProperty, decisions: Sequence[Decision]) -> list[Label]:
    """What breaks the property, in words: for one decision its actual outcome, for two the outcome of each."""
    if len(decisions) == 1:
        return [(breach(one, decisions[0]) or "", breach(one, decisions[0], "zh") or "")]
    assert isinstance(one.statement, Monotone)
    outcome = one.statement.outcome
    return [(said(outcome, decision), said(outcome, decision, "zh")) for decision in decisions]
