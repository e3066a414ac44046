"""The order of an action's times: at once, the same day, then by a clock."""

from __future__ import annotations

_FIRST = ("at_once", "same_day")


def when_rank(when: str) -> int:
    """The rank of a time; lower is sooner."""
    return _FIRST.index(when) if when in _FIRST else len(_FIRST)
