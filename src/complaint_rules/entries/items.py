"""Items of injury compensation: the more generous of what statute and house pay for each, up to a cap."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.entries.remedies import Amounts, ends_of
from complaint_rules.entries.slot import NOTHING, Attribution, SlotCandidate, by_authority
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.money import bound_half_up, half_up

Pay = tuple[AmountEvaluator, AmountEvaluator]
"""The least and the most of one rule's sum; usually the same."""


Ends = tuple[Any, Any]
"""The least and the greatest value of a bound of an item, not rounded; the greatest may be infinite."""


class Paid(NamedTuple):
    """What the rules of one authority pay; `refused` says that one of them does not, or that its needs are not met."""

    sums: frozenset[Pay] = frozenset()
    caps: Amounts = frozenset()
    refused: bool = False


_SILENT = Paid()


class ItemTerms(NamedTuple):
    """An item, settled except for its sums."""

    statute: Paid
    house: Paid


class ItemValue(NamedTuple):
    """An item on a complaint, over all values of the facts that its sums read, in fen; a most of None is no bound.

    `least` and `most` are the bounds of the item; `varies` says that answers can change one of them. They are not
    rounded; `rounded` gives them as its entry shows them.
    """

    pays: bool
    least: Any
    most: Any
    varies: bool = False
    clash: bool = False

    def rounded(self) -> ItemValue:
        """The same in whole fen."""
        least, most = half_up(self.least), bound_half_up(self.most)
        return ItemValue(self.pays, least, most, self.varies, self.clash)


REFUSED = ItemValue(False, 0, 0)


class _Agreed(NamedTuple):
    """The result of one authority's rules: whether they pay, and the ends of the least and of the most."""

    pays: bool
    least: Ends
    most: Ends
    clash: bool = False


_REFUSED = _Agreed(False, (0, 0), (0, 0))


class UnmetNeeds(NamedTuple):
    """A candidate for an item whose needs are not met: it pays nothing."""

    payable: bool = False


UNMET = UnmetNeeds()


class Items:
    """Settles one item."""

    start: Hashable = (_SILENT, _SILENT)

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        return by_authority(state, candidate, _with)

    def settle(self, state: Any) -> Hashable:
        """The terms, or `NOTHING` where no rule is about the item."""
        return NOTHING if state == self.start else ItemTerms(*state)

    def attribution(self, candidates: Sequence[SlotCandidate], value: Any) -> Attribution:
        """All candidates; which one is the more generous depends on the sums."""
        return candidates if value is not NOTHING else (), ()


def _with(side: Paid, say: Any) -> Paid:
    if not say.payable:
        return side._replace(refused=True)
    sums = side.sums if say.most is None else side.sums | {(say.least or say.most, say.most)}
    return Paid(sums, side.caps if say.cap is None else side.caps | {say.cap}, side.refused)


def item_value(terms: ItemTerms, sheet: FactSheet) -> ItemValue:
    """The value of an item on a complaint, over all values of the unknown facts that its sums read."""
    statute, house = _agreed(terms.statute, sheet), _agreed(terms.house, sheet)
    paying = [one for one in (statute, house) if one is not None and one.pays]
    clash = any([one is not None and one.clash for one in (statute, house)])
    if not paying:
        return REFUSED._replace(clash=True) if clash else REFUSED
    least, most = paying[0].least, paying[0].most
    if len(paying) == 2:
        least, most = _of_each(max, [one.least for one in paying]), _of_each(max, [one.most for one in paying])
    if terms.statute.caps or terms.house.caps:
        caps = [_ends(cap, sheet) for cap in terms.statute.caps | terms.house.caps]
        least, most = _of_each(min, [least, *caps]), _of_each(min, [most, *caps])
    greatest = None if most[1] is math.inf else most[1]
    return ItemValue(True, least[0], greatest, _varies(least) or _varies(most), clash)


def item_amounts(terms: ItemTerms) -> list[AmountEvaluator]:
    """The sums that an item reads."""
    sums = [amount for side in terms for pay in side.sums for amount in pay]
    return [*dict.fromkeys([*sums, *terms.statute.caps, *terms.house.caps])]


def _agreed(side: Paid, sheet: FactSheet) -> _Agreed | None:
    """What one authority pays; where its rules disagree, the least of each bound."""
    if side is _SILENT or side == _SILENT:
        return None
    values = sheet.values
    if len(side.sums) == 1 and not side.refused:  # the usual case
        ((least, most),) = side.sums
        if most.is_absent(values) or least.is_absent(values):
            return _REFUSED
        return _Agreed(True, *_ends_of_both(least, most, sheet))
    paid = [pay for pay in side.sums if not (pay[1].is_absent(values) or pay[0].is_absent(values))]
    if side.refused or len(paid) < len(side.sums) or not paid:
        return _REFUSED._replace(clash=True) if paid else _REFUSED
    bounds = [_ends_of_both(*pay, sheet) for pay in paid]
    shown = {(half_up(least[0]), _shown(most[1])) for least, most in bounds}
    lows, highs = zip(*bounds, strict=True)
    return _Agreed(True, _of_each(min, lows), _of_each(min, highs), len(shown) > 1)


def _ends_of_both(least: AmountEvaluator, most: AmountEvaluator, sheet: FactSheet) -> tuple[Ends, Ends]:
    """The ends of the least, which is no more than the most, and of the most."""
    high = _ends(most, sheet)
    return (high if least is most else _of_each(min, [_ends(least, sheet), high])), high


def _ends(amount: AmountEvaluator, sheet: FactSheet) -> Ends:
    least, greatest = ends_of(amount, sheet)
    return least, math.inf if greatest is None else greatest


def _of_each(pick: Callable[[Iterable[Any]], Any], bounds: Sequence[Ends]) -> Ends:
    """The greatest or the lowest of several bounds, end by end."""
    return pick([low for low, _ in bounds]), pick([high for _, high in bounds])


def _varies(ends: Ends) -> bool:
    """Whether a bound's ends are not the same in whole fen."""
    low, high = ends
    return low is not high and half_up(low) != _shown(high)


def _shown(greatest: Any) -> int | None:
    return None if greatest is math.inf else half_up(greatest)
