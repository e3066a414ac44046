"""The trace of a decision as data: facts with their states, rules with citations, exceptions, parameters, calendar."""

from __future__ import annotations

from typing import Any, NamedTuple

from complaint_rules.compile.rule import RulesetRef
from complaint_rules.decide.entries import Overridden
from complaint_rules.facts.states import State
from complaint_rules.fixed import Fixed

Label = Fixed[str, str]
"""A label by language: `en` and `zh`."""


class FactLine(NamedTuple):
    """One fact and its state; `value` as the contract writes it."""

    fact: str
    state: State
    value: Any


class Held(NamedTuple):
    """A test that held: the cell asked of a fact (or of `decision.severity` and the like), and what it was then.

    `state` is `known`, `presumed`, `unknown` or `absent`; of a part of the decision `decided`.
    """

    fact: str
    test: str
    state: str
    value: Any


class RuleLine(NamedTuple):
    """A rule that fired: why, by which clause, and from which line of which file.

    `certain` says that it fires whatever the unknown facts are; `cite` has clauses as `document/clause`;
    `basis` is `assumption` or None; `confidence` `primary`,
    `secondary`, `derived`, `unverified` or None; `place` is `file:line:column`.
    """

    rule: str
    certain: bool
    title: Label
    cite: tuple[str, ...]
    basis: str | None
    reason: Label | None
    confidence: str | None
    binding: bool
    place: str
    held: tuple[Held, ...]


class Silenced(NamedTuple):
    """A rule whose condition held but that an exception silenced."""

    rule: str
    cite: tuple[str, ...]
    by: tuple[str, ...]


class Undecided(NamedTuple):
    """A rule that an answer may yet bring about, and the facts that it waits for; the rest as in `RuleLine`.

    An entry may rest on it already: what is not certain is not offered, and what may be payable is pending.
    """

    rule: str
    title: Label
    cite: tuple[str, ...]
    basis: str | None
    reason: Label | None
    confidence: str | None
    binding: bool
    place: str
    waits_for: tuple[str, ...]


class ParameterLine(NamedTuple):
    """A parameter that a fired rule used: the figure in force, since when, and where it comes from.

    `value` is the figure as text in `unit`, money in yuan (a mapping of such texts for `lookup`, None where none is
    known). `since` is its first day, as 2026-11-20. `law_of` says by which day it was picked: `occurred`, `received`
    or `settled`. Where figures are stated by place, `by` is the fact that names the place and `stated_for` the place
    whose figure this is; `stands_in` says that none is stated for the complaint's place, so that the default stands in.
    """

    parameter: str
    value: Any
    unit: str
    since: str | None
    ruleset: str
    cite: tuple[str, ...]
    basis: str | None
    reason: Label | None
    confidence: str | None
    source: str | None
    law_of: str
    by: str | None
    stated_for: str | None
    stands_in: bool


class Provenance(NamedTuple):
    """What decided, besides the engine and the calendar.

    `library` is the version of this library, `layers` the ruleset's, lowest first, each with its own digest. Procedure
    and clocks are those of `procedure_of`, the day received; yearly figures those of `figures_of`, the settlement.
    """

    library: str
    layers: tuple[RulesetRef, ...]
    procedure_of: str
    figures_of: str

    def to_dict(self) -> dict[str, Any]:
        """The provenance as JSON data."""
        return self._asdict() | {"layers": [one._asdict() for one in self.layers]}


class Trace(NamedTuple):
    """Everything that led to a decision.

    `received_at` is an ISO moment with its offset; `law_of` the day whose law was applied; `assumptions` lists ids of
    rules, `parameters.NAME` and `presumed.FACT`; `calendar` has `id`, `version`, `timezone`,
    the `digest` of its days, and `until`, the last covered day.
    """

    received_at: str
    law_of: str
    facts: tuple[FactLine, ...]
    rules: tuple[RuleLine, ...]
    silenced: tuple[Silenced, ...]
    overridden: tuple[Overridden, ...]
    undecided: tuple[Undecided, ...]
    parameters: tuple[ParameterLine, ...]
    assumptions: tuple[str, ...]
    calendar: Fixed[str, Any]
    notice: Label | None
    provenance: Provenance
    exact: bool = True
    """Whether what depends on unknown facts is exact; else it is a bound on the safe side."""

    def to_dict(self) -> dict[str, Any]:
        """The trace as JSON data."""
        return {
            "received_at": self.received_at,
            "law_of": self.law_of,
            "facts": [{"fact": fact, "state": state, "value": plain(value)} for fact, state, value in self.facts],
            "rules": [rule_data(line) for line in self.rules],
            "silenced": [{"rule": one.rule, "cite": [*one.cite], "by": [*one.by]} for one in self.silenced],
            "overridden": [{"rule": one.rule, "output": one.output, "by": [*one.by]} for one in self.overridden],
            "undecided": [plain(one._asdict()) for one in self.undecided],
            "parameters": [plain(one._asdict()) for one in self.parameters],
            "assumptions": [*self.assumptions],
            "calendar": {**self.calendar},
            "notice": None if self.notice is None else {**self.notice},
            "provenance": self.provenance.to_dict(),
            "exact": self.exact,
        }


def rule_data(line: RuleLine) -> dict[str, Any]:
    """A rule that fired, as JSON data."""
    return {
        "rule": line.rule,
        "certain": line.certain,
        "title": {**line.title},
        "cite": [*line.cite],
        "basis": line.basis,
        "reason": None if line.reason is None else {**line.reason},
        "confidence": line.confidence,
        "binding": line.binding,
        "place": line.place,
        "held": [
            {"fact": fact, "test": test, "state": state, "value": plain(value)}
            for fact, test, state, value in line.held
        ],
    }


def plain(value: Any) -> Any:
    """A value as JSON data that shares nothing with any trace."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
