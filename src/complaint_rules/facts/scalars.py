"""The types of single values in a complaint: how each is written, its limits, and its JSON Schema.

Declared here (sums of money: in `money`) and nowhere else: validation, published schemas, cells of conditions,
generated complaints and the prover read it from here, or from `Fact.least` and `Fact.most`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from complaint_rules.limits import LARGEST_EXPONENT, LARGEST_FEN, LONGEST_FACT
from complaint_rules.messages import Message, MessageError
from complaint_rules.money import YUAN, format_fen, parse_fen

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""The first and the last day that a fact may be."""

FIRST_MOMENT_YEAR, LAST_MOMENT_YEAR = 1901, 2198
"""The years in which a complaint may be received: its day is within the limits of days in every time zone."""

_LEAP = r"(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)-02-29"
_MONTH_AND_DAY = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"{_CLOCK}:[0-5][0-9](?:\.[0-9]{{1,9}})?"
_OFFSET = rf"(?:[Zz]|[+-]{_CLOCK})"

DAY = rf"(?:(?:19|20|21)[0-9]{{2}}-{_MONTH_AND_DAY}|{_LEAP})"
"""A regular expression, valid in every dialect, for a day: RFC 3339 full-date, within the limits of days."""

INSTANT = (
    rf"(?:(?:19(?:0[1-9]|[1-9][0-9])|20[0-9]{{2}}|21(?:[0-8][0-9]|9[0-8]))-{_MONTH_AND_DAY}|{_LEAP})"
    rf"[Tt]{_TIME}{_OFFSET}"
)
"""A regular expression, valid in every dialect, for a moment: RFC 3339 date-time, within its years, no leap seconds."""

_DAY, _INSTANT = re.compile(DAY), re.compile(INSTANT)
_DIGITS_OF_A_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LIKE_AN_INSTANT = re.compile(rf"(?P<day>{_DIGITS_OF_A_DAY})[Tt]{_TIME}(?P<offset>{_OFFSET})?")
MOST_SUPPORTERS = 20
"""The greatest number of people who share the support of one dependant."""


def parse_day(value: object) -> date:
    """Read a day.

    Raises:
        MessageError: not a day as 2026-11-20, or one outside the years 1900 to 2199.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if type(value) is date and FIRST_DAY <= value <= LAST_DAY:
        return value
    raise MessageError(_why_no_day(value))


def parse_instant(value: object) -> datetime:
    """Read a moment.

    Raises:
        MessageError: not a date-time of RFC 3339 as 2026-11-20T10:00:00+08:00, or outside the years 1901 to 2198.
    """
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value.upper())
    if isinstance(value, datetime) and FIRST_MOMENT_YEAR <= value.year <= LAST_MOMENT_YEAR:
        offset = value.utcoffset()
        if offset is not None and not offset % timedelta(minutes=1):
            return value
    raise MessageError(_why_no_instant(value))


def _why_no_day(value: object) -> Message:
    written = value.isoformat() if type(value) is date else value
    if isinstance(written, str) and re.fullmatch(_DIGITS_OF_A_DAY, written):
        return _day_or_year(written, value, FIRST_DAY.year, LAST_DAY.year)
    return Message("not-a-date", value=value)


def _why_no_instant(value: object) -> Message:
    written = value.isoformat() if isinstance(value, datetime) else value
    found = _LIKE_AN_INSTANT.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return Message("not-a-date-time", value=value)
    if found["offset"] is None:
        return Message("no-offset", value=value)
    return _day_or_year(found["day"], value, FIRST_MOMENT_YEAR, LAST_MOMENT_YEAR)


def _day_or_year(day: str, value: object, first: int, last: int) -> Message:
    """What is wrong with a well-formed day: it does not exist, or is not in these years."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return Message("no-such-day", value=value)
    return Message("year-out-of-range", value=value, least=first, most=last)


def as_whole(value: Any) -> Any:
    """A number without a fraction as an `int`, since JSON has a single type of number; anything else unchanged."""
    if type(value) is int:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= LARGEST_EXPONENT:
        return int(value) if value == value.to_integral_value() else value
    return value


def parse_whole(value: object, least: int, most: int) -> int:
    """Read a whole number within limits, both included.

    Raises:
        MessageError: not a whole number, or beyond the limits.
    """
    number = as_whole(value)
    if type(number) is not int:
        raise MessageError(Message("not-a-whole-number", value=value))
    if not least <= number <= most:
        code, limit = ("too-little", least) if number < least else ("too-much", most)
        raise MessageError(Message(code, value=value, limit=limit))
    return number


def parse_text(value: object) -> str:
    """Read a text.

    Raises:
        MessageError: not a text, empty, or of more than `LONGEST_FACT` characters.
    """
    if type(value) is not str or (not value.isprintable() and not _is_unicode(value)):
        raise MessageError(Message("not-a-text", value=value))
    if not value:
        raise MessageError(Message("empty"))
    if len(value) > LONGEST_FACT:
        raise MessageError(Message("too-long", length=len(value), limit=LONGEST_FACT))
    return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def text_schema(pattern: str, **more: Any) -> dict[str, Any]:
    """The schema of a text that matches a pattern; `$` alone would allow a trailing line end in some dialects."""
    return {"type": "string", "pattern": f"^{pattern}$", "not": {"pattern": "\\n"}, **more}


MONEY_SCHEMA: dict[str, Any] = {
    "title": "Money",
    "description": "CNY, at most two decimals; as a text that holds for any reader",
    "anyOf": [text_schema(YUAN), {"type": "number", "minimum": 0, "maximum": LARGEST_FEN / 100}],
}
DAY_SCHEMA = text_schema(DAY, format="date", title="Day", description=f"a day from {FIRST_DAY} to {LAST_DAY}")
INSTANT_SCHEMA = text_schema(
    INSTANT,
    format="date-time",
    title="Instant",
    description=f"a date-time of RFC 3339 in the years {FIRST_MOMENT_YEAR} to {LAST_MOMENT_YEAR}; no leap second",
)
TEXT_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST_FACT}


def whole_schema(least: int, most: int) -> dict[str, Any]:
    """The schema of a whole number within limits."""
    return {"type": "integer", "minimum": least, "maximum": most}


_WHOLE = BeforeValidator(as_whole)
_AS_TEXT = PlainSerializer(lambda day: day.isoformat(), return_type=str, when_used="json")

Money = Annotated[
    int,
    PlainValidator(parse_fen),
    PlainSerializer(format_fen, return_type=str),
    WithJsonSchema(MONEY_SCHEMA),
]
Day = Annotated[date, PlainValidator(parse_day), _AS_TEXT, WithJsonSchema(DAY_SCHEMA)]
Instant = Annotated[datetime, PlainValidator(parse_instant), _AS_TEXT, WithJsonSchema(INSTANT_SCHEMA)]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_FACT)]
Days = Annotated[int, Field(strict=True, ge=0, le=36_600), _WHOLE]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000), _WHOLE]
Positive = Annotated[int, Field(strict=True, ge=1, le=100_000), _WHOLE]
Age = Annotated[int, Field(strict=True, ge=0, le=150), _WHOLE]
Percent = Annotated[int, Field(strict=True, ge=0, le=100), _WHOLE]
Supporters = Annotated[int, Field(strict=True, ge=1, le=MOST_SUPPORTERS), _WHOLE]
Grade = Annotated[int, Field(strict=True, ge=1, le=10), _WHOLE]
