"""Conditions and effects as their author may have written them: YAML's short form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def written(value: Any) -> str:
    """A value in YAML's short form."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{{inline_yaml(value)}}}"
    return f"[{_joined(value)}]" if isinstance(value, list) else str(value)


def inline_yaml(value: Mapping[str, Any]) -> str:
    """A mapping in YAML's short form, without the outer braces."""
    return ", ".join(f"{key}: {written(inner)}" for key, inner in value.items())


def _joined(values: Iterable[Any]) -> str:
    return ", ".join(map(written, values))
