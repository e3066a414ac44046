"""Turns pydantic's findings into problems: the author's words, the place, what to do, and the nearest name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from complaint_rules.errors import Problem, one_of, shown

_EXPECTED = {
    "bool_type": "is not a bool; write true or false",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "finite_number": "is not a whole number",
    "string_unicode": "is not a text",
    "string_type": "is not a text",
    "model_type": "is not a mapping of names to values",
    "mapping_type": "is not a mapping of names to values",
    "dict_type": "is not a mapping of names to values",
    "tuple_type": "is not a list",
    "list_type": "is not a list",
    "frozen_set_type": "is not a list",
}
_LIMITS = {
    "greater_than_equal": ("is too little; at least", "ge"),
    "less_than_equal": ("is too much; at most", "le"),
}
_FEW_NAMES = 3
_MOST_PROBLEMS = 100
"""More are counted, not listed: a million wrong keys would take hours of looking for near names."""


def problems_of(error: ValidationError, model: type[BaseModel], data: object) -> list[Problem]:
    """List the problems of one validation, in the order of the contract's names.

    Returns:
        problems whose path leads to the value, or for a wrong key, with a last part "", to the key.
    """
    details = error.errors(include_url=False)
    found = [_problem(dict(detail), model, data) for detail in details[:_MOST_PROBLEMS]]
    more = len(details) - len(found)
    return [*found, Problem(f"{more:,} more problems of this kind")] if more else found


def _problem(detail: dict[str, Any], model: type[BaseModel], data: object) -> Problem:
    path: tuple[Any, ...] = detail["loc"]
    kind: str = detail["type"]
    value = _at(data, path)
    if kind == "extra_forbidden":
        return _named("unknown key", path, one_of(str(path[-1])[:80], _names(model, path[:-1])), of_key=True)
    if kind == "missing":
        return _named("is missing", path, "this one is required")
    if path and path[-1] == "[key]":
        value, path = path[-2], path[:-1]
        return _named(_refusal(kind, value, detail), path, of_key=True)
    if kind == "literal_error":
        allowed = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return _named(f"{shown(value)} is not one of its values", path, one_of(_word(value), allowed))
    names = _names(model, path) if kind == "model_type" else []
    help_ = f"write {{{', '.join(f'{name}: ...' for name in names)}}}" if 0 < len(names) <= _FEW_NAMES else None
    return _named(_refusal(kind, value, detail), path, help_)


def _named(message: str, path: tuple[Any, ...], help: str | None = None, *, of_key: bool = False) -> Problem:
    name = ".".join(str(part)[:80] for part in path)
    return Problem(message, fact=name or None, help=help, path=(*path, "") if of_key else path)


def _word(value: object) -> str:
    return value[:80] if isinstance(value, str) else ""


def _refusal(kind: str, value: object, detail: Mapping[str, Any]) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "value_error":
        text = str(context["error"])
        return text if text.startswith("`") else f"{shown(value)} {text}"
    if kind in _EXPECTED:
        return f"{shown(value)} {_EXPECTED[kind]}"
    if kind in _LIMITS:
        words, limit = _LIMITS[kind]
        return f"{shown(value)} {words} {context[limit]}"
    if kind == "string_too_long":
        return f"is {len(str(value)):,} characters long; at most {context['max_length']}"
    if kind == "string_too_short":
        return "is empty"
    text = detail["msg"].replace("Input should", "should")
    return f"{shown(value)} {text[:1].lower()}{text[1:]}"


def _at(data: object, path: tuple[Any, ...]) -> object:
    for part in path:
        try:
            data = data[part]  # type: ignore[index]  # a key or an index, as pydantic walked it
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _names(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The names that may stand at a path: the fields of the model there."""
    is_free = False
    for part in path:
        if is_free or isinstance(part, int):  # the author's own name in a mapping, or a number in a list
            is_free = False
            continue
        info = model.model_fields.get(part)
        inner = _models(info.annotation) if info else []
        if info is None or not inner:
            return []
        model, is_free = inner[0], _is_mapping(info.annotation)
    return [info.alias or name for name, info in model.model_fields.items()]


def _is_mapping(annotation: Any) -> bool:
    return get_origin(annotation) is dict or any(map(_is_mapping, get_args(annotation)))


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
