"""The preferred values of a witness where any will do: an ordinary day at ten o'clock, and round figures."""

from __future__ import annotations

from datetime import date, time

from complaint_rules.facts.fact import SUMS, Fact

USUAL_DAY = date(2026, 6, 15)
TEN_O_CLOCK = time(10)
_WHOLE = (0, 1, 2, 3, 5, 10, 100, 1000)
_FEN = (0, 100_00, 200_00, 1000_00, 2000_00, 1_00, 2_00, 1, 2)


def round_figures(fact: Fact) -> tuple[int, ...]:
    """Round figures for a number or a sum, best first."""
    return _FEN if fact.type in SUMS else _WHOLE
