"""Compiles a stack of layers into one ruleset: names, rules, exceptions, order. Reports all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from complaint_rules.compile.acceptance import read_acceptances
from complaint_rules.compile.alternatives import MOST_ALTERNATIVES, how_many
from complaint_rules.compile.cells import read_cell
from complaint_rules.compile.condition import ALWAYS, All, Attribute, Condition
from complaint_rules.compile.conditions import find_subject, one_of_subjects, read_condition
from complaint_rules.compile.effect import Effect
from complaint_rules.compile.effects import read_effects
from complaint_rules.compile.exceptions import Origin, arrange, find_silencers
from complaint_rules.compile.header import (
    DEFAULT_CALENDAR,
    headers_down,
    read_authority,
    read_names,
    read_presumptions,
    read_start,
    read_timezone,
)
from complaint_rules.compile.names import Names, label
from complaint_rules.compile.properties import read_properties
from complaint_rules.compile.rule import Rule, Ruleset
from complaint_rules.errors import Place, RulesetError, by_place, one_of, shown
from complaint_rules.facts.fact import Fact
from complaint_rules.load import source
from complaint_rules.load.folder import Layer, Located, read_stack


def load_ruleset(name: str | Path) -> Ruleset:
    """Read and compile a ruleset by shipped id or folder.

    Raises:
        RulesetError: with every problem, each with file, line and column.
    """
    return compile_stack(read_stack(name))


def compile_stack(layers: Sequence[Layer]) -> Ruleset:
    """Compile layers, lowest first.

    Raises:
        RulesetError: with every problem, each with file, line and column.
    """
    top = layers[-1].header
    left_out = [problem for layer in layers for problem in layer.problems]
    names = read_names(layers)
    clauses = {name: file for layer in layers for name, file in layer.clauses.items()}
    _check_cites(layers, clauses, names)
    origins = [origin for number, layer in enumerate(layers) for origin in _Rules(layer, number, names).read()]
    silencers = find_silencers(origins, names, is_whole=all(problem.path[0] == "properties" for problem in left_out))
    presume = read_presumptions(layers, names)
    authority = read_authority(layers, names)
    timezone = read_timezone(layers, names)
    properties = read_properties(layers, names)
    accepted = read_acceptances(layers, names)
    start = read_start(layers, names)
    if left_out or names.problems:
        raise RulesetError(by_place([*left_out, *names.problems]))
    rules = arrange([rule for rule, _ in origins], silencers)
    digest = hashlib.sha256("".join(layer.digest for layer in layers).encode()).hexdigest()
    return Ruleset(
        id=top.ruleset,
        version=top.version,
        digest=f"sha256:{digest}",
        title=label(top.title, top.ruleset),
        notice=next((label(header.notice, "") for header in headers_down(layers) if header.notice), None),
        layers=tuple(layer.id for layer in layers),
        names=names,
        facts=tuple(names.facts.values()),
        rules=tuple(rules),
        presume=presume,
        authority=authority,
        calendar=next((header.calendar for header in headers_down(layers) if header.calendar), DEFAULT_CALENDAR),
        timezone=timezone,
        parameters=names.parameters,
        clauses=clauses,
        properties=properties,
        changes=_changes(rules, names),
        accepted=accepted,
        start=start,
    )


def _check_cites(layers: Sequence[Layer], clauses: Mapping[str, source.ClauseFile], names: Names) -> None:
    documents = {name: [clause.id for clause in file.clauses] for name, file in clauses.items()}
    for layer in layers:
        stated: list[tuple[source.Rule | source.Table | source.Parameter, Located]] = [
            *layer.rules,
            *layer.tables,
            *layer.parameters.values(),
        ]
        for shape, at in stated:
            for index, cite in enumerate(shape.cite):
                _check_cite(cite, documents, at.place("cite", index), names)


def _check_cite(cite: str, documents: Mapping[str, Sequence[str]], place: Place, names: Names) -> None:
    document, _, clause = cite.partition("/")
    if not clause:
        names.refuse(f"citation {shown(cite)} has no clause", place, "write document/clause")
    elif document not in documents:
        help_ = one_of(document, documents) if documents else f"register it in clauses/{document[:80]}.yaml"
        names.refuse(f"unknown document {shown(document)}", place, help_)
    elif clause not in documents[document]:
        names.refuse(f"`{document}` has no clause {shown(clause)}", place, one_of(clause, documents[document]))


@dataclass(slots=True)
class _Rules:
    """Reads one layer's rules and tables."""

    layer: Layer
    number: int
    names: Names
    seen: dict[str, Located] = field(default_factory=dict)

    def read(self) -> list[Origin]:
        """All rules with where they stand; a table's rows one by one."""
        found: list[Origin] = []
        for rule, at in self.layer.rules:
            self._check(rule, at)
            condition = read_condition(rule.when, at, self.names, ("when",))
            effects = read_effects(rule.then, at, self.names, ("then",))
            found.append((self._rule(rule, rule.id, at, at.place(), condition, effects), at))
        for table, at in self.layer.tables:
            self._check(table, at)
            found += [(row, at) for row in self._rows(table, at)]
        return found

    def _check(self, shape: source.Rule | source.Table, at: Located) -> None:
        names, first = self.names, self.seen.setdefault(shape.id, at)
        if first is not at:
            names.refuse(f"id `{shape.id}` is used twice", at.place("id"), f"first at {first.place('id')}")
        if shape.basis is not None and shape.reason is None:
            names.refuse(f"`{shape.id}` is an assumption without a reason", at.place("basis"), "add `reason:`")
        if not shape.cite and shape.basis is None:
            help_ = "add `cite: [document/clause]`, or `basis: assumption` with a `reason:`"
            names.refuse(f"`{shape.id}` cites nothing", at.place(), help_)

    def _rule(
        self,
        shape: source.Rule | source.Table,
        id: str,
        at: Located,
        place: Place,
        condition: Condition,
        effects: tuple[Effect, ...],
    ) -> Rule:
        start, until = self._span(shape.effective, at)
        if how_many(condition) > MOST_ALTERNATIVES:
            help_ = "split the rule, or use a list of values in one cell"
            self.names.refuse(f"`{id}` spreads into more than {MOST_ALTERNATIVES} alternatives", place, help_)
        return Rule(
            id=f"{self.layer.id}/{id}",
            layer=self.number,
            title=label(shape.title, shape.id.replace("-", " ")),
            cite=tuple(shape.cite),
            assumed=shape.basis is not None,
            reason=None if shape.reason is None else label(shape.reason, ""),
            confidence=shape.confidence,
            binding=shape.binding,
            start=start,
            until=until,
            condition=condition,
            effects=effects,
            place=place,
            exception_to=tuple(shape.exception_to),
            table=f"{self.layer.id}/{shape.id}" if isinstance(shape, source.Table) else None,
        )

    def _span(self, span: source.Effective | None, at: Located) -> tuple[date | None, date | None]:
        if span is None:
            return None, None
        start, until = (
            self._day(span.from_, at.place("effective", "from")),
            self._day(span.until, at.place("effective", "until")),
        )
        if start and until and until < start:
            self.names.refuse(
                "`until` lies before `from`", at.place("effective", "until"), "write the earlier day first"
            )
        return start, until

    def _day(self, text: str | None, place: Place) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.names.refuse(f"`{text}` is not a day of the calendar", place)
            return None

    def _rows(self, table: source.Table, at: Located) -> list[Rule]:
        subjects = self._columns(table, at)
        made = []
        width = len(table.when) + len(table.then)
        for index, row in enumerate(table.rows):
            place = at.place("rows", index)
            condition: Condition = ALWAYS
            effects: tuple[Effect, ...] = ()
            if len(row) == width:
                condition = self._row_condition(row, subjects, at, index)
                effects = _row_effects(table, index, at, self.names)
            else:
                help_ = f"{len(table.when)} of `when`, then {len(table.then)} of `then`"
                self.names.refuse(f"row has {len(row)} cells instead of {width}", place, help_)
            made.append(self._rule(table, f"{table.id}#{index + 1}", at, place, condition, effects))
        return made

    def _columns(self, table: source.Table, at: Located) -> list[Fact | Attribute | None]:
        """What the columns of `when` test; those of `then` must not get in each other's way."""
        names = self.names
        subjects = [find_subject(name, names) for name in table.when]
        for index, subject in enumerate(subjects):
            if subject is None:
                name = table.when[index]
                names.refuse(f"unknown fact {shown(name)}", at.place("when", index), one_of_subjects(name, names))
        for index, column in enumerate(table.then):
            clash = next((other for other in table.then[:index] if _clash(column, other)), None)
            if clash is not None:
                help_ = "write each effect in one column"
                names.refuse(f"column {shown(column)} says what {shown(clash)} says", at.place("then", index), help_)
        if not table.rows:
            names.refuse(f"table `{table.id}` has no rows", at.place("rows"), "write one list for each row")
        return subjects

    def _row_condition(
        self, row: Sequence[Any], subjects: Sequence[Fact | Attribute | None], at: Located, index: int
    ) -> Condition:
        cells = [
            read_cell(raw, subject, self.names, at.place("rows", index, column))
            for column, (raw, subject) in enumerate(zip(row, subjects, strict=False))
            if subject is not None
        ]
        return cells[0] if len(cells) == 1 else All(tuple(cells))


def _clash(column: str, other: str) -> bool:
    """Whether two columns would write the same effect: the same name, or `permit` beside `permit.refund.max`."""
    return column == other or f"{column}.".startswith(f"{other}.") or f"{other}.".startswith(f"{column}.")


def _row_effects(table: source.Table, index: int, at: Located, names: Names) -> tuple[Effect, ...]:
    """The effects of one row; the columns of one kind make one entry, as a rule would write it."""
    row = table.rows[index]
    then: dict[str, Any] = {}
    for column, raw in zip(table.then, row[len(table.when) :], strict=True):
        if raw in ("-", None):
            continue
        head, _, rest = column.partition(".")
        if head in ("permit", "require") and rest:
            kind, _, limit = rest.partition(".")
            kinds = then.setdefault(head, {})
            if isinstance(kinds, dict):  # else `_columns` has refused the clash
                kinds.setdefault(kind, {})[limit or "max"] = raw
        elif head == "item" and rest:
            then.setdefault("item", {})[rest] = raw if raw == "not_payable" else {"amount": raw}
        else:
            then[column] = raw
    return read_effects(
        then, _Row(at.document, (*at.path, "rows", index), tuple(table.when), tuple(table.then)), names, ()
    )


@dataclass(frozen=True, slots=True)
class _Row(Located):
    """A row, where an effect stands in the cell of its column."""

    when: tuple[str, ...]
    then: tuple[str, ...]

    def place(self, *inner: Any) -> Place:
        """The place of the cell that says a part of an effect."""
        name = ".".join(map(str, inner))
        column = next((index for index, column in enumerate(self.then) if name and _clash(column, name)), None)
        path = self.path if column is None else (*self.path, len(self.when) + column)
        return self.document.place(path)


def _changes(rules: Iterable[Rule], names: Names) -> tuple[date, ...]:
    """The days on which the law in force changes."""
    days = {rule.start for rule in rules if rule.start is not None}
    days |= {rule.until + timedelta(days=1) for rule in rules if rule.until not in (None, date.max)}
    days |= {day for parameter in names.parameters.values() for day, _ in parameter.values}
    return tuple(sorted(days))


__all__ = ["compile_stack", "load_ruleset"]
