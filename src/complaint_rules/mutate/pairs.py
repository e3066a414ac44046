"""Pairs of complaints that a `monotone` property compares, made from one complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from complaint_rules.errors import ComplaintError
from complaint_rules.facts.fact import FINITE, Fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.mutate.beside import Original
from complaint_rules.mutate.editing import ALWAYS_THERE, Complaint, can_be_set, with_fact
from complaint_rules.mutate.nearby import Nearby

Pair = tuple[Complaint, Complaint]


class Pairs:
    """Makes pairs in which a property's driver may rise; the property itself checks whether it does.

    Args:
        original: the unmutated ruleset.
        seeds: complaints to pair a complaint with, such as one of another tier.
    """

    def __init__(self, original: Original, seeds: Iterable[Complaint]) -> None:
        self._original = original
        self._nearby = Nearby(original.ruleset)
        self._settable = [fact for fact in original.ruleset.facts if can_be_set(fact) and fact.path not in ALWAYS_THERE]
        self._seeds = [*seeds]

    def along(self, fact: Fact, complaint: Complaint) -> Iterator[Pair]:
        """The complaint with each boundary value of a fact, paired with the same at the next larger value."""
        sheet = self._sheet(complaint)
        if sheet is None or not can_be_set(fact):
            return
        stated = [sheet.values[fact.index]] if sheet.state(fact) == "known" else []
        values = sorted({*self._nearby.of(fact, sheet), *stated}, key=lambda value: _rank(fact, value))
        yield from pairwise([with_fact(complaint, fact, value) for value in values])

    def at_one_moment(self, complaint: Complaint) -> Iterator[Pair]:
        """The complaint and each seed, as if both had been received at the same moment, in either order."""
        for seed in self._seeds:
            other = {**seed, "received_at": complaint["received_at"]}
            yield complaint, other
            yield other, complaint

    def _sheet(self, complaint: Complaint) -> FactSheet | None:
        try:
            return self._original.sheet(complaint)
        except ComplaintError:
            return None


def _rank(fact: Fact, value: Any) -> Any:
    return fact.values.index(value) if fact.type in FINITE else value
