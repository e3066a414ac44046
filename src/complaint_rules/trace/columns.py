"""Plain text in columns, Chinese characters two columns wide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

WIDTH = 100

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60"
_NEVER_FIRST = "，。、；：！？）”》」』】"
_WORD = re.compile(rf"(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_NEVER_FIRST}]*|\s+")


def width_of(text: str) -> int:
    """The width of a text in columns."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def pad(text: str, width: int) -> str:
    """A text padded with blanks to a width."""
    return text + " " * (width - width_of(text))


def wrap(text: str, width: int) -> list[str]:
    """A text wrapped into lines; breaks at blanks and between Chinese characters."""
    lines: list[str] = []
    line = ""
    for word in _words(text, width):
        if line and width_of(line) + width_of(word) > width:
            lines.append(line.rstrip())
            line = ""
        line += word.lstrip() if not line else word
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str, width: int) -> Iterator[str]:
    for match in _WORD.finditer(" ".join(text.split())):
        word = match.group()
        for start in range(0, len(word), width):
            yield word[start : start + width]


def two_columns(left: str, left_width: int, right: str, indent: int = 2, width: int = WIDTH) -> list[str]:
    """A narrow column next to a wide, wrapped one; a left text that is too wide gets a line of its own."""
    blank = " " * indent
    below = " " * (indent + left_width + 2)
    wrapped = wrap(right, max(width - len(below), 20))
    if width_of(left) > left_width:
        return [*(blank + line for line in wrap(left, width - indent)), *(below + line for line in wrapped)]
    first = f"{blank}{pad(left, left_width)}  {wrapped[0]}".rstrip()
    return [first, *(below + line for line in wrapped[1:])]


def column_width(texts: Sequence[str], most: int) -> int:
    """The width of a column that holds these texts, except those wider than `most`."""
    return max((width for width in map(width_of, texts) if width <= most), default=0)


def table(rows: Sequence[Sequence[str]], indent: int = 2, widest: int = 46) -> list[str]:
    """Rows of cells as aligned lines."""
    widths = [min(column_width(column, widest) or widest, widest) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [wrap(cell, max(width, 1)) for cell, width in zip(row, widths, strict=True)]
        for at in range(max(len(cell) for cell in cells)):
            parts = [pad(cell[at] if at < len(cell) else "", width) for cell, width in zip(cells, widths, strict=True)]
            lines.append((" " * indent + "  ".join(parts)).rstrip())
    return lines
