"""The clause matrix in words, for any output format: rules by name, cases in one line, a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.coverage.matrix import ClauseLine, Matrix, MatrixRow
from complaint_rules.coverage.seen import CaseRef, Seen
from complaint_rules.coverage.stack import Stack
from complaint_rules.load import source
from complaint_rules.trace.columns import width_of, wrap
from complaint_rules.trace.wording import LANGS, Lang

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


class MatrixWords:
    """Renders the parts of one matrix in one language."""

    def __init__(self, stack: Stack, seen: Seen, matrix: Matrix, lang: Lang) -> None:
        self.matrix = matrix
        self.lang: Lang = lang
        self._stack = stack
        self._seen = seen

    def say(self, word: str) -> str:
        """A word in this language."""
        return _WORDS[word][LANGS.index(self.lang)]

    def label(self, label: source.Label) -> str:
        """A label in this language."""
        return label.zh if self.lang == "zh" else label.en

    def clauses(self) -> Iterator[ClauseLine]:
        """All clauses of all documents."""
        return (line for document in self.matrix.documents for line in document.clauses)

    def rule_id(self, line: MatrixRow) -> str:
        """A rule's id; the bare one for a rule of the ruleset's own layer."""
        return line.rule.id.removeprefix(f"{self._stack.ruleset.id}/")

    def ground(self, line: MatrixRow) -> str:
        """What a rule cites, or that it is an assumption."""
        return self.say("semicolon").join(line.rule.cite) or self.say("assumption")

    def cases(self, cases: Sequence[CaseRef], room: int) -> str:
        """The number of cases, and the names of as many as fit into the room; a single name in full."""
        if not cases:
            return self.say("no_case")
        if len(cases) == self._seen.count > 1:
            return self.say("all_cases").format(len(cases))
        if len(cases) == 1:
            return self.say("one_case").format(cases[0].case)
        room -= width_of(self.say("cases").format(len(cases), ""))
        return self.say("cases").format(len(cases), _some(self.say("semicolon"), [one.case for one in cases], room))

    def summary(self) -> str:
        """A summary with counts."""
        clauses = [*self.clauses()]
        found = {word: len(getattr(self.matrix, word)) for word in ("holes", "labels", "notes")}
        return self.say("summary").format(
            clauses=len(clauses),
            deciding=sum(line.clause.kind == "decides" for line in clauses),
            rules=len(self._stack.rules),
            cases=self._seen.count,
            **{word: self.say(f"{'one' if n == 1 else 'n'}_{word}").format(n) for word, n in found.items()},
        )


def _some(joint: str, names: Sequence[str], room: int) -> str:
    """The names that fit into a line, in order; dots replace the others."""
    whole = joint.join(names)
    if width_of(whole) <= room:
        return whole
    text = ""
    for name in names:
        longer = f"{text}{name}{joint}"
        if width_of(longer) + len(_DOTS) <= room:
            text = longer
    return (text or f"{wrap(names[0], max(room - len(_DOTS) - 1, 1))[0]} ") + _DOTS
