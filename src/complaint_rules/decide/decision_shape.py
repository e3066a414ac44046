"""The shape of a decision, as the contract has it: export, JSON Schema and reading back follow from it."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from complaint_rules.decide import entries as entry
from complaint_rules.decide.glossary import KINDS, DeclaredFact, Labelled, OwnValue, StoredLabels
from complaint_rules.decide.offer import RemedyOffer, StoredOffers
from complaint_rules.decide.shape import (
    BOOL,
    DAY,
    LABEL,
    MOMENT,
    MONEY,
    NAME,
    OUTPUT,
    RULE_PATTERN,
    RULES,
    TEXT,
    TEXTS,
    WHOLE,
    Members,
    Schema,
    listed,
    maybe,
    object_of,
    one_of,
    text,
    tuple_of,
)
from complaint_rules.decide.trace import REF, TRACE_MEMBERS, Trace
from complaint_rules.facts.fact import FactType
from complaint_rules.match.engines import ENGINES
from complaint_rules.vocabulary import CHOICES, FINDINGS, ITEMS, REMEDIES, STARTS

DEFINED: Schema = {
    "money": {"type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$", "description": "CNY"},
    "rule": {"type": "string", "pattern": RULE_PATTERN},
}
"""Definitions that the schema refers to."""

_WAITS = {"waits_for": TEXTS, "because": RULES}
_STATUSES = get_args(entry.RemedyStatus)
ENTRIES: Members = {
    "severity": tuple_of(entry.Severity, tier=maybe(NAME), rank=WHOLE, could_be=listed(maybe(NAME)), **_WAITS),
    "department": tuple_of(
        entry.Department, lead=maybe(NAME), support=listed(NAME), could_be=listed(maybe(NAME)), **_WAITS
    ),
    "liability": tuple_of(
        entry.Liability, finding=one_of(*FINDINGS), disputed=BOOL, could_be=listed(one_of(*FINDINGS)), **_WAITS
    ),
    "deadlines": listed(
        tuple_of(
            entry.Deadline,
            {"start": "from"},
            clock=NAME,
            within=TEXT,
            start=one_of(*STARTS),
            due=maybe(MOMENT),
            not_before=maybe(DAY),
            earliest=maybe(MOMENT),
            **_WAITS,
        )
    ),
    "approvals": listed(tuple_of(entry.Approval, {"purpose": "for"}, role=NAME, purpose=NAME, **_WAITS)),
    "remedies": listed(
        tuple_of(
            entry.Remedy,
            {"min_fen": "min", "max_fen": "max", "settles_from_fen": "settles_from"},
            kind=one_of(*REMEDIES),
            status=one_of(*_STATUSES),
            min_fen=maybe(MONEY),
            max_fen=maybe(MONEY),
            settles_from_fen=maybe(MONEY),
            could_be=listed(maybe(one_of(*[status for status in _STATUSES if status != "open"]))),
            waits_for=TEXTS,
            group=maybe(NAME),
            choice=maybe(one_of(*CHOICES)),
            public=maybe(BOOL),
            approval_ladder=listed(tuple_of(entry.Step, {"upto_fen": "upto"}, upto_fen=maybe(MONEY), role=NAME)),
            because=RULES,
        )
    ),
    "items": listed(
        tuple_of(
            entry.Item,
            {"min_fen": "min", "max_fen": "max"},
            item=one_of(*ITEMS),
            status=one_of(*get_args(entry.ItemStatus)),
            min_fen=MONEY,
            max_fen=maybe(MONEY),
            missing=TEXTS,
            **_WAITS,
        )
    ),
    "payable": tuple_of(
        entry.Payable,
        {"min_fen": "min", "now_fen": "now", "max_fen": "max"},
        min_fen=MONEY,
        now_fen=maybe(MONEY),
        max_fen=maybe(MONEY),
    ),
    "actions": listed(tuple_of(entry.Action, do=NAME, when=NAME, **_WAITS)),
    "prohibited": listed(tuple_of(entry.Prohibition, do=NAME, until_known=TEXTS, **_WAITS)),
}

_HEAD: Members = {
    "complaint_id": text(description="the complaint's id"),
    "status": one_of("final", "provisional"),
    "ruleset": REF,
    "engine": one_of(*ENGINES),
    "as_of": DAY,
}
_QUESTION = tuple_of(entry.Question, fact=TEXT, affects=listed(OUTPUT))
_REVIEW = tuple_of(
    entry.Review,
    kind=one_of(*get_args(entry.ReviewKind)),
    entry=text(description="the path of an entry"),
    rules=RULES,
    parameter=maybe(NAME),
    year=maybe(WHOLE),
    text=tuple_of(entry.Text, en=TEXT, zh=TEXT),
)

# --- what a reader without the ruleset needs

_OFFERS = tuple_of(
    StoredOffers,
    authority=listed(tuple_of(entry.Step, {"upto_fen": "upto"}, upto_fen=maybe(MONEY), role=NAME)),
    remedies=listed(tuple_of(RemedyOffer, kind=one_of(*REMEDIES), roles=listed(NAME), least_by=RULES, most_by=RULES)),
)
_LABELS = tuple_of(
    StoredLabels,
    ruleset=LABEL,
    names=listed(tuple_of(Labelled, kind=one_of(*KINDS), name=TEXT, en=TEXT, zh=TEXT)),
    facts=listed(
        tuple_of(
            DeclaredFact,
            fact=text("^extra[.][a-z][a-z0-9_]*$"),
            type=one_of(*[kind.value for kind in FactType]),
            unit=maybe(TEXT),
            en=TEXT,
            zh=TEXT,
            values=listed(tuple_of(OwnValue, value=TEXT, en=TEXT, zh=TEXT)),
        )
    ),
)


class Stored(NamedTuple):
    """The trace as it is stored, with what offers and labels need."""

    trace: Trace
    offers: StoredOffers
    labels: StoredLabels


def _stored(*values: Any) -> Stored:
    *of_trace, offers, labels = values
    return Stored(Trace(*of_trace), offers, labels)


_STORED = object_of(
    _stored, {**TRACE_MEMBERS, "offers": _OFFERS, "labels": _LABELS}, lambda one: (*one.trace, one.offers, one.labels)
)


_SAID: Members = {**_HEAD, **ENTRIES, "questions": listed(_QUESTION), "review": listed(_REVIEW)}


def _tuple(*values: Any) -> tuple[Any, ...]:
    return values


SAID = object_of(_tuple, _SAID, lambda values: values)
"""A decision without its trace, as a tuple of its members."""

DECISION = object_of(_tuple, {**_SAID, "trace": _STORED}, lambda values: values)
"""A decision as a tuple of its members; the last is what led to it, as `Stored`."""


def decision_schema() -> Schema:
    """The JSON Schema of one decision: every key is required, none may be added."""
    return {
        "title": "Decision",
        "description": "A decision on one complaint. Money is CNY, a string with two decimals.",
        **DECISION.schema,
        "$defs": DEFINED,
    }
