"""Markdown that GitHub and Python-Markdown read alike; texts of a ruleset are escaped, never markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_ENTITIES = {ord(one): f"&#{ord(one)};" for one in "&<>|~$"}
_ESCAPED = re.compile(r"[\\`*_{}\[\]#]")
_OPENS_BLOCK = re.compile(r"[0-9]+[.)](?=\s|$)|[-+:=!]")
_MARKUP_IN_CODE = re.compile(r"[^\w\s.,;:/=%()'\"-]|_", re.ASCII)
_TICKS = re.compile("`+")
_INDENT = " " * 4


class ListItem(NamedTuple):
    """An item of a list, in Markdown, and the items nested in it."""

    text: str
    inner: tuple[ListItem, ...] = ()


def plain(text: str) -> str:
    """Text escaped so that it is shown as it is, on one line."""
    line = _ESCAPED.sub(lambda found: f"\\{found[0]}", " ".join(text.split())).translate(_ENTITIES)
    opening = _OPENS_BLOCK.match(line)
    if opening is None:
        return line
    # At the start of a line it would open a list, an admonition or a plugin's block.
    sign = opening.end() - 1
    return f"{line[:sign]}&#{ord(line[sign])};{line[sign + 1 :]}"


def code(text: str) -> str:
    """Text as code, on one line; one with a pipe is written so that a table keeps it in its cell."""
    line = " ".join(text.split())
    if "|" in line:
        marked = _MARKUP_IN_CODE.sub(lambda found: f"&#{ord(found[0])};", line)
        return f"<code>{marked}</code>"
    longest = max((len(ticks) for ticks in _TICKS.findall(line)), default=0)
    if not longest:
        return f"`{line}`"
    ticks = "`" * (longest + 1)
    return f"{ticks} {line} {ticks}"


def link(text: str, target: str) -> str:
    """A link; its text is Markdown already."""
    return f"[{text}]({target})"


def anchor(name: str) -> str:
    """An anchor, the target of links."""
    return f'<a id="{html.escape(name)}"></a>'


def anchor_name(*parts: str) -> str:
    """A name for an anchor, made from ids of any characters; different ids give different names."""
    return "-".join(re.sub(r"[^\w.-]", lambda found: f":{ord(found[0]):x}:", part) for part in parts)


def bullets(items: Iterable[ListItem], indent: str = "") -> Iterator[str]:
    """A list, line by line; nested ones further in."""
    for item in items:
        yield f"{indent}- {item.text}"
        yield from bullets(item.inner, indent + _INDENT)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, line by line; heads and cells are Markdown already."""
    yield _row(heads)
    yield _row(["---"] * len(heads))
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def fenced(text: str, language: str) -> Iterator[str]:
    """A fenced block of code or other preformatted text, unchanged."""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield text.rstrip("\n")
    yield fence
