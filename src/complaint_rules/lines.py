"""Lines of a text: they end with LF, CRLF or CR only, not with the other line ends of Unicode and YAML 1.1."""

from __future__ import annotations

import re

ENDS = r"\r\n|\r|\n"
BLANKS = " \t\r\n"
"""Blanks that are ignored around a cell; other blanks are part of the text."""

_END = re.compile(ENDS)


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their ends."""
    return _END.split(text)


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """The line and column of a character, counted from 1.

    Args:
        text: the whole text.
        at: the character's index.
    """
    line, start = 1, 0
    for end in _END.finditer(text, 0, at):
        line, start = line + 1, end.end()
    return line, at - start + 1
