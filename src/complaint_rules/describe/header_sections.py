"""A page's first sections: what the header says, and the parameters."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.coverage.seen import Seen
from complaint_rules.describe.conditions import Conditions
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import anchor, anchor_name, code, plain, table
from complaint_rules.describe.sheet import Figures, Row, Sheet, counts
from complaint_rules.describe.wording import heading
from complaint_rules.trace.wording import capital, listed

_SHORT_DIGEST = len("sha256:") + 12
_ELSEWHERE = ("title", "notice", "extends", "digest", "ruleset")
_HEADS: dict[str, tuple[str, ...]] = {
    "authority": ("id", "label", "limit"),
    "facts": ("id", "type", "label", "values"),
}


def header(sheet: Sheet, links: Links, seen: Seen) -> Iterator[str]:
    """What the header says of the ruleset itself, and its notice."""
    yield sheet.say("said_of")
    notice = sheet.label(sheet.own.header.notice)
    if notice:
        yield from ("", f"> {plain(notice)}")
    yield ""
    yield from table(("", ""), [(heading(sheet.lang, word), text) for word, text in _said(sheet, links, seen)])


def _said(sheet: Sheet, links: Links, seen: Seen) -> Iterator[tuple[str, str]]:
    ruleset = sheet.ruleset
    yield "ruleset", f"{code(ruleset.id)} {plain(ruleset.version)}"
    below = [_below(sheet, links, number) for number in range(len(sheet.layers) - 1)]
    if below:
        yield "extends", "; ".join(below)
    yield from ((word, plain(text)) for word, text in sheet.header() if word not in _ELSEWHERE)
    if ruleset.start is not None:
        yield "effective", sheet.say("from", ruleset.start)
    if ruleset.changes:
        yield "changes", listed(sheet.lang, [str(day) for day in ruleset.changes])
    failed = len(seen.failed)
    yield "cases", sheet.say("cases_fail", seen.count, failed) if failed else sheet.say("cases_pass", seen.count)
    yield "digest", code(ruleset.digest[:_SHORT_DIGEST])


def _below(sheet: Sheet, links: Links, number: int) -> str:
    layer = sheet.layers[number]
    title = links.ruleset(layer.id, plain(sheet.label(layer.header.title)))
    return f"{title} {code(layer.id)} {plain(layer.header.version)} ({plain(counts(layer, sheet.lang))})"


def lists(sheet: Sheet, links: Links) -> Iterator[tuple[str, list[str]]]:
    """The header's lists as tables, each under a word of `HEADS`."""
    for word, rows in sheet.lists():
        if word == "presume":
            yield word, _presumed(sheet, Conditions(sheet, links))
        else:
            yield word, _listed(sheet, _HEADS.get(word, ("id", "label")), rows)


def _listed(sheet: Sheet, heads: tuple[str, ...], rows: list[Row]) -> list[str]:
    cells = [(code(row[0]), *map(plain, row[1:])) for row in rows]
    return [*table([heading(sheet.lang, word) for word in heads], cells)]


def _presumed(sheet: Sheet, conditions: Conditions) -> list[str]:
    presume = sheet.own.header.presume
    cells = [(conditions.fact(path), conditions.cell(value, path)) for path, value in presume.items()]
    return [*table([heading(sheet.lang, word) for word in ("fact", "presumed_value")], cells)]


def parameters(sheet: Sheet, links: Links) -> Iterator[str]:
    """Every figure of every parameter, since when, and where it comes from."""
    found = sheet.parameters()
    if found:
        heads = [heading(sheet.lang, word) for word in ("parameter", "since", "figure", "source")]
        yield from table(heads, (row for one in found for row in _figures(sheet, links, one)))


def _figures(sheet: Sheet, links: Links, one: Figures) -> Iterator[Row]:
    """One row for each figure; what is the same for all is in the first."""
    name = f"{anchor(anchor_name('parameter', one.id))}{plain(one.title)} {code(one.id)}"
    notes = ". ".join(_notes(sheet, links, one))
    for number, row in enumerate(one.figures):
        source = ". ".join(filter(None, ["" if number else notes, plain(row.note)]))
        yield ("" if number else name, plain(row.label), plain(row.figure), source)


def _notes(sheet: Sheet, links: Links, one: Figures) -> Iterator[str]:
    cite = sheet.ruleset.parameters[one.id].cite
    if cite:
        yield f"{heading(sheet.lang, 'cite')} {links.clauses(cite)}"
    yield from (plain(capital(note)) for note in one.notes[1 if cite else 0 :])
