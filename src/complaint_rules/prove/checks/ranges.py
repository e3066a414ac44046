"""Ranges are never empty: rules that fire together leave at least one sum for a remedy or an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile import effect
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.amounts import NotEncodedError
from complaint_rules.prove.symbolic.terms import both, no
from complaint_rules.prove.wording import joined, quoted, say


def ask(session: Session) -> Iterator[Finding]:
    """Check every remedy of the stack, and every item of the top layer that has two bounds."""
    for group, name in session.decision.keys:
        if group == "remedies":
            try:
                yield from _remedy(session, name)
            except NotEncodedError as error:
                session.not_analysed(f"empty-range: remedies.{name}", error.reason)
    for rule in session.own_rules:
        for said in rule.effects:
            if isinstance(said, effect.SetItem) and said.least is not None and said.least is not said.most:
                try:
                    yield from _item(session, rule, said)
                except NotEncodedError as error:
                    session.not_analysed(f"empty-range: {rule.id}", error.reason)


def _remedy(session: Session, kind: str) -> Iterator[Finding]:
    empty = session.decision.remedy(kind).empty
    model = session.example("empty-range", kind, empty)
    if model is None:
        return
    candidates = [
        candidate for candidate in session.decision.candidates(("remedies", kind)) if model.holds(candidate.fires)
    ]
    rules = [
        session.ruleset.rules[candidate.position]
        for candidate in candidates
        if candidate.effect.least or candidate.effect.most
    ]

    def shown(decisions: Sequence[Decision]) -> bool:
        return any(note.entry == f"remedies.{kind}" for note in decisions[0].review)

    fire = both(*(session.decision.fires[rule.position] for rule in rules))
    output = quoted(kind), session.labels.of("remedies", kind)
    message = say("empty-remedy", rules=joined(map(named, rules), "and"), output=output)
    last = max(rules, key=lambda rule: (rule.layer, rule.place))
    yield session.finding(
        "empty-range",
        message,
        last.place,
        list(subjects_of(*rules)),
        [empty, fire],
        shown,
        cause=[rule.id for rule in rules],
        help=say("least-below-most"),
    )


def _item(session: Session, rule: CompiledRule, said: effect.SetItem) -> Iterator[Finding]:
    if said.least is None or said.most is None:
        return
    low, high = (session.decision.sum_of(end) for end in (said.least, said.most))
    fires = session.decision.fires[rule.position]
    terms = [fires, no(low.absent), no(high.absent), low.fen > high.fen]
    if session.example("empty-range", rule.id, *terms):

        def shown(decisions: Sequence[Decision]) -> bool:
            return any(one.rule == rule.id for one in decisions[0].trace.rules)

        output = quoted(said.item), session.labels.of("items", said.item)
        ends = {"least": said.least.text, "most": said.most.text}
        message = say("empty-item", rule=named(rule), output=output, **ends)
        yield session.finding(
            "empty-range",
            message,
            rule.place,
            list(subjects_of(rule)),
            terms,
            shown,
            cause=[rule.id],
            help=say("write-min"),
        )
