"""House policy never goes below a binding statute: where both speak of one complaint, the house's word is no less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile import effect
from complaint_rules.compile.rule import Rule
from complaint_rules.decide.decision import Decision
from complaint_rules.prove.encode.amounts import NotEncodedError
from complaint_rules.prove.encode.outputs import Claim
from complaint_rules.prove.encode.terms import Truth, any_of, both, either, no
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of


def ask(session: Session) -> Iterator[Finding]:
    """Ask of every rule of the top layer that says what a binding rule says too."""
    decision = session.decision
    for rule in session.own_rules:
        if rule.binding:
            continue
        for said in rule.effects:
            for claim in _statutes(session, said):
                try:
                    below = _below(session, rule, said, claim)
                except NotEncodedError as error:
                    session.not_analysed(f"below-statute: {rule.id}", str(error))
                    continue
                together = both(decision.grades[rule.position].for_now, claim.grades.for_now, below)
                if session.example("below-statute", rule.id, together):
                    yield _finding(session, rule, said, claim, together)


def _statutes(session: Session, said: effect.Effect) -> list[Claim]:
    from complaint_rules.prove.encode.decision import key_of

    comparable = effect.Lead | effect.Liability | effect.Remedy | effect.Item
    claims = session.decision.claims(key_of(said)) if isinstance(said, comparable) else []
    return [claim for claim in claims if claim.binding]


def _below(session: Session, rule: Rule, said: effect.Effect, claim: Claim) -> Truth:
    """Whether what the house says is other than the statute's word, or less."""
    law = claim.say
    if isinstance(said, effect.Lead):
        return bool(said.party != law.party)
    if isinstance(said, effect.Liability):
        return bool(said.finding != law.finding)
    if isinstance(said, effect.Remedy):
        return _remedy_below(session, said, claim)
    assert isinstance(said, effect.Item)
    return _item_below(session, said, law)


def _remedy_below(session: Session, said: effect.Remedy, claim: Claim) -> Truth:
    law: effect.Remedy = claim.say
    if law.mode == "forbid":
        return False
    statute_no = any_of(
        other.grades.for_now
        for other in session.decision.claims(("remedies", said.kind))
        if other.binding and other.say.mode == "forbid"
    )
    if said.mode == "forbid":
        return no(statute_no)
    if law.least is None or said.most is None:
        return False
    floor, most = session.decision.sum_of(law.least), session.decision.sum_of(said.most)
    known = both(no(floor.missing), no(most.missing), no(floor.absent), no(most.absent))
    return both(no(statute_no), known, most.low < floor.low)


def _item_below(session: Session, said: effect.Item, law: effect.Item) -> Truth:
    if not law.payable:
        return False
    if not said.payable:
        return True
    assert law.most is not None
    assert said.most is not None
    mine, its = session.decision.sum_of(said.most), session.decision.sum_of(law.most)
    known = both(no(mine.missing), no(its.missing), no(either(mine.absent, its.absent)))
    return both(known, mine.low < its.low)


def _finding(session: Session, rule: Rule, said: effect.Effect, claim: Claim, term: Truth) -> Finding:
    law = session.ruleset.rules[claim.position]

    def shown(decisions: Sequence[Decision]) -> bool:
        fired = {one.rule for one in decisions[0].trace.rules}
        return {rule.id, law.id} <= fired

    what = {effect.Lead: "lead", effect.Liability: "liability"}.get(type(said)) or getattr(
        said, "kind", getattr(said, "item", "")
    )
    message = f"{named(rule)} says of {what} less than, or other than, {named(law)}, which binds"
    return session.finding(
        "below-statute",
        message,
        rule.place,
        list(subjects_of(rule)),
        [term],
        shown,
        cause=[rule.id, law.id],
        help="the decision follows the statute; narrow the rule, or accept this with a reason",
    )
