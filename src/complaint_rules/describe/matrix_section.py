"""A page's clause matrix: clause by clause the rules that cite it, and the cases that fire them."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.coverage.matrix import ClauseLine, DocumentLines, MatrixRow
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import ListItem, anchor, anchor_name, bullets, code, plain, table
from complaint_rules.describe.matrix_words import MatrixWords
from complaint_rules.describe.wording import heading
from complaint_rules.trace.wording import Lang, capital, say

_ROOM = 90
"""Columns for the names of a rule's cases."""
_HAN = range(0x4E00, 0xA000)


def clauses(words: MatrixWords, links: Links) -> Iterator[str]:
    """The matrix, the rules outside it, its findings, and a summary with counts."""
    setter = _Setter(words, links)
    yield words.summary()
    for document in words.matrix.documents:
        yield from setter.document(document)
    yield from setter.elsewhere()
    for word in ("holes", "labels", "notes"):
        yield from setter.findings(word, getattr(words.matrix, word))


class _Setter:
    def __init__(self, words: MatrixWords, links: Links) -> None:
        self._words = words
        self._links = links
        self._lang: Lang = words.lang

    def _heads(self, *names: str) -> list[str]:
        return [heading(self._lang, name) for name in names]

    def document(self, document: DocumentLines) -> Iterator[str]:
        file = document.file
        yield from ("", f"### {plain(self._words.label(file.title))} {code(file.document)}", "")
        yield from table(
            self._heads("clause", "kind", "rule", "cases"),
            (row for line in document.clauses for row in self._clause(line)),
        )
        if file.silent:
            colon = say(self._lang, "colon")
            yield from ("", f"{heading(self._lang, 'silent')}{colon}".rstrip(), "")
            yield from bullets(ListItem(f"{plain(one.on)}{colon}{plain(one.note)}") for one in file.silent)

    def _clause(self, line: ClauseLine) -> Iterator[tuple[str, ...]]:
        """One row for each rule and parameter; the clause itself is in the first."""
        found = [(self._rule(one), self._cases(one)) for one in line.rules]
        found += [(self._links.parameter(name), "") for name in line.parameters]
        if not found:
            found = [(self._words.say("no_rule") if line.clause.kind == "decides" else "", "")]
        for number, (rule, cases) in enumerate(found):
            if number:
                yield ("", "", rule, cases)
            else:
                yield (self._head(line), self._words.say(line.clause.kind), rule, cases)

    def _head(self, line: ClauseLine) -> str:
        clause = line.clause
        name = anchor(anchor_name("clause", line.document, clause.id))
        text = f"{name}**{plain(clause.id)}** {plain(self._words.label(clause.title))}"
        # A paraphrase has no translation, so it is left out in the other language.
        said = f"<br>{plain(clause.says)}" if is_in(self._lang, clause.says) else ""
        return text + said

    def _rule(self, line: MatrixRow) -> str:
        return f"{self._links.rule(line.rule.id)} {code(self._words.rule_id(line))}"

    def _cases(self, line: MatrixRow) -> str:
        return plain(self._words.cases(line.cases, _ROOM))

    def elsewhere(self) -> Iterator[str]:
        lines = self._words.matrix.elsewhere
        if lines:
            yield from ("", f"### {in_sentence(self._words.say('elsewhere'))}", "")
            rows = [(self._rule(one), self._ground(one), self._cases(one)) for one in lines]
            yield from table(self._heads("rule", "ground", "cases"), rows)

    def _ground(self, line: MatrixRow) -> str:
        return self._links.clauses(line.rule.cite) if line.rule.cite else self._words.say("assumption")

    def findings(self, word: str, findings: tuple[CoverageFinding, ...]) -> Iterator[str]:
        if findings:
            yield from ("", f"### {in_sentence(self._words.say(word))}", "")
            yield from bullets(ListItem(f"{code(str(one.place))} {plain(one.say(self._lang))}") for one in findings)


def in_sentence(title: str) -> str:
    """A title in capitals as it is written above a section."""
    return capital(title.lower()) if title.isupper() else title


def is_in(lang: Lang, text: str) -> bool:
    """Whether a text that has no translation is in a language, by its script."""
    return any(ord(one) in _HAN for one in text) == (lang == "zh")
