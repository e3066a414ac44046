"""What a case expects of one entry: a value, a list, one of several, bounds, or any value but one.

`parse` refuses what any entry would meet: an expectation that can't fail tests nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from complaint_rules.compile.condition import ORDER
from complaint_rules.messages import Message, MessageError

Tiers = Collection[str]
"""The ruleset's tiers, lowest first: tiers are compared by their order."""

ABSENT_ENTRY: Any = object()
"""The value found where the decision has no such entry; it meets no bound, and it counts as null."""

ANY_OF = "any_of"
_COMPARISON = re.compile(r"(!=|<=|>=|<|>)\s*(\S.*)")
_OR_NULL = " or null"
_AND = re.compile(r"\sand\s")
_EVERYTHING = (frozenset({"true", "false"}), frozenset({"final", "provisional"}))
"""Values of which an entry always has one."""


class Expected(Protocol):
    """One expectation."""

    def meets(self, found: Any) -> bool:
        """Whether a value of the decision as JSON, `ABSENT_ENTRY` where there is none, is as expected."""
        ...


@dataclass(frozen=True, slots=True)
class Exactly:
    """This value; null where there is no such entry or no bound."""

    value: Any

    def meets(self, found: Any) -> bool:
        """Compare numbers and texts as they are written."""
        if found is ABSENT_ENTRY:
            found = None
        if isinstance(self.value, list) and isinstance(found, list):
            return sorted(map(str, found)) == sorted(map(str, self.value))
        if any(isinstance(one, bool) or one is None for one in (self.value, found)):
            return self.value is found
        return str(self.value) == str(found)


@dataclass(frozen=True, slots=True)
class Unlike:
    """Any value but this one."""

    value: str

    def meets(self, found: Any) -> bool:
        """Compare as texts."""
        return not Exactly(_plain(self.value)).meets(found)


@dataclass(frozen=True, slots=True)
class ExpectOneOf:
    """Any value that meets one of several expectations."""

    choices: tuple[Expected, ...]

    def meets(self, found: Any) -> bool:
        """Try each."""
        return any(one.meets(found) for one in self.choices)


@dataclass(frozen=True, slots=True)
class ExpectWithin:
    """A number, a moment or a tier within bounds, all of which must hold."""

    bounds: tuple[tuple[str, Any], ...]
    read: Callable[[str], Any]
    or_null: bool

    def meets(self, found: Any) -> bool:
        """Compare by the type of the bounds; an entry without a bound is met only by `or null`."""
        if found is None:
            return self.or_null
        value = None if found is ABSENT_ENTRY else self.read(str(found))
        return value is not None and all(ORDER[order](value, bound) for order, bound in self.bounds)


def parse(value: Any, tiers: Tiers) -> Expected:
    """Read one expectation.

    Raises:
        MessageError: it can't be read, or would be met by every decision.
    """
    if isinstance(value, Mapping):
        return _one_of(value, tiers)
    if isinstance(value, str):
        found = _COMPARISON.fullmatch(value.strip())
        if found is not None:
            return Unlike(found[2].strip()) if found[1] == "!=" else _within(value.strip(), tiers)
    return Exactly(value)


def _one_of(value: Mapping[str, Any], tiers: Tiers) -> ExpectOneOf:
    choices = value.get(ANY_OF)
    if set(value) != {ANY_OF} or not isinstance(choices, list) or not choices:
        raise MessageError(Message("not-an-expectation", value=value))
    if any(everything <= {str(one).lower() for one in choices} for everything in _EVERYTHING):
        raise MessageError(Message("expects-anything", value=value))
    return ExpectOneOf(tuple(parse(one, tiers) for one in choices))


def _within(text: str, tiers: Tiers) -> ExpectWithin:
    or_null = text.endswith(_OR_NULL)
    bounds = []
    for part in _AND.split(text.removesuffix(_OR_NULL)):
        found = _COMPARISON.fullmatch(part.strip())
        if found is None or found[1] == "!=":
            raise MessageError(Message("not-a-bound", value=text, part=part))
        bounds.append((found[1], found[2].strip()))
    for read, read_found in ((_number, _number), (_day, _day_of), (_instant, _instant), (_rank_among(tiers),) * 2):
        values = [read(bound) for _, bound in bounds]
        if None not in values:
            pairs = tuple((order, bound) for (order, _), bound in zip(bounds, values, strict=True))
            return ExpectWithin(pairs, read_found, or_null)
    raise MessageError(Message("bound-of-no-order", value=text))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_of(text: str) -> date | None:
    """The day of a date or a date-time, as it is written."""
    return _day(text[: len("2026-11-20")])


def _instant(text: str) -> datetime | None:
    """A date-time, which needs an offset to be compared."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _rank_among(tiers: Tiers) -> Callable[[str], int | None]:
    ranks = {tier: rank for rank, tier in enumerate(tiers)}
    return ranks.get


def _plain(text: str) -> Any:
    return {"null": None, "true": True, "false": False}.get(text, text)
