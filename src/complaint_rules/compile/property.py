"""Properties: what must always hold of a ruleset's decisions, as statements. Proved by `prove`, tested by `testing`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from complaint_rules.compile.condition import Condition
from complaint_rules.compile.names import Label
from complaint_rules.errors import Place
from complaint_rules.facts.fact import Fact

Part = Literal[
    "severity",
    "lead",
    "liability",
    "support",
    "deadline",
    "approval",
    "remedy",
    "item",
    "payable",
    "action",
    "prohibit",
]

Aspect = Literal["", "status", "min", "max"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part of the decision that a property is about.

    `name` is the clock, the purpose, the remedy, the item, the action ...; "" for the tier, the lead, the finding and
    the whole sum payable. `aspect` is the status or a bound of a remedy or item, or a bound of the whole sum.
    """

    part: Part
    name: str = ""
    aspect: Aspect = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The outcome is one of these words (a tier, a party, a finding, a role, a status); None: there is no such entry.

    Several roles may have to approve for one purpose; one of them suffices.
    """

    outcome: Outcome
    values: frozenset[str | None]
    text: str


@dataclass(frozen=True, slots=True)
class Stands:
    """The outcome, in fen, compares in this order with a sum; no entry counts as 0, no bound as more than any sum."""

    outcome: Outcome
    order: Literal["<", "<=", "=", ">=", ">"]
    fen: int
    text: str


@dataclass(frozen=True, slots=True)
class StandsToFact:
    """The outcome, in fen, compares in this order with a fact of the complaint; never with an absent one."""

    outcome: Outcome
    order: Literal["<", "<=", "=", ">=", ">"]
    fact: Fact
    text: str


@dataclass(frozen=True, slots=True)
class EndsBy:
    """The deadline ends no later than that of another clock; where either is not set, there is nothing to compare.

    Ends are compared where both run from the same start. A clock that runs from the hand-over is compared with one that
    runs from receipt as if the case were handed over at the latest, at the end of the clock `transfer`; one from any
    other start is not compared.
    """

    outcome: Outcome
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class Within:
    """The deadline ends no later than a span from its start (`count` of `unit`, as `effect.Duration` has it)."""

    outcome: Outcome
    count: int
    unit: Literal["h", "days", "working days", "years", "at once"]
    text: str


@dataclass(frozen=True, slots=True)
class Present:
    """There is such an entry, or none: a tier, a lead, a deadline, an approval, a remedy, an item, an action ..."""

    outcome: Outcome
    there: bool
    text: str


Expectation = OneOf | Stands | StandsToFact | EndsBy | Within | Present


@dataclass(frozen=True, slots=True)
class Always:
    """Where the condition holds on what is known (grade 2 or 3), so do all expectations."""

    when: Condition
    then: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """Where the condition holds on what is known, the expectations never hold together."""

    when: Condition
    then: tuple[Expectation, ...]


Driver = Fact | Literal["severity"]
"""What increases: a fact with all else the same, or the tier of any two complaints."""


@dataclass(frozen=True, slots=True)
class Monotone:
    """The outcome never falls (`rises`), or never rises (not `rises`), as the driver goes up."""

    outcome: Outcome
    rises: bool
    driver: Driver


Statement = Always | Never | Monotone


@dataclass(frozen=True, slots=True)
class CompiledProperty:
    """One property and its place. `layer` is the ruleset that states it."""

    id: str
    layer: str
    title: Label
    statement: Statement
    place: Place
