"""A user's values in messages: as plain JSON data for programs, as one short line for people."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from complaint_rules.display import one_line
from complaint_rules.limits import LONGEST_PARAM, LONGEST_SHOWN

_TOO_LONG_A_NUMBER = 10**LONGEST_SHOWN
_MOST_PLAIN = 64
"""The most values in a user's list or mapping that is kept as data; a larger one is replaced by its short text."""

_DEEPEST_PLAIN = 4
_MOST_LISTED = 1000
_BLANKS = re.compile("[ \t\r\n]+")
_HALF = re.compile("[\ud800-\udfff]")


def plain(value: object) -> Any:
    """A value as JSON data of bounded size.

    A tuple is a list of the library's own, such as the names that are allowed, and is kept whole; all else is a user's,
    and shortened where it is long, as by `shown`.
    """
    if isinstance(value, tuple) and len(value) <= _MOST_LISTED:
        return [_bounded(one) for one in value]
    return _bounded(value)


def _bounded(value: object) -> Any:
    try:
        return _plain(value, [_MOST_PLAIN], _DEEPEST_PLAIN)
    except _TooLargeError:
        return _plain_text(_written(value, LONGEST_SHOWN)[: 2 * LONGEST_SHOWN])


class _TooLargeError(Exception):
    """A list or mapping of too many values, or nested too deeply."""


def _plain(value: object, budget: list[int], depth: int) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth < 0:
        raise _TooLargeError
    if isinstance(value, Mapping):
        return {_plain_text(_written(key, LONGEST_SHOWN)): _plain(one, budget, depth - 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one, budget, depth - 1) for one in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _plain_text(value)
    if type(value) is int and abs(value) < _TOO_LONG_A_NUMBER:
        return value
    if type(value) is float and math.isfinite(value):
        return value
    return _written(value, LONGEST_SHOWN)


def _plain_text(text: str) -> str:
    """A text that can be encoded, cut where it is long."""
    return _HALF.sub(" ", str.__str__(text)[:LONGEST_PARAM])


def shown(value: object) -> str:
    """Quote a user's value as YAML, shortened, so that a ten-megabyte value makes a one-line message."""
    text = _BLANKS.sub(" ", _written(value, LONGEST_SHOWN)[: 2 * LONGEST_SHOWN]).strip(" ")
    seen = one_line(text)
    return f"`{seen if len(seen) <= LONGEST_SHOWN else seen[:LONGEST_SHOWN] + '...'}`"


def _written(value: object, room: int) -> str:
    """A value as its author would write it; inside lists and mappings no longer than it takes to fill `room`.

    A text that begins or ends with a blank is quoted, so that the blank can be seen.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value}"' if len(value) < LONGEST_SHOWN and value != value.strip() else value[: 2 * LONGEST_SHOWN]
    if isinstance(value, int) and abs(value) >= _TOO_LONG_A_NUMBER:
        return f"a number of about {round(value.bit_length() * 0.30103):,} digits"
    if isinstance(value, Mapping):
        return f"{{{_joined(((f'{_written(key, room)}: ', item) for key, item in value.items()), room)}}}"
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{_joined((('', item) for item in value), room)}]"
    return str(value) if isinstance(value, int | float | Decimal | date) else f"a Python {type(value).__name__}"


def _joined(entries: Iterable[tuple[str, object]], room: int) -> str:
    texts: list[str] = []
    for head, item in entries:
        if room <= 0:
            texts.append("...")
            break
        texts.append(head + _written(item, room - len(head) - 2))
        room -= len(texts[-1]) + 2
    return ", ".join(texts)
