"""A page's rules and tables: facts by label and name, effects in words, and the basis of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from complaint_rules.compile.acceptance import KINDS
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.describe.authored import written
from complaint_rules.describe.conditions import Conditions, named
from complaint_rules.describe.effects import Effects
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import ListItem, anchor, anchor_name, bullets, code, plain, table
from complaint_rules.describe.sheet import Sheet
from complaint_rules.describe.wording import HEADS, heading
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.trace.wording import capital, say

Stated = source.Rule | source.Table

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KINDS = {
    "severity": "severity",
    "lead": "lead",
    "liability": "liability",
    "support": "support",
    "deadline": "deadlines",
    "action": "actions",
    "prohibit": "prohibited",
    "require": "remedies",
    "permit": "remedies",
    "forbid": "remedies",
    "item": "items",
}
"""The kind of name in a column of a table, or after the first point of the column's name."""


def rules(sheet: Sheet, links: Links) -> Iterator[str]:
    """Every rule under a heading of its own."""
    setter = _Setter(sheet, links)
    for rule, at in sheet.rules():
        yield from (*setter.titled(rule), *bullets(setter.rule(rule, at)), "")


def tables(sheet: Sheet, links: Links) -> Iterator[str]:
    """Every table under a heading of its own."""
    setter = _Setter(sheet, links)
    for one, at in sheet.tables():
        yield from (*setter.titled(one), *setter.rows(one), "", *bullets(setter.grounds(one, at)), "")


class _Setter:
    """Formats rules and tables."""

    def __init__(self, sheet: Sheet, links: Links) -> None:
        self._sheet = sheet
        self._links = links
        self._conditions = Conditions(sheet, links)
        self._effects = Effects(sheet, links, self._conditions)
        self._compiled = {rule.id: rule for rule in sheet.ruleset.rules}
        self._colon = say(sheet.lang, "colon")

    def titled(self, one: Stated) -> Iterator[str]:
        title = self._sheet.label(one.title)
        name = anchor(anchor_name("rule", one.id))
        yield f"### {plain(title)}" if title else f"### {code(one.id)}"
        yield from ("", f"{name}{code(one.id)}", "")

    def rule(self, rule: source.Rule, at: Located) -> Iterator[ListItem]:
        compiled = self._compiled[f"{self._sheet.own.id}/{rule.id}"]
        if rule.when:
            yield ListItem(self._head("when"), self._conditions.items(rule.when))
        else:
            yield ListItem(f"{self._head('when')}{self._colon}{self._sheet.say('always')}")
        yield ListItem(self._head("then"), tuple(map(ListItem, self._effects.lines(compiled.effects))))
        yield from self.grounds(rule, at)

    def _head(self, word: str) -> str:
        return f"**{heading(self._sheet.lang, word)}**"

    def grounds(self, one: Stated, at: Located) -> Iterator[ListItem]:
        for word, text in self._grounds(one):
            yield ListItem(f"{self._head(word)}{self._colon}{text}")
        for key, reason in one.accept.items():
            yield ListItem(f"{self._head('accepted')}{self._colon}{self._accepted(key, reason)}")
        yield ListItem(f"{self._head('place')}{self._colon}{code(str(at.place()))}")

    def _grounds(self, one: Stated) -> Iterator[tuple[str, str]]:
        """The basis as in the sheet, with names as links, and details that only a page has room for."""
        for word, text in self._sheet.grounds(one):
            if word == "cite":
                yield word, self._links.clauses(one.cite)
            elif word == "exception_to":
                yield word, self._links.rules(one.exception_to)
            elif word == "binding":
                yield word, self._sheet.say("binds")
            elif word == "effective" and one.effective:
                yield word, span(self._sheet, one.effective)
            else:
                yield word, plain(text)
        silencers = self._silencers(one)
        if silencers:
            yield "silenced_by", self._links.rules(silencers)
        if one.confidence:
            yield "confidence", self._sheet.labels.confidence(one.confidence)

    def _silencers(self, one: Stated) -> list[str]:
        """The rules that silence a rule, a table or a row of it."""
        full, rules = f"{self._sheet.own.id}/{one.id}", self._sheet.ruleset.rules
        stated: Iterable[CompiledRule] = (rule for rule in rules if full in (rule.id, rule.table))
        return [*dict.fromkeys(rules[position].id for rule in stated for position in rule.silencers)]

    def _accepted(self, key: str, reason: source.Label) -> str:
        kind, _, row = key.partition("#")
        text = self._sheet.labels.pick(KINDS[kind]) + (f" #{row}" if row else "")
        return f"{plain(text)}{self._colon}{plain(self._sheet.either(reason))}"

    def rows(self, one: source.Table) -> Iterator[str]:
        columns = [*one.when, *one.then]
        heads = [*map(self._conditions.fact, one.when), *(f"→ {self._column(name)}" for name in one.then)]
        rows = [[f"#{number}", *map(self._cell, columns, row)] for number, row in enumerate(one.rows, 1)]
        yield from table(["", *map(capital, heads)], rows)

    def _column(self, name: str) -> str:
        """A column of effects; the effects of a kind that has names of its own by that name too."""
        head, _, rest = name.partition(".")
        kind = _KINDS.get(head, "")
        own = rest.partition(".")[0]
        word = self._sheet.say(head) if head in HEADS else say(self._sheet.lang, head)
        label = f"{word}{self._colon}{self._sheet.labels.of(kind, own)}" if own else word
        return f"{plain(label)} {code(name)}"

    def _cell(self, column: str, raw: Any) -> str:
        text = written(raw)
        head = column.removeprefix("decision.").partition(".")[0]
        if text == "-":
            return ""
        if head == "deadline":
            return plain(self._sheet.labels.span(text))
        if isinstance(raw, str) and column.removeprefix("decision.") in _KINDS and _is_name(raw):
            return named(self._sheet, _KINDS[head], raw)
        return self._conditions.cell(raw, f"decision.{_KINDS[head]}" if head in _KINDS else column)


def span(sheet: Sheet, effective: source.Effective) -> str:
    """From and until which day something is in force."""
    first, last = effective.from_, effective.until
    if first and last:
        return sheet.say("span", first, last)
    return sheet.say("from", first) if first else sheet.say("until", last)


def _is_name(cell: str) -> bool:
    """Whether a cell is one plain name, not a test of another kind."""
    return _NAME.fullmatch(cell) is not None and cell not in ("known", "unknown", "absent")
