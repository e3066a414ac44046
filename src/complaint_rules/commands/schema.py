"""`schema`: JSON Schema of a complaint, a decision, a record, and a ruleset's files.

Each has an `$id` with its version: the first number changes when something that was valid no longer is (for a decision:
when it may contain something that readers did not have to expect), the second when something is added.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from complaint_rules.commands.console import DONE, Console
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.decide.decision_shape import decision_schema
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import SUMS, Fact, FactType
from complaint_rules.facts.scalars import DAY_SCHEMA, INSTANT_SCHEMA, MONEY_SCHEMA, TEXT_SCHEMA, whole_schema
from complaint_rules.load import source
from complaint_rules.money import format_fen
from complaint_rules.record.form import record_schema

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDS = "urn:complaint-rules:schema:"
VERSIONS = {"complaint": "1.0", "decision": "1.1", "record": "1.0", "ruleset": "1.1"}
"""The version of each schema; `docs/stability.md` says when it rises."""

_SHARED = {"Money": MONEY_SCHEMA, "Day": DAY_SCHEMA, "Instant": INSTANT_SCHEMA}
_FILES = (source.Header, source.RuleFile, source.ClauseFile)
_ONE_OR_SEVERAL = ("cite", "exception_to", "extends", "needs_clock")
_FIGURE: dict[str, Any] = {"type": ["string", "number", "null"]}


def print_schema(what: str, ruleset: str | None, console: Console) -> int:
    """Print one schema as JSON; that of a complaint with the facts that a ruleset adds, where one is given.

    Raises:
        RulesetError: the ruleset has problems.
    """
    made = complaint_schema(load_ruleset(ruleset)) if ruleset is not None else SCHEMAS[what]()
    console.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    return DONE


def complaint_schema(ruleset: Ruleset | None = None) -> Schema:
    """The schema of a complaint.

    `title_zh`, `unit`, `ordered`, `changes`, `presumed` and `presumed_from` annotate its facts.

    Args:
        ruleset: the ruleset whose own facts are allowed under `extra`; without one anything is.
    """
    schema = _shared(Complaint.model_json_schema(mode="validation"))
    schema["description"] = "Only `id`, `received_at` and `kind` are required; what is left out is unknown."
    for shape in (schema, *schema["$defs"].values()):
        for fact in shape["properties"].values():
            _tidy(fact)
    of = None
    if ruleset is not None:
        of = f"{ruleset.id}:{ruleset.version}"
        own = {fact.path.removeprefix("extra."): _own(fact) for fact in ruleset.facts if fact.group == "extra"}
        inside = {"type": "object", "properties": own, "additionalProperties": False}
        schema["properties"]["extra"]["anyOf"] = [inside, {"type": "null"}]
    schema["$defs"] = dict(sorted((schema["$defs"] | _SHARED).items()))
    return _named("complaint", schema, of)


def _named(what: str, schema: Schema, of: str | None = None) -> Schema:
    """A schema with its dialect, its id and its version."""
    version = VERSIONS[what]
    id_ = f"{IDS}{what}:{version}" if of is None else f"{IDS}{what}:{version}:{of}"
    return {"$schema": DIALECT, "$id": id_, "version": version, **schema}


def _shared(schema: Any) -> Any:
    """A schema in which the types of single values are defined once, under `$defs`."""
    if isinstance(schema, list):
        return [_shared(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    for name, shared in _SHARED.items():
        if shared.items() <= schema.items():
            return {"$ref": f"#/$defs/{name}", **{key: one for key, one in schema.items() if shared.get(key) != one}}
    return {key: _shared(one) for key, one in schema.items()}


def _tidy(fact: Schema) -> None:
    """Drop annotations without content, and `uniqueItems` of sets of names."""
    for name in ("unit", "ordered"):
        if not fact.get(name):
            fact.pop(name, None)
    if "presumed" in fact and fact["presumed"] is None:
        del fact["presumed"]
    elif str(fact.get("unit")).startswith("CNY") and "presumed" in fact:
        fact["presumed"] = format_fen(fact["presumed"])
    for one in fact.get("anyOf", ()):
        one.pop("uniqueItems", None)


def _own(fact: Fact) -> Schema:
    """The schema of a fact that a ruleset adds; null is unknown."""
    value: Schema
    if fact.type is FactType.BOOL:
        value = {"type": "boolean"}
    elif fact.values:
        value = {"enum": [*fact.values]}
    elif fact.type is FactType.INTEGER:
        value = whole_schema(fact.least, fact.most)
    else:
        of_type = {**dict.fromkeys(SUMS, "Money"), FactType.DATE: "Day"}
        name = of_type.get(fact.type)
        value = TEXT_SCHEMA if name is None else {"$ref": f"#/$defs/{name}"}
    return {"title": fact.en, "title_zh": fact.zh, "anyOf": [value, {"type": "null"}]}


def _decision_schema() -> Schema:
    return _named("decision", decision_schema())


def _record_schema() -> Schema:
    """The schema of a record; it contains those of its complaint and its decision, with their own ids."""
    within = {"complaint": complaint_schema(), "decision": _decision_schema()}
    return _named("record", record_schema({name: one["$id"] for name, one in within.items()}) | {"$defs": within})


def ruleset_schema() -> Schema:
    """The schema of the files of a ruleset's folder: header, rules, clauses, and cases as a list."""
    defs: dict[str, Any] = {}
    for shape in (*_FILES, source.Case):
        found = shape.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        defs |= found.pop("$defs", {}) | {shape.__name__: found}
    _as_written(defs)
    files = [{"$ref": f"#/$defs/{shape.__name__}"} for shape in _FILES]
    schema = {
        "title": "A file of a ruleset's folder",
        "description": "The header, a file of rules, one of clauses, or a list of cases.",
        "anyOf": [*files, {"type": "array", "items": {"$ref": "#/$defs/Case"}}],
        "$defs": dict(sorted(defs.items())),
    }
    return _named("ruleset", schema)


def _as_written(defs: dict[str, Any]) -> None:
    """What an author may write: one name or a list of names, and figures in quotes or without."""
    for shape in defs.values():
        for name, value in shape["properties"].items():
            if name in _ONE_OR_SEVERAL:
                shape["properties"][name] = {"anyOf": [{"type": "string"}, value]}
    defs["Header"]["properties"]["language"] = {"enum": [1, "1"]}
    defs["Rung"]["properties"]["upto"] = _FIGURE
    for shape, listed in (("Header", "tiers"), ("OwnFact", "values")):
        names = {"type": "array", "items": {"type": "string"}}
        defs[shape]["properties"][listed] = {"anyOf": [names, defs[shape]["properties"][listed]]}
    values = defs["Parameter"]["properties"]["values"]
    table = {"type": "object", "propertyNames": {"pattern": "^[0-9]+$"}, "additionalProperties": _FIGURE}
    plain = {"anyOf": [_FIGURE, table]}
    told = {"value": plain, "source": {"type": "string"}, "confidence": {"enum": [*source.CONFIDENCES]}}
    sourced = {"type": "object", "properties": told, "required": ["value"], "additionalProperties": False}
    places = {"type": "object", "additionalProperties": {"anyOf": [plain, sourced]}}
    figures = {"anyOf": [plain, sourced, places]}
    values["patternProperties"] = dict.fromkeys(values["patternProperties"], figures)
    values["additionalProperties"] = False


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "complaint": complaint_schema,
    "decision": _decision_schema,
    "record": _record_schema,
    "ruleset": ruleset_schema,
}
