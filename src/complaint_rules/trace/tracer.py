"""Derives traces from decisions' own records. The constant parts of a program's rules are prepared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from complaint_rules.cache import BoundedCache, SecondHitCache
from complaint_rules.compile.lawdays import DAY_FACT
from complaint_rules.compile.parameter import FigureInForce
from complaint_rules.compile.program import Program
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.trace import FactLine, ParameterLine, Provenance, Silenced, Trace
from complaint_rules.evaluate.diagram import variables_of
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.evaluate.functions import ATTRIBUTES, attribute_value
from complaint_rules.facts.sheet import MOST_BLANKS, Blank, FactSheet
from complaint_rules.frozen_dict import FrozenDict
from complaint_rules.masks import chosen, mask_of, positions
from complaint_rules.money import format_fen
from complaint_rules.trace.kept import Firing, PreparedRule, RuleLines, fired_lines, lines_of, reason_of
from complaint_rules.version import VERSION
from complaint_rules.vocabulary import GRANTED

MOST_FRAMES = 1024
"""Frames cached for one program, and silenced rules likewise."""

_Frame = tuple[list[str], list[str], tuple[Silenced, ...], Firing | None]
"""The parameters, the assumptions, the silenced rules, and the firing rules where they fired together before."""

MOST_LINES = 4096
"""Figures, each of a year and a place, whose lines are cached."""

MOST_MASKS = 1024
"""Sets of presumed facts whose names are cached."""


_PICKS = ("occurred_on", "settled_on", "province")
"""Facts that determine which law and figures apply."""


class Tracer:
    """Traces decisions of one program."""

    def __init__(self, program: Program) -> None:
        ruleset = program.ruleset
        self._ruleset = ruleset
        by_path = {fact.path: fact.index for fact in ruleset.facts}
        self._received_at = by_path["received_at"]
        self._procedure_of, self._figures_of = (by_path[DAY_FACT[one]] for one in ("received", "settled"))
        self._width = len(ruleset.facts)
        self._known = [lines_of(fact, "known") for fact in ruleset.facts]
        self._presumed = [lines_of(fact, "presumed") for fact in ruleset.facts]
        self._blanks: BoundedCache[Blank, list[FactLine]] = BoundedCache(MOST_BLANKS)
        read = {fact.index for rule in ruleset.rules for fact in rule.facts}
        self._read = mask_of([*read, *[fact.index for fact in ruleset.facts if fact.path in _PICKS]])
        """The facts that a rule reads, or that determine what is in force, as a mask."""
        self._names: BoundedCache[int, tuple[str, ...]] = BoundedCache(MOST_MASKS)
        figures = program.figures
        in_force = [rule for rule in program.rules if rule is not None]
        self._rules = {rule.position: PreparedRule(rule, figures) for rule in in_force}
        self._lines = [self._lines_of_all(certain) for certain in (False, True)]
        self._uses = [self._used_by(rule) for rule in ruleset.rules]
        self._frames: SecondHitCache[_Frame] = SecondHitCache(MOST_FRAMES)
        self._silences: BoundedCache[tuple[int, int], Silenced] = BoundedCache(MOST_FRAMES)
        self._using = mask_of([place for place, uses in enumerate(self._uses) if uses])
        self._assuming = mask_of(rule.position for rule in in_force if rule.assumed)
        self._ids = [rule.id for rule in ruleset.rules]
        self._figure_lines: BoundedCache[tuple[str, int, str | None], ParameterLine] = BoundedCache(MOST_LINES)
        self._calendar = _calendar(ruleset)
        self._notice = reason_of(ruleset.notice)

    def trace(self, decision: DecisionBase) -> Trace:
        """The trace of one decision."""
        at = decision.evaluation
        facts, presumed = self._facts(at.sheet)
        waiting = self._waiting(at)
        row = self._row(at)
        if at.completions is None:
            used, assumed, silenced, firing = self._frames.get((at.fired, at.holds)) or self._frame(at)
            rules = (
                firing.lines(at, facts, row)
                if firing
                else fired_lines(chosen(self._lines[1], at.fired), at, facts, row)
            )
        else:
            certain = mask_of([p for p in positions(at.fired) if at.is_certain(p)])
            fired = [self._lines[certain >> p & 1][p] for p in positions(at.fired)]
            rules = fired_lines(fired, at, facts, row)
            named = named_by(decision, [rule for rule, _ in waiting]) if waiting else 0
            used, assumed = self._resting(at.fired | named)
            silenced = self._silenced(at)
        return Trace(
            received_at=facts[self._received_at].value,
            law_of=at.sheet.as_of.isoformat(),
            facts=facts,
            rules=tuple(rules),
            silenced=silenced,
            overridden=decision.overridden,
            undecided=tuple([rule.undecided(paths) for rule, paths in waiting]),
            parameters=tuple([self._line(name, at.sheet.stated[name]) for name in used]),
            assumptions=(*assumed, *presumed),
            calendar=self._calendar,
            notice=self._notice,
            provenance=Provenance(
                VERSION, self._ruleset.layer_refs, facts[self._procedure_of].value, facts[self._figures_of].value
            ),
            exact=at.completions is None or at.completions.exact,
        )

    def _lines_of_all(self, certain: bool) -> list[RuleLines]:
        """The lines of every rule, by its position; those of a rule that is not in force are never read."""
        facts = self._ruleset.facts
        columns = {attribute: len(facts) + place for place, attribute in enumerate(ATTRIBUTES)}
        presumable = [*self._ruleset.presume, *[fact.index for fact in facts if fact.source is not None]]
        idle: Any = None
        rules = [self._rules.get(rule.position) for rule in self._ruleset.rules]
        return [idle if one is None else RuleLines(one, certain, columns, presumable) for one in rules]

    def _used_by(self, rule: CompiledRule) -> tuple[str, ...]:
        """The parameters that a rule in force uses."""
        return rule.parameters if rule.position in self._rules else ()

    def _row(self, at: Evaluation) -> list[Any]:
        """What distinguishes the lines of rules: the facts, marked where presumed, and the decision's parts."""
        row = at.sheet.values[: self._width]
        for index in positions(at.sheet.presumed):
            row[index] = (row[index],)  # which no known value equals
        row += [attribute_value(at.working(attribute).value) for attribute in ATTRIBUTES]
        return row

    def _frame(self, at: Evaluation) -> _Frame:
        """What complete complaints that fire the same rules have in common; cached from the second one on."""
        key = at.fired, at.holds
        firing = Firing(chosen(self._lines[1], at.fired)) if self._frames.came(key) else None
        frame = *self._resting(at.fired), self._silenced(at), firing
        return frame if firing is None else self._frames.put(key, frame)

    def _waiting(self, at: Evaluation) -> list[tuple[PreparedRule, tuple[str, ...]]]:
        """The rules that fire in some completion but not today, each with the facts that it waits for."""
        if at.completions is None:
            return []
        found = []
        beyond = (1 << len(self._ruleset.facts)) - 1
        for position, prepared in self._rules.items():
            if not at.fired >> position & 1 and at.is_possible(position):
                mask = variables_of(at.may_fire(position)) & beyond
                found.append((prepared, at.evaluator.paths(mask)))
        return found

    def _resting(self, rules: int) -> tuple[list[str], list[str]]:
        """The parameters that some rules, as a mask, use, and the assumptions among both."""
        used = [*dict.fromkeys(chain.from_iterable(chosen(self._uses, rules & self._using)))]
        assumed = [*chosen(self._ids, rules & self._assuming)]
        stated = self._ruleset.parameters
        assumed += [f"parameters.{name}" for name in used if stated[name].assumed]
        return used, assumed

    def _line(self, name: str, found: FigureInForce) -> ParameterLine:
        """The line of a figure; the same for all complaints to which it applies."""
        key = name, found.step, found.place
        return self._figure_lines.get(key) or self._figure_lines.put(key, self._parameter(name, found))

    def _facts(self, sheet: FactSheet) -> tuple[tuple[FactLine, ...], tuple[str, ...]]:
        """The line of every fact, and the presumed facts, as assumptions."""
        values, blank, known = sheet.values, sheet.blank, self._known
        lines = (self._blanks.get(blank) or self._blank(blank)).copy()
        for index in sheet.filled:
            lines[index] = known[index][values[index]]
        for index in positions(sheet.presumed & ~blank.presumed):
            lines[index] = self._presumed[index][values[index]]
        names = self._names.get(sheet.presumed) if sheet.presumed else ()
        return tuple(lines), self._names_of(sheet.presumed) if names is None else names

    def _blank(self, blank: Blank) -> list[FactLine]:
        """The lines of a blank sheet."""
        lines = [self._known[index][value] for index, value in enumerate(blank.values)]
        for index in positions(blank.presumed):
            lines[index] = self._presumed[index][blank.values[index]]
        return self._blanks.put(blank, lines)

    def _names_of(self, presumed: int) -> tuple[str, ...]:
        """The names of presumed facts, as a mask, as assumptions, as far as a rule reads them."""
        facts = self._ruleset.facts
        read = presumed & self._read
        return self._names.put(presumed, tuple([f"presumed.{facts[index].path}" for index in positions(read)]))

    def _silenced(self, at: Evaluation) -> tuple[Silenced, ...]:
        silencing = at.evaluator.silencing
        found = []
        for position in positions(at.holds & ~at.fired):
            by = silencing[position] & at.fired
            found.append(self._silences.get((position, by)) or self._silence(at, position, by))
        return tuple(found)

    def _silence(self, at: Evaluation, position: int, by: int) -> Silenced:
        rule = self._rules[position].rule
        return self._silences.put((position, by), Silenced(rule.id, rule.cite, at.evaluator.names(positions(by))))

    def _parameter(self, name: str, found: FigureInForce) -> ParameterLine:
        parameter, figure = self._ruleset.parameters[name], found.figure
        stands_in = parameter.by is not None and found.place is None
        return ParameterLine(
            parameter=name,
            value=_figure(figure.value, parameter.unit),
            unit=parameter.unit,
            since=None if found.since is None else found.since.isoformat(),
            ruleset=parameter.layer,
            cite=parameter.cite,
            basis="assumption" if parameter.assumed else None,
            reason=reason_of(parameter.reason),
            confidence=figure.confidence or parameter.confidence,
            source=figure.source or parameter.source,
            law_of=parameter.law_of,
            by=parameter.by,
            stated_for=found.place,
            stands_in=stands_in,
        )


def _calendar(ruleset: Ruleset) -> FrozenDict[str, Any]:
    calendar = ruleset.calendar
    return FrozenDict(
        {
            "id": calendar.id,
            "version": calendar.version,
            "timezone": str(ruleset.timezone),
            "digest": calendar.digest,
            "until": None if calendar.until is None else calendar.until.isoformat(),
        }
    )


def named_by(decision: DecisionBase, rules: Sequence[PreparedRule]) -> int:
    """Those of some rules, as a mask, that an entry depends on, though they do not fire today.

    An entry names them, or they limit an offer.
    """
    d = decision.entries
    single = (d.severity, d.department, d.liability)
    listed = (d.deadlines, d.approvals, d.remedies, d.items, d.actions, d.prohibited)
    ids = {rule for one in [*single, *[one for some in listed for one in some]] for rule in one.because}
    granted = [("remedies", one.kind) for one in d.remedies if one.status in GRANTED]
    at = decision.evaluation
    bounding = mask_of([candidate.position for key in granted for candidate in at.possible(key)])
    named = [one.rule.position for one in rules if one.rule.id in ids]
    return mask_of([*named, *[one.rule.position for one in rules if bounding >> one.rule.position & 1]])


def _figure(figure: Any, unit: str) -> Any:
    if isinstance(figure, Mapping):
        return FrozenDict({key: _figure(value, unit) for key, value in figure.items()})
    if figure is None:
        return None
    return format_fen(figure) if unit.startswith("CNY") else str(figure)
