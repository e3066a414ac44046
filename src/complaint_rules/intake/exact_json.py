"""JSON, strictly: decimals stay exact; what comes twice, NaN and half a character are refused; errors have a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from complaint_rules.errors import ComplaintError, Place, Problem, shown

_LONGEST_NUMBER = 40
_LARGEST_EXPONENT = 20
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""One of the two escapes that JSON writes for a character such as an emoji."""


class Exact(Decimal):
    """A number with a decimal point, as it was written; errors show it so."""

    def __repr__(self) -> str:
        return str(self)


class Odd(NamedTuple):
    """Stands where the text holds what a complaint can't: what is wrong, and what to do."""

    message: str
    help: str


class Read(NamedTuple):
    """What was read; `odd` says that it holds an `Odd` somewhere."""

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
        place = Place(name, line - 1 + error.lineno, error.colno)
        raise ComplaintError([Problem(f"is not JSON: {_lower(error.msg)}", place, help=_help(error.msg))]) from None
    except RecursionError:
        raise ComplaintError([Problem("is nested too deeply", Place(name, line))]) from None
    return Read(data, reader.odd)


def odd_ones(data: Any, path: tuple[Any, ...] = ()) -> Iterator[Problem]:
    """The problems that reading left in the data, each with its path."""
    if isinstance(data, Odd):
        fact = ".".join(str(part)[:80] for part in path)
        yield Problem(data.message, fact=fact or None, help=data.help, path=path)
        return
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from odd_ones(value, (*path, key))


def as_yaml(text: str) -> str:
    """JSON as the reader of YAML takes it, every value in its place: YAML has no escapes for halves of a character."""
    return _ESCAPED_HALF.sub(r"\\u0020", text)


class _Reader:
    def __init__(self) -> None:
        self.odd = False

    def decimal(self, text: str) -> Any:
        if len(text) <= _LONGEST_NUMBER:
            number = Exact(text)
            if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT:
                return number
        return self._refuse(f"{shown(text)} is out of range", "write the number out, without an exponent")

    def integer(self, text: str) -> Any:
        if len(text) <= _LONGEST_NUMBER:
            return int(text)
        return self._refuse(f"{shown(text)} is out of range", "is it a number at all? a text stands in quotes")

    def constant(self, name: str) -> Any:
        return self._refuse(f"`{name}` is not a number that JSON knows", "leave the fact out where it is not known")

    def mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    data[key] = self._refuse("is given twice", "keep one")
                seen.add(key)
        return data

    def whole(self, data: Any) -> Any:
        """The data, where a text that holds half a character is odd."""
        if isinstance(data, dict):
            return {key: self.whole(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self.whole(value) for value in data]
        half = _HALF.search(data) if isinstance(data, str) else None
        if half is None:
            return data
        return self._refuse(
            f"holds half a character, `\\u{ord(half[0]):04x}`", "write both halves, or the character itself"
        )

    def _refuse(self, message: str, help: str) -> Odd:
        self.odd = True
        return Odd(message, help)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _help(message: str) -> str:
    if message == "Extra data":
        return "one complaint to a line is JSON Lines: call the file `.jsonl`; several complaints else go in a list"
    return "check commas, quotes and brackets"
