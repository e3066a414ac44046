"""Items of injury compensation: what statute and house pay of each, the more generous of the two, up to a cap."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.arithmetic import Reckoner, Sum
from complaint_rules.entries.remedies import Amounts, ends_of
from complaint_rules.entries.slot import NOTHING, Claim, by_authority
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.money import bound_half_up, half_up

Pay = tuple[Reckoner, Reckoner]
"""The least and the most of one rule's sum; mostly the same."""


Bounds = tuple[Sum, Sum | None]
"""The least and the greatest that a sum comes to, not rounded; None is no bound."""


class Paid(NamedTuple):
    """What the rules of one authority pay; `refused` says that one of them does not, or that its needs are not met."""

    sums: frozenset[Pay] = frozenset()
    caps: Amounts = frozenset()
    refused: bool = False


_SILENT = Paid()


class ItemTerms(NamedTuple):
    """An item settled but for its sums."""

    statute: Paid
    house: Paid


class ItemValue(NamedTuple):
    """An item on a complaint, over all values of the facts that its sums read, in fen; a most of None is no bound.

    `least` and `most` are the bounds of the item; where `varies` they are the ends that answers leave open. They are
    not rounded; `rounded` gives them as its entry shows them.
    """

    pays: bool
    least: Any
    most: Any
    varies: bool = False
    clash: bool = False

    def rounded(self) -> ItemValue:
        """The same in whole fen."""
        least, most = half_up(self.least), bound_half_up(self.most)
        return ItemValue(self.pays, least, most, self.varies and least != most, self.clash)


REFUSED = ItemValue(False, 0, 0)


class Unmet(NamedTuple):
    """A claim to an item whose needs are not met: it pays nothing."""

    payable: bool = False


UNMET = Unmet()


class Items:
    """One item."""

    start: Hashable = (_SILENT, _SILENT)

    def hear(self, state: Any, claim: Claim) -> Hashable:
        """The state after one more claim."""
        return by_authority(state, claim, _with)

    def settle(self, state: Any) -> Hashable:
        """The terms, or nothing where no rule speaks of the item."""
        return NOTHING if state == self.start else ItemTerms(*state)

    def heard(self, claims: Sequence[Claim], value: Any) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """All claims; which one is the more generous depends on the sums."""
        return claims if value is not NOTHING else (), ()


def _with(side: Paid, say: Any) -> Paid:
    if not say.payable:
        return side._replace(refused=True)
    sums = side.sums if say.most is None else side.sums | {(say.least or say.most, say.most)}
    return Paid(sums, side.caps if say.cap is None else side.caps | {say.cap}, side.refused)


def item_value(terms: ItemTerms, sheet: FactSheet) -> ItemValue:
    """What an item comes to on a complaint, over all values of the unknown facts that its sums read."""
    statute, house = _agreed(terms.statute, sheet), _agreed(terms.house, sheet)
    paying = [one for one in (statute, house) if one is not None and one.pays]
    clash = any([one is not None and one.clash for one in (statute, house)])
    if not paying:
        return REFUSED._replace(clash=True) if clash else REFUSED
    least = max([one.least for one in paying])
    most = None if any([one.most is None for one in paying]) else max([one.most or 0 for one in paying])
    is_open = any([one.varies for one in paying])
    if terms.statute.caps or terms.house.caps:
        caps = [ends_of(cap, sheet) for cap in terms.statute.caps | terms.house.caps]
        is_open = is_open or any([_varies(ends) and (most is None or ends[0] < most) for ends in caps])
        least = min([least, *[low for low, _ in caps]])
        most = min([high for high in [*[high for _, high in caps], most] if high is not None], default=None)
    return ItemValue(True, least, most, is_open and least != most, clash)


def item_amounts(terms: ItemTerms) -> list[Reckoner]:
    """The sums that an item reads."""
    sums = [amount for side in terms for pay in side.sums for amount in pay]
    return [*dict.fromkeys([*sums, *terms.statute.caps, *terms.house.caps])]


def _agreed(side: Paid, sheet: FactSheet) -> ItemValue | None:
    """What one authority pays; where its rules disagree, the least of each bound."""
    if side is _SILENT or side == _SILENT:
        return None
    values = sheet.values
    if len(side.sums) == 1 and not side.refused:  # as mostly
        ((least, most),) = side.sums
        if most.is_absent(values) or least.is_absent(values):
            return REFUSED
        low, high = _ends_of_both(least, most, sheet)
        return ItemValue(True, min(low[0], high[0]), high[1], _varies(low) or _varies(high))
    paid = [pay for pay in side.sums if not (pay[1].is_absent(values) or pay[0].is_absent(values))]
    if side.refused or len(paid) < len(side.sums) or not paid:
        return REFUSED._replace(clash=True) if paid else REFUSED
    bounds = [_ends_of_both(*pay, sheet) for pay in paid]
    lows = [min(least[0], most[0]) for least, most in bounds]
    highs = [most[1] for _, most in bounds]
    top = min([one for one in highs if one is not None], default=None)
    waits = any([_varies(ends) for pair in bounds for ends in pair])
    shown = {(half_up(low), bound_half_up(high)) for low, high in zip(lows, highs, strict=True)}
    return ItemValue(True, min(lows), top, waits, len(shown) > 1)


def _ends_of_both(least: Reckoner, most: Reckoner, sheet: FactSheet) -> tuple[Bounds, Bounds]:
    ends = ends_of(most, sheet)
    return (ends, ends) if least is most else (ends_of(least, sheet), ends)


def _varies(ends: Bounds) -> bool:
    """Whether a sum's ends are not the same in whole fen."""
    low, high = ends
    return low is not high and (high is None or half_up(low) != half_up(high))
