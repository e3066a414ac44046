"""The shape of a page: sections of lines, in one language."""

from __future__ import annotations

from typing import NamedTuple

from complaint_rules.trace.wording import Lang


class TextLine(NamedTuple):
    """One line: a head, a text, the numbers of the rules behind it, and notes below it."""

    head: str
    text: str
    rules: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    tone: str = ""
    number: int = 0


class Section(NamedTuple):
    """Lines under a title."""

    key: str
    title: str
    lines: tuple[TextLine, ...]


class View(NamedTuple):
    """A decision in one language."""

    lang: Lang
    title: str
    subtitle: str
    status: str
    sections: tuple[Section, ...]
    trace_title: str
    trace: tuple[Section, ...]
    notice: str
    identity: Section
