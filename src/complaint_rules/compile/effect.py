"""Effects: what a rule contributes to the decision when it fires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from complaint_rules.compile.amount import Amount, parameters_in
from complaint_rules.facts.fact import Fact

Mode = Literal["require", "permit", "forbid"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of a clock. `count` is in `unit`; `at once` is an empty span."""

    count: int
    unit: Literal["h", "days", "working days", "years", "at once"]
    text: str


def spanning(count: int, unit: Literal["days", "years"]) -> Duration:
    """A span of days or years, with its text."""
    return Duration(count, unit, f"{count} {unit if count != 1 else unit[:-1]}")


@dataclass(frozen=True, slots=True)
class SetSeverity:
    """The tier; of several tiers the highest is used."""

    tier: str
    rank: int


@dataclass(frozen=True, slots=True)
class AssignLead:
    """The lead department; a decision has one at most."""

    party: str


@dataclass(frozen=True, slots=True)
class AssignSupport:
    """A supporting department."""

    party: str


@dataclass(frozen=True, slots=True)
class DurationOf:
    """A span that a parameter gives, in its unit of days or years."""

    parameter: str
    unit: Literal["days", "years"]


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """A clock, its span, and the event that starts it."""

    clock: str
    within: Duration | DurationOf
    start: str


@dataclass(frozen=True, slots=True)
class RequireApproval:
    """Who must approve what."""

    role: str
    purpose: str


@dataclass(frozen=True, slots=True)
class FindLiability:
    """Who is liable; disputed where the law is unsettled."""

    finding: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class SetRemedy:
    """A remedy required, permitted or forbidden, with its range where it is money.

    `cap` is the most that the law allows; `group` names the group of alternatives that it belongs to under this rule;
    `public` marks a public apology.
    """

    mode: Mode
    kind: str
    least: Amount | None
    most: Amount | None
    cap: Amount | None = None
    group: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class SetItem:
    """An item of injury compensation. `needs` are groups of facts; one fact of each group suffices."""

    item: str
    payable: bool
    least: Amount | None
    most: Amount | None
    needs: tuple[tuple[Fact, ...], ...]
    cap: Amount | None = None


@dataclass(frozen=True, slots=True)
class RequestAction:
    """Something to do, and when."""

    do: str
    when: str


@dataclass(frozen=True, slots=True)
class ProhibitAction:
    """Something not to do."""

    do: str


Effect = (
    SetSeverity
    | AssignLead
    | AssignSupport
    | SetDeadline
    | RequireApproval
    | FindLiability
    | SetRemedy
    | SetItem
    | RequestAction
    | ProhibitAction
)


def parameters_of(effect: Effect) -> tuple[str, ...]:
    """The parameters that an effect reads."""
    if isinstance(effect, SetDeadline) and isinstance(effect.within, DurationOf):
        return (effect.within.parameter,)
    return tuple(name for amount in amounts_of(effect) for name in parameters_in(amount))


def amounts_of(effect: Effect) -> tuple[Amount, ...]:
    """The amounts that an effect reads."""
    if isinstance(effect, SetRemedy | SetItem):
        return tuple(amount for amount in (effect.least, effect.most, effect.cap) if amount is not None)
    return ()
