"""Makes a text safe to display: without hidden characters, terminal control characters or changes of direction."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Invisible characters that Unicode does not class as control or format characters."""


def printable(text: str) -> str:
    r"""A text that is safe to display: every invisible character is written as an escape such as `\u202e`.

    These are control and format characters, line ends other than `\n`, lone surrogates, unassigned and private-use
    characters. A tab becomes a blank; blanks of other widths stay.
    """
    return "\n".join(map(_line, text.replace("\t", " ").split("\n")))


def one_line(text: str) -> str:
    """A text that is safe to display on one line; every kind of blank becomes a space."""
    return _line("".join(" " if _is_blank(one) else one for one in text)) if not text.isprintable() else _line(text)


def _line(line: str) -> str:
    if line.isprintable() and not _INVISIBLE.search(line):
        return line
    return "".join(one if _is_seen(one) else _escaped(one) for one in line)


def _is_seen(one: str) -> bool:
    return not _INVISIBLE.match(one) if one.isprintable() else unicodedata.category(one) == "Zs"


def _is_blank(one: str) -> bool:
    return one in "\t\n\r" or unicodedata.category(one) == "Zs"


def _escaped(one: str) -> str:
    code = ord(one)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
