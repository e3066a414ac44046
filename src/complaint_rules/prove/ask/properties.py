"""Every declared property holds of every complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from complaint_rules.compile.property import Always, Monotone, Never, Property
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.properties.breaches import breach, breach_between, said
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.prove.encode.amounts import NotEncodedError
from complaint_rules.prove.encode.complaint import SymbolicComplaint
from complaint_rules.prove.encode.deadlines import Moment, days_between, moments
from complaint_rules.prove.encode.outcomes import exceeds, holds_of, no_moment, spans_of, spans_within
from complaint_rules.prove.encode.terms import Truth, all_of, any_of, both, either, no, same
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session


def ask(session: Session) -> Iterator[Finding]:
    """Ask of every property of the stack."""
    for one in session.ruleset.properties:
        try:
            found = _ask(session, one)
        except NotEncodedError as error:
            session.not_analysed(f"property: {one.layer}/{one.id}", str(error))
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
    if len(spans) < 2:  # noqa: PLR2004
        return [no_moment(spans)]
    return moments(spans, days_between(*session.sampled_days()), session.ruleset.timezone)  # type: ignore[arg-type]


# --- monotone


def _monotone(session: Session, one: Property, statement: Monotone) -> Finding | None:
    complaint, decision = session.other()
    first, second = (session.complaint, session.decision), (complaint, decision)
    premise = _rises(statement, session)
    low, high = (first, second) if statement.rises else (second, first)
    spans = spans_of(statement.outcome, low[1]) | spans_of(statement.outcome, high[1])
    for moment in _moments(session, spans):
        falls = exceeds(statement.outcome, low[1], high[1], moment)
        finding = _broken(session, one, [premise, falls], [session.complaint, complaint], moment)
        if finding is not None:
            return finding
    return None


def _rises(statement: Monotone, session: Session) -> Truth:
    """That the driver goes up from the first complaint to the second."""
    (one, first), (other, second) = (session.complaint, session.decision), session.other()
    same_day = same(one.received_on, other.received_on)
    driver = statement.driver
    if driver == "severity":
        return both(same_day, _higher_tier(session))
    if driver == "answers":
        return both(same_day, _answered(one, other))
    assert isinstance(driver, Fact)
    rest = [fact for fact in one.facts if fact.index != driver.index]
    return both(
        one.alike(other, rest),
        same(one.present(driver.group), other.present(driver.group)),
        one.known(driver),
        other.known(driver),
        _larger(driver, one, other),
    )


def _higher_tier(session: Session) -> Truth:
    first, second = session.decision.chosen("severity"), session.other()[1].chosen("severity")
    ranks = session.ruleset.names.ranks
    return any_of(
        both(first.working(low), second.working(high))
        for low in first.outcomes
        for high in second.outcomes
        if ranks.get(low or "", 0) < ranks.get(high or "", 0)
    )


def _answered(one: SymbolicComplaint, other: SymbolicComplaint) -> Truth:
    """That the second complaint is the first with some unknown facts answered."""
    parts = [same(one.present(fact.group), other.present(fact.group)) for fact in one.facts]
    for fact in one.facts:
        unchanged = both(other.known(fact), one.equals(other, fact))
        parts.append(either(one.unknown(fact), one.absent(fact), unchanged))
    return all_of(parts)


def _larger(fact: Fact, one: SymbolicComplaint, other: SymbolicComplaint) -> Truth:
    if fact.type is FactType.ORDERED or fact.type is FactType.BOOL:
        pairs = ((low, high) for at, low in enumerate(fact.values) for high in fact.values[at + 1 :])
        return any_of(both(one.is_one_of(fact, [low]), other.is_one_of(fact, [high])) for low, high in pairs)
    return one.number(fact) < other.number(fact)


# --- findings


def _broken(
    session: Session, one: Property, terms: Sequence[Truth], complaints: Sequence[SymbolicComplaint], moment: Moment
) -> Finding | None:
    """The finding, if some complaint breaks the property; it is received at the moment that the order of spans needs."""
    about = f"{one.layer}/{one.id}"
    if session.example("property", about, *terms) is None:
        return None
    asked, hour = list(terms), None
    if moment.received is not None:
        asked.append(same(complaints[0].received_on, moment.received.toordinal()))
        hour = moment.received.time()
        if session.example("property", about, *asked) is None:
            session.not_analysed(f"property: {about}", f"breaks only on days other than {moment.received.date()}")
            return None
    return session.finding(
        "property",
        f"`{about}` ({one.title[0]}) does not hold",
        one.place,
        [f"{one.layer}/properties.{one.id}"],
        asked,
        lambda decisions: not _holds(one, decisions),
        complaints=complaints,
        cause=[about],
        tell=lambda decisions: _told(one, decisions),
        hour=hour or time(10),
    )


def _holds(one: Property, decisions: Sequence[Decision]) -> bool:
    return holds(one, decisions[0]) if len(decisions) == 1 else holds_between(one, decisions[0], decisions[1])


def _told(one: Property, decisions: Sequence[Decision]) -> list[str]:
    """What breaks it, in words."""
    if len(decisions) == 1:
        return [breach(one, decisions[0]) or ""]
    assert isinstance(one.statement, Monotone)
    return [said(one.statement.outcome, decision) for decision in decisions] or [
        breach_between(one, decisions[0], decisions[1]) or ""
    ]
