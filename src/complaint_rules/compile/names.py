"""The names that a stack of layers may use: facts, tiers, parties, clocks, parameters, rules, with their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from complaint_rules import vocabulary
from complaint_rules.errors import Place, Problem, did_you_mean, one_of, shown
from complaint_rules.facts.fact import Fact
from complaint_rules.load import source
from complaint_rules.load.folder import Located
from complaint_rules.money import parse_fen

_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_KEY = re.compile(r"0|[1-9][0-9]{0,5}")
Label = tuple[str, str]
Value = int | Fraction | Mapping[str, int | Fraction] | None


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A figure by date: `values` pairs each first day with the figure (money in fen; None: no figure)."""

    id: str
    layer: str
    title: Label
    unit: str
    values: tuple[tuple[date, Value], ...]
    binding: bool
    cite: tuple[str, ...]
    assumed: bool
    reason: Label | None
    confidence: str | None
    place: Place
    source: str | None = None

    @property
    def is_table(self) -> bool:
        """Whether its figures are mappings, for `lookup`."""
        return any(isinstance(value, Mapping) for _, value in self.values)

    def on(self, day: date) -> tuple[date | None, Value]:
        """The first day of the figure in force, and the figure; (None, None) before the first."""
        found: tuple[date | None, Value] = (None, None)
        for start, value in self.values:
            if start <= day:
                found = (start, value)
        return found


@dataclass(slots=True)
class Names:
    """Everything that a rule may name, and where to complain about what it may not."""

    facts: dict[str, Fact]
    tiers: dict[str, Label] = field(default_factory=dict)
    dropped: dict[str, Problem] = field(default_factory=dict)
    """Tiers of lower layers that a higher one leaves out, each with the problem that this is if a rule names it."""
    parties: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.PARTIES))
    clocks: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.CLOCKS))
    actions: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.ACTIONS))
    prohibited: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.PROHIBITED))
    approvals: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.APPROVALS))
    parameters: dict[str, Parameter] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def entries(self) -> dict[str, list[str]]:
        """What the entries of each list of a decision may be called, in order; actions may be prohibited too."""
        return {
            "deadlines": [*self.clocks],
            "approvals": [*self.approvals],
            "remedies": [*vocabulary.REMEDIES],
            "items": [*vocabulary.ITEMS],
            "actions": [*self.actions],
            "prohibited": [*self.prohibited, *self.actions],
        }

    def refuse(self, message: str, place: Place, help: str | None = None) -> None:
        """Note a problem; the compiler goes on to find the others."""
        self.problems.append(Problem(message, place, help=help))

    def check(self, what: str, name: object, known: Iterable[str], place: Place) -> str | None:
        """A name that must be one of the known ones; None, with a problem noted, where it is not."""
        names = list(known)
        if not isinstance(name, str):
            self.refuse(f"{shown(name)} is not the name of {_a(what)}", place, one_of("", names))
        elif name in names:
            return name
        else:
            near = self.near_fact(name) if what == "fact" else one_of(name, names)
            if what == "tier" and name in self.dropped:
                self.problems.append(self.dropped[name])
            self.refuse(f"unknown {what} {shown(name)}", place, near)
        return None

    def near_fact(self, name: str, others: Iterable[str] = ()) -> str:
        """What to write instead of a fact's name that is none."""
        groups = [path for path in self.facts if path.startswith(f"{name}.")]
        if groups:
            return f"it is a group; name one of its facts, such as `{groups[0]}`"
        if name.startswith("extra."):
            own = [path for path in self.facts if path.startswith("extra.")]
            return did_you_mean(name, own) or "declare it under `facts:` in the header"
        inside = [path for path in self.facts if path.endswith(f".{name}")]
        if inside:
            return f"did you mean `{inside[0]}`?"
        return did_you_mean(name, [*self.facts, *others]) or "`schema complaint` lists the facts"

    @property
    def ranks(self) -> dict[str, int]:
        """Each tier's rank, from 1."""
        return {tier: rank for rank, tier in enumerate(self.tiers, 1)}


def label(shape: source.Label | None, name: str) -> Label:
    """A label pair; a name without one stands for itself."""
    return (shape.en, shape.zh) if shape is not None else (name.replace("_", " "), name.replace("_", " "))


def _a(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def read_figure(text: object, unit: str) -> int | Fraction:
    """Read one figure of a parameter.

    Raises:
        ValueError: not a figure of that unit.
    """
    if unit.startswith("CNY"):
        return parse_fen(text)
    if not isinstance(text, str) or not _FIGURE.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a figure in {unit}; write a number such as 12 or 12.5")
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def read_parameter(name: str, shape: source.Parameter, layer: str, at: Located, names: Names) -> Parameter:
    """Compile one parameter; problems are noted."""
    place = at.place()
    values: list[tuple[date, Value]] = []
    for day, figure in shape.values.items():
        try:
            start = _day(day)
            values.append((start, _figures(figure, shape.unit)))
        except ValueError as error:
            names.refuse(f"parameter `{name}` from {day}: {error}", at.place("values", day))
    if not shape.values:
        names.refuse(f"parameter `{name}` has no figure", at.place("values"), "write {2020-01-01: ...}")
    if [day for day, _ in values] != sorted({day for day, _ in values}):
        names.refuse(f"parameter `{name}`: days are not in order", at.place("values"), "write the earliest first")
    if len({isinstance(value, Mapping) for _, value in values if value is not None}) > 1:
        names.refuse(f"parameter `{name}`: a single figure beside a mapping", at.place("values"), "write all one way")
    if not shape.cite and (shape.basis is None or shape.reason is None):
        help_ = "add `cite:`, or `basis: assumption` with a `reason:`"
        names.refuse(f"parameter `{name}` has no source", place, help_)
    return Parameter(
        id=name,
        layer=layer,
        title=label(shape.title, name),
        unit=shape.unit,
        values=tuple(values),
        binding=shape.binding,
        cite=tuple(shape.cite),
        assumed=shape.basis is not None,
        reason=None if shape.reason is None else label(shape.reason, ""),
        confidence=shape.confidence,
        place=place,
        source=shape.source,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is not a day of the calendar") from None


def _figures(figure: Any, unit: str) -> Value:
    if isinstance(figure, dict):
        odd = next((key for key in figure if not _KEY.fullmatch(key)), None)
        if odd is not None or not figure:
            raise ValueError(f"{shown(figure if odd is None else odd)} is not a key to look up; write whole numbers")
        return {key: read_figure(value, unit) for key, value in figure.items()}
    return None if figure is None else read_figure(figure, unit)
