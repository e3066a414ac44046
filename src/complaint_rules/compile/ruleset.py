"""Compiles a stack of layers into one ruleset: names, rules, exceptions, order. Reports all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from complaint_rules.compile.cells import CellError, read_cell
from complaint_rules.compile.condition import All
from complaint_rules.compile.conditions import find_subject, one_of_subjects, read_condition
from complaint_rules.compile.effects import read_effects
from complaint_rules.compile.names import Names, label, read_parameter
from complaint_rules.compile.order import in_order
from complaint_rules.compile.rule import Rule, Ruleset, Rung
from complaint_rules.errors import Problem, RulesetError, did_you_mean, one_of, shown
from complaint_rules.facts.fact import Fact, FactType, declared_facts
from complaint_rules.facts.sheet import own_value
from complaint_rules.load import source
from complaint_rules.load.folder import Layer, Located, read_stack
from complaint_rules.money import parse_fen

DEFAULT_TIMEZONE = "Asia/Shanghai"
DEFAULT_CALENDAR = "CN"
_OWN_TYPES = {
    "bool": FactType.BOOL,
    "integer": FactType.INTEGER,
    "money": FactType.MONEY,
    "date": FactType.DATE,
    "text": FactType.TEXT,
}


def load_ruleset(name: str | Path) -> Ruleset:
    """Read and compile a ruleset by shipped id or folder.

    Raises:
        RulesetError: with every problem, each with file, line and column.
    """
    return compile_stack(read_stack(name))


def compile_stack(layers: Sequence[Layer]) -> Ruleset:
    """Compile layers, lowest first."""
    top = layers[-1].header
    names = _names(layers)
    rules, exceptions = _rules(layers, names)
    presume = _presumptions(layers, names)
    authority = _authority(layers, names)
    timezone = _timezone(layers, names)
    if names.problems:
        raise RulesetError(sorted(set(names.problems), key=lambda problem: (str(problem.place), problem.message)))
    rules = _arrange(rules, exceptions)
    digest = hashlib.sha256("".join(layer.digest for layer in layers).encode()).hexdigest()
    return Ruleset(
        id=top.ruleset,
        version=top.version,
        digest=f"sha256:{digest}",
        title=label(top.title, top.ruleset),
        notice=next((label(h.notice, "") for h in _headers_down(layers) if h.notice), None),
        layers=tuple(layer.id for layer in layers),
        names=names,
        facts=tuple(names.facts.values()),
        rules=tuple(rules),
        presume=presume,
        authority=authority,
        calendar=next((h.calendar for h in _headers_down(layers) if h.calendar), DEFAULT_CALENDAR),
        timezone=timezone,
        parameters=names.parameters,
        clauses={name: file for layer in layers for name, file in layer.clauses.items()},
        properties=tuple(entry for layer in layers for entry in layer.properties),
        changes=_changes(rules, names),
    )


def _headers_down(layers: Sequence[Layer]) -> list[source.Header]:
    return [layer.header for layer in reversed(layers)]


def _names(layers: Sequence[Layer]) -> Names:
    facts = {fact.path: fact for fact in declared_facts()}
    names = Names(facts)
    for layer in layers:
        header = layer.header
        for name, shape in header.facts.items():
            _own_fact(name, shape, layer, names)
        if header.tiers:
            names.tiers = {tier: label(shape, tier) for tier, shape in header.tiers.items()}
        for known, added in (
            (names.parties, {**header.departments, **header.roles}),
            (names.clocks, header.clocks),
            (names.actions, header.actions),
            (names.prohibited, header.prohibited),
            (names.approvals, header.approvals),
        ):
            known.update({name: label(shape, name) for name, shape in added.items()})
        _parameters(layer, names)
    return names


def _own_fact(name: str, shape: source.OwnFact, layer: Layer, names: Names) -> None:
    place = layer.at.place("facts", name)
    path = f"extra.{name}"
    if path in names.facts:
        names.refuse(f"fact `{path}` is declared twice", place)
        return
    if (shape.type == "enum") != bool(shape.values):
        names.refuse(f"fact `{name}`: `values` belong to an enum, and an enum needs them", place)
        return
    kind = _OWN_TYPES.get(shape.type) or (FactType.ORDERED if shape.ordered else FactType.ENUM)
    values: tuple[Any, ...] = (False, True) if shape.type == "bool" else tuple(shape.values or ())
    fact = Fact(path, kind, len(names.facts), shape.title.en, shape.title.zh, shape.unit, values, "extra")
    names.facts[path] = fact


def _parameters(layer: Layer, names: Names) -> None:
    for name, (shape, at) in layer.parameters.items():
        below = names.parameters.get(name)
        if name in names.facts:
            names.refuse(f"parameter `{name}` has the name of a fact", at.place())
        if below is not None and below.binding:
            names.refuse(f"parameter `{name}` is binding in `{below.layer}`", at.place(), "drop it here")
            continue
        names.parameters[name] = read_parameter(name, shape, layer.id, at, names)


def _presumptions(layers: Sequence[Layer], names: Names) -> dict[int, Any]:
    presume: dict[int, Any] = {}
    for layer in layers:
        for path, raw in layer.header.presume.items():
            place = layer.at.place("presume", path)
            fact = names.facts.get(path)
            if fact is None:
                names.refuse(f"unknown fact `{path[:80]}`", place, one_of_subjects(path, names))
                continue
            try:
                presume[fact.index] = _presumed(fact, raw)
            except (ValueError, CellError) as error:
                names.refuse(f"`{path}`: {error}", place)
    return presume


def _presumed(fact: Fact, raw: Any) -> Any:
    if fact.type in (FactType.TEXT_SET, FactType.DEPENDANTS, FactType.INSTANT):
        raise ValueError(f"a {fact.type.value} can't be presumed")
    if fact.type is FactType.INTEGER and isinstance(raw, str) and raw.isdigit():
        raw = int(raw)
    return own_value(fact, raw)


def _authority(layers: Sequence[Layer], names: Names) -> tuple[Rung, ...]:
    layer = next((layer for layer in reversed(layers) if layer.header.authority), None)
    rungs: list[Rung] = []
    for index, shape in enumerate(layer.header.authority if layer else ()):
        assert layer is not None
        place = layer.at.place("authority", index)
        names.check("role", shape.role, names.parties, place)
        try:
            upto = None if shape.upto is None else parse_fen(shape.upto)
        except ValueError as error:
            names.refuse(str(error), place)
            continue
        if rungs and (rungs[-1].upto_fen is None or (upto is not None and upto <= rungs[-1].upto_fen)):
            names.refuse("a rung of the ladder must reach higher than the one before it", place)
        rungs.append(Rung(shape.role, upto))
    return tuple(rungs)


def _timezone(layers: Sequence[Layer], names: Names) -> ZoneInfo:
    for layer in reversed(layers):
        name = layer.header.timezone
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                names.refuse(f"unknown time zone {shown(name)}", layer.at.place("timezone"), "such as Asia/Shanghai")
    return ZoneInfo(DEFAULT_TIMEZONE)


def _rules(layers: Sequence[Layer], names: Names) -> tuple[list[Rule], list[tuple[Rule, Located, int]]]:
    documents = {name: {c.id for c in file.clauses} for layer in layers for name, file in layer.clauses.items()}
    rules: list[Rule] = []
    origins: list[tuple[Rule, Located, int]] = []
    for number, layer in enumerate(layers):
        seen: dict[str, Located] = {}
        for shape, at in layer.rules:
            condition = read_condition(shape.when, at, names, ("when",))
            effects = read_effects(shape.then, at, names, ("then",))
            made = [_rule(shape, shape.id, layer, number, condition, effects, at, names)]
            _register(shape, made, at, seen, documents, names)
            rules += made
            origins += [(rule, at, number) for rule in made]
        for table, at in layer.tables:
            made = _rows(table, layer, number, at, names)
            _register(table, made, at, seen, documents, names)
            rules += made
            origins += [(rule, at, number) for rule in made]
    return rules, origins


def _rule(
    shape: source.Rule | source.Table,
    id: str,
    layer: Layer,
    number: int,
    condition: Any,
    effects: Any,
    at: Located,
    names: Names,
    *row: Any,
) -> Rule:
    def day(text: str | None) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            names.refuse(f"`{text}` is not a date", at.place("effective"))
            return None

    span = shape.effective
    start, until = (day(span.from_), day(span.until)) if span else (None, None)
    if start and until and until < start:
        names.refuse("`until` lies before `from`", at.place("effective"))
    return Rule(
        id=f"{layer.id}/{id}",
        layer=number,
        title=label(shape.title, shape.id.replace("-", " ")),
        cite=tuple(shape.cite),
        assumed=shape.basis is not None,
        reason=shape.reason,
        confidence=shape.confidence,
        binding=shape.binding,
        start=start,
        until=until,
        condition=condition,
        effects=effects,
        place=at.place(*row),
        exception_to=tuple(shape.exception_to),
        table=f"{layer.id}/{shape.id}" if isinstance(shape, source.Table) else None,
    )


def _register(
    shape: source.Rule | source.Table,
    made: Sequence[Rule],
    at: Located,
    seen: dict[str, Located],
    documents: dict[str, set[str]],
    names: Names,
) -> None:
    if shape.id in seen:
        names.refuse(f"id `{shape.id}` is used twice", at.place("id"), f"first at {seen[shape.id].place('id')}")
    seen[shape.id] = at
    if shape.basis is not None and not shape.reason:
        names.refuse(f"`{shape.id}` is an assumption without a reason", at.place("basis"), "add `reason:`")
    if not shape.cite and shape.basis is None:
        help_ = "add `cite: [document/clause]`, or `basis: assumption` with a `reason:`"
        names.refuse(f"`{shape.id}` cites nothing", at.place(), help_)
    for index, cite in enumerate(shape.cite):
        _check_cite(cite, documents, at.place("cite", index), names)


def _check_cite(cite: str, documents: dict[str, set[str]], place: Any, names: Names) -> None:
    document, _, clause = cite.partition("/")
    if not clause:
        names.refuse(f"citation `{cite[:80]}` has no clause", place, "write document/clause")
    elif document in documents:
        if clause not in documents[document]:
            names.refuse(f"`{document}` has no clause `{clause[:80]}`", place, one_of(clause, documents[document]))
    else:
        near = did_you_mean(document, documents)
        if near:
            names.refuse(f"unknown document `{document[:80]}`", place, near)


def _rows(table: source.Table, layer: Layer, number: int, at: Located, names: Names) -> list[Rule]:
    subjects = []
    for index, name in enumerate(table.when):
        subject = find_subject(name, names)
        if subject is None:
            names.refuse(f"unknown fact `{name[:80]}`", at.place("when", index), one_of_subjects(name, names))
        subjects.append(subject)
    made = []
    width = len(table.when) + len(table.then)
    for index, row in enumerate(table.rows):
        if len(row) != width:
            help_ = f"{len(table.when)} of `when`, then {len(table.then)} of `then`"
            names.refuse(f"row has {len(row)} cells instead of {width}", at.place("rows", index), help_)
            continue
        cells = [
            read_cell(raw, subject, names, at.place("rows", index, column))
            for column, (raw, subject) in enumerate(zip(row, subjects, strict=False))
            if subject is not None
        ]
        then, places = _row_effects(table, row)
        effects = read_effects(then, Located(at.document, (*at.path, "rows", index)), names, places)
        condition = cells[0] if len(cells) == 1 else All(tuple(cells))
        id_ = f"{table.id}#{index + 1}"
        made.append(_rule(table, id_, layer, number, condition, effects, at, names, "rows", index))
    return made


def _row_effects(table: source.Table, row: Sequence[Any]) -> tuple[dict[str, Any], tuple[Any, ...]]:
    then: dict[str, Any] = {}
    for column, raw in zip(table.then, row[len(table.when) :], strict=True):
        if raw in ("-", None):
            continue
        head, _, rest = column.partition(".")
        if head in ("permit", "require") and rest:
            kind, _, limit = rest.partition(".")
            mode = then.setdefault(head, {})
            if isinstance(mode, dict):
                mode.setdefault(kind, {})[limit or "max"] = raw
        elif head == "item" and rest:
            then.setdefault("item", {})[rest] = raw if raw == "not_payable" else {"amount": raw}
        else:
            then[column] = raw
    return then, ()


def _arrange(rules: Sequence[Rule], origins: Sequence[tuple[Rule, Located, int]]) -> list[Rule]:
    """Resolve exceptions and put the rules in order of evaluation."""
    by_name: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        by_name.setdefault(rule.id, []).append(index)
        if rule.table is not None:
            by_name.setdefault(rule.table, []).append(index)
    silencers: list[list[int]] = [[] for _ in rules]
    problems: list[Problem] = []
    for index, (rule, at, number) in enumerate(origins):
        layer = rule.id.split("/", 1)[0]
        for target in rule.exception_to:
            full = target if "/" in target else f"{layer}/{target}"
            place = at.place("exception_to")
            if full not in by_name:
                problems.append(Problem(f"unknown rule `{target[:80]}`", place, help=_near_rule(target, by_name)))
                continue
            for other in by_name[full]:
                if other == index:
                    problems.append(Problem(f"`{rule.id}` is an exception to itself", place))
                elif rules[other].binding and rules[other].layer < number:
                    message = f"`{rules[other].id}` is binding; `{layer}`, a layer above it, can't silence it"
                    problems.append(Problem(message, place, help="drop the exception: the statute stays"))
                else:
                    silencers[other].append(index)
    if problems:
        raise RulesetError(problems)
    order = in_order(rules, silencers)
    position = {index: place for place, index in enumerate(order)}
    for index, rule in enumerate(rules):
        rule.position = position[index]
        rule.silencers = tuple(sorted(position[other] for other in silencers[index]))
    arranged = [rules[index] for index in order]
    for rule in arranged:
        for other in rule.silencers:
            arranged[other].silences = (*arranged[other].silences, rule.position)
    return arranged


def _near_rule(target: str, by_name: Iterable[str]) -> str:
    short = {name.split("/", 1)[1] for name in by_name}
    return did_you_mean(target, [*by_name, *short]) or "name a rule or table of this ruleset, or ruleset-id/rule-id"


def _changes(rules: Iterable[Rule], names: Names) -> tuple[date, ...]:
    """The days on which the law in force changes."""
    days = {rule.start for rule in rules if rule.start is not None}
    days |= {rule.until + timedelta(days=1) for rule in rules if rule.until is not None}
    days |= {day for parameter in names.parameters.values() for day, _ in parameter.values}
    return tuple(sorted(days))


__all__ = ["compile_stack", "load_ruleset"]
