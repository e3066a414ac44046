"""The basis of a page's rules: documents and how sure they are, assumptions, accepted findings."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.compile.acceptance import KINDS, Acceptance
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import code, plain, table
from complaint_rules.describe.sheet import Row, Sheet
from complaint_rules.describe.wording import heading
from complaint_rules.load import source


def sources(sheet: Sheet, links: Links) -> Iterator[str]:
    """The registered documents, and every clause, rule and parameter that is less than sure."""
    files = sheet.own.clauses
    if files:
        heads = _heads(sheet, "document", "first_day", "document_state")
        yield from table(heads, [_document(sheet, file) for file in files.values()])
    unsure = [*_unsure(sheet, links)]
    if unsure:
        yield from ("", *table(_heads(sheet, "subject", "confidence"), unsure))


def _heads(sheet: Sheet, *words: str) -> list[str]:
    return [heading(sheet.lang, word) for word in words]


def _document(sheet: Sheet, file: source.ClauseFile) -> Row:
    state = sheet.say("complete" if file.complete else "cut")
    return (f"{plain(sheet.label(file.title))} {code(file.document)}", file.in_force or "", state)


def _unsure(sheet: Sheet, links: Links) -> Iterator[Row]:
    for name, file in sheet.own.clauses.items():
        for clause in file.clauses:
            said = [sheet.labels.confidence(clause.confidence)] if clause.confidence else []
            said += [sheet.say("clause_cut")] if clause.cut else []
            if said:
                yield links.clause(f"{name}/{clause.id}"), ", ".join(said)
    for one, _ in [*sheet.rules(), *sheet.tables()]:
        if one.confidence:
            yield links.rule(one.id), sheet.labels.confidence(one.confidence)
    for id, (parameter, _) in sheet.own.parameters.items():
        if parameter.confidence:
            yield links.parameter(id), sheet.labels.confidence(parameter.confidence)


def assumptions(sheet: Sheet, links: Links) -> Iterator[str]:
    """Every rule, table and parameter that is not fully based on a clause, and the reason for it."""
    stated: list[tuple[str, source.Rule | source.Table | source.Parameter]] = []
    stated += [(links.rule(rule.id), rule) for rule, _ in sheet.rules()]
    stated += [(links.rule(one.id), one) for one, _ in sheet.tables()]
    stated += [(links.parameter(id), one) for id, (one, _) in sheet.own.parameters.items()]
    rows = [(name, plain(sheet.either(one.reason)), links.clauses(one.cite)) for name, one in stated if one.basis]
    yield from table(_heads(sheet, "subject", "why", "cite"), rows) if rows else [sheet.say("none")]


def accepted(sheet: Sheet, links: Links) -> Iterator[str]:
    """The findings of `check` that the author accepts, and why."""
    rows = [_accepted(sheet, links, one) for one in sheet.ruleset.accepted if one.layer == sheet.own.id]
    yield from table(_heads(sheet, "finding", "subject", "why"), rows) if rows else [sheet.say("none")]


def _accepted(sheet: Sheet, links: Links, one: Acceptance) -> Row:
    reason = source.Label(en=one.reason[0], zh=one.reason[1])
    finding = f"{plain(sheet.labels.pick(KINDS[one.kind]))} {code(one.kind)}"
    return finding, _subject(sheet, links, one.subject), plain(sheet.either(reason))


def _subject(sheet: Sheet, links: Links, subject: str) -> str:
    name = subject.partition("/")[2]
    head, _, rest = name.partition(".")
    if not name:
        return sheet.say("whole")
    if head == "parameters":
        return links.parameter(rest)
    return code(rest) if head == "properties" else links.rule(subject)
