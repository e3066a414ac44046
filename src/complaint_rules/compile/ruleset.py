"""Compiles a stack of layers into one ruleset: names, rules, exceptions, order. Reports all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from complaint_rules.calendars.calendar import NO_CALENDAR, Calendar
from complaint_rules.compile.acceptance import read_acceptances
from complaint_rules.compile.alternatives import MOST_ALTERNATIVES, how_many
from complaint_rules.compile.calendar import check_needed, read_calendar
from complaint_rules.compile.cells import read_cell
from complaint_rules.compile.condition import ALWAYS, And, Attribute, Condition, needs_unknown
from complaint_rules.compile.conditions import find_subject, one_of_subjects, read_condition
from complaint_rules.compile.effect import (
    AssignLead,
    Effect,
    FindLiability,
    RequestAction,
    SetItem,
    SetRemedy,
    SetSeverity,
)
from complaint_rules.compile.effects import read_effects
from complaint_rules.compile.exceptions import Origin, arrange, find_silencers
from complaint_rules.compile.figures import check_places
from complaint_rules.compile.header import (
    headers_down,
    read_alternatives,
    read_authority,
    read_names,
    read_presumptions,
    read_start,
    read_timezone,
)
from complaint_rules.compile.names import Names, label
from complaint_rules.compile.properties import read_properties
from complaint_rules.compile.rule import CompiledRule, Ruleset, RulesetRef
from complaint_rules.errors import Hint, Message, Place, RulesetError, by_place, nearest_or_listed
from complaint_rules.facts.fact import Fact
from complaint_rules.load import source
from complaint_rules.load.announced import Announced
from complaint_rules.load.document import Located
from complaint_rules.load.folder import Layer, read_calendar_file, read_stack
from complaint_rules.load.reading import stack_digest


def load_ruleset(name: str | Path, calendar: str | Path | None = None) -> Ruleset:
    """Read and compile a ruleset by shipped id or folder.

    Args:
        name: the id or the folder.
        calendar: a file of announced days of the ruleset's calendar.

    Raises:
        RulesetError: with every problem, each with file, line and column.
        CalendarError: the file of announced days has problems.
    """
    return compile_stack(read_stack(name), None if calendar is None else read_calendar_file(calendar))


def compile_stack(layers: Sequence[Layer], announced: Announced | Calendar | None = None) -> Ruleset:
    """Compile layers, lowest first.

    Args:
        layers: the sources.
        announced: announced days of the calendar, from the caller; or a whole calendar to use instead.

    Raises:
        RulesetError: with every problem, each with file, line and column.
        CalendarError: the announced days are those of another calendar.
    """
    top = layers[-1].header
    left_out = [problem for layer in layers for problem in layer.problems]
    names = read_names(layers)
    read_alternatives(layers, names)
    clauses = {name: file for layer in layers for name, file in layer.clauses.items()}
    _check_cites(layers, clauses, names)
    origins = [origin for number, layer in enumerate(layers) for origin in _Rules(layer, number, names).read()]
    silencers = find_silencers(
        origins, names, is_whole=all((problem.keys or ("",))[0] == "properties" for problem in left_out)
    )
    presume = read_presumptions(layers, names)
    _check_places(layers, names, presume)
    authority = read_authority(layers, names)
    timezone = read_timezone(layers, names)
    calendar = read_calendar(layers, names, announced)
    properties = read_properties(layers, names)
    accepted = read_acceptances(layers, names)
    if calendar is NO_CALENDAR and not any(layer.header.calendar for layer in layers):
        check_needed(origins, properties, names)
    start = read_start(layers, names)
    if left_out or names.problems:
        raise RulesetError(by_place([*left_out, *names.problems]))
    rules = arrange([rule for rule, _ in origins], silencers)
    return Ruleset(
        id=top.ruleset,
        version=top.version,
        digest=stack_digest(layer.digest for layer in layers),
        title=label(top.title, top.ruleset),
        notice=next((label(header.notice, "") for header in headers_down(layers) if header.notice), None),
        layers=tuple(layer.id for layer in layers),
        layer_refs=tuple(RulesetRef(layer.id, layer.header.version, f"sha256:{layer.digest}") for layer in layers),
        names=names,
        facts=tuple(names.facts.values()),
        rules=tuple(rules),
        presume=presume,
        authority=authority,
        calendar=calendar,
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
        names.refuse(Message("cite-without-clause", cite=cite), place)
    elif document not in documents:
        register = Hint("register-document", {"document": document[:80]})
        hint = nearest_or_listed(document, documents) if documents else register
        names.refuse(Message("unknown-name", hint, what="document", name=document), place)
    elif clause not in documents[document]:
        near = nearest_or_listed(clause, documents[document])
        names.refuse(Message("no-such-clause", near, document=document, clause=clause), place)


def _check_places(layers: Sequence[Layer], names: Names, presume: Mapping[int, Any]) -> None:
    stated = {name: at.place("by") for layer in layers for name, (_, at) in layer.parameters.items()}
    check_places(names, presume, stated)


@dataclass(slots=True)
class _Rules:
    """Reads one layer's rules and tables."""

    layer: Layer
    number: int
    names: Names
    seen: dict[str, Located] = field(default_factory=dict)

    def read(self) -> list[Origin]:
        """All rules with their locations; a table's rows one by one."""
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
            names.refuse(Message("id-used-twice", id=shape.id, first=str(first.place("id"))), at.place("id"))
        if shape.basis is not None and shape.reason is None:
            names.refuse(Message("assumption-without-reason", id=shape.id), at.place("basis"))
        if not shape.cite and shape.basis is None:
            names.refuse(Message("cites-nothing", id=shape.id), at.place())

    def _rule(
        self,
        shape: source.Rule | source.Table,
        id: str,
        at: Located,
        place: Place,
        condition: Condition,
        effects: tuple[Effect, ...],
    ) -> CompiledRule:
        start, until = self._span(shape.effective, at)
        if how_many(condition) > MOST_ALTERNATIVES:
            self.names.refuse(Message("too-many-alternatives", id=id, limit=MOST_ALTERNATIVES), place)
        if needs_unknown(condition):
            self._only_obliges(id, effects, place)
        return CompiledRule(
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
            needs_clocks=self._clocks(shape, effects, at),
            law_of=shape.law_of or "occurred",
            table=f"{self.layer.id}/{shape.id}" if isinstance(shape, source.Table) else None,
        )

    def _clocks(self, shape: source.Rule | source.Table, effects: tuple[Effect, ...], at: Located) -> tuple[str, ...]:
        """The clocks that a rule's actions need; a rule without an action must not name any."""
        clocks = self.names.clocks
        for clock in shape.needs_clock:
            if clock not in clocks:
                near = nearest_or_listed(clock, clocks)
                self.names.refuse(Message("unknown-name", near, what="clock", name=clock), at.place("needs_clock"))
            elif not any(isinstance(one, RequestAction) for one in effects):
                self.names.refuse(Message("needs-clock-for-nothing", id=shape.id), at.place("needs_clock"))
        return tuple(clock for clock in shape.needs_clock if clock in clocks)

    def _only_obliges(self, id: str, effects: tuple[Effect, ...], place: Place) -> None:
        """Refuse effects other than duties in a rule that an unknown fact satisfies: it may only ask for the fact."""
        keys = {
            SetSeverity: "severity",
            AssignLead: "lead",
            FindLiability: "liability",
            SetRemedy: "remedies",
            SetItem: "item",
        }
        said = tuple(dict.fromkeys([keys[type(one)] for one in effects if type(one) in keys]))
        if said:
            self.names.refuse(Message("unknown-only-obliges", id=id, said=", ".join(said)), place)

    def _span(self, span: source.Effective | None, at: Located) -> tuple[date | None, date | None]:
        if span is None:
            return None, None
        start, until = (
            self._day(span.from_, at.place("effective", "from")),
            self._day(span.until, at.place("effective", "until")),
        )
        if start and until and until < start:
            self.names.refuse(Message("until-before-from"), at.place("effective", "until"))
        return start, until

    def _day(self, text: str | None, place: Place) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.names.refuse(Message("no-such-day", value=text), place)
            return None

    def _rows(self, table: source.Table, at: Located) -> list[CompiledRule]:
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
                counts = {"cells": len(row), "wanted": width, "when": len(table.when), "then": len(table.then)}
                self.names.refuse(Message("row-of-other-width", **counts), place)
            made.append(self._rule(table, f"{table.id}#{index + 1}", at, place, condition, effects))
        return made

    def _columns(self, table: source.Table, at: Located) -> list[Fact | Attribute | None]:
        """The subjects of the columns of `when`; refuses columns of `then` that write the same effect."""
        names = self.names
        subjects = [find_subject(name, names) for name in table.when]
        for index, subject in enumerate(subjects):
            if subject is None:
                name = table.when[index]
                what = Message("unknown-name", one_of_subjects(name, names), what="fact", name=name)
                names.refuse(what, at.place("when", index))
        for index, column in enumerate(table.then):
            clash = next((other for other in table.then[:index] if _clash(column, other)), None)
            if clash is not None:
                names.refuse(Message("columns-clash", column=column, other=clash), at.place("then", index))
        if not table.rows:
            names.refuse(Message("table-without-rows", id=table.id), at.place("rows"))
        return subjects

    def _row_condition(
        self, row: Sequence[Any], subjects: Sequence[Fact | Attribute | None], at: Located, index: int
    ) -> Condition:
        cells = [
            read_cell(raw, subject, self.names, at.place("rows", index, column))
            for column, (raw, subject) in enumerate(zip(row, subjects, strict=False))
            if subject is not None
        ]
        return cells[0] if len(cells) == 1 else And(tuple(cells))


def _clash(column: str, other: str) -> bool:
    """Whether two columns would write the same effect: the same name, or `permit` and `permit.refund.max`."""
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
    """The location of a row, whose effects are in the cells of their columns."""

    when: tuple[str, ...]
    then: tuple[str, ...]

    def place(self, *inner: Any) -> Place:
        """The place of the cell that states a part of an effect."""
        name = ".".join(map(str, inner))
        column = next((index for index, column in enumerate(self.then) if name and _clash(column, name)), None)
        path = self.path if column is None else (*self.path, len(self.when) + column)
        return self.document.place(path)


def _changes(rules: Iterable[CompiledRule], names: Names) -> tuple[date, ...]:
    """The days on which the law in force changes, whichever day of a complaint selects it."""
    days = {rule.start for rule in rules if rule.start is not None}
    days |= {rule.until + timedelta(days=1) for rule in rules if rule.until not in (None, date.max)}
    days |= {step.start for parameter in names.parameters.values() for step in parameter.steps}
    return tuple(sorted(days))


__all__ = ["compile_stack", "load_ruleset"]
