"""Figures that are appended to a fact sheet, since they differ by year and by place."""

from __future__ import annotations

from typing import NamedTuple


class Slot(NamedTuple):
    """The position of a figure that only sums read, in a fact sheet's values, and the denominator that it is over."""

    place: int
    below: int
