"""Shapes of JSON data, each declared once: how it is written, how it is read back, and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, TypeAlias

from complaint_rules.errors import Keys, Message, RecordError, nearest_or_listed
from complaint_rules.facts.refusals import at_fact, unknown_key
from complaint_rules.frozen_dict import FrozenDict
from complaint_rules.limits import LARGEST_OWN_NUMBER
from complaint_rules.money import format_fen

Schema = dict[str, Any]

_LONGEST_SUM = 20
"""The most digits of yuan in a sum that is read back."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one value may be.

    `read` makes a value from JSON data, given its path, and raises `RecordError` where the data has another shape;
    `write` makes JSON data from a value, and is None where both are the same.
    """

    schema: Schema
    read: Callable[[Any, Keys], Any]
    write: Callable[[Any], Any] | None = None

    def written(self, value: Any) -> Any:
        """A value as JSON data."""
        return value if self.write is None else self.write(value)


def refusal(what: Message, keys: Keys) -> RecordError:
    """The error for a value of another shape."""
    return RecordError(at_fact(what, keys))


# --- single values


def text(pattern: str | None = None, description: str | None = None, schema: Schema | None = None) -> Shape:
    """A text that matches a pattern, if one is given; `schema` replaces its JSON Schema."""
    plain: Schema = {"type": "string"}
    if pattern is not None:
        plain["pattern"] = pattern
    if description is not None:
        plain["description"] = description
    allowed = None if pattern is None else re.compile(pattern.replace("$", r"\Z"))

    def read(value: Any, keys: Keys) -> str:
        if type(value) is not str or (not value.isprintable() and _is_broken(value)):
            raise refusal(Message("not-a-text", value=value), keys)
        if allowed is not None and not allowed.search(value):
            raise refusal(Message("not-valid", value=value), keys)
        return value

    return Shape(schema or plain, read)


def _is_broken(value: str) -> bool:
    """Whether a text holds a lone surrogate, which can't be encoded as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def one_of(*values: str) -> Shape:
    """One of some texts."""

    def read(value: Any, keys: Keys) -> str:
        if type(value) is str and value in values:
            return value
        near = nearest_or_listed(value if isinstance(value, str) else "", values)
        raise refusal(Message("not-one-of", near, value=value), keys)

    return Shape({"enum": [*values]}, read)


def _read_bool(value: Any, keys: Keys) -> bool:
    if type(value) is not bool:
        raise refusal(Message("not-a-bool", value=value), keys)
    return value


def _read_whole(value: Any, keys: Keys) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_OWN_NUMBER:
        raise refusal(Message("not-a-whole-number", value=value), keys)
    return value


def _read_day(value: Any, keys: Keys) -> date:
    try:
        day = date.fromisoformat(value)
        if day.isoformat() == value:
            return day
    except (TypeError, ValueError):
        pass
    raise refusal(Message("not-a-date", value=value), keys)


def _read_moment(value: Any, keys: Keys) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() is not None and moment.isoformat() == value:
            return moment
    except (TypeError, ValueError):
        pass
    raise refusal(Message("not-a-date-time", value=value), keys)


_SUM = re.compile(rf"(?:0|[1-9][0-9]{{0,{_LONGEST_SUM - 1}}})\.[0-9]{{2}}\Z", re.ASCII)


def _read_fen(value: Any, keys: Keys) -> int:
    if type(value) is not str or not _SUM.match(value):
        raise refusal(Message("not-money", value=value), keys)
    return int(value.replace(".", ""))


def as_stated(shape: Shape) -> Shape:
    """A value that is checked against a shape, but kept as the text that it was."""

    def read(value: Any, keys: Keys) -> Any:
        shape.read(value, keys)
        return value

    return Shape(shape.schema, read)


BOOL = Shape({"type": "boolean"}, _read_bool)
WHOLE = Shape({"type": "integer", "minimum": 0}, _read_whole)
DAY = Shape({"type": "string", "format": "date"}, _read_day, date.isoformat)
MOMENT = Shape({"type": "string", "format": "date-time"}, _read_moment, datetime.isoformat)
MONEY = Shape({"$ref": "#/$defs/money"}, _read_fen, format_fen)
DIGEST = text("^sha256:[0-9a-f]{64}$")


# --- composite values


def maybe(shape: Shape) -> Shape:
    """A value, or null."""
    read, write = shape.read, shape.write

    def put(value: Any) -> Any:
        return None if value is None or write is None else write(value)

    return Shape(
        {"anyOf": [shape.schema, {"type": "null"}]},
        lambda value, keys: None if value is None else read(value, keys),
        None if write is None else put,
    )


def listed(shape: Shape) -> Shape:
    """A list, read as a tuple."""
    one, write = shape.read, shape.write

    def read(value: Any, keys: Keys) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise refusal(Message("not-a-list", value=value), keys)
        return tuple([one(part, (*keys, index)) for index, part in enumerate(value)])

    return Shape(
        {"type": "array", "items": shape.schema}, read, list if write is None else lambda value: [*map(write, value)]
    )


Members: TypeAlias = dict[str, Shape]


def _object(members: Members) -> Schema:
    properties = {key: shape.schema for key, shape in members.items()}
    return {"type": "object", "properties": properties, "required": [*members], "additionalProperties": False}


def read_members(value: Any, keys: Keys, members: Members) -> list[Any]:
    """Read the members of an object, in the order in which they are declared.

    Raises:
        RecordError: not an object, or one with other members.
    """
    if not isinstance(value, Mapping):
        raise refusal(Message("not-a-mapping", value=value), keys)
    for key in value:
        if key not in members:
            raise RecordError(unknown_key((*keys, key), members))
    for key in members:
        if key not in value:
            raise refusal(Message("missing"), (*keys, key))
    return [shape.read(value[key], (*keys, key)) for key, shape in members.items()]


def mapping(**members: Shape) -> Shape:
    """An object, read as an immutable mapping."""
    return Shape(
        _object(members),
        lambda value, keys: FrozenDict(zip(members, read_members(value, keys, members), strict=True)),
        dict,
    )


def object_of(make: Callable[..., Any], members: Members, take: Callable[[Any], tuple[Any, ...]]) -> Shape:
    """An object, read as a value built from its members.

    Args:
        make: makes the value from the members' values, in their order.
        members: by key, in the order in which they are written.
        take: gives the members' values, in their order.
    """
    puts = [(key, shape.write) for key, shape in members.items() if shape.write is not None]
    names = tuple(members)

    def write(value: Any) -> dict[str, Any]:
        data = dict(zip(names, take(value), strict=True))
        for key, put in puts:
            data[key] = put(data[key])
        return data

    return Shape(_object(members), lambda value, keys: make(*read_members(value, keys, members)), write)


def tuple_of(cls: type[Any], called: Mapping[str, str] | None = None, /, **fields: Shape) -> Shape:
    """An object, read as a named tuple.

    Args:
        cls: the class of the tuple.
        called: the keys of fields whose key isn't their name.
        fields: the fields in the order in which they are written.
    """
    names: tuple[str, ...] = cls._fields
    assert sorted(fields) == sorted(names), f"{cls.__name__}: {sorted({*fields} ^ {*names})}"
    members = {(called or {}).get(name, name): shape for name, shape in fields.items()}
    order = [*fields]
    places = itemgetter(*[order.index(name) for name in names])

    def make(*values: Any) -> Any:
        return cls(*places(values))

    return object_of(make, members, itemgetter(*[names.index(name) for name in order]))


# --- names and texts in a decision

RULE_PATTERN = "^[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*(#[0-9]+)?$"
NAME = text("^[a-z][a-z0-9_]*$")
RULE = text(RULE_PATTERN, schema={"$ref": "#/$defs/rule"})
RULES = listed(RULE)
TEXT = text()
TEXTS = listed(TEXT)
LABEL = mapping(en=TEXT, zh=TEXT)
OUTPUT = text(
    "^((severity|lead|department|liability|payable)"
    "|(support|deadlines|approvals|remedies|items|actions|prohibited)[.].+)$",
    schema=TEXT.schema,
)
"""The path of an entry, as questions name it."""
