"""Every declared property holds of every complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile.names import Label
from complaint_rules.compile.property import Always, Monotone, Never, Property
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType
from complaint_rules.properties.breaches import breach, said
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.prove.encode.amounts import NotEncodedError
from complaint_rules.prove.encode.complaint import Likeness, SymbolicComplaint
from complaint_rules.prove.encode.deadlines import Moment, days_between, moments
from complaint_rules.prove.encode.decision import SymbolicDecision
from complaint_rules.prove.encode.outcomes import exceeds, holds_of, no_moment, parts_exceed, spans_of, spans_within
from complaint_rules.prove.encode.terms import Truth, all_of, any_of, both, no, same
from complaint_rules.prove.encode.usual import TEN_O_CLOCK
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session
from complaint_rules.prove.wording import quoted, say


def ask(session: Session) -> Iterator[Finding]:
    """Ask of every property of the stack."""
    for one in session.ruleset.properties:
        try:
            found = _ask(session, one)
        except NotEncodedError as error:
            session.not_analysed(f"property: {one.layer}/{one.id}", error.reason)
            continue
        if found is not None:
            yield found


def _ask(session: Session, one: Property) -> Finding | None:
    if isinstance(one.statement, Monotone):
        return _monotone(session, one, one.statement)
    return _of_each(session, one, one.statement)


# --- always and never


def _of_each(session: Session, one: Property, statement: Always | Never) -> Finding | None:
    decision = session.decision
    when = decision.grader.grade(statement.when).for_now
    spans = {span for expected in statement.then for span in spans_within(expected, decision)}
    for moment in _moments(session, spans):
        met = all_of(holds_of(expected, decision, moment) for expected in statement.then)
        broken = no(met) if isinstance(statement, Always) else met
        finding = _broken(session, one, [when, broken], [session.complaint], moment)
        if finding is not None:
            return finding
    return None


def _moments(session: Session, spans: set[object]) -> list[Moment]:
    """A moment of receipt for every order of some spans; any moment where there is nothing to put in order."""
    if len(spans) < 2:
        return [no_moment(spans)]
    return moments(spans, days_between(*session.sampled_days()), session.ruleset.timezone)  # type: ignore[arg-type]


# --- monotone


def _monotone(session: Session, one: Property, statement: Monotone) -> Finding | None:
    complaint, decision = session.other(_likeness(statement, session))
    premise = _rises(statement, session, complaint, decision)
    low, high = (session.decision, decision) if statement.rises else (decision, session.decision)
    spans = spans_of(statement.outcome, low) | spans_of(statement.outcome, high)
    for moment in _moments(session, spans):
        parts = parts_exceed(statement.outcome, low, high, moment)
        if all(session.space.ask_alone(premise, part) == "unsat" for part in parts):
            session.answer("property")
            continue
        falls = exceeds(statement.outcome, low, high, moment)  # one part may fall while the sum does not
        finding = _broken(session, one, [premise, falls], [session.complaint, complaint], moment)
        if finding is not None:
            return finding
    return None


def _likeness(statement: Monotone, session: Session) -> Likeness:
    """In what the second complaint differs from the first."""
    driver = statement.driver
    if driver == "severity":
        received = (RECEIVED_ON, "received_at")
        return Likeness(frozenset(f.index for f in session.complaint.facts if f.path not in received), groups=True)
    if driver == "answers":
        return Likeness(answers=True)
    assert isinstance(driver, Fact)
    return Likeness(frozenset({driver.index}))


def _rises(statement: Monotone, session: Session, complaint: SymbolicComplaint, decision: SymbolicDecision) -> Truth:
    """That the driver goes up from the first complaint to the second."""
    driver = statement.driver
    if driver == "severity":
        return _higher_tier(session, decision)
    if driver == "answers":
        return True
    assert isinstance(driver, Fact)
    one = session.complaint
    return both(one.known(driver), complaint.known(driver), _larger(driver, one, complaint))


def _higher_tier(session: Session, decision: SymbolicDecision) -> Truth:
    first, second = session.decision.chosen("severity"), decision.chosen("severity")
    ranks = session.ruleset.names.ranks
    return any_of(
        both(first.working(low), second.working(high))
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
    session: Session, one: Property, terms: Sequence[Truth], complaints: Sequence[SymbolicComplaint], moment: Moment
) -> Finding | None:
    """The finding, if some complaint breaks the property, received at the moment that the order of spans needs."""
    about = f"{one.layer}/{one.id}"
    if session.example("property", about, *terms, alone=True) is None:
        return None
    asked, hour = list(terms), None
    if moment.received is not None:
        asked.append(same(complaints[0].received_on, moment.received.toordinal()))
        hour = moment.received.time()
        if session.example("property", about, *asked, alone=True) is None:
            session.not_analysed(f"property: {about}", say("other-days", day=moment.received.date()))
            return None
    return session.finding(
        "property",
        say("property", id=quoted(about), title=one.title),
        one.place,
        [f"{one.layer}/properties.{one.id}"],
        asked,
        lambda decisions: not _holds(one, decisions),
        complaints=complaints,
        about=about,
        tell=lambda decisions: _told(one, decisions),
        hour=hour or TEN_O_CLOCK,
    )


def _holds(one: Property, decisions: Sequence[Decision]) -> bool:
    return holds(one, decisions[0]) if len(decisions) == 1 else holds_between(one, decisions[0], decisions[1])


def _told(one: Property, decisions: Sequence[Decision]) -> list[Label]:
    """What breaks it, in words: of one decision what it says instead, of two what each says."""
    if len(decisions) == 1:
        return [(breach(one, decisions[0]) or "", breach(one, decisions[0], "zh") or "")]
    assert isinstance(one.statement, Monotone)
    outcome = one.statement.outcome
    return [(said(outcome, decision), said(outcome, decision, "zh")) for decision in decisions]
