"""No action needs a clock that nothing sets: the one that its time names, or one that its rule says it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile.effect import RequestAction
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, no
from complaint_rules.prove.wording import quoted, say


def ask(session: Session) -> Iterator[Finding]:
    """Check every action of the whole stack, since a layer does not know whether one above it sets the clock."""
    clocks = session.ruleset.names.clocks
    for rule in session.ruleset.rules:
        for said in rule.effects:
            if not isinstance(said, RequestAction):
                continue
            if said.when in clocks:
                yield from _without(session, rule, said.do, said.when, said.when)
            for clock in rule.needs_clocks:
                if clock != said.when:
                    yield from _without(session, rule, said.do, clock, None)


def _without(session: Session, rule: CompiledRule, do: str, clock: str, time: str | None) -> Iterator[Finding]:
    """Check whether a rule's action is due while a clock is not set; where `time` is given, due at that time."""
    decision = session.decision
    asked: Truth = any_of(there for there, when in decision.when(do) if time is None or when == time)
    unset = no(decision.speaks(("deadlines", clock)))
    terms = [decision.fires[rule.position], asked, unset]
    if session.example("no-clock", f"{rule.id}: {do}", both(*terms)) is None:
        return

    def shown(decisions: Sequence[Decision]) -> bool:
        doing = any(one.do == do and (time is None or one.when == time) for one in decisions[0].actions)
        return doing and all(one.clock != clock for one in decisions[0].deadlines)

    message = say(
        "no-clock",
        rule=named(rule),
        action=(quoted(do), session.labels.of("actions", do)),
        clock=(quoted(clock), session.labels.of("deadlines", clock)),
    )
    yield session.finding(
        "no-clock",
        message,
        rule.place,
        list(subjects_of(rule)),
        terms,
        shown,
        cause=[rule.id],
        about=do,
        help=say("set-clock"),
    )
