"""The trace of a decision as data: facts with their states, rules with citations, exceptions, parameters, calendar."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from complaint_rules.compile.lawdays import LAW_OF
from complaint_rules.compile.rule import RulesetRef
from complaint_rules.decide.entries import Overridden
from complaint_rules.decide.shape import (
    BOOL,
    DAY,
    DIGEST,
    LABEL,
    MOMENT,
    NAME,
    OUTPUT,
    RULE,
    RULES,
    TEXT,
    TEXTS,
    Members,
    as_stated,
    listed,
    mapping,
    maybe,
    one_of,
    text,
    tuple_of,
)
from complaint_rules.decide.values import ANY_VALUE, FIGURE, TIMEZONE
from complaint_rules.facts.states import State
from complaint_rules.frozen_dict import FrozenDict
from complaint_rules.load.source import CONFIDENCES

Label = FrozenDict[str, str]
"""A label by language: `en` and `zh`."""


class FactLine(NamedTuple):
    """One fact and its state; `value` as the contract writes it."""

    fact: str
    state: State
    value: Any


class Held(NamedTuple):
    """A satisfied test: the cell of a fact (or of `decision.severity` and the like), and the value it was tested on.

    `state` is `known`, `presumed`, `unknown` or `absent`; for a part of the decision it is `decided`.
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
    """A rule that may yet fire, and the unknown facts that it waits for; the rest as in `RuleLine`.

    An entry may already depend on it: what is not certain is not offered, and what may be payable is pending.
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
    whose figure this is; `stands_in` says that none is stated for the complaint's place, so that the default is used.
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
    """What decided, in addition to the engine and the calendar.

    `library` is the version of this library, `layers` the ruleset's, lowest first, each with its own digest. Procedure
    and clocks are those of `procedure_of`, the day received; yearly figures those of `figures_of`, the settlement.
    """

    library: str
    layers: tuple[RulesetRef, ...]
    procedure_of: str
    figures_of: str


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
    calendar: FrozenDict[str, Any]
    notice: Label | None
    provenance: Provenance
    exact: bool = True
    """Whether what depends on unknown facts is exact; else it is a bound on the safe side."""

    def to_dict(self) -> dict[str, Any]:
        """The trace as JSON data."""
        data: dict[str, Any] = TRACE.written(self)
        return data


# --- its shape

REF = tuple_of(RulesetRef, id=TEXT, version=TEXT, digest=DIGEST)
"""A ruleset, or a layer of one."""

_STATED_DAY, _STATED_MOMENT = as_stated(DAY), as_stated(MOMENT)
_STATES = get_args(State)
_ABOUT_RULE = {
    "title": LABEL,
    "cite": TEXTS,
    "basis": maybe(one_of("assumption")),
    "reason": maybe(LABEL),
    "confidence": maybe(one_of(*CONFIDENCES)),
    "binding": BOOL,
    "place": text(description="file:line:column"),
}
_HELD = tuple_of(Held, fact=TEXT, test=TEXT, state=one_of(*_STATES, "decided"), value=ANY_VALUE)
_PARAMETER = tuple_of(
    ParameterLine,
    parameter=NAME,
    value=FIGURE,
    unit=TEXT,
    since=maybe(_STATED_DAY),
    ruleset=TEXT,
    cite=TEXTS,
    basis=maybe(one_of("assumption")),
    reason=maybe(LABEL),
    confidence=maybe(one_of(*CONFIDENCES)),
    source=maybe(TEXT),
    law_of=one_of(*LAW_OF),
    by=maybe(TEXT),
    stated_for=maybe(TEXT),
    stands_in=BOOL,
)
_RULE_LINE = tuple_of(RuleLine, rule=RULE, certain=BOOL, **_ABOUT_RULE, held=listed(_HELD))
TRACE_MEMBERS: Members = {
    "received_at": _STATED_MOMENT,
    "law_of": _STATED_DAY,
    "facts": listed(tuple_of(FactLine, fact=TEXT, state=one_of(*_STATES), value=ANY_VALUE)),
    "rules": listed(_RULE_LINE),
    "silenced": listed(tuple_of(Silenced, rule=RULE, cite=TEXTS, by=RULES)),
    "overridden": listed(tuple_of(Overridden, rule=RULE, output=OUTPUT, by=RULES)),
    "undecided": listed(tuple_of(Undecided, rule=RULE, **_ABOUT_RULE, waits_for=TEXTS)),
    "parameters": listed(_PARAMETER),
    "assumptions": TEXTS,
    "calendar": mapping(id=TEXT, version=TEXT, timezone=TIMEZONE, digest=DIGEST, until=maybe(_STATED_DAY)),
    "notice": maybe(LABEL),
    "provenance": tuple_of(
        Provenance, library=TEXT, layers=listed(REF), procedure_of=_STATED_DAY, figures_of=_STATED_DAY
    ),
    "exact": BOOL,
}
TRACE = tuple_of(Trace, **TRACE_MEMBERS)


def rule_data(line: RuleLine) -> dict[str, Any]:
    """A rule that fired, as JSON data."""
    data: dict[str, Any] = _RULE_LINE.written(line)
    return data
