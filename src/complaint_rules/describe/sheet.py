"""A ruleset's own layer, laid out in one language, for any output format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.parameter import DatedParameter, Figure
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.glossary import Glossary
from complaint_rules.describe.authored import written
from complaint_rules.describe.wording import head
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.load.folder import Layer
from complaint_rules.money import format_fen
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import Lang, listed

Row = tuple[str, ...]
Said = tuple[str, str]
"""A word of `HEADS`, and the text under it."""


class FigureRow(NamedTuple):
    """One figure: its first day or its year, the place that it is for, if any, and where it comes from."""

    since: str
    place: str
    figure: str
    note: str

    @property
    def label(self) -> str:
        """Since when, and for which place."""
        return f"{self.since} {self.place}".rstrip()


class Figures(NamedTuple):
    """A parameter: its figures, and notes on where they come from."""

    id: str
    title: str
    figures: tuple[FigureRow, ...]
    notes: tuple[str, ...]


class Sheet:
    """One ruleset in one language: its own layer in full, those below it by name."""

    def __init__(self, layers: Sequence[Layer], ruleset: Ruleset, lang: Lang) -> None:
        self.layers = layers
        self.own = layers[-1]
        self.ruleset = ruleset
        self.lang: Lang = lang
        self.labels = Labels(Glossary.of(ruleset), lang)

    def say(self, word: str, *values: object) -> str:
        """A word of `HEADS` in the sheet's language."""
        return head(self.lang, word, *values)

    def label(self, label: source.Label | None) -> str:
        """A label in the sheet's language; empty where there is none."""
        return "" if label is None else label.zh if self.lang == "zh" else label.en

    def either(self, reason: source.Label | None) -> str:
        """A reason in the sheet's language; one that was given in English only serves for both."""
        return "" if reason is None else self.label(reason) or reason.en

    def header(self) -> list[Said]:
        """What the header says of the ruleset itself."""
        ruleset = self.ruleset
        below = [f"{one.id} {one.header.version} ({counts(one, self.lang)})" for one in self.layers[:-1]]
        said = [
            ("ruleset", f"{ruleset.id} {ruleset.version}"),
            ("title", self.labels.pick(ruleset.title)),
            ("digest", ruleset.digest),
            ("extends", "; ".join(below)),
            ("calendar", f"{ruleset.calendar.id}, {ruleset.timezone}"),
            ("notice", self.label(self.own.header.notice)),
            ("holds", counts(self.own, self.lang)),
        ]
        return [(word, text) for word, text in said if text]

    def lists(self) -> Iterator[tuple[str, list[Row]]]:
        """The header's lists, each under a word of `HEADS`; those without entries are left out."""
        header = self.own.header
        found: list[tuple[str, list[Row]]] = [
            ("tiers", [(name, self.labels.pick(pair)) for name, pair in self.ruleset.names.tiers.items()]),
            ("departments", self._named(header.departments)),
            ("roles", self._named(header.roles)),
            ("authority", self._authority()),
            ("presume", [(self.labels.fact(path), self._presumed(path)) for path in header.presume]),
            ("facts", [self._own_fact(name) for name in header.facts]),
        ]
        yield from ((word, rows) for word, rows in found if rows)

    def _named(self, names: dict[str, source.Label]) -> list[Row]:
        return [(name, self.label(label)) for name, label in names.items()]

    def _presumed(self, path: str) -> str:
        value = self.own.header.presume[path]
        return self.labels.value(path, value) if isinstance(value, bool | str) else written(value)

    def _own_fact(self, name: str) -> Row:
        """Name, type, label and values of a fact that the ruleset declares."""
        one = self.own.header.facts[name]
        fact = self.ruleset.names.facts[f"extra.{name}"]
        labels = [self.labels.pick(fact.label_of(value)) for value in one.values or ()]
        values = [f"{value}{self.labels.aside(label)}" for value, label in zip(one.values or (), labels, strict=True)]
        return name, one.type, self.label(one.title), listed(self.lang, values)

    def _authority(self) -> list[Row]:
        rows: list[Row] = []
        for rung in self.ruleset.authority:
            limit = self.say("above") if rung.upto_fen is None else self.say("upto", format_fen(rung.upto_fen))
            rows.append((rung.role, self.labels.of("lead", rung.role), limit))
        return rows

    def parameters(self) -> list[Figures]:
        """The layer's parameters."""
        own = [self.ruleset.parameters[name] for name in self.own.parameters]
        return [
            Figures(
                one.id,
                self.labels.pick(one.title),
                tuple(self._rows(one)),
                tuple(self._notes(one)),
            )
            for one in own
        ]

    def _rows(self, one: DatedParameter) -> Iterator[FigureRow]:
        for step in one.steps:
            if step.of_year and step.figure.value is None and not step.local:
                continue  # the end of the year before
            since = str(step.start.year) if step.of_year else str(step.start)
            yield FigureRow(since, "", self._figure(step.figure.value, one), self._source(step.figure))
            for place, own in step.local.items():
                yield FigureRow(since, self._place(one, place), self._figure(own.value, one), self._source(own))

    def _place(self, one: DatedParameter, place: str) -> str:
        return self.labels.value(one.by or "", place)

    def _source(self, figure: Figure) -> str:
        """Where one figure comes from, where it says so itself."""
        said = [figure.source or "", self.labels.confidence(figure.confidence) if figure.confidence else ""]
        return ", ".join(filter(None, said))

    def _figure(self, value: Any, parameter: DatedParameter) -> str:
        if value is None:
            return self.say("no_figure")
        return self.labels.figure(plain_figure(value, parameter.unit), parameter.unit)

    def _notes(self, one: DatedParameter) -> Iterator[str]:
        if one.cite:
            yield f"{self.say('cite')} {self.labels.clauses(one.cite)}"
        if one.law_of != "occurred":
            yield self.say(f"law_of_{one.law_of}")
        yield from filter(None, [one.source, one.confidence and self.labels.confidence(one.confidence)])
        if one.reason:
            reason = source.Label(en=one.reason[0], zh=one.reason[1])
            yield f"{self.say('assumption' if one.assumed else 'reason')}: {self.either(reason)}"

    def rules(self) -> list[tuple[source.Rule, Located]]:
        """The layer's rules, in their author's order."""
        return self.own.rules

    def tables(self) -> list[tuple[source.Table, Located]]:
        """The layer's tables, in their author's order."""
        return self.own.tables

    def grounds(self, one: source.Rule | source.Table) -> list[Said]:
        """The basis of a rule or table, what it silences, and when it is in force."""
        said = [
            ("cite", self.labels.clauses(one.cite)),
            ("assumption" if one.basis else "reason", self.either(one.reason)),
            ("exception_to", ", ".join(one.exception_to)),
            ("needs_clock", self.labels.all_of("deadlines", one.needs_clock)),
            ("binding", written(one.binding) if one.binding else ""),
        ]
        if one.effective:
            said.append(("effective", f"{one.effective.from_ or '...'} - {one.effective.until or '...'}"))
        if one.law_of and one.law_of != "occurred":
            said.append(("law_of", self.say(f"law_of_{one.law_of}")))
        return [(word, text) for word, text in said if text]


def counts(layer: Layer, lang: Lang) -> str:
    """How many rules, tables and parameters a layer has."""
    return head(lang, "counts", len(layer.rules), len(layer.tables), len(layer.parameters))


def plain_figure(value: Any, unit: str) -> Any:
    """A parameter's figure as an author writes it."""
    if isinstance(value, dict):
        return {key: plain_figure(inner, unit) for key, inner in value.items()}
    return format_fen(value) if unit.startswith("CNY") else str(value)
