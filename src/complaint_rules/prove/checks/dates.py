"""No gap and no overlap between effective dates, and a figure for every parameter that a rule reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.entries.plan import key_of
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.conditions import lacks
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, no
from complaint_rules.prove.wording import quoted, say


def ask(session: Session) -> Iterator[Finding]:
    """Check the dated rules of the top layer, and the parameters that its rules read."""
    yield from _figures(session)
    dated = [rule for rule in session.own_rules if rule.until is not None]
    for older in dated:
        later = [rule for rule in session.own_rules if _succeeds(rule, older)]
        for newer in later:
            yield from _overlap(session, older, newer)
        yield from _gap(session, older, later)


# --- figures


def _figures(session: Session) -> Iterator[Finding]:
    """Check the parameters that the top layer's rules read, and its own, whichever rule of the stack reads them."""
    decision = session.decision
    for name, parameter in session.ruleset.parameters.items():
        rules = session.ruleset.rules if parameter.layer == session.own else session.own_rules
        lacking = lacks(parameter, session.complaint)
        readers = [rule for rule in rules if name in rule.parameters]
        counts = {rule: both(decision.fires[rule.position], lacking) for rule in readers}
        model = session.example("no-figure", name, any_of(counts.values()))
        if model is None:
            continue
        reader = next(rule for rule, term in counts.items() if model.holds(term))

        def shown(decisions: Sequence[Decision], reader: CompiledRule = reader, name: str = name) -> bool:
            figures = decisions[0].evaluation.evaluator.program.figures
            return figures[name] is None and decisions[0].evaluation.is_possible(reader.position)

        yield session.finding(
            "no-figure",
            say("no-figure", parameter=quoted(name), rule=named(reader)),
            parameter.place,
            [f"{parameter.layer}/parameters.{name}"],
            [counts[reader]],
            shown,
            cause=[reader.id],
            help=say("add-figure"),
        )


# --- gaps and overlaps


def _succeeds(rule: CompiledRule, older: CompiledRule) -> bool:
    """Whether a rule takes over from a dated one: it starts later and writes some of the same outputs."""
    if (
        rule is older
        or rule.law_of != older.law_of
        or rule.start is None
        or (older.start is not None and rule.start <= older.start)
    ):
        return False
    return bool({key_of(said) for said in rule.effects} & {key_of(said) for said in older.effects})


def _together(session: Session, older: CompiledRule, newer: CompiledRule) -> Truth:
    """Whether the conditions of both hold, whatever the day."""
    return both(session.decision.meets(older.condition), session.decision.meets(newer.condition))


def _said(word: str, older: CompiledRule, newer: CompiledRule) -> Label:
    return say(word, older=named(older), newer=named(newer), until=older.until, start=newer.start)


def _overlap(session: Session, older: CompiledRule, newer: CompiledRule) -> Iterator[Finding]:
    assert older.until is not None
    assert newer.start is not None
    apart = newer.start > older.until or newer.position in older.silencers or older.position in newer.silencers
    term = both(session.decision.fires[older.position], session.decision.fires[newer.position])
    if apart or session.example("overlap", older.id, term) is None:
        return

    def shown(decisions: Sequence[Decision]) -> bool:
        return {older.id, newer.id} <= {one.rule for one in decisions[0].trace.rules}

    yield session.finding(
        "overlap",
        _said("overlap", older, newer),
        newer.place,
        list(subjects_of(older, newer)),
        [term],
        shown,
        cause=[older.id, newer.id],
        help=say("end-before"),
    )


def _gap(session: Session, older: CompiledRule, later: Sequence[CompiledRule]) -> Iterator[Finding]:
    """Days between a rule and the first that takes over from it, on which no rule writes the same outputs."""
    assert older.until is not None
    day = session.complaint.day_of(older.law_of)
    for newer in sorted(later, key=lambda rule: (rule.start, rule.position)):
        assert newer.start is not None
        first, last = older.until + timedelta(days=1), newer.start - timedelta(days=1)
        if last < first:
            if session.example("gap", older.id, _together(session, older, newer)) is not None:
                return
            continue
        keys = {key_of(said) for said in older.effects} & {key_of(said) for said in newer.effects}
        speakers = {candidate.position for key in keys for candidate in session.decision.candidates(key)}
        silent = no(any_of(session.decision.holds[position] for position in speakers))
        between = both(first.toordinal() <= day, day <= last.toordinal())
        term = both(between, _together(session, older, newer), silent)
        if session.example("gap", older.id, term) is not None:
            yield _gap_finding(session, older, newer, term)
            return


def _gap_finding(session: Session, older: CompiledRule, newer: CompiledRule, term: Truth) -> Finding:
    def shown(decisions: Sequence[Decision]) -> bool:
        return not {older.id, newer.id} & {one.rule for one in decisions[0].trace.rules}

    return session.finding(
        "gap",
        _said("gap", older, newer),
        newer.place,
        list(subjects_of(older, newer)),
        [term],
        shown,
        cause=[older.id, newer.id],
        help=say("start-after"),
    )
