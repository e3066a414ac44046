"""The links of a page's names: to an anchor on the page itself, or on another ruleset's page in the same folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from complaint_rules.describe.markdown import anchor_name, code, link, plain
from complaint_rules.describe.sheet import Sheet
from complaint_rules.load import source
from complaint_rules.trace.wording import listed, say


class Links:
    """Links of one page."""

    def __init__(self, sheet: Sheet, beside: Collection[str]) -> None:
        """Collect all names that can be linked.

        Args:
            sheet: the ruleset that the page is about.
            beside: ids of rulesets with pages in the same folder, named `ID.md`.
        """
        self._sheet = sheet
        self._own = sheet.own.id
        self._beside = beside
        self._titles: dict[str, source.Label | None] = {}
        self._layer_of: dict[str, str] = {}
        for layer in sheet.layers:
            self._titles |= {f"{layer.id}/{one.id}": one.title for one, _ in [*layer.rules, *layer.tables]}
            self._layer_of |= dict.fromkeys(layer.clauses, layer.id)

    def rule(self, name: str) -> str:
        """A rule, a table or a row of one by its title, or by its id where it has none."""
        full = name if "/" in name else f"{self._own}/{name}"
        layer, _, id = full.partition("/")
        stated, _, row = id.partition("#")
        title = self._sheet.label(self._titles.get(f"{layer}/{stated}"))
        text = plain(title) if title else code(stated if layer == self._own else f"{layer}/{stated}")
        if row:
            text += " " + plain(f"#{row}")
        return self._to(layer, anchor_name("rule", stated), text)

    def rules(self, names: Iterable[str]) -> str:
        """Several rules in one line."""
        return listed(self._sheet.lang, [self.rule(name) for name in names])

    def parameter(self, name: str) -> str:
        """A parameter by its title, or by its id where it has none."""
        found = self._sheet.ruleset.parameters[name]
        title = self._sheet.labels.pick(found.title)
        return self._to(found.layer, anchor_name("parameter", name), plain(title) if title else code(name))

    def clause(self, cite: str) -> str:
        """A clause by its citation and title."""
        document, _, number = cite.partition("/")
        text = plain(self._sheet.labels.clause(cite))
        return self._to(self._layer_of.get(document, ""), anchor_name("clause", document, number), text)

    def clauses(self, cites: Iterable[str]) -> str:
        """Several clauses in one line."""
        return say(self._sheet.lang, "semicolon").join(map(self.clause, cites))

    def ruleset(self, id: str, text: str) -> str:
        """Another ruleset's page."""
        return link(text, f"{id}.md") if id in self._beside else text

    def _to(self, layer: str, name: str, text: str) -> str:
        if layer == self._own:
            return link(text, f"#{name}")
        return link(text, f"{layer}.md#{name}") if layer in self._beside else text
