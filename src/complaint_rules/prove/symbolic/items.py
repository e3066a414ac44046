"""Items of injury compensation as terms: payable or not, and the bounds, with the semantics of `entries.items`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from complaint_rules.compile.effect import SetItem
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.prove.symbolic.amounts import Amounts
from complaint_rules.prove.symbolic.candidate import SymbolicCandidate, any_fires
from complaint_rules.prove.symbolic.capped import ENDLESS, NOTHING, Capped, pick_capped
from complaint_rules.prove.symbolic.complaint import SymbolicComplaint
from complaint_rules.prove.symbolic.terms import Number, Truth, all_of, any_of, both, either, least, no, pick, same

NOT_PAYABLE, PAYABLE = 0, 1
"""Statuses, the less generous first."""


class SymbolicItem(NamedTuple):
    """An item's entry: whether there is one, its status and bounds, and whether rules of one authority disagree."""

    there: Truth
    status: Number
    least: Number
    most: Capped
    clash: Truth


class SymbolicPay(NamedTuple):
    """What one rule pays, where `counts`."""

    counts: Truth
    least: Number
    most: Number


class SymbolicSide(NamedTuple):
    """What the rules of one authority pay."""

    pays: Truth
    least: Capped
    most: Capped
    clash: Truth


class ItemEncoder:
    """Encodes the entries of items over one complaint."""

    def __init__(self, complaint: SymbolicComplaint, amounts: Amounts) -> None:
        self._complaint = complaint
        self._amounts = amounts

    def settle(self, candidates: Sequence[SymbolicCandidate]) -> SymbolicItem:
        """The entry of one item.

        Raises:
            NotEncodedError: a sum can't be encoded.
        """
        sides = [
            self._agreed([candidate for candidate in candidates if candidate.binding == side]) for side in (True, False)
        ]
        low = high = NOTHING
        for side in sides:
            low = pick_capped(side.pays, low.higher(side.least), low)
            high = pick_capped(side.pays, high.higher(side.most), high)
        cap = self._cap(candidates)
        pays = any_of(side.pays for side in sides)
        return SymbolicItem(
            any_fires(candidates),
            pick(pays, PAYABLE, NOT_PAYABLE),
            pick(pays, low.lower(cap).fen, 0),
            pick_capped(pays, high.lower(cap), NOTHING),
            any_of(side.clash for side in sides),
        )

    def _agreed(self, candidates: Sequence[SymbolicCandidate]) -> SymbolicSide:
        """What one authority pays; where its rules disagree, the least of each bound."""
        paid: list[SymbolicPay] = []
        refused: Truth = False
        for candidate in candidates:
            met = self.is_met(candidate.effect)
            refused = either(refused, both(candidate.fires, no(met)))
            if candidate.effect.payable and candidate.effect.most is not None:
                most, low = (
                    self._amounts.sum(candidate.effect.most),
                    self._amounts.sum(candidate.effect.least or candidate.effect.most),
                )
                counts, absent = both(candidate.fires, met), either(most.absent, low.absent)
                refused = either(refused, both(counts, absent))
                paid.append(SymbolicPay(both(counts, no(absent)), least([low.fen, most.fen]), most.fen))
        some = any_of(one.counts for one in paid)
        unlike = any_of(
            both(one.counts, other.counts, no(both(same(one.least, other.least), same(one.most, other.most))))
            for one, other in combinations(paid, 2)
        )
        low_end = high_end = ENDLESS
        for one in paid:
            low_end = pick_capped(one.counts, low_end.lower(Capped(one.least, False)), low_end)
            high_end = pick_capped(one.counts, high_end.lower(Capped(one.most, False)), high_end)
        return SymbolicSide(both(some, no(refused)), low_end, high_end, both(some, either(refused, unlike)))

    def _cap(self, candidates: Sequence[SymbolicCandidate]) -> Capped:
        cap = ENDLESS
        for candidate in candidates:
            if candidate.effect.cap is not None:
                found = self._amounts.sum(candidate.effect.cap)
                limit = Capped(pick(found.absent, 0, found.fen), False)
                cap = pick_capped(both(candidate.fires, self.is_met(candidate.effect)), cap.lower(limit), cap)
        return cap

    def is_met(self, say: SetItem) -> Truth:
        """Whether a rule makes the item payable and its needs are satisfied."""
        return all_of([say.payable, *[any_of(self._is_there(fact) for fact in group) for group in say.needs]])

    def _is_there(self, fact: Fact) -> Truth:
        there = no(self._complaint.absent(fact))
        return both(there, self._complaint.is_one_of(fact, [True]) if fact.type is FactType.BOOL else True)
