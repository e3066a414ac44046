"""Works traces out from decisions' own records. What a program's rules always say of themselves is prepared once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from complaint_rules.compile.condition import Compare, OfParameter, leaves
from complaint_rules.compile.effect import parameters_of
from complaint_rules.compile.program import Program
from complaint_rules.compile.rule import Rule
from complaint_rules.decide.calendar import version
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.sheet import MOST_BLANKS, Blank, FactSheet
from complaint_rules.fixed import Fixed
from complaint_rules.keeping import Kept
from complaint_rules.match.grades import POSSIBLE
from complaint_rules.money import format_fen
from complaint_rules.resolve.choices import Choice
from complaint_rules.resolve.graded import mask_of, positions
from complaint_rules.resolve.resolver import ATTRIBUTES, Resolution
from complaint_rules.trace.kept import Firing, PreparedRule, lines_of, reason_of
from complaint_rules.trace.trace import FactLine, Overridden, ParameterLine, Silenced, Trace

MOST_MASKS = 1024
"""Sets of presumed facts whose names are kept."""


class Tracer:
    """Traces decisions of one program."""

    def __init__(self, program: Program) -> None:
        ruleset = program.ruleset
        self._ruleset = ruleset
        self._received_at = next(fact.index for fact in ruleset.facts if fact.path == "received_at")
        self._known = [lines_of(fact, "known") for fact in ruleset.facts]
        self._presumed = [lines_of(fact, "presumed") for fact in ruleset.facts]
        self._blanks: Kept[Blank, list[FactLine]] = Kept(MOST_BLANKS)
        self._names: Kept[int, tuple[str, ...]] = Kept(MOST_MASKS)
        figures = program.figures
        in_force = [rule for rule in program.rules if rule is not None]
        self._rules = {rule.position: PreparedRule(rule, figures) for rule in in_force}
        self._uses = {rule.position: uses for rule in in_force if (uses := dict.fromkeys(parameters_of_rule(rule)))}
        self._standings: dict[object, int] = {}
        self._numbers = count()
        self._using = mask_of(self._uses)
        self._assuming = mask_of(rule.position for rule in in_force if rule.assumed)
        self._parameters = {name: self._parameter(name, program.day) for name in ruleset.parameters}
        self._calendar = Fixed({"id": ruleset.calendar, "version": version(), "timezone": str(ruleset.timezone)})
        self._notice = reason_of(ruleset.notice)

    def trace(self, decision: Decision) -> Trace:
        """The trace of one decision."""
        resolution, sheet = decision.resolution, decision.sheet
        frame = resolution.once(self._frame)
        facts, presumed = self._facts(sheet)
        parameters, assumed = frame.parameters, frame.assumed
        named = named_by(decision, frame.open) if frame.open else 0
        if named:
            parameters, assumed = self._resting(resolution.graded.now | named)
        return Trace(
            received_at=facts[self._received_at].value,
            law_of=sheet.as_of.isoformat(),
            facts=facts,
            rules=frame.firing.lines(sheet, resolution, facts),
            silenced=frame.silenced,
            overridden=tuple([Overridden(*one) for one in decision.overridden]),
            undecided=tuple([prepared.undecided(resolution, sheet.unknown) for prepared in frame.open]),
            parameters=parameters,
            assumptions=(*assumed, *presumed),
            calendar=self._calendar,
            notice=self._notice,
        )

    def _frame(self, resolution: Resolution) -> _Frame:
        """What a resolution alone settles of a trace."""
        graded, rules = resolution.graded, self._rules
        now = graded.now
        stands = {attribute: self._standing(resolution.choice(attribute)) for attribute in ATTRIBUTES}
        fired = [rules[position].fired(graded.of(position), stands) for position in positions(now)]
        waiting = [rules[position] for position in positions(graded.masks[POSSIBLE])]
        return _Frame(Firing(fired), self._silenced(resolution), waiting, *self._resting(now))

    def _resting(self, rules: int) -> tuple[tuple[ParameterLine, ...], list[str]]:
        """The parameters that rules, as a mask, use, and what is assumed in both."""
        used = dict.fromkeys([name for position in positions(rules & self._using) for name in self._uses[position]])
        parameters = tuple([self._parameters[name] for name in used])
        assumed = [self._rules[position].rule.id for position in positions(rules & self._assuming)]
        return parameters, assumed + [f"parameters.{line.parameter}" for line in parameters if line.basis]

    def _standing(self, choice: Choice) -> int:
        """A number for what a part of the decision is and could be."""
        said = choice.value, choice.could_be
        found = self._standings.get(said)
        return self._standings.setdefault(said, next(self._numbers)) if found is None else found

    def _facts(self, sheet: FactSheet) -> tuple[tuple[FactLine, ...], tuple[str, ...]]:
        """The line of every fact, and what is presumed, as an assumption."""
        values, blank, known = sheet.values, sheet.blank, self._known
        lines = (self._blanks.get(blank) or self._blank(blank)).copy()
        for index in sheet.filled:
            lines[index] = known[index][values[index]]
        for index in positions(sheet.presumed & ~blank.presumed):
            lines[index] = self._presumed[index][values[index]]
        return tuple(lines), self._names.get(sheet.presumed) or self._names_of(sheet.presumed)

    def _blank(self, blank: Blank) -> list[FactLine]:
        """The lines of a blank sheet."""
        lines = [self._known[index][value] for index, value in enumerate(blank.values)]
        for index in positions(blank.presumed):
            lines[index] = self._presumed[index][blank.values[index]]
        return self._blanks.keep(blank, lines)

    def _names_of(self, presumed: int) -> tuple[str, ...]:
        """What presumed facts, as a mask, are called as assumptions."""
        facts = self._ruleset.facts
        return self._names.keep(presumed, tuple([f"presumed.{facts[index].path}" for index in positions(presumed)]))

    def _silenced(self, resolution: Resolution) -> tuple[Silenced, ...]:
        now = resolution.graded.now
        silencing = resolution.resolver.silencing
        found = []
        for position in positions(resolution.met.now & ~now):
            rule = self._rules[position].rule
            found.append(Silenced(rule.id, rule.cite, resolution.ids(positions(silencing[position] & now))))
        return tuple(found)

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

    firing: Firing
    silenced: tuple[Silenced, ...]
    open: list[PreparedRule]
    parameters: tuple[ParameterLine, ...]
    assumed: list[str]


def named_by(decision: Decision, rules: Sequence[PreparedRule]) -> int:
    """Those of some rules, as a mask, on which an entry rests, though they are not certain."""
    remedies = [one.because for one in decision.remedies]
    because = [decision.severity.because, *remedies, *[one.because for one in decision.items]]
    ids = {rule for some in because for rule in some}
    return mask_of([one.rule.position for one in rules if one.rule.id in ids])


def parameters_of_rule(rule: Rule) -> Iterator[str]:
    """The parameters that a rule's tests and effects name."""
    for leaf in leaves(rule.condition):
        if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter):
            yield leaf.operand.name
    for effect in rule.effects:
        yield from parameters_of(effect)


def _figure(figure: Any, unit: str) -> Any:
    if isinstance(figure, Mapping):
        return Fixed({key: _figure(value, unit) for key, value in figure.items()})
    if figure is None:
        return None
    return format_fen(figure) if unit.startswith("CNY") else str(figure)
