"""The JSON Schema of a decision, as `decide --format json` prints it: every key is required, none may be added."""

from __future__ import annotations

from typing import Any, get_args

from complaint_rules.compile.lawdays import LAW_OF
from complaint_rules.decide.entries import ItemStatus, RemedyStatus, ReviewKind
from complaint_rules.facts.states import State
from complaint_rules.load.source import CONFIDENCES
from complaint_rules.match.engines import ENGINES
from complaint_rules.vocabulary import CHOICES, FINDINGS, ITEMS, REMEDIES, STARTS

Schema = dict[str, Any]


def decision_schema() -> Schema:
    """The schema of one decision."""
    return {
        "title": "Decision",
        "description": "A decision on one complaint. Money is CNY, a string with two decimals.",
        **_object(
            complaint_id=_text("the complaint's id"),
            status=_one_of("final", "provisional"),
            ruleset=_object(id=_text(), version=_text(), digest=_DIGEST),
            engine=_one_of(*ENGINES),
            as_of=_DAY,
            severity=_object(
                tier=_or_null(_NAME),
                rank=_RANK,
                could_be=_list(_or_null(_NAME)),
                waits_for=_TEXTS,
                because=_BECAUSE,
            ),
            department=_object(
                lead=_or_null(_NAME),
                support=_list(_NAME),
                could_be=_list(_or_null(_NAME)),
                waits_for=_TEXTS,
                because=_BECAUSE,
            ),
            liability=_object(
                finding=_one_of(*FINDINGS),
                disputed=_BOOL,
                could_be=_list(_one_of(*FINDINGS)),
                waits_for=_TEXTS,
                because=_BECAUSE,
            ),
            **_entries(),
            questions=_list(_object(fact=_text(), affects=_list(_text()))),
            review=_list(_review()),
            trace=_trace(),
        ),
        "$defs": {
            "money": {"type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$", "description": "CNY"},
            "rule": {"type": "string", "pattern": "^[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*(#[0-9]+)?$"},
        },
    }


def _object(**properties: Schema) -> Schema:
    """An object with just these keys; a key that is a Python keyword ends in `_`."""
    named = {name.removesuffix("_"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def _text(description: str | None = None) -> Schema:
    return {"type": "string"} | ({"description": description} if description else {})


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(*values: str) -> Schema:
    return {"enum": list(values)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_RANK: Schema = {"type": "integer", "minimum": 0}
_BOOL: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_NAME: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_MONEY: Schema = {"$ref": "#/$defs/money"}
_BECAUSE = _list({"$ref": "#/$defs/rule"})
_TEXTS = _list(_text())
_DIGEST: Schema = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_MAYBE_TEXT = _or_null(_text())
_LABEL = _object(en=_text(), zh=_text())


def _entries() -> dict[str, Schema]:
    step = _object(upto=_or_null(_MONEY), role=_NAME)
    statuses = get_args(RemedyStatus)
    remedy = _object(
        kind=_one_of(*REMEDIES),
        status=_one_of(*statuses),
        min=_or_null(_MONEY),
        max=_or_null(_MONEY),
        settles_from=_or_null(_MONEY),
        could_be=_list(_or_null(_one_of(*[status for status in statuses if status != "open"]))),
        waits_for=_TEXTS,
        group=_or_null(_NAME),
        choice=_or_null(_one_of(*CHOICES)),
        public=_or_null({"type": "boolean"}),
        approval_ladder=_list(step),
        because=_BECAUSE,
    )
    item = _object(
        item=_one_of(*ITEMS),
        status=_one_of(*get_args(ItemStatus)),
        min=_MONEY,
        max=_or_null(_MONEY),
        missing=_TEXTS,
        waits_for=_TEXTS,
        because=_BECAUSE,
    )
    deadline = _object(
        clock=_NAME,
        within=_text(),
        from_=_one_of(*STARTS),
        due=_or_null(_INSTANT),
        not_before=_or_null(_DAY),
        earliest=_or_null(_INSTANT),
        waits_for=_TEXTS,
        because=_BECAUSE,
    )
    return {
        "deadlines": _list(deadline),
        "approvals": _list(_object(role=_NAME, for_=_NAME, waits_for=_TEXTS, because=_BECAUSE)),
        "remedies": _list(remedy),
        "items": _list(item),
        "payable": _object(min=_MONEY, now=_or_null(_MONEY), max=_or_null(_MONEY)),
        "actions": _list(_object(do=_NAME, when=_NAME, waits_for=_TEXTS, because=_BECAUSE)),
        "prohibited": _list(_object(do=_NAME, until_known=_TEXTS, waits_for=_TEXTS, because=_BECAUSE)),
    }


def _review() -> Schema:
    return _object(
        kind=_one_of(*get_args(ReviewKind)),
        entry=_text("the path of an entry"),
        rules=_BECAUSE,
        parameter=_or_null(_NAME),
        year=_or_null({"type": "integer"}),
        text=_LABEL,
    )


def _trace() -> Schema:
    rule: Schema = {"$ref": "#/$defs/rule"}
    states = get_args(State)
    basis = _or_null(_one_of("assumption"))
    confidence = _or_null(_one_of(*CONFIDENCES))
    held = _object(fact=_text(), test=_text(), state=_one_of(*states, "decided"), value={})
    stated: dict[str, Schema] = {
        "rule": rule,
        "title": _LABEL,
        "cite": _TEXTS,
        "basis": basis,
        "reason": _or_null(_LABEL),
        "confidence": confidence,
        "binding": _BOOL,
        "place": _text("file:line:column"),
    }
    parameter = _object(
        parameter=_NAME,
        value={"type": ["string", "object", "null"]},
        unit=_text(),
        since=_or_null(_DAY),
        ruleset=_text(),
        cite=_TEXTS,
        basis=basis,
        reason=_or_null(_LABEL),
        confidence=confidence,
        source=_MAYBE_TEXT,
        law_of=_one_of(*LAW_OF),
        by=_MAYBE_TEXT,
        stated_for=_MAYBE_TEXT,
        stands_in=_BOOL,
    )
    return _object(
        received_at=_INSTANT,
        law_of=_DAY,
        facts=_list(_object(fact=_text(), state=_one_of(*states), value={})),
        rules=_list(_object(**stated, certain=_BOOL, held=_list(held))),
        silenced=_list(_object(rule=rule, cite=_TEXTS, by=_BECAUSE)),
        overridden=_list(_object(rule=rule, output=_text(), by=_BECAUSE)),
        undecided=_list(_object(**stated, waits_for=_TEXTS)),
        parameters=_list(parameter),
        assumptions=_TEXTS,
        calendar=_object(id=_text(), version=_text(), timezone=_text(), digest=_DIGEST, until=_or_null(_DAY)),
        notice=_or_null(_LABEL),
        exact=_BOOL,
    )
