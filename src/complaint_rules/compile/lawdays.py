"""The days whose law a decision applies: that of the event, of the receipt and of the settlement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple, get_args

from complaint_rules.facts.fact import RECEIVED_ON

LawOf = Literal["occurred", "received", "settled"]
"""The day that selects a rule or a figure: of the event for substantive law, of the receipt for procedure, of the
settlement for yearly figures."""

LAW_OF: tuple[LawOf, ...] = get_args(LawOf)

DAY_FACT: Mapping[LawOf, str] = {"occurred": "occurred_on", "received": RECEIVED_ON, "settled": "settled_on"}
"""The path of the fact that states each day."""


class LawDays(NamedTuple):
    """The three days of one complaint."""

    occurred: date
    received: date
    settled: date

    def of(self, law_of: LawOf) -> date:
        """The day that selects a rule or a figure."""
        day: date = getattr(self, law_of)
        return day


def all_on(day: date) -> LawDays:
    """An event that is complained of and settled on the same day."""
    return LawDays(day, day, day)
