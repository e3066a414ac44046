"""Every rule, row and exception can fire, and no rule is always overridden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile import effect
from complaint_rules.compile.condition import And, Condition, DecisionTest, needs_unknown
from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.entries.plan import key_of
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.conditions import in_force
from complaint_rules.prove.symbolic.deadlines import Orders
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, either, no
from complaint_rules.prove.wording import joined, quoted, say


def ask(session: Session) -> Iterator[Finding]:
    """Check every rule and row of the top layer, and its exceptions."""
    fires = session.decision.fires
    aside = {*_later(session), *(rule for rule in session.own_rules if needs_unknown(rule.condition))}
    asked = [(rule, fires[rule.position]) for rule in session.own_rules if rule not in aside]
    idle = session.impossible("never-fires", asked, lambda rule: rule.id)
    yield from (_never_fires(session, rule) for rule in idle)
    yield from _exceptions(session, aside.union(idle))
    yield from _masked(session, aside.union(idle))


def _later(session: Session) -> Iterator[CompiledRule]:
    """Rules that start after the days considered; they are noted and not checked."""
    last = session.days.last
    for rule in session.own_rules:
        if rule.start is not None and rule.start > last:
            session.not_analysed(f"never-fires: {rule.id}", say("starts-late", start=rule.start, last=last))
            yield rule


def _never_fires(session: Session, rule: CompiledRule) -> Finding:
    decision = session.decision
    met = decision.holds[rule.position]
    exceptions = [session.ruleset.rules[position] for position in rule.silencers]
    if session.example("never-fires", rule.id, met) is not None:
        silencing = [other for other in exceptions if _can_silence(session, rule, other)]
        message = say("always-silenced", rule=named(rule), names=joined(map(named, silencing), "comma"))

        def silenced(decisions: Sequence[Decision]) -> bool:
            return any(one.rule == rule.id for one in decisions[0].trace.silenced)

        return session.finding(
            "never-fires",
            message,
            rule.place,
            list(subjects_of(rule)),
            [met],
            silenced,
            cause=[rule.id, *(other.id for other in silencing)],
            help=say("narrow-exceptions"),
        )
    return _contradicted(session, rule)


def _can_silence(session: Session, rule: CompiledRule, other: CompiledRule) -> bool:
    decision = session.decision
    term = both(decision.holds[rule.position], decision.fires[other.position])
    return session.example("never-fires", rule.id, term) is not None


def _contradicted(session: Session, rule: CompiledRule) -> Finding:
    """A rule whose own cells can't hold together; the witness satisfies all but one of them."""
    decision = session.decision
    parts = rule.condition.parts if isinstance(rule.condition, And) else (rule.condition,)
    terms = {str(index): decision.meets(part) for index, part in enumerate(parts)}
    terms["days"] = in_force(rule, session.complaint)
    core = session.space.core(terms)
    texts = [_text(parts[int(name)]) for name in core if name != "days"]
    texts += [say("effective-dates")] if "days" in core else []
    word = "contradicted-together" if texts[1:] else "contradicted"
    message = say(word, rule=named(rule), tests=joined(texts, "and"))
    others = [terms[name] for name in core[:-1]]

    def quiet(decisions: Sequence[Decision]) -> bool:
        return all(one.rule != rule.id for one in decisions[0].trace.rules)

    if session.example("never-fires", rule.id, *others) is None:
        others = []
    return session.finding(
        "never-fires",
        message,
        rule.place,
        list(subjects_of(rule)),
        others,
        quiet,
        cause=[rule.id],
        help=say("drop-tests"),
    )


def _text(part: Condition) -> Label:
    if isinstance(part, DecisionTest):
        text = quoted(f"decision.{part.attribute}: {part.text}")
    elif hasattr(part, "fact") and hasattr(part, "text"):
        text = quoted(f"{part.fact.path}: {part.text}")
    else:
        return say("nested")
    return text, text


def _exceptions(session: Session, idle: set[CompiledRule]) -> Iterator[Finding]:
    """Exceptions that never override what they are declared an exception to."""
    decision, rules = session.decision, session.ruleset.rules
    asked: dict[tuple[str, str], list[Truth]] = {}
    declared: dict[tuple[str, str], CompiledRule] = {}
    for rule in session.own_rules:
        if rule in idle:
            continue
        for position in rule.silences:
            key = (rule.table or rule.id, rules[position].table or rules[position].id)
            declared.setdefault(key, rule)
            asked.setdefault(key, []).append(both(decision.fires[rule.position], decision.holds[position]))
    terms = [(key, any_of(found)) for key, found in asked.items()]
    for key in session.impossible("idle-exception", terms, lambda key: f"{key[0]} to {key[1]}"):
        rule = declared[key]
        message = say("idle-exception", rule=named(rule), other=quoted(key[1]))

        def fires(decisions: Sequence[Decision], rule: CompiledRule = rule) -> bool:
            return any(one.rule == rule.id for one in decisions[0].trace.rules)

        yield session.finding(
            "idle-exception",
            message,
            rule.place,
            list(subjects_of(rule)),
            [decision.fires[rule.position]],
            fires,
            cause=[rule.id, key[1]],
            help=say("drop-exception"),
        )


def _masked(session: Session, idle: set[CompiledRule]) -> Iterator[Finding]:
    """Rules that can fire, but whose every effect is then overridden by another rule."""
    effective = _Effective(session)
    asked = [
        (rule, any_of(effective.counts(rule, said) for said in rule.effects))
        for rule in session.own_rules
        if rule not in idle
    ]
    for rule in session.impossible("masked", asked, lambda rule: rule.id):
        message = say("masked", rule=named(rule))

        def fires(decisions: Sequence[Decision], rule: CompiledRule = rule) -> bool:
            return any(one.rule == rule.id for one in decisions[0].trace.rules)

        yield session.finding(
            "masked",
            message,
            rule.place,
            list(subjects_of(rule)),
            [session.decision.fires[rule.position]],
            fires,
            cause=[rule.id],
            help=say("drop-rule"),
        )


class _Effective:
    """When an effect of a rule that fires counts: no other rule's effect on the same output overrides it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._decision = session.decision
        self._orders: dict[str, Orders] = {}

    def counts(self, rule: CompiledRule, said: effect.Effect) -> Truth:
        """Whether the rule fires and this effect of it counts."""
        return both(self._decision.fires[rule.position], self._is_kept(rule, said))

    def _is_kept(self, rule: CompiledRule, said: effect.Effect) -> Truth:
        decision = self._decision
        others = [candidate for candidate in decision.candidates(key_of(said)) if candidate.position != rule.position]
        binding = any_of(candidate.fires for candidate in others if candidate.binding)
        if isinstance(said, effect.SetSeverity):
            return no(any_of(candidate.fires for candidate in others if candidate.effect.rank > said.rank))
        if isinstance(said, effect.AssignLead | effect.FindLiability):
            return either(rule.binding, no(binding))
        if isinstance(said, effect.SetDeadline):
            return self._soonest(rule, said)
        if isinstance(said, effect.SetRemedy):
            against = [
                candidate for candidate in others if (candidate.effect.mode == "forbid") != (said.mode == "forbid")
            ]
            statute = any_of(candidate.fires for candidate in against if candidate.binding)
            house = any_of(candidate.fires for candidate in against if not candidate.binding)
            beaten = statute if not rule.binding else both(statute, said.mode != "forbid")
            if said.mode != "forbid" and not rule.binding:
                beaten = either(beaten, house)
            return no(beaten)
        if isinstance(said, effect.RequestAction):
            there = [counts for counts, when in decision.when(said.do) if when == said.when]
            return any_of(there)
        if isinstance(said, effect.ProhibitAction):
            return decision.prohibits(said.do)
        return True

    def _soonest(self, rule: CompiledRule, said: effect.SetDeadline) -> Truth:
        """Whether, at some time of receipt, no other span that counts ends before this one."""
        session, clock = self._session, said.clock
        spans = self._decision.spans(clock)
        if clock not in self._orders:
            listed = [span for _, span in spans]
            self._orders[clock] = Orders(listed, session.days, session.ruleset, session.space, f"{clock} ")
        before = self._orders[clock].before
        return any_of(
            both(there, no(any_of(both(other, before(one, span, by_text=False)) for other, one in spans)))
            for there, span in self._decision.spans_of(rule.position, said)
        )
