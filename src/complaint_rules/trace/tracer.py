"""Works traces out from decisions' own records. What a program's rules always say of themselves is prepared once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from operator import getitem
from typing import Any, NamedTuple

from complaint_rules.compile.alternatives import Test
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
    leaves,
)
from complaint_rules.compile.effect import parameters_of
from complaint_rules.compile.program import Program
from complaint_rules.compile.rule import Rule
from complaint_rules.decide.calendar import version
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.stating import written
from complaint_rules.match.grades import CERTAIN, FOR_NOW, grade_test
from complaint_rules.match.interpreter import opposite
from complaint_rules.money import format_fen
from complaint_rules.resolve.resolver import Resolution, grade_decided
from complaint_rules.trace.kept import FactLines, Fired, PreparedRule, reason_of
from complaint_rules.trace.trace import FactLine, Held, Overridden, ParameterLine, RuleLine, Silenced, Trace

MOST_MASKS = 1024
"""Sets of presumed facts that are kept, laid out."""

GRADE_NAMES = {3: "certain", 2: "for now", 1: "possible"}


class Tracer:
    """Traces decisions of one program."""

    def __init__(self, program: Program) -> None:
        ruleset = program.ruleset
        self._ruleset = ruleset
        self._figures = program.figures
        self._known = [FactLines(fact, "known", written) for fact in ruleset.facts]
        self._presumed = [FactLines(fact, "presumed", written) for fact in ruleset.facts]
        self._all_presumed: dict[int, tuple[list[int], tuple[str, ...]]] = {}
        in_force = [rule for rule in program.rules if rule is not None]
        self._rules = {rule.position: PreparedRule(rule) for rule in in_force}
        self._uses = {rule.position: uses for rule in in_force if (uses := dict.fromkeys(parameters_of_rule(rule)))}
        self._assumed = {rule.position: rule.id for rule in in_force if rule.assumed}
        self._parameters = {name: self._parameter(name, program.day) for name in ruleset.parameters}
        self._calendar = {"id": ruleset.calendar, "version": version(), "timezone": str(ruleset.timezone)}
        self._notice = None if ruleset.notice is None else {"en": ruleset.notice[0], "zh": ruleset.notice[1]}

    def trace(self, decision: Decision) -> Trace:
        """The trace of one decision."""
        resolution, sheet = decision.resolution, decision.sheet
        frame = resolution.once(self._frame)
        facts, presumed = self._facts(sheet)
        return Trace(
            received_at=sheet.received_at.isoformat(),
            law_of=sheet.as_of.isoformat(),
            facts=facts,
            rules=self._lines(frame, sheet, facts, resolution),
            silenced=frame.silenced,
            overridden=tuple([Overridden(*one) for one in decision.overridden]),
            undecided=tuple([prepared.undecided(resolution, sheet.unknown) for prepared in frame.open]),
            parameters=frame.parameters,
            assumptions=(*frame.assumed, *presumed),
            calendar=self._calendar,
            notice=self._notice,
        )

    def _frame(self, resolution: Resolution) -> _Frame:
        """What a resolution alone settles of a trace."""
        fired, waiting = [], []
        used: dict[str, None] = {}
        assumed = []
        for position, grade in resolution.grades.items():
            rule = self._rules[position]
            if grade < FOR_NOW:
                waiting.append(rule)
                continue
            fired.append(rule.fired(grade, resolution))
            if position in self._uses:
                used.update(self._uses[position])
            if position in self._assumed:
                assumed.append(self._assumed[position])
        parameters = tuple([self._parameters[name] for name in used])
        assumed += [f"parameters.{line.parameter}" for line in parameters if line.basis]
        return _Frame(fired, tuple(self._silenced(resolution)), waiting, parameters, assumed)

    def _facts(self, sheet: FactSheet) -> tuple[tuple[FactLine, ...], tuple[str, ...]]:
        """The line of every fact, and what is presumed, as an assumption."""
        values = sheet.values
        lines = [*map(getitem, self._known, values)]
        indexes, names = self._all_presumed.get(sheet.presumed) or self._presumed_of(sheet.presumed)
        for index in indexes:
            lines[index] = self._presumed[index][values[index]]
        return tuple(lines), names

    def _presumed_of(self, mask: int) -> tuple[list[int], tuple[str, ...]]:
        """The facts of a mask, and what each says as an assumption."""
        facts = [fact for fact in self._ruleset.facts if mask & fact.bit]
        found = [fact.index for fact in facts], tuple([f"presumed.{fact.path}" for fact in facts])
        if len(self._all_presumed) >= MOST_MASKS:
            self._all_presumed.clear()
        self._all_presumed[mask] = found
        return found

    def _lines(
        self, frame: _Frame, sheet: FactSheet, facts: tuple[FactLine, ...], resolution: Resolution
    ) -> tuple[RuleLine, ...]:
        values, presumed = sheet.values, sheet.presumed
        reader = Reader(resolution, sheet, facts, self._figures)
        found = []
        for fired in frame.fired:
            key = (fired.read(values), presumed & fired.mask)
            line = fired.lines.get(key)
            if line is None:
                line = rule_line(fired.rule, fired.grade, reader.held(fired.rule))
                fired.keep(key, line)
            found.append(line)
        return tuple(found)

    def _silenced(self, resolution: Resolution) -> Iterator[Silenced]:
        grades = resolution.grades
        for position in [one for one, met in resolution.met.items() if met >= FOR_NOW > grades.get(one, 0)]:
            rule = self._rules[position].rule
            by = [other for other in rule.silencers if grades.get(other, 0) >= FOR_NOW]
            yield Silenced(rule.id, rule.cite, resolution.ids(by))

    def _parameter(self, name: str, day: date) -> ParameterLine:
        parameter = self._ruleset.parameters[name]
        since, figure = parameter.on(day)
        return ParameterLine(
            parameter=name,
            value=_figure(figure, parameter.unit),
            unit=parameter.unit,
            since=None if since is None else since.isoformat(),
            ruleset=parameter.layer,
            cite=parameter.cite,
            basis="assumption" if parameter.assumed else None,
            reason=reason_of(parameter.reason),
            confidence=parameter.confidence,
            source=parameter.source,
        )


class _Frame(NamedTuple):
    """What complaints that meet the same rules have in common in their traces.

    `open` has the rules that an answer may yet bring about.
    """

    fired: list[Fired]
    silenced: tuple[Silenced, ...]
    open: list[PreparedRule]
    parameters: tuple[ParameterLine, ...]
    assumed: list[str]


def rule_line(prepared: PreparedRule, grade: int, held: tuple[Held, ...]) -> RuleLine:
    """The line of a rule at some grade, with the tests that held."""
    rule = prepared.rule
    return RuleLine(
        rule.id,
        GRADE_NAMES[grade],
        prepared.title,
        rule.cite,
        "assumption" if rule.assumed else None,
        prepared.reason,
        rule.confidence,
        rule.binding,
        prepared.place,
        held,
    )


class Reader:
    """Reads which tests of a rule held on one sheet."""

    def __init__(
        self, resolution: Resolution, sheet: FactSheet, facts: tuple[FactLine, ...], figures: dict[str, Any]
    ) -> None:
        self._resolution = resolution
        self._sheet = sheet
        self._facts = facts
        self._figures = figures

    def held(self, prepared: PreparedRule) -> tuple[Held, ...]:
        """The tests that held, each once, in the author's order."""
        if prepared.plain is not None:
            return tuple([self.test(leaf, "") for leaf in prepared.plain])
        found: list[Held] = []
        for line in self._walk(prepared.rule.condition, negated=False):
            if line not in found:
                found.append(line)
        return tuple(found)

    def _walk(self, condition: Condition, *, negated: bool) -> Iterator[Held]:
        for leaf, is_negated in self.holding(condition, negated=negated):
            yield self.test(leaf, "not " if is_negated else "")

    def holding(self, condition: Condition, *, negated: bool = False) -> Iterator[tuple[Leaf, bool]]:
        """The tests of a condition that hold, or whose negation does, in the author's order."""
        if isinstance(condition, Not):
            yield from self.holding(condition.part, negated=not negated)
        elif self.grade(condition, negated=negated) >= FOR_NOW:
            if isinstance(condition, All | AnyOf):
                for part in condition.parts:
                    yield from self.holding(part, negated=negated)
            else:
                yield condition, negated

    def grade(self, condition: Condition, *, negated: bool) -> int:
        """The grade of a condition, or of its negation."""
        if isinstance(condition, Not):
            return self.grade(condition.part, negated=not negated)
        if isinstance(condition, All | AnyOf):
            grades = [self.grade(part, negated=negated) for part in condition.parts]
            is_any = isinstance(condition, AnyOf) != negated
            return max(grades, default=0) if is_any else min(grades, default=CERTAIN)
        if isinstance(condition, Decided):
            return grade_decided(Test(condition, negated), self._resolution)
        grade = grade_test(condition, self._sheet, self._figures)
        return opposite(condition, grade) if negated else grade

    def test(self, leaf: Leaf, prefix: str) -> Held:
        """A test as a trace shows it: what was asked, and what the fact is."""
        text = prefix + leaf.text
        if isinstance(leaf, Decided):
            value = self._resolution.choice(leaf.attribute).value[0]
            return Held(f"decision.{leaf.attribute}", text, "decided", value)
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter | OfFact):
            text = f"{text} = {self._operand(leaf)}"
        line = self._facts[leaf.fact.index]
        return Held(line.fact, text, line.state, line.value)

    def _operand(self, leaf: Compare) -> Any:
        if isinstance(leaf.operand, OfFact):
            value = self._facts[leaf.operand.fact.index].value
            return value if not leaf.operand.days or value is None else _later(value, leaf.operand.days)
        assert isinstance(leaf.operand, OfParameter)
        return written(leaf.fact, self._figures[leaf.operand.name])


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def parameters_of_rule(rule: Rule) -> Iterator[str]:
    """The parameters that a rule's tests and effects name."""
    for leaf in leaves(rule.condition):
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter):
            yield leaf.operand.name
    for effect in rule.effects:
        yield from parameters_of(effect)


def _figure(figure: Any, unit: str) -> Any:
    if isinstance(figure, dict):
        return {key: _figure(value, unit) for key, value in figure.items()}
    if figure is None:
        return None
    return format_fen(figure) if unit.startswith("CNY") else str(figure)
