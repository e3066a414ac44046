"""A ruleset as one Markdown page, generated from its own files so that it can't drift from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from complaint_rules.cases import as_lines
from complaint_rules.describe.basis_sections import accepted, assumptions, sources
from complaint_rules.describe.conditions import Conditions
from complaint_rules.describe.header_sections import header, lists, parameters
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import bullets, fenced, plain
from complaint_rules.describe.matrix_section import clauses
from complaint_rules.describe.matrix_words import MatrixWords
from complaint_rules.describe.rule_sections import rules, tables
from complaint_rules.describe.sheet import Sheet
from complaint_rules.describe.statements import Statements
from complaint_rules.describe.subject import Subject
from complaint_rules.describe.wording import heading
from complaint_rules.display import printable
from complaint_rules.trace.wording import Lang


def as_markdown(subject: Subject, lang: Lang, beside: Collection[str] = ()) -> str:
    """The page of a ruleset.

    Args:
        subject: the ruleset, opened.
        lang: the page's language.
        beside: ids of rulesets whose pages are in the same folder as `ID.md`; their names become links.
    """
    sheet = Sheet(subject.layers, subject.ruleset, lang)
    links = Links(sheet, beside)
    words = MatrixWords(subject.stack, subject.seen, subject.matrix, lang)
    parts: tuple[tuple[str, Iterable[str]], ...] = (
        ("parameters", parameters(sheet, links)),
        ("rules", rules(sheet, links)),
        ("tables", tables(sheet, links)),
        ("clauses", clauses(words, links)),
        ("documents", sources(sheet, links)),
        ("assumptions", assumptions(sheet, links)),
        ("accept", accepted(sheet, links)),
        ("properties", _properties(sheet, links)),
        ("sample", _sample(subject, sheet)),
    )
    lines = [f"# {plain(sheet.labels.pick(subject.ruleset.title))}", "", *header(sheet, links, subject.seen)]
    for word, rows in lists(sheet, links):
        lines += _section(heading(lang, word), rows)
    for word, part in parts:
        lines += _section(heading(lang, word), part)
    return printable("\n".join(lines)) + "\n"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A section; none where there is nothing to say."""
    text = "\n".join(lines).strip("\n")
    if text:
        yield from ("", f"## {title}", "", text)


def _properties(sheet: Sheet, links: Links) -> Iterator[str]:
    statements = Statements(sheet, Conditions(sheet, links))
    compiled = {(one.layer, one.id): one for one in sheet.ruleset.properties}
    return bullets(statements.item(stated, compiled[sheet.own.id, stated.id]) for stated, _ in sheet.own.properties)


def _sample(subject: Subject, sheet: Sheet) -> Iterator[str]:
    sample = subject.sample
    if sample is None:
        return
    yield sheet.say("sample_of", plain(sample.case))
    yield from ("", sheet.say("complaint"), "")
    yield from fenced("\n".join(as_lines(sample.complaint)), "yaml")
    yield from ("", sheet.say("decision"), "")
    yield from fenced(sample.decision.to_text(sheet.lang), "text")
