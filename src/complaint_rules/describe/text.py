"""A ruleset as text for a terminal: its rules in their author's words."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.describe.authored import inline_yaml, written
from complaint_rules.describe.sheet import Figures, Said, Sheet
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.trace.columns import table, two_columns, wrap

_NARROW = 12
_PARAMETER = 26
_FIGURE = _PARAMETER + 4


def as_text(sheet: Sheet) -> Iterator[str]:
    """The ruleset line by line."""
    for said in sheet.header():
        yield from _row(sheet, said, 0)
    for word, rows in sheet.lists():
        yield from ("", sheet.say(word), *table(rows))
    parameters = sheet.parameters()
    if parameters:
        yield from ("", sheet.say("parameters"))
    for parameter in parameters:
        yield from _parameter(parameter)
    if sheet.rules():
        yield from ("", sheet.say("rules"))
    for rule, at in sheet.rules():
        yield from _rule(sheet, rule, at)
    if sheet.tables():
        yield from ("", sheet.say("tables"))
    for one, at in sheet.tables():
        yield from _table(sheet, one, at)


def _row(sheet: Sheet, said: Said, indent: int = 4) -> list[str]:
    word, text = said
    return two_columns(sheet.say(word), _NARROW, text, indent)


def _parameter(parameter: Figures) -> Iterator[str]:
    yield from two_columns(parameter.id, _PARAMETER, parameter.title)
    for row in parameter.figures:
        yield f"{' ' * _FIGURE}{row.label}  {row.figure}"
    for note in parameter.notes:
        yield from (" " * _FIGURE + part for part in wrap(note, 100 - _FIGURE))


def _rule(sheet: Sheet, rule: source.Rule, at: Located) -> Iterator[str]:
    yield from _titled(sheet, rule, at)
    yield from _row(sheet, ("when", inline_yaml(rule.when) if rule.when else sheet.say("always")))
    yield from _row(sheet, ("then", inline_yaml(rule.then)))
    yield from _grounds(sheet, rule)


def _titled(sheet: Sheet, one: source.Rule | source.Table, at: Located) -> Iterator[str]:
    yield ""
    yield f"  {one.id}  {sheet.label(one.title)}".rstrip() + f"  ({at.place()})"


def _grounds(sheet: Sheet, one: source.Rule | source.Table) -> Iterator[str]:
    for said in sheet.grounds(one):
        yield from _row(sheet, said)


def _table(sheet: Sheet, one: source.Table, at: Located) -> Iterator[str]:
    yield from _titled(sheet, one, at)
    heads = ["", *one.when, *(f"-> {name}" for name in one.then)]
    rows = [[f"#{number}", *map(written, row)] for number, row in enumerate(one.rows, 1)]
    yield from table([heads, *rows], indent=4, widest=30)
    yield from _grounds(sheet, one)
