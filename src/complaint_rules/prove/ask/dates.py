"""No gap and no overlap between effective dates, and a figure for every parameter that a rule reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from complaint_rules.compile.condition import Compare, OfParameter, leaves
from complaint_rules.compile.effect import parameters_of
from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import Rule
from complaint_rules.decide.decision import Decision
from complaint_rules.prove.encode.amounts import lacks
from complaint_rules.prove.encode.terms import Truth, any_of, both, no
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.wording import quoted, say
from complaint_rules.resolve.plan import key_of


def ask(session: Session) -> Iterator[Finding]:
    """Ask of the dated rules of the top layer, and of the parameters that its rules read."""
    yield from _figures(session)
    dated = [rule for rule in session.own_rules if rule.until is not None]
    for older in dated:
        later = [rule for rule in session.own_rules if _succeeds(rule, older)]
        for newer in later:
            yield from _overlap(session, older, newer)
        yield from _gap(session, older, later)


# --- figures


def _figures(session: Session) -> Iterator[Finding]:
    for name, parameter in session.ruleset.parameters.items():
        readers = [rule for rule in session.own_rules if name in _read(rule)]
        lacking = lacks(parameter, session.complaint.occurred_on)
        term = any_of(both(session.decision.grades[rule.position].possible, lacking) for rule in readers)
        model = session.example("no-figure", name, term)
        if model is None:
            continue
        reader = next(rule for rule in readers if model.holds(session.decision.grades[rule.position].possible))
        counts = both(session.decision.grades[reader.position].possible, lacking)

        def shown(decisions: Sequence[Decision], reader: Rule = reader, name: str = name) -> bool:
            figures = decisions[0].resolution.resolver.program.figures
            return figures[name] is None and decisions[0].resolution.grades.get(reader.position, 0) > 0

        yield session.finding(
            "no-figure",
            say("no-figure", parameter=quoted(name), rule=named(reader)),
            parameter.place,
            [f"{parameter.layer}/parameters.{name}"],
            [counts],
            shown,
            cause=[reader.id],
            help=say("add-figure"),
        )


def _read(rule: Rule) -> set[str]:
    tests = leaves(rule.condition)
    found = {leaf.operand.name for leaf in tests if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter)}
    return found | {name for said in rule.effects for name in parameters_of(said)}


# --- gaps and overlaps


def _succeeds(rule: Rule, older: Rule) -> bool:
    """Whether a rule takes over from a dated one: it starts later and speaks of the same outputs."""
    if rule is older or rule.start is None or (older.start is not None and rule.start <= older.start):
        return False
    return bool({key_of(said) for said in rule.effects} & {key_of(said) for said in older.effects})


def _together(session: Session, older: Rule, newer: Rule) -> Truth:
    """Whether the conditions of both hold, whatever the day."""
    grader = session.decision.grader
    return both(grader.grade(older.condition).certain, grader.grade(newer.condition).certain)


def _said(word: str, older: Rule, newer: Rule) -> Label:
    return say(word, older=named(older), newer=named(newer), until=older.until, start=newer.start)


def _overlap(session: Session, older: Rule, newer: Rule) -> Iterator[Finding]:
    assert older.until is not None
    assert newer.start is not None
    apart = newer.start > older.until or newer.position in older.silencers or older.position in newer.silencers
    grades = session.decision.grades
    term = both(grades[older.position].for_now, grades[newer.position].for_now)
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


def _gap(session: Session, older: Rule, later: Sequence[Rule]) -> Iterator[Finding]:
    """Days between a rule and the first that takes over from it, on which no rule speaks of the same."""
    assert older.until is not None
    day = session.complaint.occurred_on
    for newer in sorted(later, key=lambda rule: (rule.start, rule.position)):
        assert newer.start is not None
        first, last = older.until + timedelta(days=1), newer.start - timedelta(days=1)
        if last < first:
            if session.example("gap", older.id, _together(session, older, newer)) is not None:
                return
            continue
        keys = {key_of(said) for said in older.effects} & {key_of(said) for said in newer.effects}
        speakers = {claim.position for key in keys for claim in session.decision.claims(key)}
        silent = no(any_of(session.decision.met[position].possible for position in speakers))
        between = both(first.toordinal() <= day, day <= last.toordinal())
        term = both(between, _together(session, older, newer), silent)
        if session.example("gap", older.id, term) is not None:
            yield _gap_finding(session, older, newer, term)
            return


def _gap_finding(session: Session, older: Rule, newer: Rule, term: Truth) -> Finding:
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
