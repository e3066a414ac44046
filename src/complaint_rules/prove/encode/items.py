"""Items of injury compensation: payable, pending or not payable, and the bounds. The same laws as `resolve.items`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.effect import Item
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.prove.encode.amounts import Reckoning
from complaint_rules.prove.encode.complaint import SymbolicComplaint
from complaint_rules.prove.encode.outputs import (
    NOTHING,
    Capped,
    Claim,
    assured,
    higher_of,
    lower_of,
    pick_capped,
    variants,
)
from complaint_rules.prove.encode.terms import Number, Truth, all_of, any_of, both, either, least, no, pick, same

NOT_PAYABLE, PENDING, PAYABLE = 0, 1, 2
"""Statuses, least generous first."""


class ItemView(NamedTuple):
    """An item as one rule, or one variant, has it. `said` is false where no rule speaks of it."""

    said: Truth
    status: Number
    least: Number
    most: Capped
    clash: Truth = False

    def same_as(self, other: ItemView) -> Truth:
        """Whether both come to the same status and bounds."""
        return both(same(self.status, other.status), same(self.least, other.least), self.most.equals(other.most))

    def above(self, other: ItemView) -> Truth:
        """Whether it is the more generous: by status, then by the least, then by the most."""
        return either(
            self.status > other.status,
            both(
                self.status == other.status,
                either(
                    self.least > other.least,
                    both(self.least == other.least, other.most.below(self.most)),
                ),
            ),
        )


SILENT = ItemView(False, NOT_PAYABLE, 0, NOTHING)


class SymbolicItem(NamedTuple):
    """An item's entry: whether there is one, its status and bounds, and whether certain rules disagree."""

    there: Truth
    status: Number
    least: Number
    most: Capped
    clash: Truth


class Items:
    """Settles items over one complaint."""

    def __init__(self, complaint: SymbolicComplaint, reckoning: Reckoning) -> None:
        self._complaint = complaint
        self._reckoning = reckoning

    def settle(self, claims: Sequence[Claim]) -> SymbolicItem:
        """The entry of one item.

        Raises:
            NotEncodedError: a sum is not put into logic.
        """
        said = [self._said(claim.say) for claim in claims]
        views = [(variant.counts, _together(claims, said, variant.present)) for variant in variants(claims)]
        uncertain = any_of(claim.grades.uncertain for claim in claims)
        paying = any_of(both(counts, view.status > NOT_PAYABLE) for counts, view in views)
        reference = views[0][1]
        for counts, view in views[1:]:
            reference = _pick(views[0][0], reference, _pick(counts, view, reference))
        waits = any_of(
            both(claim.grades.possible, view.status == PENDING) for claim, view in zip(claims, said, strict=True)
        )
        clash = any_of(both(counts, view.clash) for counts, view in views)
        different = any_of(
            both(
                counts,
                either(
                    no(view.same_as(reference)),
                    no(same(view.said, reference.said)),
                    no(same(view.clash, reference.clash)),
                ),
            )
            for counts, view in views
        )
        open_ = either(different, both(clash, waits))
        fired = [claim.grades.for_now for claim in claims]
        now = _together(claims, said, fired)
        pending = _pending(claims, views)
        settled = either(no(uncertain), both(paying, no(open_)))
        entry = _pick(settled, reference, _pick(paying, pending, now))
        there = both(any_of(claim.grades.possible for claim in claims), either(settled, paying, any_of(fired)))
        return SymbolicItem(there, entry.status, entry.least, entry.most, both(there, entry.clash))

    def _said(self, say: Item) -> ItemView:
        """What one rule makes of the item on the facts as they are."""
        if not say.payable or say.most is None:
            return ItemView(True, NOT_PAYABLE, 0, NOTHING)
        ends = [say.most] if say.least is None or say.least is say.most else [say.least, say.most]
        sums = [self._reckoning.sum(end) for end in ends]
        needs = [self._need(group) for group in say.needs]
        unmet = either(any_of(one[0] for one in needs), any_of(one.absent for one in sums))
        missing = either(any_of(one[1] for one in needs), any_of(one.missing for one in sums))
        status = pick(unmet, NOT_PAYABLE, pick(missing, PENDING, PAYABLE))
        low = pick(either(unmet, missing), 0, least([one.low for one in sums]))
        top = sums[-1]
        high = pick_capped(missing, Capped(top.high, top.high_open), Capped(top.low, False))
        return ItemView(True, status, low, pick_capped(unmet, NOTHING, high))

    def _need(self, group: Sequence[Fact]) -> tuple[Truth, Truth]:
        """Whether a need is not met, and whether it waits for an answer."""
        complaint = self._complaint
        met = any_of(
            both(complaint.known(fact), complaint.is_one_of(fact, [True]) if fact.type is FactType.BOOL else True)
            for fact in group
        )
        unknown = any_of(complaint.unknown(fact) for fact in group)
        return both(no(met), no(unknown)), both(no(met), unknown)


def _pick(test: Truth, one: ItemView, other: ItemView) -> ItemView:
    return ItemView(
        pick(test, one.said, other.said),
        pick(test, one.status, other.status),
        pick(test, one.least, other.least),
        pick_capped(test, one.most, other.most),
        pick(test, one.clash, other.clash),
    )


def _together(claims: Sequence[Claim], said: Sequence[ItemView], present: Sequence[Truth]) -> ItemView:
    """What these claims come to, those present taken as firing: the more generous of statute and house."""
    there = list(zip(claims, said, present, strict=True))
    statute = _agreed([(view, is_there) for claim, view, is_there in there if claim.binding])
    house = _agreed([(view, is_there) for claim, view, is_there in there if not claim.binding])
    house_first = house.above(statute)
    first, second = _pick(house_first, house, statute), _pick(house_first, statute, house)
    waiting = both(second.status == PENDING, Capped(first.least, False).below(second.most))
    floor = pick(first.least >= second.least, first.least, second.least)
    either_way = ItemView(True, PENDING, floor, higher_of(first.most, second.most))
    both_speak = _pick(waiting, either_way, first._replace(least=floor))
    return _pick(both(statute.said, house.said), both_speak, _pick(statute.said, statute, house))


def _agreed(views: Sequence[tuple[ItemView, Truth]]) -> ItemView:
    """What the rules of one authority say; where they disagree, the least of each bound, noted."""
    found = SILENT
    for view, there in views:
        lower = ItemView(
            True,
            least([found.status, view.status]),
            least([found.least, view.least]),
            lower_of(found.most, view.most),
        )
        found = _pick(there, _pick(found.said, lower, view), found)
    clash = any_of(
        both(one_there, other_there, no(one.same_as(other)))
        for at, (one, one_there) in enumerate(views)
        for other, other_there in views[at + 1 :]
    )
    return found._replace(clash=clash)


def _pending(claims: Sequence[Claim], views: Sequence[tuple[Truth, ItemView]]) -> ItemView:
    """What the item may come to."""
    low: Capped = Capped(0, True)
    high = NOTHING
    for counts, view in views:
        low = pick_capped(counts, lower_of(Capped(view.least, False), low), low)
        high = pick_capped(both(counts, view.status > NOT_PAYABLE), higher_of(view.most, high), high)
    return ItemView(True, PENDING, pick(assured(claims), low.fen, 0), high)


__all__ = ["NOT_PAYABLE", "PAYABLE", "PENDING", "Items", "SymbolicItem", "all_of"]
