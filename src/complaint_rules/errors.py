"""The one tree of errors. Messages are lower case, name the reader's own words in backticks, and say what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_SHOWN = 80


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
    """One thing that is wrong: what, where (a place, a fact, or both) and what to do."""

    message: str
    place: Place | None = None
    fact: str | None = None
    help: str | None = None
    path: tuple[Any, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        where = [str(self.place)] if self.place else []
        where += [f"`{self.fact}`"] if self.fact else []
        text = ": ".join([*where, self.message])
        return f"{text} ({self.help})" if self.help else text


class ComplaintRulesError(Exception):
    """Root of every error that this library raises on purpose."""


class ProblemsError(ComplaintRulesError):
    """An error made of one or more problems, all found in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


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


def shown(value: object) -> str:
    """Quote what the user wrote, shortened, so that a ten-megabyte value makes a one-line message."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text[: 2 * _SHOWN].split())
    return f"`{text if len(text) <= _SHOWN else text[:_SHOWN] + '...'}`"


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Suggest the nearest known name, or None where nothing is near."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name[:_SHOWN], names, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None


def one_of(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name, or list what there is."""
    names = sorted(set(known))
    return did_you_mean(name, names) or f"one of: {', '.join(names) or 'none is declared'}"
