"""Remedies: required, permitted or forbidden, between what the law owes, what the house offers and what the law caps.

The ranges of one authority intersect. Across authorities the least that is owed is the highest floor; the most that may
be offered is the greatest of the statute's measure, the house's limit and the least, up to the lowest cap.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

from complaint_rules.compile.arithmetic import AmountEvaluator, Sum
from complaint_rules.entries.slot import NOTHING, Attribution, SlotCandidate, by_authority
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.money import LARGEST_FEN, bound_half_up, half_up

Amounts = frozenset[AmountEvaluator]
Pick = Callable[[AmountEvaluator], Sum]
"""Takes one end of the bounds of a sum, in fen, not rounded; `_ENDLESS` is no bound."""

_ENDLESS = LARGEST_FEN + 1

_NONE: Amounts = frozenset()


class Side(NamedTuple):
    """The effects of one authority's rules on a remedy."""

    modes: frozenset[str] = frozenset()
    least: Amounts = _NONE
    most: Amounts = _NONE
    caps: Amounts = _NONE
    groups: frozenset[str] = frozenset()
    public: bool = False

    def grants(self) -> bool:
        """Whether a rule requires or permits it."""
        return not self.modes <= _FORBIDS

    def refuses(self) -> bool:
        """Whether a rule forbids it."""
        return "forbid" in self.modes


_FORBIDS = frozenset({"forbid"})
_SILENT = Side()


class Terms(NamedTuple):
    """A remedy, settled except for its sums; `clash` says that rules of one authority both require and forbid it."""

    status: Literal["required", "permitted", "forbidden"]
    statute: Side = _SILENT
    house: Side = _SILENT
    clash: bool = False


class RemedyValue(NamedTuple):
    """A remedy on a complaint: the ends of its least and of its most, in fen; a most of None is no bound.

    Sums are not rounded; `rounded` gives them as its entry shows them.
    """

    status: str
    least: Any
    most: Any
    least_high: Any
    most_high: Any
    clash: bool = False
    groups: frozenset[str] = frozenset()
    public: bool = False

    def rounded(self) -> RemedyValue:
        """The same in whole fen."""
        return self._replace(
            least=half_up(self.least),
            most=bound_half_up(self.most),
            least_high=half_up(self.least_high),
            most_high=bound_half_up(self.most_high),
        )


class Remedies:
    """Settles one remedy."""

    start: Hashable = (_SILENT, _SILENT)

    def add(self, state: Any, candidate: SlotCandidate) -> Hashable:
        """The state after one more candidate."""
        return by_authority(state, candidate, _with)

    def settle(self, state: Any) -> Hashable:
        """The terms, or `NOTHING` where no rule grants or refuses it."""
        statute, house = state
        if statute.refuses():
            return Terms("forbidden", clash="require" in statute.modes)
        if house.refuses() and not statute.grants():
            return Terms("forbidden", clash="require" in house.modes)
        if house.refuses():
            house = _SILENT
        if not statute.grants() and not house.grants():
            return NOTHING
        required = "require" in statute.modes or "require" in house.modes
        return Terms("required" if required else "permitted", statute, house)

    def attribution(self, candidates: Sequence[SlotCandidate], value: Any) -> Attribution:
        """The candidates that agree with its status; candidates of the house that contradict statute are overridden."""
        if value is NOTHING:
            return (), ()
        refused = value.status == "forbidden"
        same = [candidate for candidate in candidates if (candidate.effect.mode == "forbid") == refused]
        other = [candidate for candidate in candidates if (candidate.effect.mode == "forbid") != refused]
        if not any([candidate.binding for candidate in same]):
            return same, ()
        against = [candidate for candidate in other if not candidate.binding]
        if (not refused and against) or refused:
            same = [candidate for candidate in same if candidate.binding]
        return same, against


def _with(side: Side, say: Any) -> Side:
    if say.mode == "forbid":
        return side._replace(modes=side.modes | {"forbid"})
    return Side(
        side.modes | {say.mode},
        _and(side.least, say.least),
        _and(side.most, say.most),
        _and(side.caps, say.cap),
        side.groups if say.group is None else side.groups | {say.group},
        side.public or say.public,
    )


def _and(amounts: Amounts, one: AmountEvaluator | None) -> Amounts:
    return amounts if one is None else amounts | {one}


def remedy_value(terms: Terms, sheet: FactSheet) -> RemedyValue:
    """A remedy's status and bounds on a complaint, over all values of the unknown facts that its sums read."""
    if terms.status == "forbidden":
        return RemedyValue("forbidden", 0, 0, 0, 0, terms.clash)
    groups, public = terms.statute.groups | terms.house.groups, terms.statute.public or terms.house.public
    least, most, clash = _range(terms, lambda amount: ends_of(amount, sheet)[0])
    if not any([varies(amount, sheet) for amount in amounts_of(terms)]):
        return RemedyValue(terms.status, least, most, least, most, clash, groups, public)
    least_high, most_high, clash_high = _range(terms, lambda amount: _high_end(amount, sheet))
    most_high = None if most_high is None or most_high >= _ENDLESS else most_high
    clash, least_high = clash or clash_high, min(least_high, LARGEST_FEN)
    return RemedyValue(terms.status, least, most, least_high, most_high, clash, groups, public)


def _high_end(amount: AmountEvaluator, sheet: FactSheet) -> Sum:
    high = ends_of(amount, sheet)[1]
    return _ENDLESS if high is None else high


def amounts_of(terms: Terms) -> Iterable[AmountEvaluator]:
    """The sums that a remedy reads."""
    statute, house = terms.statute, terms.house
    return [*statute.least, *statute.most, *statute.caps, *house.least, *house.most, *house.caps]


def bounds_of(amount: AmountEvaluator, sheet: FactSheet) -> tuple[int, int | None]:
    """The least and the greatest value of a sum, in whole fen; a sum over facts that do not apply is 0."""
    low, high = ends_of(amount, sheet)
    return half_up(low), bound_half_up(high)


def ends_of(amount: AmountEvaluator, sheet: FactSheet) -> tuple[Sum, Sum | None]:
    """The same, not rounded."""
    values = sheet.sums
    if amount.is_absent(values):
        return 0, 0
    if amount.waits(values, sheet.unknown):
        return amount.unrounded_bounds(values)
    exact = amount.unrounded(values)
    return exact, exact


def lacking(amount: AmountEvaluator, sheet: FactSheet) -> tuple[str, ...]:
    """The parameters without a figure that a sum needs."""
    return () if not amount.lacking or amount.is_absent(sheet.values) else amount.lacking


def varies(amount: AmountEvaluator, sheet: FactSheet) -> bool:
    """Whether facts or figures are missing for a sum that applies."""
    return amount.waits(sheet.values, sheet.unknown) and not amount.is_absent(sheet.values)


def _range(terms: Terms, pick: Pick) -> tuple[Sum, Sum | None, bool]:
    """The least and the most, and whether the rules of one authority leave nothing between them, in whole fen."""
    floor, measure = _greatest(terms.statute.least, pick), _lowest(terms.statute.most, pick)
    asked, limit = _greatest(terms.house.least, pick), _lowest(terms.house.most, pick)
    clash = _above(floor, measure) or _above(asked, limit)
    if measure is not None and floor > measure:  # the ranges of one authority intersect
        floor = measure
    if limit is not None and asked > limit:
        asked = limit
    least = max(floor, asked)
    most = max([one for one in (measure, limit) if one is not None], default=None)
    cap = _lowest(caps, pick) if (caps := terms.statute.caps | terms.house.caps) else None
    if most is not None:
        most = max(most, least)
    if cap is not None:
        clash = clash or _above(floor, cap)
        most = cap if most is None else min(most, cap)
        least = min(least, cap)
    return least, most, clash


def _above(floor: Sum, limit: Sum | None) -> bool:
    return limit is not None and floor > limit and half_up(floor) > half_up(limit)


def _greatest(amounts: Amounts, pick: Pick) -> Sum:
    return max([pick(amount) for amount in amounts]) if amounts else 0


def _lowest(amounts: Amounts, pick: Pick) -> Sum | None:
    return min([pick(amount) for amount in amounts]) if amounts else None
