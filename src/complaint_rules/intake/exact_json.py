"""Strict JSON: decimals stay exact; duplicate keys, NaN and lone surrogates are refused; errors have a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from complaint_rules.errors import ComplaintError, Message, Place, Problem
from complaint_rules.limits import LARGEST_EXPONENT, LONGEST_NUMBER, LONGEST_SHOWN
from complaint_rules.lines import line_and_column
from complaint_rules.load.full_width import full_width

_HALF = re.compile("[\ud800-\udfff]")
_AFTER_COMMA = re.compile("[0-9],[0-9]{3}")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""An escaped surrogate: one of the two escapes that JSON writes for a character such as an emoji."""


class Exact(Decimal):
    """A number with a decimal point; errors show it as it was written."""

    def __repr__(self) -> str:
        return str(self)


class Odd(NamedTuple):
    """Replaces a value that a complaint can't have: what is wrong, and whether the key is at fault."""

    what: Message
    of_key: bool = False


class Read(NamedTuple):
    """The data that was read; `odd` says that there is an `Odd` somewhere in it."""

    data: Any
    odd: bool


def read_json(text: str, name: str, line: int = 1) -> Read:
    """Read one JSON value.

    Args:
        text: the value and nothing else.
        name: what errors call the text.
        line: the line of the file on which the text begins.

    Raises:
        ComplaintError: not JSON, with the place.
    """
    reader = _Reader()
    try:
        data = json.loads(
            text,
            parse_float=reader.decimal,
            parse_int=reader.integer,
            parse_constant=reader.constant,
            object_pairs_hook=reader.mapping,
        )
        if _ESCAPED_HALF.search(text):
            data = reader.whole(data)
    except json.JSONDecodeError as error:
        below, column = line_and_column(text, error.pos)
        raise ComplaintError(Problem(_broken(error), Place(name, line - 1 + below, column))) from None
    except RecursionError:
        raise ComplaintError(Problem(Message("nested-too-deeply"), Place(name, line))) from None
    return Read(data, reader.odd)


def _broken(error: json.JSONDecodeError) -> Message:
    text, at = error.doc, error.pos
    slip = full_width(text[at : at + 1])
    if slip is not None:
        return slip
    hint = "json-lines" if error.msg == "Extra data" else "no-commas" if _is_in_number(text, at) else None
    return Message("not-json", hint, reason=_lower(error.msg))


def _is_in_number(text: str, at: int) -> bool:
    """Whether the comma just before a position is inside a number such as `1,000.00`."""
    return _AFTER_COMMA.match(text, max(at - 2, 0)) is not None


def odd_ones(data: Any, path: tuple[Any, ...] = ()) -> Iterator[Problem]:
    """The problems of all `Odd` values in the data, each with its path."""
    if isinstance(data, Odd):
        fact = ".".join(str(part)[:LONGEST_SHOWN] for part in path)
        yield Problem(data.what, fact=fact or None, keys=path, of_key=data.of_key)
        return
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from odd_ones(value, (*path, key))


def as_yaml(text: str) -> str:
    """JSON that the reader of YAML accepts, every value in its place: YAML has no escapes for surrogates."""
    return _ESCAPED_HALF.sub(r"\\u0020", text)


class _Reader:
    def __init__(self) -> None:
        self.odd = False

    def decimal(self, text: str) -> Any:
        if len(text) <= LONGEST_NUMBER:
            number = Exact(text)
            if number.is_finite() and abs(number.adjusted()) <= LARGEST_EXPONENT:
                return number
        return self._refuse(Message("number-out-of-range", "no-exponent", value=text))

    def integer(self, text: str) -> Any:
        if len(text) <= LONGEST_NUMBER:
            return int(text)
        return self._refuse(Message("number-out-of-range", "is-it-a-number", value=text))

    def constant(self, name: str) -> Any:
        return self._refuse(Message("not-a-json-number", value=name))

    def mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    data[key] = self._refuse(Message("given-twice"), of_key=True)
                seen.add(key)
        return data

    def whole(self, data: Any) -> Any:
        """The data, with each text that contains a lone surrogate replaced by an `Odd`."""
        if isinstance(data, dict):
            return {key: self.whole(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self.whole(value) for value in data]
        half = _HALF.search(data) if isinstance(data, str) else None
        if half is None:
            return data
        return self._refuse(Message("half-a-character", value=f"\\u{ord(half[0]):04x}"))

    def _refuse(self, what: Message, *, of_key: bool = False) -> Odd:
        self.odd = True
        return Odd(what, of_key)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
