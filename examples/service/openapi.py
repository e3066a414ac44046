"""The OpenAPI document: what the routes take and answer, by the schemas of the library and those of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from complaint_rules.commands.schema import complaint_schema
from complaint_rules.decide.decision_shape import decision_schema
from complaint_rules.vocabulary import REMEDIES
from examples.service.bodies import Limits
from examples.service.problems import MEDIA_TYPE

Schema = dict[str, Any]

_COMPONENTS = "#/components/schemas/"


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Schema:
    """A schema of the document by its name."""
    return {"$ref": _COMPONENTS + name}


_TEXT: Schema = {"type": "string"}
_TEXTS = _list(_TEXT)
_BOOL: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PARAMS: Schema = {"type": "object", "description": "what the texts mention, as plain JSON data"}
_BOTH = _object(en=_TEXT, zh=_TEXT)
_RULES = _list(ref("rule"))
_RULESET = _object(id=_TEXT, version=_TEXT, digest=_TEXT)
_MAYBE_MONEY = _or_null(ref("money"))
_ANY: Schema = {}


def _problem() -> Schema:
    line = _or_null({"type": "integer", "minimum": 1})
    one = _object(
        code=_TEXT,
        path={"type": "string", "description": "a JSON Pointer"},
        fact=_or_null(_TEXT),
        params=_PARAMS,
        text=_BOTH,
        help=_or_null(_BOTH),
        place=_or_null(_object(file=_TEXT, line=line, column=line)),
        detail=_TEXT,
        pointer={"type": "string", "description": "the path as a URI fragment"},
    )
    return {
        "title": "Problem",
        "description": "Problem details of RFC 9457, in the language asked for; each problem has its texts in both.",
        **_object(
            type=_TEXT,
            title=_TEXT,
            status={"type": "integer", "minimum": 400, "maximum": 599},
            detail=_TEXT,
            instance=_TEXT,
            code=_TEXT,
            params=_PARAMS,
            errors=_list(one),
        ),
    }


def _explanations(trace: Schema) -> dict[str, Schema]:
    """The answer of `explain`; what it shares with a trace is as there."""
    asked = _object(fact=_TEXT, test=_TEXT, state=_TEXT, value=_ANY, open=_BOOL, one_of=_COUNT)
    candidate = _object(
        rule=ref("rule"),
        state={"enum": ["not_in_force", "not_met", "waits", "silenced", "beaten", "counts"]},
        unmet=_list(asked),
        silenced_by=_RULES,
        beaten_by=_RULES,
        cite=_TEXTS,
        binding=_BOOL,
        place=_TEXT,
    )
    explanation = _object(
        path=_TEXT,
        entry=_ANY,
        rules=trace["rules"],
        grounds=_list(_object(fact=_TEXT, state=_TEXT, value=_ANY, keeps_away=_TEXTS)),
        silenced=trace["silenced"],
        overridden=trace["overridden"],
        parameters=trace["parameters"],
        assumptions=_TEXTS,
        waits_for=_TEXTS,
        whatever=_TEXTS,
        parts=_list(ref("Explanation")),
    )
    turn = _object(fact=_TEXT, state=_TEXT, value=_ANY, to=_ANY)
    change = _object(changes=_or_null(_list(turn)), certified=_BOOL, possible=_BOOL)
    why_not = _object(wanted=_TEXT, already=_BOOL, rules=_list(candidate), smallest_change=change)
    return {
        "Explanation": explanation,
        "WhyNot": why_not,
        "Explained": _object(
            complaint_id=_TEXT,
            ruleset=_RULESET,
            why=_list(ref("Explanation")),
            why_not=_list(ref("WhyNot")),
            text={"type": "string", "description": "all of it for a person to read, in the language asked for"},
        ),
    }


def _answers() -> dict[str, Schema]:
    decided = {"anyOf": [_object(decision=ref("Decision")), _object(error=ref("Problem"))]}
    answer = _object(value=_ANY, left_open=_COUNT)
    proof = _object(given={"type": "object"}, answers=_list(_ANY))
    question = _object(
        fact=_TEXT, affects=_TEXTS, answers=_list(answer), left_open={"type": "number"}, proof=_or_null(proof)
    )
    served = _object(
        id=_TEXT,
        version=_TEXT,
        digest=_TEXT,
        engine=_TEXT,
        calendar_until=_or_null({"type": "string", "format": "date"}),
        refused_at=_or_null({"type": "string", "format": "date-time"}),
    )
    return {
        "Decided": _object(results=_list(decided), decided=_COUNT, refused=_COUNT),
        "Offer": _object(
            complaint_id=_TEXT,
            remedy={"enum": [*REMEDIES]},
            amount=_MAYBE_MONEY,
            allowed=_BOOL,
            settles=_BOOL,
            code=_TEXT,
            params=_PARAMS,
            reason=_TEXT,
            text=_BOTH,
            approvals=_TEXTS,
            limited_by=_RULES,
            nearest=_MAYBE_MONEY,
        ),
        "Questions": _object(complaint_id=_TEXT, status={"enum": ["final", "provisional"]}, questions=_list(question)),
        "Reloaded": _object(reloaded=_BOOL, ruleset=_RULESET),
        "Health": _object(status={"const": "alive"}, version=_TEXT),
        "Ready": _object(status={"const": "ready"}, rulesets=_list(served)),
    }


def _questions_asked(limits: Limits) -> dict[str, Schema]:
    name = {"type": "string", "minLength": 1, "maxLength": 200}
    names = _list(name) | {"maxItems": limits.entries, "default": []}
    amount = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}], "description": "CNY, in yuan"}
    return {
        "Complaints": _object(complaints=_list(ref("Complaint")) | {"maxItems": limits.complaints}),
        "OfferMade": {
            **_object(complaint=ref("Complaint"), remedy={"enum": [*REMEDIES]}, amount=amount),
            "required": ["complaint", "remedy"],
        },
        "Asked": _object(complaint=ref("Complaint")),
        "ToExplain": {
            **_object(complaint=ref("Complaint"), why=names, why_not=names),
            "required": ["complaint"],
        },
    }


def _lifted(name: str, schema: Schema) -> dict[str, Schema]:
    """A schema and its definitions, as they are in a document of OpenAPI."""
    moved: Schema = json.loads(json.dumps(schema).replace('"#/$defs/', f'"{_COMPONENTS}'))
    for key in ("$schema", "$id"):
        moved.pop(key, None)
    return {**moved.pop("$defs"), name: moved}


def takes(name: str) -> dict[str, Any]:
    """What a route takes."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": ref(name)}}}}


def gives(name: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route answers: a schema, or problem details with one of the statuses."""
    problem = {"description": "problem details", "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}
    good = {"description": "the answer", "content": {"application/json": {"schema": ref(name)}}}
    return {200: good, **dict.fromkeys((*statuses, 500), problem)}


def document_of(app: FastAPI, rulesets: Iterable[str], limits: Limits) -> Callable[[], Schema]:
    """What makes the document of an app, once."""

    def document() -> Schema:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            decision = _lifted("Decision", decision_schema())
            trace = decision["Decision"]["properties"]["trace"]["properties"]
            made.setdefault("components", {})["schemas"] = {
                **_lifted("Complaint", complaint_schema()),
                **decision,
                "Problem": _problem(),
                **_answers(),
                **_explanations(trace),
                **_questions_asked(limits),
            }
            for path in made["paths"].values():
                for parameter in [one for method in path.values() for one in method.get("parameters", ())]:
                    if parameter["name"] == "ruleset":
                        parameter["schema"] = {"enum": [*rulesets]}
            app.openapi_schema = made
        return app.openapi_schema

    return document
