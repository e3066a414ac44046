"""Conditions for reading: every fact by its label and its name, cells as their author wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_rules.describe.authored import written
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import ListItem, code, plain
from complaint_rules.describe.sheet import Sheet
from complaint_rules.trace.wording import inline, listed, say

_PLAIN = ("true", "false", "not")
"""Words that need no label in English, in which the rules are written."""


class Conditions:
    """Renders conditions on one page."""

    def __init__(self, sheet: Sheet, links: Links) -> None:
        self._sheet = sheet
        self._links = links

    def items(self, when: Mapping[str, Any]) -> tuple[ListItem, ...]:
        """A condition as the items of a list, all of which must hold."""
        return tuple(self._item(key, raw) for key, raw in when.items())

    def _item(self, key: str, raw: Any) -> ListItem:
        if key in ("any", "all"):
            return ListItem(self._sheet.say(key), tuple(self._joined(part) for part in raw))
        if key == "not":
            return ListItem(self._sheet.say("not_all" if len(raw) > 1 else "not"), self.items(raw))
        return ListItem(f"{self.fact(key)}{say(self._sheet.lang, 'colon')}{self.cell(raw, key)}")

    def _joined(self, part: Mapping[str, Any]) -> ListItem:
        """One of several conditions; an item of its own where it makes several tests."""
        items = self.items(part)
        return items[0] if len(items) == 1 else ListItem(self._sheet.say("all"), items)

    def fact(self, path: str) -> str:
        """A fact, or a part of the decision, by label and name."""
        return f"{plain(self._sheet.labels.fact(path))} {code(path)}"

    def cell(self, raw: Any, path: str = "") -> str:
        """A cell or an amount as written, with the labels of what it names.

        Args:
            raw: what is written.
            path: the fact, or the part of the decision as `decision.lead`, whose values a cell names.
        """
        text = written(raw)
        names = dict.fromkeys(self._sheet.labels.names_in(path, text))
        said = [label for label in (self._meant(name, path) for name in names) if label]
        return f"{code(text)}{self._sheet.labels.aside(listed(self._sheet.lang, said))}" if said else code(text)

    def _meant(self, name: str, path: str) -> str:
        """The label of a name in a cell; empty where the name says as much."""
        sheet = self._sheet
        if sheet.labels.is_parameter(path, name):
            return self._links.parameter(name)
        label = sheet.labels.word(path, name) or ""
        is_plain = name == "not" or (sheet.lang == "en" and name in _PLAIN)
        return "" if is_plain or label == name.replace("_", " ") else plain(inline(label))


def named(sheet: Sheet, kind: str, name: str) -> str:
    """A name's label, followed by its id where the label is not the id in words."""
    label = inline(sheet.labels.of(kind, name))
    return plain(label) if label == name.replace("_", " ") else f"{plain(label)} {code(name)}"
