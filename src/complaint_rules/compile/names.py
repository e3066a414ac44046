"""The names that a stack of layers may use: facts, tiers, parties, clocks, parameters, rules, with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from complaint_rules import vocabulary
from complaint_rules.errors import Place, Problem, one_of
from complaint_rules.facts.fact import Fact
from complaint_rules.load import source
from complaint_rules.money import parse_fen

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
    reason: str | None
    confidence: str | None
    place: Place
    source: str | None = None

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
    parties: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.PARTIES))
    clocks: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.CLOCKS))
    actions: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.ACTIONS))
    prohibited: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.PROHIBITED))
    approvals: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.APPROVALS))
    parameters: dict[str, Parameter] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, message: str, place: Place, help: str | None = None) -> None:
        """Note a problem; the compiler goes on to find the others."""
        self.problems.append(Problem(message, place, help=help))

    def check(self, what: str, name: object, known: Iterable[str], place: Place) -> str | None:
        """A name that must be one of the known ones; None, with a problem noted, where it is not."""
        names = list(known)
        if isinstance(name, str) and name in names:
            return name
        self.refuse(f"unknown {what} `{str(name)[:80]}`", place, one_of(str(name), names))
        return None

    @property
    def ranks(self) -> dict[str, int]:
        """Each tier's rank, from 1."""
        return {tier: rank for rank, tier in enumerate(self.tiers, 1)}


def label(shape: source.Label | None, name: str) -> Label:
    """A label pair; a name without one stands for itself."""
    return (shape.en, shape.zh) if shape is not None else (name.replace("_", " "), name.replace("_", " "))


def read_figure(text: str, unit: str) -> int | Fraction:
    """Read one figure of a parameter.

    Raises:
        ValueError: not a figure of that unit.
    """
    if unit.startswith("CNY"):
        return parse_fen(text)
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def read_parameter(
    name: str, shape: source.Parameter, layer: str, place: Place, problems: list[Problem]
) -> Parameter:
    """Compile one parameter; problems are noted."""
    values: list[tuple[date, Value]] = []
    for day, figure in shape.values.items():
        try:
            start = date.fromisoformat(day)
            values.append((start, _figures(figure, shape.unit)))
        except (ValueError, ZeroDivisionError) as error:
            message = str(error) if "`" in str(error) else f"`{figure}` is not a figure in {shape.unit}"
            problems.append(Problem(f"parameter `{name}` from {day}: {message}", place))
    if [day for day, _ in values] != sorted({day for day, _ in values}):
        problems.append(Problem(f"parameter `{name}`: days are not in order", place, help="write the earliest first"))
    if not shape.cite and (shape.basis is None or not shape.reason):
        help_ = "add `cite:`, or `basis: assumption` with a `reason:`"
        problems.append(Problem(f"parameter `{name}` has no source", place, help=help_))
    return Parameter(
        id=name,
        layer=layer,
        title=label(shape.title, name),
        unit=shape.unit,
        values=tuple(values),
        binding=shape.binding,
        cite=tuple(shape.cite),
        assumed=shape.basis is not None,
        reason=shape.reason,
        confidence=shape.confidence,
        place=place,
        source=shape.source,
    )


def _figures(figure: Any, unit: str) -> Value:
    if isinstance(figure, dict):
        return {key: read_figure(value, unit) for key, value in figure.items()}
    return None if figure is None else read_figure(figure, unit)
