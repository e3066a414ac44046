"""`schema`: JSON Schema of a complaint, a decision, and a ruleset's files."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from complaint_rules.commands.console import DONE, Console
from complaint_rules.commands.decision_schema import DIALECT, decision_schema
from complaint_rules.facts.complaint import Complaint
from complaint_rules.load import source

_FILES = (source.Header, source.RuleFile, source.ClauseFile)
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
    inputs = [(shape, "validation") for shape in (*_FILES, source.Case)]
    _, schema = models_json_schema(
        inputs,  # type: ignore[arg-type]  # a list of pairs, as the function wants
        by_alias=True,
        ref_template="#/$defs/{model}",
        schema_generator=_AsWritten,
    )
    defs = schema["$defs"]
    _plain_numbers(defs)
    files = [{"$ref": f"#/$defs/{shape.__name__}"} for shape in _FILES]
    cases = {"type": "array", "items": {"$ref": "#/$defs/Case"}}
    return {
        "$schema": DIALECT,
        "title": "A file of a ruleset's folder",
        "description": "The header, a file of rules, one of clauses, or a list of cases.",
        "anyOf": [*files, cases],
        "$defs": defs,
    }


class _AsWritten(GenerateJsonSchema):
    """What an author may write: a single name where a list is read, and plain numbers."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, self.generate_inner(schema["schema"])]}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        if schema["expected"] == ["1"]:
            return {"enum": [1, "1"]}
        return super().literal_schema(schema)


def _plain_numbers(defs: dict[str, Any]) -> None:
    """Figures are read as text, whether the author put them in quotes or not."""
    defs["Rung"]["properties"]["upto"] = _FIGURE
    values = defs["Parameter"]["properties"]["values"]
    figures = {"anyOf": [_FIGURE, {"type": "object", "additionalProperties": _FIGURE}]}
    values["patternProperties"] = dict.fromkeys(values["patternProperties"], figures)
    values["additionalProperties"] = False
    own = defs["OwnFact"]["properties"]["values"]
    own["anyOf"][0]["items"] = {"type": ["string", "number"]}


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "complaint": complaint_schema,
    "decision": decision_schema,
    "ruleset": ruleset_schema,
}
