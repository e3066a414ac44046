"""Hints: what to do about a problem, above all which known name was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Set
from typing import Any, NamedTuple

from complaint_rules.limits import LONGEST_SHOWN

_NEAR, _NEARER = 0.6, 0.75
"""How alike two names are to be, of 1: at least, and where their first letters differ."""


class Hint(NamedTuple):
    """A hint by its code in the catalogue, with what it says of the case at hand."""

    code: str
    params: dict[str, Any]

    def reworded(self, codes: Mapping[str, str]) -> Hint:
        """The same said by another code, as the table has it."""
        return self._replace(code=codes[self.code])


def find_nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a slip may have made this one of; None where nothing is near."""
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
    """Whether a name may be a known one mistyped: few slips touch the first letter, so without it, a nearer one."""
    return name[:1] == known[:1] or difflib.SequenceMatcher(None, known, name).ratio() >= _NEARER


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted(names) if isinstance(names, Set) else list(dict.fromkeys(names))
