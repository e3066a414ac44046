"""Full-width punctuation where YAML needs ASCII: what was written, what to write instead, and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from complaint_rules.errors import Message
from complaint_rules.lines import BLANKS

NARROW: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    {
        "\u3000": " ",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "、": ",",
        "。": ".",
        "【": "[",
        "】": "]",
        "≥": ">=",
        "≧": ">=",
        "⩾": ">=",
        "≤": "<=",
        "≦": "<=",
        "⩽": "<=",
        "≠": "!=",
        "…": "..",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)
"""Signs of Chinese and mathematical writing, and what a cell writes instead."""

_KEY = re.compile(r"[A-Za-z_][\w./-]*[ \u3000]*(：)", re.ASCII)
_DASH = re.compile(" *([－—–])[ \u3000]")
_LEADING = re.compile(r"[ ]*(?:- +)*")
_OPENING = re.compile(r"[:,\[{-] *(?:([“‘])[^”’]*(?:: | #|[,\[\]{}])|([｛［【]))")
"""A full-width quote around characters with a meaning in YAML, or a full-width bracket."""

_BETWEEN = re.compile(r"[\w\"'\])}]([，、：])\s*[\w\"'\[({.]+ *[:：\]}]", re.ASCII)
_LONGEST_SEARCHED = 1_000


class FullWidthCharacter(NamedTuple):
    """A full-width character; line and column count from 0."""

    message: Message
    line: int
    column: int


def wide_signs(text: object) -> Message | None:
    """The problem of a cell, a span or an amount that can't be read because of full-width signs; None without them."""
    written = text.translate(NARROW) if isinstance(text, str) else text
    if not isinstance(written, str) or written == text:
        return None
    return Message("full-width-cell", value=text, write=written.strip("\"'" + BLANKS))


def key_slip(text: str) -> FullWidthCharacter | None:
    """The full-width colon of a plain text that begins with a name and such a colon; None where it does not."""
    found = _KEY.match(text)
    return FullWidthCharacter(Message("full-width", sign="：", write=":"), 0, found.start(1)) if found else None


def syntax_slip(lines: Sequence[str], near: Collection[int]) -> FullWidthCharacter | None:
    """The full-width character that broke the syntax of YAML near some lines, counted from 0; None where none did."""
    for at in sorted({line - back for line in near for back in (1, 0)}):
        line = lines[at][:_LONGEST_SEARCHED] if 0 <= at < len(lines) else ""
        found = _DASH.match(line) or _key(line) or (at in near and (_OPENING.search(line) or _BETWEEN.search(line)))
        if found:
            column = found.start(found.lastindex or 0)
            message = full_width(line[column])
            return None if message is None else FullWidthCharacter(message, at, column)
    return None


def _key(line: str) -> re.Match[str] | None:
    start = _LEADING.match(line)
    return _KEY.match(line, start.end() if start else 0)


def full_width(sign: str) -> Message | None:
    """The problem of a full-width sign where JSON or YAML needs ASCII; None where the sign is not a full-width one."""
    write = sign.translate(NARROW)
    return Message("full-width", sign=sign, write=write) if write != sign else None
