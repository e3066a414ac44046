"""`clauses`: the matrix clause x rules x cases, its holes, and labels that are missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.coverage.finding import Finding
from complaint_rules.coverage.matrix import ClauseLine, DocumentLines, Matrix, RuleLine, make_matrix
from complaint_rules.coverage.seen import CaseRef, Seen
from complaint_rules.coverage.stack import Stack, open_stack
from complaint_rules.load import source
from complaint_rules.trace.columns import WIDTH, two_columns, width_of, wrap
from complaint_rules.trace.wording import LANGS, Lang, language

_WIDEST = 34
_DOTS = "..."

_WORDS: dict[str, tuple[str, str]] = {
    "decides": ("decides", "裁决"),
    "process": ("process", "流程"),
    "context": ("context", "背景"),
    "elsewhere": ("RULES THAT CITE NO CLAUSE ABOVE", "未引用以上条款的规则"),
    "assumption": ("assumption", "假设"),
    "holes": ("HOLES", "缺口"),
    "labels": ("MISSING LABELS", "缺少的名称"),
    "notes": ("NOTES", "提示"),
    "no_rule": ("no rule", "无规则"),
    "no_case": ("NO CASE", "无案例"),
    "parameter": ("parameter `{}`", "参数`{}`"),
    "one_case": ("1 case: {}", "1个案例：{}"),
    "cases": ("{} cases: {}", "{}个案例：{}"),
    "all_cases": ("all {} cases", "全部{}个案例"),
    "semicolon": ("; ", "；"),
    "summary": (
        "{clauses} clauses ({deciding} decide), {rules} rules and rows, {cases} cases: {holes}, {labels}, {notes}",
        "条款{clauses}条（裁决性{deciding}条），规则和表行{rules}条，案例{cases}个：{holes}，{labels}，{notes}",
    ),
    "n_holes": ("{} holes", "缺口{}处"),
    "one_holes": ("1 hole", "缺口1处"),
    "n_labels": ("{} labels missing", "缺少名称{}处"),
    "one_labels": ("1 label missing", "缺少名称1处"),
    "n_notes": ("{} notes", "提示{}条"),
    "one_notes": ("1 note", "提示1条"),
}


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
        for line in _Page(stack, seen, matrix, language(lang)).lines():
            console.line(line)
    return FINDINGS if matrix.amiss else DONE


class _Page:
    """The matrix as text."""

    def __init__(self, stack: Stack, seen: Seen, matrix: Matrix, lang: Lang) -> None:
        self._stack = stack
        self._seen = seen
        self._matrix = matrix
        self._lang: Lang = lang
        self._at = LANGS.index(lang)
        ids = [self._rule_id(one) for line in self._clauses() for one in line.rules]
        ids += [self._rule_id(one) for one in matrix.elsewhere]
        self._wide = max((wide for wide in map(width_of, ids) if wide <= _WIDEST), default=0)

    def lines(self) -> Iterator[str]:
        ruleset = self._stack.ruleset
        yield f"{ruleset.title[self._at]} {ruleset.version} ({ruleset.id})"
        for document in self._matrix.documents:
            yield from self._document(document)
        if self._matrix.elsewhere:
            yield from ("", self._say("elsewhere"))
            for line in self._matrix.elsewhere:
                yield from self._rule(line, 2, with_ground=True)
        yield from self._findings("holes", self._matrix.holes)
        yield from self._findings("labels", self._matrix.labels)
        yield from self._findings("notes", self._matrix.notes)
        yield from ("", self._summary())

    def _document(self, document: DocumentLines) -> Iterator[str]:
        yield from ("", f"{document.file.document}  {self._label(document.file.title)}")
        wide = max((width_of(line.clause.id) for line in document.clauses), default=0)
        kinds = max(width_of(self._say(kind)) for kind in ("decides", "process", "context"))
        for line in document.clauses:
            kind = self._say(line.clause.kind)
            head = f"{line.clause.id}{' ' * (wide - width_of(line.clause.id))}  {kind}"
            yield from two_columns(head, wide + 2 + kinds, self._label(line.clause.title))
            yield from self._clause(line, wide + kinds + 6)

    def _clause(self, line: ClauseLine, indent: int) -> Iterator[str]:
        for rule in line.rules:
            yield from self._rule(rule, indent)
        for name in line.parameters:
            yield " " * indent + self._say("parameter").format(name)
        if not line.rules and line.clause.kind == "decides":
            yield " " * indent + self._say("no_rule")

    def _rule(self, line: RuleLine, indent: int, *, with_ground: bool = False) -> Iterator[str]:
        text = self._cases(line.cases, WIDTH - indent - self._wide - 2)
        if with_ground:
            ground = self._say("semicolon").join(line.rule.cite) or self._say("assumption")
            text = f"{text} [{ground}]"
        yield from two_columns(self._rule_id(line), self._wide, text, indent)

    def _rule_id(self, line: RuleLine) -> str:
        """A rule of the ruleset's own layer by its bare id."""
        return line.rule.id.removeprefix(f"{self._stack.ruleset.id}/")

    def _cases(self, cases: Sequence[CaseRef], room: int) -> str:
        """How many, and the names of as many of them as a line has room for; a single one in full."""
        if not cases:
            return self._say("no_case")
        if len(cases) == self._seen.count > 1:
            return self._say("all_cases").format(len(cases))
        if len(cases) == 1:
            return self._say("one_case").format(cases[0].case)
        room -= width_of(self._say("cases").format(len(cases), ""))
        return self._say("cases").format(len(cases), _some(self._say("semicolon"), [one.case for one in cases], room))

    def _findings(self, word: str, findings: Iterable[Finding]) -> Iterator[str]:
        lines = [f"  {finding.place}: {finding.say(self._lang)}" for finding in findings]
        if lines:
            yield from ("", self._say(word), *lines)

    def _summary(self) -> str:
        clauses = [*self._clauses()]
        found = {word: len(getattr(self._matrix, word)) for word in ("holes", "labels", "notes")}
        return self._say("summary").format(
            clauses=len(clauses),
            deciding=sum(line.clause.kind == "decides" for line in clauses),
            rules=len(self._stack.rules),
            cases=self._seen.count,
            **{word: self._say(f"{'one' if n == 1 else 'n'}_{word}").format(n) for word, n in found.items()},
        )

    def _clauses(self) -> Iterator[ClauseLine]:
        return (line for document in self._matrix.documents for line in document.clauses)

    def _label(self, label: source.Label) -> str:
        return label.zh if self._lang == "zh" else label.en

    def _say(self, word: str) -> str:
        return _WORDS[word][self._at]


def _some(joint: str, names: Sequence[str], room: int) -> str:
    """The names that fit into a line, in order; dots stand for the others."""
    whole = joint.join(names)
    if width_of(whole) <= room:
        return whole
    text = ""
    for name in names:
        longer = f"{text}{name}{joint}"
        if width_of(longer) + len(_DOTS) <= room:
            text = longer
    return (text or f"{wrap(names[0], max(room - len(_DOTS) - 1, 1))[0]} ") + _DOTS


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


def _rule(line: RuleLine) -> dict[str, Any]:
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


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "place": str(finding.place),
        "about": [*finding.words],
        "message": finding.say(lang),
    }
