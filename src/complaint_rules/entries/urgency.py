"""The order of the times of actions: at once, the same day, then by a clock."""

from __future__ import annotations

from collections.abc import Iterable

_FIRST = ("at_once", "same_day")


def when_rank(when: str, clocks: Iterable[str] = ()) -> int:
    """The rank of a time; lower is sooner. Clocks rank alike unless their order is given."""
    if when in _FIRST:
        return _FIRST.index(when)
    order = list(clocks)
    return len(_FIRST) + (order.index(when) if when in order else 0)
