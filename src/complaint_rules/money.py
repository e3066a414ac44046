"""Money: yuan in input and output (a string or number with at most two decimals), integer fen internally."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

from complaint_rules.limits import LARGEST_FEN
from complaint_rules.messages import Message, MessageError

YUAN = r"0{0,3}[0-9]{1,9}(?:\.[0-9]{1,2})?"
"""A regular expression, valid in every dialect, for a sum in yuan up to `LARGEST_FEN`."""

_YUAN = re.compile(YUAN)
_MOST_DIGITS = 40


def parse_fen(value: object) -> int:
    """Read an amount in yuan as fen.

    Args:
        value: a string such as ``"199.99"``, an int, float or Decimal, in yuan.

    Returns:
        The amount in fen.

    Raises:
        MessageError: not a number, negative, over two decimals, or beyond `LARGEST_FEN`.
    """
    if type(value) is str:
        if _YUAN.fullmatch(value):
            yuan, _, decimals = value.partition(".")
            return int(yuan) * 100 + (int(decimals.ljust(2, "0")) if decimals else 0)
        raise MessageError(_why_not_money(value))
    if type(value) is int:
        if 0 <= value * 100 <= LARGEST_FEN:
            return value * 100
        raise MessageError(Message("negative-money", value=value) if value < 0 else _too_much(value))
    if isinstance(value, float | Decimal):
        return parse_fen(_plain(Decimal(float.__repr__(value)) if isinstance(value, float) else value))
    if isinstance(value, str):
        return parse_fen(str.__str__(value))
    raise MessageError(Message("not-money", value=value))


def _plain(value: Decimal) -> str:
    """Digits without an exponent or trailing zeros; a number with too many digits is not expanded, and then refused."""
    if not value.is_finite() or (value and abs(value.adjusted()) > _MOST_DIGITS):
        return str(value)
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _why_not_money(text: str) -> Message:
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text):
        return Message("negative-money", value=text)
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", text):
        return Message("too-many-decimals", value=text, limit=2)
    if re.fullmatch(r"0*[1-9][0-9]{9,}(\.[0-9]{1,2})?", text):
        return _too_much(text)
    return Message("not-money", value=text)


def _too_much(value: object) -> Message:
    return Message("too-much-money", value=value, limit=format_fen(LARGEST_FEN))


def format_fen(fen: int) -> str:
    """Write fen as yuan with two decimals: ``19999`` is ``"199.99"``."""
    return f"{fen // 100}.{fen % 100:02d}"


def yuan(fen: int | None) -> str | None:
    """Write fen as yuan; None stays None."""
    return None if fen is None else format_fen(fen)


def half_up(value: int | Fraction) -> int:
    """A sum in fen, rounded to whole fen, half up."""
    return value if isinstance(value, int) else math.floor(value + Fraction(1, 2))


def bound_half_up(value: int | Fraction | None) -> int | None:
    """A bound in fen, rounded to whole fen, half up; None, no bound, stays None."""
    return None if value is None else half_up(value)


__all__ = ["LARGEST_FEN", "bound_half_up", "format_fen", "half_up", "parse_fen", "yuan"]
