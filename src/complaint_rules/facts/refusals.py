"""Turns pydantic's findings into problems: the author's words, the place, what to do, and the nearest name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from complaint_rules.errors import Problem, one_of, shown

_EXPECTED = {
    "bool_type": "is not a bool; write true or false",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "string_type": "is not a text",
    "model_type": "is not a group of facts; write a mapping",
    "mapping_type": "is not a mapping",
    "dict_type": "is not a mapping",
    "tuple_type": "is not a list",
    "list_type": "is not a list",
    "frozen_set_type": "is not a list",
}


def problems_of(error: ValidationError, model: type[BaseModel], data: object) -> list[Problem]:
    """List the problems of one validation, in the order of the contract's names."""
    return [_problem(dict(detail), model, data) for detail in error.errors(include_url=False)]


def _problem(detail: dict[str, Any], model: type[BaseModel], data: object) -> Problem:
    path: tuple[Any, ...] = detail["loc"]
    name = ".".join(str(part)[:80] for part in path)
    kind: str = detail["type"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    value = _at(data, path)
    if kind == "extra_forbidden":
        known = _names(model, path[:-1])
        return Problem("unknown key", fact=name, help=one_of(str(path[-1]), known), path=path)
    if kind == "missing":
        return Problem("is missing", fact=name, help="this one is required", path=path)
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return Problem(f"{shown(value)} is not one of its values", fact=name, help=one_of(str(value), allowed), path=path)
    if kind == "value_error":
        text = str(context["error"])
        return Problem(text if text.startswith("`") else f"{shown(value)} {_dated(text)}", fact=name, path=path)
    if kind in _EXPECTED:
        return Problem(f"{shown(value)} {_EXPECTED[kind]}", fact=name or None, path=path)
    if kind == "string_too_long":
        return Problem(f"is {len(str(value)):,} characters long; at most {context['max_length']}", fact=name, path=path)
    text = detail["msg"].replace("Input should", "should")
    return Problem(f"{shown(value)} {text[:1].lower()}{text[1:]}", fact=name or None, path=path)


def _dated(text: str) -> str:
    if "isoformat" in text or "month must" in text or "day " in text or "hour must" in text or "range" in text:
        return "is not a date or time in ISO 8601; write 2026-11-20 or 2026-11-20T10:00:00+08:00"
    return text


def _at(data: object, path: tuple[Any, ...]) -> object:
    for part in path:
        try:
            data = data[part]  # type: ignore[index]  # a key or an index, as pydantic walked it
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _names(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    for part in path:
        if isinstance(part, int):
            continue
        inner = [m for m in _models(model.model_fields[part].annotation)] if part in model.model_fields else []
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
