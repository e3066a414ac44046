"""`schema`: JSON Schema of a complaint, a decision, and a ruleset's files."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from complaint_rules.commands.console import DONE, Console
from complaint_rules.commands.decision_schema import DIALECT, decision_schema
from complaint_rules.facts.complaint import Complaint
from complaint_rules.load import source

_FILES = (source.Header, source.RuleFile, source.ClauseFile)
_ONE_OR_SEVERAL = ("cite", "exception_to", "extends")
_FIGURE: dict[str, Any] = {"type": ["string", "number", "null"]}


def print_schema(what: str, console: Console) -> int:
    """Print one schema as JSON."""
    console.write(json.dumps(_SCHEMAS[what](), ensure_ascii=False, indent=2) + "\n")
    return DONE


def complaint_schema() -> dict[str, Any]:
    """The schema of a complaint; `title_zh`, `unit` and `ordered` annotate its facts."""
    schema = {"$schema": DIALECT} | Complaint.model_json_schema(mode="validation")
    schema["description"] = "Only `id`, `received_at` and `kind` are required; what is left out is unknown."
    for shape in (schema, *schema["$defs"].values()):
        for fact in shape["properties"].values():
            _tidy(fact)
    return schema


def _tidy(fact: dict[str, Any]) -> None:
    """Drop annotations that say nothing."""
    for name in ("unit", "ordered"):
        if not fact.get(name):
            fact.pop(name, None)


def ruleset_schema() -> dict[str, Any]:
    """The schema of the files of a ruleset's folder: header, rules, clauses, and cases as a list."""
    defs: dict[str, Any] = {}
    for shape in (*_FILES, source.Case):
        found = shape.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        defs |= found.pop("$defs", {}) | {shape.__name__: found}
    _as_written(defs)
    files = [{"$ref": f"#/$defs/{shape.__name__}"} for shape in _FILES]
    return {
        "$schema": DIALECT,
        "title": "A file of a ruleset's folder",
        "description": "The header, a file of rules, one of clauses, or a list of cases.",
        "anyOf": [*files, {"type": "array", "items": {"$ref": "#/$defs/Case"}}],
        "$defs": dict(sorted(defs.items())),
    }


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
    figures = {"anyOf": [_FIGURE, {"type": "object", "additionalProperties": _FIGURE}]}
    values["patternProperties"] = dict.fromkeys(values["patternProperties"], figures)
    values["additionalProperties"] = False


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "complaint": complaint_schema,
    "decision": decision_schema,
    "ruleset": ruleset_schema,
}
