"""`clauses`: the matrix clause x rules x cases, its holes, and missing labels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.coverage.matrix import ClauseLine, DocumentLines, Matrix, MatrixRow, make_matrix
from complaint_rules.coverage.seen import CaseRef, Seen
from complaint_rules.coverage.stack import Stack, open_stack
from complaint_rules.describe.matrix_words import MatrixWords
from complaint_rules.trace.columns import WIDTH, two_columns, width_of
from complaint_rules.trace.wording import LANGS, Lang, language

_WIDEST = 34


def show_clauses(ruleset: str, console: Console, *, format: str, lang: str, whole: bool) -> int:
    """Print the matrix of a ruleset's own layer, or with `whole` of the layers below too.

    Returns:
        The exit code: 1 where the matrix has a hole or a label is missing.

    Raises:
        RulesetError: the ruleset or a file of cases has problems.
    """
    stack = open_stack(ruleset, whole=whole, mend=True)
    seen = Seen()
    for result in stack.run():
        seen.note(result)
        console.count(seen.count, "cases")
    matrix = make_matrix(stack, seen)
    if format == "json":
        console.write(json.dumps(_data(stack, seen, matrix, language(lang)), ensure_ascii=False, indent=2) + "\n")
    else:
        for line in _Page(stack, MatrixWords(stack, seen, matrix, language(lang)), language(lang)).lines():
            console.line(line)
    return FINDINGS if matrix.amiss else DONE


class _Page:
    """The matrix as text."""

    def __init__(self, stack: Stack, words: MatrixWords, lang: Lang) -> None:
        self._stack = stack
        self._words = words
        self._matrix = words.matrix
        self._lang: Lang = lang
        ids = [words.rule_id(one) for line in words.clauses() for one in line.rules]
        ids += [words.rule_id(one) for one in self._matrix.elsewhere]
        self._wide = max((wide for wide in map(width_of, ids) if wide <= _WIDEST), default=0)

    def lines(self) -> Iterator[str]:
        ruleset, words = self._stack.ruleset, self._words
        yield f"{ruleset.title[LANGS.index(self._lang)]} {ruleset.version} ({ruleset.id})"
        for document in self._matrix.documents:
            yield from self._document(document)
        if self._matrix.elsewhere:
            yield from ("", words.say("elsewhere"))
            for line in self._matrix.elsewhere:
                yield from self._rule(line, 2, with_ground=True)
        yield from self._findings("holes", self._matrix.holes)
        yield from self._findings("labels", self._matrix.labels)
        yield from self._findings("notes", self._matrix.notes)
        yield from ("", words.summary())

    def _document(self, document: DocumentLines) -> Iterator[str]:
        words = self._words
        yield from ("", f"{document.file.document}  {words.label(document.file.title)}")
        wide = max((width_of(line.clause.id) for line in document.clauses), default=0)
        kinds = max(width_of(words.say(kind)) for kind in ("decides", "process", "context"))
        for line in document.clauses:
            kind = words.say(line.clause.kind)
            head = f"{line.clause.id}{' ' * (wide - width_of(line.clause.id))}  {kind}"
            yield from two_columns(head, wide + 2 + kinds, words.label(line.clause.title))
            yield from self._clause(line, wide + kinds + 6)

    def _clause(self, line: ClauseLine, indent: int) -> Iterator[str]:
        for rule in line.rules:
            yield from self._rule(rule, indent)
        for name in line.parameters:
            yield " " * indent + self._words.say("parameter").format(name)
        if not line.rules and line.clause.kind == "decides":
            yield " " * indent + self._words.say("no_rule")

    def _rule(self, line: MatrixRow, indent: int, *, with_ground: bool = False) -> Iterator[str]:
        text = self._words.cases(line.cases, WIDTH - indent - self._wide - 2)
        if with_ground:
            text = f"{text} [{self._words.ground(line)}]"
        yield from two_columns(self._words.rule_id(line), self._wide, text, indent)

    def _findings(self, word: str, findings: Iterable[CoverageFinding]) -> Iterator[str]:
        lines = [f"  {finding.place}: {finding.say(self._lang)}" for finding in findings]
        if lines:
            yield from ("", self._words.say(word), *lines)


def _data(stack: Stack, seen: Seen, matrix: Matrix, lang: Lang) -> dict[str, Any]:
    return {
        "ruleset": stack.ruleset.id,
        "version": stack.ruleset.version,
        "digest": stack.ruleset.digest,
        "layers": [layer.id for layer in stack.layers],
        "cases": seen.count,
        "documents": [
            {
                "document": one.file.document,
                "ruleset": one.layer,
                "title": one.file.title.model_dump(),
                "clauses": [_clause(line) for line in one.clauses],
            }
            for one in matrix.documents
        ],
        "elsewhere": [_rule(line) for line in matrix.elsewhere],
        "holes": [_finding(one, lang) for one in matrix.holes],
        "labels": [_finding(one, lang) for one in matrix.labels],
        "notes": [_finding(one, lang) for one in matrix.notes],
    }


def _clause(line: ClauseLine) -> dict[str, Any]:
    return {
        "id": line.clause.id,
        "title": line.clause.title.model_dump(),
        "kind": line.clause.kind,
        "place": str(line.place),
        "rules": [_rule(one) for one in line.rules],
        "parameters": [*line.parameters],
        "cases": cases_data(line.cases),
    }


def _rule(line: MatrixRow) -> dict[str, Any]:
    rule = line.rule
    return {
        "rule": rule.id,
        "table": rule.table,
        "place": str(rule.place),
        "cite": [*rule.cite],
        "basis": "assumption" if rule.assumed else None,
        "cases": cases_data(line.cases),
    }


def cases_data(cases: Iterable[CaseRef]) -> list[dict[str, str]]:
    """Cases as JSON data."""
    return [{"case": one.case, "place": str(one.place)} for one in cases]


def _finding(finding: CoverageFinding, lang: Lang) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "place": str(finding.place),
        "about": [*finding.words],
        "message": finding.say(lang),
    }
