"""The shapes of facts, figures and time zones in a decision that is read back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from complaint_rules.decide.shape import Shape, refusal
from complaint_rules.errors import Keys, Message
from complaint_rules.frozen_dict import FrozenDict

_PLAIN = (str, bool, int, float)


def _is_plain(value: Any) -> bool:
    """Whether a value is a JSON scalar."""
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return value is None or type(value) in _PLAIN


def _read_value(value: Any, keys: Keys) -> Any:
    """A fact's value: a scalar, or a list of texts and of objects with scalar values."""
    if _is_plain(value):
        return value
    if isinstance(value, list):
        return [_read_part(part, (*keys, index)) for index, part in enumerate(value)]
    raise refusal(Message("not-valid", value=value), keys)


def _read_part(part: Any, keys: Keys) -> Any:
    if isinstance(part, Mapping) and all(map(_is_plain, part.values())) and all(isinstance(key, str) for key in part):
        return dict(part)
    if type(part) is str:
        return part
    raise refusal(Message("not-valid", value=part), keys)


def _write_value(value: Any) -> Any:
    """A value as JSON data that shares nothing with any trace."""
    if type(value) in _PLAIN or value is None:
        return value
    if isinstance(value, Mapping):
        return {key: _write_value(inner) for key, inner in value.items()}
    return [*map(_write_value, value)]


def _read_figure(value: Any, keys: Keys) -> Any:
    """A figure: a text, a table of texts, or None."""
    if isinstance(value, Mapping):
        return FrozenDict({key: _read_number(inner, (*keys, key)) for key, inner in value.items()})
    return _read_number(value, keys)


def _read_number(value: Any, keys: Keys) -> str | None:
    if value is None or type(value) is str:
        return value
    raise refusal(Message("not-a-text", value=value), keys)


def _read_timezone(value: Any, keys: Keys) -> str:
    try:
        if isinstance(value, str):
            ZoneInfo(value)
            return value
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise refusal(Message("not-valid", value=value), keys)


ANY_VALUE = Shape({}, _read_value, _write_value)
FIGURE = Shape({"type": ["string", "object", "null"]}, _read_figure, _write_value)
TIMEZONE = Shape({"type": "string"}, _read_timezone)
