"""No two rules give a single-valued output different values, unless one is an exception to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.amounts import NotEncodedError
from complaint_rules.prove.symbolic.candidate import SymbolicCandidate
from complaint_rules.prove.symbolic.choices import Single, plain
from complaint_rules.prove.symbolic.terms import Model, Truth, both, no
from complaint_rules.prove.wording import say
from complaint_rules.trace.wording import say as in_words

Pairs = Callable[[Model], Iterator[tuple[int, int]]]
"""The positions of the rules that clash in a model."""

_MOST = 25
"""The most pairs shown for one output; where there are more, they have one cause."""
_PATHS = {"lead": "department", "liability": "liability"}


def ask(session: Session) -> Iterator[Finding]:
    """Check every output that must have a single value."""
    for attribute in ("lead", "liability"):
        yield from _single(session, attribute)
    for group, name in session.decision.keys:
        try:
            if group == "remedies":
                yield from _remedy(session, name)
            elif group == "items":
                yield from _item(session, name)
        except NotEncodedError as error:
            session.not_analysed(f"conflict: {group}.{name}", error.reason)


def _single(session: Session, attribute: str) -> Iterator[Finding]:
    chosen = session.decision.chosen(attribute)
    if not isinstance(chosen, Single):
        return
    candidates = [(one.position, one.value, there) for one, there in zip(chosen.said, chosen.counting, strict=True)]

    def pairs(model: Model) -> Iterator[tuple[int, int]]:
        held = [(position, value) for position, value, there in candidates if model.holds(there)]
        yield from ((p, q) for at, (p, one) in enumerate(held) for q, other in held[at + 1 :] if one != other)

    for first, second, terms in _each_pair(session, attribute, chosen.disagree, pairs):
        said = {position: session.both_names(attribute, plain(value)) for position, value, _ in candidates}
        message = _disagree("conflict", first, second, (attribute, in_words("zh", attribute)), said)
        yield _conflict(session, message, first, second, terms, _PATHS[attribute])


def _remedy(session: Session, kind: str) -> Iterator[Finding]:
    entry = session.decision.remedy(kind)
    candidates = session.decision.candidates(("remedies", kind))
    for first, second, terms in _each_pair(session, f"remedies.{kind}", entry.clash, _refusals(candidates)):
        message = _disagree("conflict-remedy", first, second, session.both_names("remedies", kind))
        yield _conflict(session, message, first, second, terms, f"remedies.{kind}")


def _refusals(candidates: Sequence[SymbolicCandidate]) -> Pairs:
    def pairs(model: Model) -> Iterator[tuple[int, int]]:
        held = [candidate for candidate in candidates if model.holds(candidate.fires)]
        for no_ in (candidate for candidate in held if candidate.effect.mode == "forbid"):
            for must in (
                candidate
                for candidate in held
                if candidate.effect.mode == "require" and candidate.binding == no_.binding
            ):
                yield no_.position, must.position

    return pairs


def _item(session: Session, name: str) -> Iterator[Finding]:
    entry = session.decision.item(name)
    candidates = session.decision.candidates(("items", name))

    def pairs(model: Model) -> Iterator[tuple[int, int]]:
        held = [candidate for candidate in candidates if model.holds(candidate.fires)]
        yield from (
            (one.position, other.position)
            for at, one in enumerate(held)
            for other in held[at + 1 :]
            if one.binding == other.binding and one.effect != other.effect
        )

    for first, second, terms in _each_pair(session, f"items.{name}", entry.clash, pairs):
        message = _disagree("conflict-item", first, second, session.both_names("items", name))
        yield _conflict(session, message, first, second, terms, f"items.{name}")


def _each_pair(
    session: Session, about: str, clash: Truth, pairs: Pairs
) -> Iterator[tuple[CompiledRule, CompiledRule, list[Truth]]]:
    """Every pair of rules that clash, each with the terms under which they do."""
    left: list[Truth] = [clash]
    for _ in range(_MOST):
        model = session.example("conflict", about, *left)
        pair = next(pairs(model), None) if model is not None else None
        if pair is None:
            return
        first, second = (session.ruleset.rules[position] for position in pair)
        fire = both(*(session.decision.fires[position] for position in pair))
        yield first, second, [clash, fire]
        left.append(no(fire))


def _disagree(
    word: str, first: CompiledRule, second: CompiledRule, output: Label, said: Mapping[int, Label] | None = None
) -> Label:
    both_said = {"one": said[first.position], "other": said[second.position]} if said else {}
    return say(word, first=named(first), second=named(second), output=output, **both_said)


def _conflict(
    session: Session, message: Label, first: CompiledRule, second: CompiledRule, terms: Sequence[Truth], output: str
) -> Finding:
    def shown(decisions: Sequence[Decision]) -> bool:
        return any(note.entry == output and {first.id, second.id} <= set(note.rules) for note in decisions[0].review)

    later = max(first, second, key=lambda rule: (rule.layer, rule.place))
    return session.finding(
        "conflict",
        message,
        later.place,
        list(subjects_of(first, second)),
        terms,
        shown,
        cause=[first.id, second.id],
        help=say("exclude"),
    )
