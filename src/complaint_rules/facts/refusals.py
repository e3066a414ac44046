"""Turns pydantic's errors into problems: a code, the author's words, the path to them, and the nearest name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from complaint_rules.errors import Hint, Message, MessageError, Problem, nearest_or_listed
from complaint_rules.facts.states import SAID_UNKNOWN
from complaint_rules.limits import LONGEST_SHOWN, MOST_PROBLEMS

_SHAPES = {
    "bool_type": "not-a-bool",
    "int_type": "not-a-whole-number",
    "int_from_float": "not-a-whole-number",
    "int_parsing_size": "not-a-whole-number",
    "finite_number": "not-a-whole-number",
    "string_unicode": "not-a-text",
    "string_type": "not-a-text",
    "model_type": "not-a-mapping",
    "mapping_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "invalid_key": "not-a-text",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "frozen_set_type": "not-a-list",
}
"""Message codes by pydantic's error type, for messages that need no parameter but the value."""

_LIMITS = {"greater_than_equal": ("too-little", "ge"), "less_than_equal": ("too-much", "le")}
_FEW_NAMES = 3


def problems_of(error: ValidationError, model: type[BaseModel], data: object) -> list[Problem]:
    """List the problems of one validation, in the order of the contract's names, each with the path to its value."""
    details = error.errors(include_url=False)
    return listed((_problem(dict(detail), model, data) for detail in details), len(details))


def listed(problems: Iterable[Problem], count: int) -> list[Problem]:
    """The first `MOST_PROBLEMS` problems, and the number of further ones, which are not taken from an iterator.

    Args:
        problems: what is wrong.
        count: how many problems there are.
    """
    found = list(islice(problems, MOST_PROBLEMS))
    more = count - len(found)
    return [*found, Problem(Message("more-problems", count=more), keys=())] if more else found


def unknown_key(path: tuple[Any, ...], known: Iterable[str]) -> Problem:
    """The problem of an unknown key.

    Args:
        path: the path to it.
        known: the keys that are allowed there.
    """
    name = str(path[-1])[:LONGEST_SHOWN]
    return at_fact(Message("unknown-key", nearest_or_listed(name, known)), path, of_key=True)


def _problem(detail: dict[str, Any], model: type[BaseModel], data: object) -> Problem:
    path: tuple[Any, ...] = detail["loc"]
    kind: str = detail["type"]
    if kind == "extra_forbidden":
        return unknown_key(path, _names(model, path[:-1]))
    if kind == "missing":
        return at_fact(Message("missing"), path)
    found = _walk(data, path)
    if found is _NOWHERE and path and path[-1] == "[key]":
        path = path[:-1]
        return at_fact(_refusal(kind, path[-1], detail), path, of_key=True)
    value = None if found is _NOWHERE else found
    if value == SAID_UNKNOWN and not _is_required(model, path):
        return at_fact(Message("said-unknown", value=value), path)
    if kind == "model_type":
        return at_fact(Message("not-a-mapping", _shape_of(model, path), value=value), path)
    return at_fact(_refusal(kind, value, detail), path)


def _is_required(model: type[BaseModel], path: tuple[Any, ...]) -> bool:
    return len(path) == 1 and path[0] in model.model_fields and model.model_fields[path[0]].is_required()


def at_fact(what: Message, path: tuple[Any, ...], *, of_key: bool = False) -> Problem:
    """The problem of a fact, with a name of bounded length."""
    name = ".".join(str(part)[:LONGEST_SHOWN] for part in path)
    return Problem(what, fact=name or None, keys=path, of_key=of_key)


def _shape_of(model: type[BaseModel], path: tuple[Any, ...]) -> Hint | None:
    """How a mapping of few names is written; None where there are many."""
    names = _names(model, path)
    text = f"{{{', '.join(f'{name}: ...' for name in names)}}}"
    return Hint("write-mapping", {"mapping": text}) if 0 < len(names) <= _FEW_NAMES else None


def _refusal(kind: str, value: object, detail: Mapping[str, Any]) -> Message:
    context: Mapping[str, Any] = detail.get("ctx", {})
    error = context.get("error")
    if isinstance(error, MessageError):
        return error.message
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        word = value[:LONGEST_SHOWN] if isinstance(value, str) else ""
        return Message("not-one-of", nearest_or_listed(word, allowed), value=value)
    if kind in _LIMITS:
        code, limit = _LIMITS[kind]
        return Message(code, value=value, limit=context[limit])
    if kind == "string_too_long":
        return Message("too-long", length=len(str(value)), limit=context["max_length"])
    if kind == "string_too_short":
        return Message("empty")
    return Message(_SHAPES.get(kind, "not-valid"), value=value)


_NOWHERE = object()


def _walk(data: object, path: tuple[Any, ...]) -> object:
    """The value at a path that pydantic reports."""
    for part in path:
        try:
            data = data[part]  # type: ignore[index]  # a key or an index
        except (KeyError, IndexError, TypeError):
            return _NOWHERE
    return data


def _names(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The names that are allowed at a path: the fields of the model there."""
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
