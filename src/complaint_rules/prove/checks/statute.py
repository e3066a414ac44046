"""House policy never goes below a binding statute: where both apply to a complaint, the house grants no less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile import effect
from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.entries.plan import key_of
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.amounts import NotEncodedError
from complaint_rules.prove.symbolic.candidate import SymbolicCandidate
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, no
from complaint_rules.prove.wording import joined, say
from complaint_rules.trace.wording import say as in_words

_NAMED = 3
_LIABLE = ("company", "shared")
"""Findings under which the company itself is liable to the customer."""


def ask(session: Session) -> Iterator[Finding]:
    """Check every rule of the top layer that writes an output of a binding rule; one finding for each effect."""
    for rule in session.own_rules:
        for said in () if rule.binding else rule.effects:
            try:
                below = dict(_conflicting(session, rule, said))
            except NotEncodedError as error:
                session.not_analysed(f"below-statute: {rule.id}", error.reason)
                continue
            model = session.example("below-statute", rule.id, any_of(below.values())) if below else None
            if model is not None:
                met = [law for law, term in below.items() if session.example("below-statute", rule.id, term)]
                yield _finding(session, rule, said, met, below[met[0]])


def _conflicting(session: Session, rule: CompiledRule, said: effect.Effect) -> Iterator[tuple[CompiledRule, Truth]]:
    """The binding rules that grant more, each with when both apply."""
    comparable = isinstance(said, effect.FindLiability | effect.SetRemedy | effect.SetItem)
    for candidate in session.decision.candidates(key_of(said)) if comparable else ():
        if candidate.binding:
            below = _below(session, said, candidate)
            together = both(session.decision.fires[rule.position], candidate.fires, below)
            if together is not False:
                yield session.ruleset.rules[candidate.position], together


def _below(session: Session, said: effect.Effect, candidate: SymbolicCandidate) -> Truth:
    """Whether the house grants less than the statute."""
    law = candidate.effect
    if isinstance(said, effect.FindLiability):
        return law.finding in _LIABLE and said.finding not in (law.finding, "company")
    if isinstance(said, effect.SetRemedy):
        return _remedy_below(session, said, candidate)
    assert isinstance(said, effect.SetItem)
    return _item_below(session, said, law)


def _remedy_below(session: Session, said: effect.SetRemedy, candidate: SymbolicCandidate) -> Truth:
    law: effect.SetRemedy = candidate.effect
    if law.mode == "forbid":
        return False
    statute_no = any_of(
        other.fires
        for other in session.decision.candidates(("remedies", said.kind))
        if other.binding and other.effect.mode == "forbid"
    )
    if said.mode == "forbid":
        return no(statute_no)
    if law.least is None or said.most is None:
        return False
    floor, most = session.decision.sum_of(law.least), session.decision.sum_of(said.most)
    return both(no(statute_no), no(floor.absent), no(most.absent), most.fen < floor.fen)


def _item_below(session: Session, said: effect.SetItem, law: effect.SetItem) -> Truth:
    if not law.payable:
        return False
    if not said.payable:
        return True
    assert law.most is not None
    assert said.most is not None
    mine, its = session.decision.sum_of(said.most), session.decision.sum_of(law.most)
    return both(no(mine.absent), no(its.absent), mine.fen < its.fen)


def _output(session: Session, said: effect.Effect) -> Label:
    if isinstance(said, effect.SetRemedy):
        return session.both_names("remedies", said.kind)
    if isinstance(said, effect.SetItem):
        return session.both_names("items", said.item)
    return "liability", in_words("zh", "liability")


def _finding(
    session: Session, rule: CompiledRule, said: effect.Effect, laws: Sequence[CompiledRule], term: Truth
) -> Finding:
    def shown(decisions: Sequence[Decision]) -> bool:
        fired = {one.rule for one in decisions[0].trace.rules}
        return {rule.id, laws[0].id} <= fired

    word = "below-statute-more" if len(laws) > _NAMED else "below-statute"
    names = joined(map(named, laws[:_NAMED]), "comma")
    message = say(word, rule=named(rule), output=_output(session, said), names=names, more=len(laws) - _NAMED)
    return session.finding(
        "below-statute",
        message,
        rule.place,
        list(subjects_of(rule)),
        [term],
        shown,
        cause=[rule.id, *(law.id for law in laws)],
        help=say("follows-statute"),
    )
