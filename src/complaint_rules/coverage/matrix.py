"""The matrix clause x rules x cases, and its holes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaint_rules.compile.rule import CompiledRule
from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.coverage.missing_labels import missing_labels
from complaint_rules.coverage.seen import CaseRef, Seen
from complaint_rules.coverage.stack import Stack
from complaint_rules.errors import Place
from complaint_rules.load import source


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A rule, or a row of a table, and the cases that fire it."""

    rule: CompiledRule
    cases: tuple[CaseRef, ...]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause, the rules and parameters that cite it, and the cases that fire one of those rules."""

    document: str
    clause: source.Clause
    place: Place
    rules: tuple[MatrixRow, ...]
    parameters: tuple[str, ...]

    @property
    def id(self) -> str:
        """The clause as rules cite it."""
        return f"{self.document}/{self.clause.id}"

    @property
    def cases(self) -> tuple[CaseRef, ...]:
        """The cases that fire one of its rules, each once."""
        return _each_once(case for line in self.rules for case in line.cases)


@dataclass(frozen=True, slots=True)
class DocumentLines:
    """One registered document of a layer, clause by clause."""

    layer: str
    file: source.ClauseFile
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The documents of the layers in scope; `elsewhere` are their rules that cite none of these documents' clauses."""

    documents: tuple[DocumentLines, ...]
    elsewhere: tuple[MatrixRow, ...]
    holes: tuple[CoverageFinding, ...]
    labels: tuple[CoverageFinding, ...]
    notes: tuple[CoverageFinding, ...]

    @property
    def amiss(self) -> bool:
        """Whether there is a hole or a missing label."""
        return bool(self.holes or self.labels)


def make_matrix(stack: Stack, seen: Seen) -> Matrix:
    """Lay out the matrix of the layers in scope, with its findings."""
    documents = tuple(_documents(stack, seen))
    lines = [line for document in documents for line in document.clauses]
    shown = {one.rule.id for line in lines for one in line.rules}
    found = [*stack.ungrounded, *_clause_findings(lines), *_rule_findings(stack, seen)]
    return Matrix(
        documents,
        tuple(_line(rule, seen) for rule in stack.rules if rule.id not in shown),
        tuple(finding for finding in found if not finding.is_note),
        tuple(finding for layer in stack.layers for finding in missing_labels(layer)),
        (*(finding for finding in found if finding.is_note), *_failing(stack, seen)),
    )


def clause_lines(stack: Stack, seen: Seen) -> Iterator[ClauseLine]:
    """Every clause of the documents of the layers in scope."""
    for document in _documents(stack, seen):
        yield from document.clauses


def _documents(stack: Stack, seen: Seen) -> Iterator[DocumentLines]:
    citing: dict[str, list[CompiledRule]] = {}
    for rule in sorted(stack.ruleset.rules, key=lambda rule: (rule.layer, rule.place)):
        for cite in dict.fromkeys(rule.cite):
            citing.setdefault(cite, []).append(rule)
    parameters: dict[str, list[str]] = {}
    for parameter in stack.ruleset.parameters.values():
        for cite in dict.fromkeys(parameter.cite):
            parameters.setdefault(cite, []).append(parameter.id)
    for layer in stack.layers:
        for name, file in layer.clauses.items():
            at = layer.registered[name]
            lines = []
            for index, clause in enumerate(file.clauses):
                cite = f"{name}/{clause.id}"
                rules = tuple(_line(rule, seen) for rule in citing.get(cite, ()))
                place = at.place("clauses", index)
                lines.append(ClauseLine(name, clause, place, rules, tuple(parameters.get(cite, ()))))
            yield DocumentLines(layer.id, file, tuple(lines))


def _line(rule: CompiledRule, seen: Seen) -> MatrixRow:
    return MatrixRow(rule, seen.fired(rule.id))


def _clause_findings(lines: Iterable[ClauseLine]) -> Iterator[CoverageFinding]:
    for line in lines:
        kind = line.clause.kind
        if kind == "process" and not line.rules:
            yield CoverageFinding("process-clause-without-rule", line.place, (line.id,))
        elif kind == "decides" and not line.rules:
            if line.parameters:
                yield CoverageFinding("clause-of-parameters-only", line.place, (line.id, ", ".join(line.parameters)))
            else:
                yield CoverageFinding("clause-without-rule", line.place, (line.id,))
        elif kind == "decides" and not line.cases:
            yield CoverageFinding("clause-without-case", line.place, (line.id,))


def _rule_findings(stack: Stack, seen: Seen) -> Iterator[CoverageFinding]:
    for rule in stack.rules:
        if not seen.fired(rule.id):
            yield CoverageFinding(
                "rule-without-case" if rule.table is None else "row-without-case", rule.place, (rule.id,)
            )


def _failing(stack: Stack, seen: Seen) -> Iterator[CoverageFinding]:
    if seen.failed:
        yield CoverageFinding("cases-fail", Place(stack.layers[-1].id), (str(len(seen.failed)), str(seen.count)))


def _each_once(cases: Iterable[CaseRef]) -> tuple[CaseRef, ...]:
    return tuple(dict.fromkeys(cases))
