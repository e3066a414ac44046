"""Holds data against a JSON Schema: just the words that our schemas use; any other word is an error."""

from __future__ import annotations

import re
from typing import Any

IGNORED = {
    "$schema",
    "$defs",
    "title",
    "title_zh",
    "unit",
    "ordered",
    "changes",
    "description",
    "default",
    "format",
    "uniqueItems",
}
TYPES: dict[str, Any] = {"string": str, "object": dict, "array": list, "null": type(None), "boolean": bool}


def faults(data: Any, schema: Any, root: Any, at: str = "$") -> list[str]:
    """Everything in the data that the schema forbids."""
    found: list[str] = []
    for word, value in schema.items():
        if word not in IGNORED and not WORDS[word](data, value, schema, root, at, found):
            found.append(f"{at}: {word} {value!r} refuses {data!r}"[:300])
    return found


def _is(data: Any, type_: str) -> bool:
    if type_ in ("number", "integer"):
        return isinstance(data, int if type_ == "integer" else int | float) and not isinstance(data, bool)
    return isinstance(data, TYPES[type_])


def _type(data, value, *_):
    return any(_is(data, one) for one in ([value] if isinstance(value, str) else value))


def _ref(data, value, _schema, root, at, found):
    found += faults(data, root["$defs"][value.removeprefix("#/$defs/")], root, at)
    return True


def _any_of(data, value, _schema, root, at, _found):
    return any(not faults(data, one, root, at) for one in value)


def _properties(data, value, _schema, root, at, found):
    for name in data if isinstance(data, dict) else ():
        if name in value:
            found += faults(data[name], value[name], root, f"{at}.{name}")
    return True


def _patterns(data, value, _schema, root, at, found):
    for pattern, inner in value.items():
        for name in data if isinstance(data, dict) else ():
            if re.search(pattern, name):
                found += faults(data[name], inner, root, f"{at}.{name}")
    return True


def _additional(data, value, schema, root, at, found):
    known = set(schema.get("properties", ()))
    patterns = schema.get("patternProperties", ())
    rest = (
        [k for k in data if k not in known and not any(re.search(p, k) for p in patterns)]
        if isinstance(data, dict)
        else []
    )
    if isinstance(value, dict):
        for name in rest:
            found += faults(data[name], value, root, f"{at}.{name}")
        return True
    return value or not rest


def _items(data, value, _schema, root, at, found):
    for index, one in enumerate(data if isinstance(data, list) else ()):
        found += faults(one, value, root, f"{at}[{index}]")
    return True


def _names(data, value, _schema, root, at, _found):
    return not isinstance(data, dict) or not any(faults(name, value, root, at) for name in data)


WORDS: dict[str, Any] = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "properties": _properties,
    "patternProperties": _patterns,
    "propertyNames": _names,
    "additionalProperties": _additional,
    "items": _items,
    "enum": lambda data, value, *_: data in value,
    "const": lambda data, value, *_: data == value,
    "required": lambda data, value, *_: not isinstance(data, dict) or set(value) <= set(data),
    "pattern": lambda data, value, *_: not isinstance(data, str) or re.search(value, data) is not None,
    "minimum": lambda data, value, *_: not isinstance(data, int | float) or data >= value,
    "maximum": lambda data, value, *_: not isinstance(data, int | float) or data <= value,
    "minLength": lambda data, value, *_: not isinstance(data, str) or len(data) >= value,
    "maxLength": lambda data, value, *_: not isinstance(data, str) or len(data) <= value,
}
