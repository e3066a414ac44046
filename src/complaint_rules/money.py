"""Money: yuan at the border (a string or number with at most two decimals), integer fen inside."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from complaint_rules.errors import shown

# Ten digits of yuan exceed any complaint, and keep fen within the integers that every engine compares exactly.
LARGEST_FEN = 99_999_999_999

_YUAN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")


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
        raise ValueError(_why_not_money(str(value)))
    if isinstance(value, float | Decimal):
        if not math.isfinite(value):
            raise ValueError(f"{shown(str(value))} is not an amount of money")
        return parse_fen(_plain(Decimal(repr(value)) if isinstance(value, float) else value))
    raise ValueError(f"{shown(value)} is not an amount of money; write yuan as a string or number such as 199.99")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _why_not_money(text: str) -> str:
    if re.fullmatch(r"-\d+(\.\d+)?", text):
        return f"{shown(text)} is negative; money is zero or more"
    if re.fullmatch(r"\d+\.\d{3,}", text):
        return f"{shown(text)} has more than two decimals; money is held to the fen"
    if re.fullmatch(r"\d+(\.\d{1,2})?", text):
        return f"{shown(text)} is more than {format_fen(LARGEST_FEN)} yuan, the most that an amount may be"
    return f"{shown(text)} is not an amount of money; write yuan as a string or number such as 199.99"


def format_fen(fen: int) -> str:
    """Write fen as yuan with two decimals: ``19999`` is ``"199.99"``."""
    return f"{fen // 100}.{fen % 100:02d}"
