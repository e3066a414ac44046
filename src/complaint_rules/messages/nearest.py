"""Hints: what to do about a problem, mostly which known name was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Set
from typing import Any, NamedTuple

from complaint_rules.limits import LONGEST_SHOWN

_NEAR, _NEARER = 0.6, 0.75
"""The least similarity of two names, from 0 to 1: in general, and where their first letters differ."""


class Hint(NamedTuple):
    """A hint by its code in the catalogue, with its parameters."""

    code: str
    params: dict[str, Any]

    def reworded(self, codes: Mapping[str, str]) -> Hint:
        """The same hint with another code, from a table."""
        return self._replace(code=codes[self.code])


def find_nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name of which this one may be a misspelling; None where nothing is near."""
    short = name[:LONGEST_SHOWN]
    found = difflib.get_close_matches(short, _in_order(known), n=3, cutoff=_NEAR)
    return next((one for one in found if _is_slip(short, one)), None)


def nearest(name: str, known: Iterable[str]) -> Hint | None:
    """Suggest the nearest known name, or None where nothing is near."""
    near = find_nearest(name, known)
    return None if near is None else Hint("did-you-mean", {"suggestion": near})


def nearest_or_listed(name: str, known: Iterable[str]) -> Hint:
    """Suggest the nearest known name, or list what there is, in its own order."""
    names = tuple(_in_order(known))
    if not names:
        return Hint("none-declared", {"allowed": ()})
    near = find_nearest(name, names)
    if near is None:
        return Hint("one-of", {"allowed": names})
    return Hint("did-you-mean", {"suggestion": near, "allowed": names})


def _is_slip(name: str, known: str) -> bool:
    """Whether a name may be a known one misspelt: typing errors are rare in the first letter, so it weighs more."""
    return name[:1] == known[:1] or difflib.SequenceMatcher(None, known, name).ratio() >= _NEARER


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted(names) if isinstance(names, Set) else list(dict.fromkeys(names))
