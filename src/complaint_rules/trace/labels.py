"""Labels of everything that a decision names, in one language: facts, values, parties, rules, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from complaint_rules import vocabulary
from complaint_rules.decide.glossary import Glossary
from complaint_rules.decide.trace import ParameterLine
from complaint_rules.facts.fact import FINITE, NUMERIC, SUMS, Fact, FactType, dependant_labels, group_label
from complaint_rules.trace.wording import LANGS, OUTPUTS, Lang, inline, listed, say, span, unit

_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_NUMBER_UNITS = ("days", "years", "percent")
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_STATE = re.compile(r"\Anot(?=[ (])|(?:\A|(?<=\Anot ))(?:known|unknown|absent)\Z")
_TRUTHS = {"true": "yes", "false": "no"}
_STATES = ("known", "unknown", "absent")
Pairs = Mapping[str, tuple[str, str]]


class Labels:
    """Labels in one language."""

    def __init__(self, names: Glossary, lang: Lang) -> None:
        self.lang: Lang = lang
        self.names = names
        self._at = LANGS.index(lang)
        self._of: dict[str, Pairs] = {
            "deadlines": names.clocks,
            "actions": names.actions,
            "prohibited": names.prohibited,
            "approvals": names.approvals,
            "remedies": vocabulary.REMEDIES,
            "items": vocabulary.ITEMS,
            "support": names.parties,
            "severity": names.tiers,
            "lead": names.parties,
            "liability": vocabulary.FINDINGS,
            "starts": vocabulary.STARTS,
        }

    def of(self, kind: str, name: str | None) -> str:
        """The label of an id of some kind; an id without a label is shown itself."""
        if name is None:
            return say(self.lang, "not_set")
        pair = self._of[kind].get(name)
        return pair[self._at] if pair is not None else name.replace("_", " ")

    def all_of(self, kind: str, names: Iterable[str | None]) -> str:
        """Several labels in one line."""
        return listed(self.lang, [self.of(kind, name) for name in names])

    def pick(self, pair: tuple[str, str] | None) -> str:
        """The text of a pair that is in this language."""
        return "" if pair is None else pair[self._at]

    def fact(self, path: str) -> str:
        """A fact's label, after its group's; a parameter's title where it is a figure that is missing."""
        if path.startswith("decision."):
            return say(self.lang, path.removeprefix("decision."))
        fact = self.names.facts.get(path)
        if fact is None:
            title = self.names.parameters.get(path.removeprefix("parameters."))
            return path if title is None else self.pick(title)
        label = self.pick((fact.en, fact.zh))
        if fact.group in (None, "extra", "evidence", "requests"):
            return label
        group = self.pick(group_label(str(fact.group)))
        return label if label.startswith(group) else f"{group}{say(self.lang, 'colon')}{label}"

    def facts(self, paths: Iterable[str]) -> str:
        """Several facts in one line."""
        return listed(self.lang, [self.fact(path) for path in paths])

    def value(self, path: str, value: Any, state: str = "known") -> str:
        """A fact's value for reading: words by their labels, sums with their unit."""
        if path.startswith("decision."):
            return self.of(path.removeprefix("decision."), value)
        if value is None:
            return say(self.lang, state)
        fact = self.names.facts.get(path)
        if fact is not None and fact.type is FactType.INSTANT:
            return self.moment(datetime.fromisoformat(value))
        if isinstance(value, bool):
            return say(self.lang, "yes" if value else "no")
        if isinstance(value, list | tuple):
            return listed(self.lang, [self._part(part) for part in value]) or say(self.lang, "none")
        if fact is not None and fact.type in FINITE:
            return self.pick(fact.label_of(value))
        return f"{value}{self._unit(fact)}"

    def _part(self, part: Any) -> str:
        """One of several parties, or one dependant."""
        if not isinstance(part, Mapping):
            return self.of("lead", part)
        labels, colon = dependant_labels(), say(self.lang, "colon")
        said = [f"{self.pick(labels[name])}{colon}{self._plain(value)}" for name, value in part.items()]
        return self.aside(listed(self.lang, said)).lstrip()

    def _plain(self, value: Any) -> str:
        return say(self.lang, "yes" if value else "no") if isinstance(value, bool) else str(value)

    def word(self, path: str, word: str) -> str | None:
        """The label of a name in a cell of a fact, or of a part of the decision; None where it names nothing."""
        if path.startswith("decision."):
            kind = path.removeprefix("decision.")
            return self.of(kind, word) if word in self._of.get(kind, ()) else self._state(word)
        fact = self.names.facts.get(path)
        if fact is not None and word in fact.values:
            return self.pick(fact.label_of(word))
        if fact is not None and fact.type is FactType.TEXT_SET and word in self._of["lead"]:
            return self.of("lead", word)
        if self.is_parameter(path, word):
            return self.pick(self.names.parameters[word])
        if fact is not None and fact.type not in NUMERIC:
            return self._state(word)
        return self.fact(word) if word in self.names.facts else self._state(word)

    def is_parameter(self, path: str, word: str) -> bool:
        """Whether a name in a cell is a parameter's, with which only numbers, sums and dates are compared."""
        fact = self.names.facts.get(path)
        return word in self.names.parameters and (fact is None or fact.type in NUMERIC)

    def _state(self, word: str) -> str | None:
        word = _TRUTHS.get(word, word)
        if word in ("day", "days"):
            return unit(self.lang, "days") if self.lang == "zh" else word
        return say(self.lang, word) if word in (*_TRUTHS.values(), *_STATES, "not") else None

    def test(self, path: str, text: str) -> str:
        """A cell with its names replaced by their labels."""
        comma = say(self.lang, "comma")
        names = re.compile(f"(?P<name>{self._names(path)})|, ")
        return names.sub(lambda found: self.word(path, found["name"]) or found[0] if found["name"] else comma, text)

    def names_in(self, path: str, text: str) -> list[str]:
        """The names in a cell: values of the fact where it has a list of them, else whatever looks like a name."""
        return [found[0] for found in re.finditer(self._names(path), text)]

    def _names(self, path: str) -> str:
        fact = self.names.facts.get(path)
        if fact is not None and fact.type is FactType.TEXT:
            return _STATE.pattern
        if fact is None or fact.type not in (FactType.ENUM, FactType.ORDERED):
            return _NAME.pattern
        values = "|".join(map(re.escape, sorted(fact.values, key=len, reverse=True)))
        return rf"(?:{values})(?=\Z|, |[)\]])|{_NAME.pattern}"

    def _unit(self, fact: Fact | None) -> str:
        if fact is None:
            return ""
        if fact.type is FactType.MONEY:
            return self._spaced(unit(self.lang, "CNY"))
        if fact.unit in _NUMBER_UNITS or fact.type in SUMS:
            return self._spaced(unit(self.lang, str(fact.unit)))
        return ""

    def _spaced(self, text: str) -> str:
        return text if self.lang == "zh" or not text else f" {text}"

    def confidence(self, name: str) -> str:
        """How sure a source is."""
        return say(self.lang, name)

    def stated_for(self, line: ParameterLine) -> list[str]:
        """The place that a figure is stated for, or that the default is used in place of the complaint's."""
        if line.by and line.stated_for:
            return [say(self.lang, "stated_for", self.value(line.by, line.stated_for))]
        if not line.stands_in:
            return []
        return [say(self.lang, "national_stands_in" if line.by == "province" else "default_stands_in")]

    def figure(self, value: Any, name: str) -> str:
        """A parameter's figure with its unit."""
        if value is None:
            return say(self.lang, "no_figure")
        if isinstance(value, Mapping):
            value = listed(self.lang, [f"{key}: {inner}" for key, inner in value.items()])
        return f"{value}{self._spaced(unit(self.lang, name))}"

    def output(self, path: str) -> str:
        """A part of the decision, such as `deadlines.respond`."""
        return self.outputs([path])

    def outputs(self, paths: Iterable[str]) -> str:
        """Several parts of the decision in one line, those of a kind together."""
        kinds: dict[str, list[str]] = {}
        for path in paths:
            head, _, name = path.partition(".")
            kinds.setdefault(head, []).extend([name] if name else [])
        return say(self.lang, "semicolon").join(self._outputs(head, names) for head, names in kinds.items())

    def _outputs(self, head: str, names: list[str]) -> str:
        if not names:
            return inline(say(self.lang, head))
        labels = [inline(self.of(head, name)) for name in names]
        return f"{OUTPUTS[head][self._at]}{say(self.lang, 'colon')}{listed(self.lang, labels)}"

    def clause(self, cite: str) -> str:
        """A citation with the clause's title."""
        title = self.names.clauses.get(cite)
        return cite if title is None else f"{cite} {self.pick(title)}"

    def clauses(self, cites: Iterable[str]) -> str:
        """Several citations in one line."""
        return say(self.lang, "semicolon").join(self.clause(cite) for cite in cites)

    def rule(self, id: str) -> str:
        """A rule's title and id; the id alone where it has no title."""
        title = self.title(id)
        return f"{title}{self.aside(id)}" if title else id

    def title(self, id: str) -> str:
        """A rule's title; empty where it has none of its own."""
        title = self.names.rules.get(id)
        return "" if title is None or title[0] == title[1] else self.pick(title)

    def aside(self, text: str) -> str:
        """A text in brackets."""
        return f"{say(self.lang, 'opening')}{text}{say(self.lang, 'closing')}"

    def moment(self, when: datetime) -> str:
        """A moment in the ruleset's time zone, to the minute, with its weekday."""
        local = when.astimezone(self.names.timezone)
        return f"{local:%Y-%m-%d} {_WEEKDAYS[self.lang][local.weekday()]} {local:%H:%M}"

    def span(self, text: str) -> str:
        """A span of time in words."""
        return span(self.lang, text)
