"""The one tree of errors. Messages are lower case, hold the reader's own words in backticks, say what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

_SHOWN = 80
_NEAR, _NEARER = 0.6, 0.75
"""How alike two names are to be, of 1: at least, and where their first letters differ."""
_LISTED = 15
_LARGEST_SHOWN = 10**_SHOWN


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text file; `line` and `column` count from 1, 0 where unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where (a place, a fact, or both) and what to do.

    `fact` is the dotted path of the fact, such as `belongings.location`; `path` the same as keys and indices, for
    services that mark a field of a form.
    """

    message: str
    place: Place | None = None
    fact: str | None = None
    help: str | None = None
    path: tuple[Any, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        where = [str(self.place)] if self.place else []
        where += [f"`{self.fact}`"] if self.fact else []
        text = ": ".join([*where, self.message])
        return one_line(f"{text} ({self.help})" if self.help else text)


class ComplaintRulesError(Exception):
    """Root of every error that this library raises on purpose."""


class ProblemsError(ComplaintRulesError):
    """An error made of one or more problems, all found in one go; `problems` has them, its text one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class ComplaintError(ProblemsError):
    """A complaint that is not of the contract's shape. Each problem names its fact."""


class RulesetError(ProblemsError):
    """A ruleset that can't be compiled. Each problem names file, line and column."""


class CalendarError(ComplaintRulesError):
    """A deadline that would run past the years which its calendar covers."""


class EngineUnavailableError(ComplaintRulesError):
    """An engine that was asked for by name and can't run here."""


class OfferError(ComplaintRulesError):
    """An offer that is not a remedy and an amount."""


class PathError(ComplaintRulesError):
    """A path that names no entry of a decision."""


class LanguageError(ComplaintRulesError, ValueError):
    """A language in which there is no view."""


def cause_of(error: OSError) -> str:
    """Why the system refused, such as `permission denied`."""
    return (error.strerror or str(error)).lower()


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of their places, each once."""
    return sorted(set(problems), key=lambda problem: (problem.place or Place(""), problem.message))


def shown(value: object) -> str:
    """Quote what the user wrote, as YAML, shortened, so that a ten-megabyte value makes a one-line message."""
    text = " ".join(_written(value, _SHOWN)[: 2 * _SHOWN].split())
    return f"`{one_line(text if len(text) <= _SHOWN else text[:_SHOWN] + '...')}`"


def one_line(text: str) -> str:
    """A text without what would break the line, steer a terminal or fail to encode."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def _written(value: object, room: int) -> str:
    """A value as its author would write it; inside lists and mappings no longer than it takes to fill `room`.

    A text that begins or ends with a blank stands in quotes: without them, the blank could not be seen.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value}"' if len(value) < _SHOWN and value != value.strip() else value[: 2 * _SHOWN]
    if isinstance(value, int) and abs(value) >= _LARGEST_SHOWN:
        return f"a number of about {round(value.bit_length() * 0.30103):,} digits"
    if isinstance(value, Mapping):
        return f"{{{_joined(((f'{_written(key, room)}: ', item) for key, item in value.items()), room)}}}"
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{_joined((('', item) for item in value), room)}]"
    return str(value) if isinstance(value, int | float | Decimal | date) else f"a Python {type(value).__name__}"


def _joined(entries: Iterable[tuple[str, object]], room: int) -> str:
    texts: list[str] = []
    for head, item in entries:
        if room <= 0:
            texts.append("...")
            break
        texts.append(head + _written(item, room - len(head) - 2))
        room -= len(texts[-1]) + 2
    return ", ".join(texts)


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Suggest the nearest known name, or None where nothing is near."""
    short = name[:_SHOWN]
    found = difflib.get_close_matches(short, _in_order(known), n=3, cutoff=_NEAR)
    near = next((one for one in found if _is_slip(short, one)), None)
    return f"did you mean `{near}`?" if near else None


def _is_slip(name: str, known: str) -> bool:
    """Whether a name may be a known one mistyped: few slips touch the first letter, so without it, a nearer one."""
    return name[:1] == known[:1] or difflib.SequenceMatcher(None, known, name).ratio() >= _NEARER


def one_of(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name, or list what there is, in its own order."""
    names = _in_order(known)
    if not names:
        return "none is declared"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return did_you_mean(name, names) or f"one of: {', '.join(names[:_LISTED])}{more}"


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted(names) if isinstance(names, Set) else list(dict.fromkeys(names))
