"""Money: yuan at the border (a string or number with at most two decimals), integer fen inside."""

from __future__ import annotations

import re
from decimal import Decimal

from complaint_rules.errors import shown

# Ten digits of yuan exceed any complaint, and keep fen within the integers that every engine compares exactly.
LARGEST_FEN = 99_999_999_999

_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_MOST_DIGITS = 40
_NEGATIVE = "is negative; money is zero or more"
_TOO_MUCH = "is more than 999999999.99 yuan, the most that an amount may be"
_HOW = "is not an amount of money; write yuan as a string or number such as 199.99"


def parse_fen(value: object) -> int:
    """Read an amount in yuan as fen.

    Args:
        value: a string such as ``"199.99"``, an int, float or Decimal, in yuan.

    Returns:
        The amount in fen.

    Raises:
        ValueError: not a number, negative, over two decimals, or beyond `LARGEST_FEN`.
    """
    if type(value) is str:
        match = _YUAN.fullmatch(value)
        if match is not None:
            yuan, decimals = match.groups()
            fen = int(yuan) * 100 + (int(decimals.ljust(2, "0")) if decimals else 0)
            if fen <= LARGEST_FEN:
                return fen
        raise ValueError(_why_not_money(value))
    if type(value) is int:
        if 0 <= value * 100 <= LARGEST_FEN:
            return value * 100
        raise ValueError(f"{shown(value)} {_NEGATIVE if value < 0 else _TOO_MUCH}")
    if isinstance(value, float | Decimal):
        return parse_fen(_plain(Decimal(float.__repr__(value)) if isinstance(value, float) else value))
    if isinstance(value, str):
        return parse_fen(str.__str__(value))
    raise ValueError(f"{shown(value)} {_HOW}")


def _plain(value: Decimal) -> str:
    """Digits without an exponent or trailing zeros; a number far too large or fine is left as it is, and refused."""
    if not value.is_finite() or (value and abs(value.adjusted()) > _MOST_DIGITS):
        return str(value)
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _why_not_money(text: str) -> str:
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text):
        return f"{shown(text)} {_NEGATIVE}"
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", text):
        return f"{shown(text)} has more than two decimals; money is held to the fen"
    if re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", text):
        return f"{shown(text)} {_TOO_MUCH}"
    return f"{shown(text)} {_HOW}"


def format_fen(fen: int) -> str:
    """Write fen as yuan with two decimals: ``19999`` is ``"199.99"``."""
    return f"{fen // 100}.{fen % 100:02d}"


def yuan(fen: int | None) -> str | None:
    """Write fen as yuan; None stays None."""
    return None if fen is None else format_fen(fen)
