"""Figures that are laid on a fact sheet, since they differ by year and by place."""

from __future__ import annotations

from typing import NamedTuple


class Slot(NamedTuple):
    """Where a figure that only sums read stands among a fact sheet's values, and over which denominator."""

    place: int
    below: int
