"""The trace of a decision as data: facts with their states, rules with citations, exceptions, parameters, calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from complaint_rules.compile.amount import parameters_in
from complaint_rules.compile.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Decided,
    Leaf,
    Not,
    OfFact,
    OfParameter,
    facts_read,
    leaves,
)
from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.effect import amounts_of
from complaint_rules.compile.rule import Rule
from complaint_rules.decide.calendar import version
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.states import State
from complaint_rules.match.grades import CERTAIN, FOR_NOW, grade_test
from complaint_rules.match.interpreter import opposite
from complaint_rules.money import format_fen
from complaint_rules.resolve.resolver import grade_decided

GRADE_NAMES = {3: "certain", 2: "for now", 1: "possible"}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact and its state; `value` as the contract writes it."""

    fact: str
    state: State
    value: Any


@dataclass(frozen=True, slots=True)
class Held:
    """A test that held: what was asked of which fact, and what it was."""

    fact: str
    test: str
    state: str
    value: Any


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that fired."""

    rule: str
    grade: str
    title: dict[str, str]
    cite: tuple[str, ...]
    basis: str | None
    reason: str | None
    confidence: str | None
    binding: bool
    place: str
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Silenced:
    """A rule whose condition held but that an exception silenced."""

    rule: str
    cite: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that an answer may yet bring about."""

    rule: str
    cite: tuple[str, ...]
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter that a fired rule used: the figure in force, since when, and where it comes from."""

    parameter: str
    value: Any
    unit: str
    since: str | None
    ruleset: str
    cite: tuple[str, ...]
    basis: str | None
    reason: str | None
    confidence: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that led to a decision. `law_of` is the day whose law was applied."""

    received_at: str
    law_of: str
    facts: tuple[FactLine, ...]
    rules: tuple[RuleLine, ...]
    silenced: tuple[Silenced, ...]
    overridden: tuple[dict[str, Any], ...]
    undecided: tuple[Undecided, ...]
    parameters: tuple[ParameterLine, ...]
    assumptions: tuple[str, ...]
    calendar: dict[str, str]
    notice: dict[str, str] | None

    def to_dict(self) -> dict[str, Any]:
        """The trace as JSON data."""
        return {name: _listed(value) for name, value in asdict(self).items()}

    def to_text(self, decision: Decision, lang: str) -> str:
        """The decision that this is the trace of, for a person to read."""
        from complaint_rules.trace.text import render  # the text is laid out from the trace

        return render(decision, lang)


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(inner) for key, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, tuple | list) else value


def trace_of(decision: Decision) -> Trace:
    """Work the trace of a decision out from its own record."""
    return _Tracer(decision).trace()


class _Tracer:
    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._resolution = decision.resolution
        self._program = self._resolution.resolver.program
        self._sheet = decision.sheet
        self._ruleset = self._program.ruleset

    def trace(self) -> Trace:
        fired = [self._rule(position) for position, grade in self._graded() if grade >= FOR_NOW]
        parameters = tuple(self._parameters([rule for rule in fired]))
        ruleset = self._ruleset
        assumed = [rule.id for rule in fired if rule.assumed]
        assumed += [f"parameters.{line.parameter}" for line in parameters if line.basis]
        assumed += [f"presumed.{line.fact}" for line in self._facts() if line.state == "presumed"]
        return Trace(
            received_at=self._sheet.received_at.isoformat(),
            law_of=self._sheet.as_of.isoformat(),
            facts=tuple(self._facts()),
            rules=tuple(self._line(rule) for rule in fired),
            silenced=tuple(self._silenced()),
            overridden=tuple(
                {"rule": one.rule, "output": one.output, "by": list(one.by)} for one in self._decision.overridden
            ),
            undecided=tuple(self._undecided()),
            parameters=parameters,
            assumptions=tuple(assumed),
            calendar={"id": ruleset.calendar, "version": version(), "timezone": str(ruleset.timezone)},
            notice=None if ruleset.notice is None else {"en": ruleset.notice[0], "zh": ruleset.notice[1]},
        )

    def _rule(self, position: int) -> Rule:
        rule = self._program.rules[position]
        assert rule is not None
        return rule

    def _graded(self) -> list[tuple[int, int]]:
        return sorted(self._resolution.grades.items())

    def _facts(self) -> Iterator[FactLine]:
        for fact in self._ruleset.facts:
            yield FactLine(fact.path, self._sheet.state(fact), self._value(fact))

    def _value(self, fact: Fact) -> Any:
        if self._sheet.state(fact) in ("unknown", "absent"):
            return None
        return written(fact, self._sheet.values[fact.index])

    def _line(self, rule: Rule) -> RuleLine:
        return RuleLine(
            rule=rule.id,
            grade=GRADE_NAMES[self._resolution.grades[rule.position]],
            title={"en": rule.title[0], "zh": rule.title[1]},
            cite=rule.cite,
            basis="assumption" if rule.assumed else None,
            reason=rule.reason,
            confidence=rule.confidence,
            binding=rule.binding,
            place=str(rule.place),
            held=_unique(self._held(rule.condition, negated=False)),
        )

    def _held(self, condition: Condition, *, negated: bool) -> Iterator[Held]:
        if isinstance(condition, Not):
            yield from self._held(condition.part, negated=not negated)
        elif isinstance(condition, All | AnyOf):
            for part in condition.parts:
                if self._grade(part, negated=negated) >= FOR_NOW:
                    yield from self._held(part, negated=negated)
        elif self._grade(condition, negated=negated) >= FOR_NOW:
            yield self._test(condition, negated=negated)

    def _grade(self, condition: Condition, *, negated: bool) -> int:
        if isinstance(condition, Not):
            return self._grade(condition.part, negated=not negated)
        if isinstance(condition, All | AnyOf):
            grades = [self._grade(part, negated=negated) for part in condition.parts]
            is_any = isinstance(condition, AnyOf) != negated
            return max(grades, default=0) if is_any else min(grades, default=CERTAIN)
        if isinstance(condition, Decided):
            return grade_decided(Test(condition, negated), self._resolution)
        grade = grade_test(condition, self._sheet, self._program.figures)
        return opposite(condition, grade) if negated else grade

    def _test(self, leaf: Leaf, *, negated: bool) -> Held:
        text = f"not {leaf.text}" if negated else leaf.text
        if isinstance(leaf, Decided):
            value = self._resolution.choice(leaf.attribute).value[0]
            return Held(f"decision.{leaf.attribute}", text, "decided", value)
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter | OfFact):
            text = f"{text} = {self._operand(leaf)}"
        fact = facts_read(leaf)[0]
        return Held(fact.path, text, self._sheet.state(fact), self._value(fact))

    def _operand(self, leaf: Compare) -> Any:
        if isinstance(leaf.operand, OfFact):
            return self._value(leaf.operand.fact)
        assert isinstance(leaf.operand, OfParameter)
        return written(leaf.fact, self._program.figures[leaf.operand.name])

    def _silenced(self) -> Iterator[Silenced]:
        grades = self._resolution.grades
        for position, met in sorted(self._resolution.met.items()):
            if met >= FOR_NOW > grades.get(position, 0):
                rule = self._rule(position)
                by = [other for other in rule.silencers if grades.get(other, 0) >= FOR_NOW]
                yield Silenced(rule.id, rule.cite, self._resolution.ids(by))

    def _undecided(self) -> Iterator[Undecided]:
        resolution = self._resolution
        for position, grade in self._graded():
            if grade < FOR_NOW:
                rule = self._rule(position)
                waits = resolution.waits(position) & self._sheet.unknown
                yield Undecided(rule.id, rule.cite, tuple(resolution.resolver.paths(waits)))

    def _parameters(self, fired: list[Rule]) -> Iterator[ParameterLine]:
        used = dict.fromkeys(name for rule in fired for name in _parameters_of(rule))
        for name in used:
            parameter = self._ruleset.parameters[name]
            since, figure = parameter.on(self._sheet.as_of)
            yield ParameterLine(
                parameter=name,
                value=_figure(figure, parameter.unit),
                unit=parameter.unit,
                since=None if since is None else since.isoformat(),
                ruleset=parameter.layer,
                cite=parameter.cite,
                basis="assumption" if parameter.assumed else None,
                reason=parameter.reason,
                confidence=parameter.confidence,
                source=parameter.source,
            )


def _unique(lines: Iterator[Held]) -> tuple[Held, ...]:
    found: list[Held] = []
    for line in lines:
        if line not in found:
            found.append(line)
    return tuple(found)


def _parameters_of(rule: Rule) -> Iterator[str]:
    for leaf in leaves(rule.condition):
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter):
            yield leaf.operand.name
    for effect in rule.effects:
        for amount in amounts_of(effect):
            yield from parameters_in(amount)


def _figure(figure: Any, unit: str) -> Any:
    if isinstance(figure, dict):
        return {key: _figure(value, unit) for key, value in figure.items()}
    if figure is None:
        return None
    return format_fen(figure) if unit.startswith("CNY") else str(figure)


def written(fact: Fact, value: Any) -> Any:
    """A value as the contract of facts writes it: money as yuan, dates in ISO 8601."""
    if value is None:
        return None
    if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY):
        return format_fen(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if fact.type is FactType.TEXT_SET:
        return sorted(value)
    if fact.type is FactType.DEPENDANTS:
        return [one.model_dump(exclude_none=True) for one in value]
    return value
