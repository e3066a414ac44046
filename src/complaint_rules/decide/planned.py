"""Planned remedies and items: their entries under some firing rules, except a complaint's own amounts and evidence.

A plan is what `Builder` makes of a complaint with no open slot; where an amount or a need makes a difference, `Builder`
is called again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from complaint_rules.cache import BoundedCache
from complaint_rules.decide.building import Builder, Noted
from complaint_rules.decide.entries import Item, Remedy
from complaint_rules.decide.limits import approving_roles
from complaint_rules.decide.offer import ladder_from, with_ladder
from complaint_rules.decide.payable import NO_SHARE, Share, share_of_item, share_of_remedy
from complaint_rules.entries.items import ItemTerms, item_amounts, item_value
from complaint_rules.entries.remedies import RemedyValue, Terms, amounts_of, remedy_value
from complaint_rules.entries.slot import NOTHING, Key, SlotCandidate
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.facts.sheet import reader_of
from complaint_rules.masks import positions

MOST_READINGS = 128
"""Entries cached for one remedy or item under one pattern of firing rules."""

Made = TypeVar("Made")

SharedRemedy = tuple[Remedy, Share]
"""The entry of a remedy, and what it adds to the sum payable."""

SharedItem = tuple[Item, Share] | None
"""The same for an item; None where it has no entry."""


class ByReading(Generic[Made]):
    """Entries that depend on a few facts and figures, cached by their values, each with its notes if any."""

    __slots__ = ("_kept", "_read")

    def __init__(self, mask: int) -> None:
        """Take the facts and figures, as a mask, on which the entries depend."""
        self._read = reader_of([*positions(mask)])
        self._kept: BoundedCache[Any, tuple[Made, Noted | None]] = BoundedCache(MOST_READINGS)

    def on(self, at: Evaluation, noted: Noted, make: Callable[[Evaluation], tuple[Made, Noted | None]]) -> Made:
        """The entry on one complaint."""
        key = self._read(at.sheet.sums)
        found = self._kept.get(key)
        if found is None or (found[1] is not None and at.completions is not None):
            found = make(at)
            if found[1] is None or at.completions is None:  # notes depend on the rules that may yet fire
                self._kept.put(key, found)
        made, own = found
        if own is not None:
            noted.add(own)
        return made


class PlannedRemedy:
    """A remedy under one pattern of firing rules, to be completed with a complaint's own amounts."""

    __slots__ = (
        *("_authority", "_builder", "_entry", "_fixed", "_is_plain", "_kept", "_key", "_roles", "_terms"),
        *("meets_law", "overridden", "reads"),
    )

    def __init__(self, builder: Builder, at: Evaluation, key: Key, noted: Noted) -> None:
        self._builder = builder
        self._key = key
        self._terms: Terms | None = at.today(key)
        self._roles = approving_roles(at, key[1])
        self._authority = at.evaluator.program.ruleset.authority
        own = Noted()
        found = builder.remedy(at, key, own)
        assert found is not None
        self._entry = with_ladder(found[0], self._roles, self._authority)._replace(waits_for=())
        amounts = amounts_of(self._terms) if self._terms is not NOTHING else ()
        statute, house = (terms.statute, terms.house) if (terms := self._terms) is not NOTHING else (None, None)
        self.meets_law = bool(house and house.most and statute and (statute.most or statute.least or statute.caps))
        """Whether the law may override a limit of a house rule, depending on the amounts."""
        self.overridden = [] if self.meets_law else noted.overridden
        """The rules that are overridden whatever the amounts."""
        self._is_plain = not (self.meets_law or any([amount.lacking for amount in amounts]))
        is_fixed = self._is_plain and not any([amount.mask for amount in amounts]) and not own.reviews
        self._fixed: SharedRemedy | None = (self._entry, found[1]) if is_fixed else None
        self.reads = reduce(or_, [one.mask for one in amounts], 0)
        """The facts and figures, as a mask, that its amounts read."""
        self._kept: ByReading[SharedRemedy] = ByReading(self.reads)

    def on(self, at: Evaluation, noted: Noted) -> SharedRemedy:
        """The entry on one complaint, and what it adds to the sum payable; cached by what its amounts read."""
        return self._fixed or self._kept.on(at, noted, self._work)

    def _work(self, at: Evaluation) -> tuple[SharedRemedy, Noted | None]:
        terms = self._terms
        assert terms is not None
        exact: RemedyValue | None = remedy_value(terms, at.sheet) if self._is_plain else None
        if exact is None or exact.clash:
            noted = Noted()
            found = self._builder.remedy(at, self._key, noted)
            assert found is not None
            return (with_ladder(found[0], self._roles, self._authority), found[1]), noted
        kind, status, _, _, could_be, ladder, because, _, waits_for, group, choice, public = self._entry
        value = exact.rounded()
        least, most = value.least, value.most
        if ladder:
            ladder = ladder_from(self._roles, self._authority, most)
        entry = Remedy(kind, status, least, most, could_be, ladder, because, least, waits_for, group, choice, public)
        return (entry, share_of_remedy(entry, (exact,))), None


class PlannedItem:
    """An item under one pattern of firing rules, to be completed with a complaint's own amounts and evidence."""

    __slots__ = ("_because", "_builder", "_kept", "_key", "_needs", "_plain", "_terms", "reads")

    def __init__(self, builder: Builder, at: Evaluation, key: Key, candidates: Sequence[SlotCandidate]) -> None:
        self._builder = builder
        self._key = key
        self._because = at.ids(candidates)
        self._plain = len({candidate.binding for candidate in candidates}) == 1  # else by which side is more generous
        self._needs = reader_of(
            [fact.index for candidate in candidates for group in candidate.effect.needs for fact in group]
        )
        self._terms: BoundedCache[Any, tuple[ItemTerms, bool]] = BoundedCache(MOST_READINGS)
        """The item before its amounts are evaluated, and whether one may lack a figure, cached by what it needs."""
        self.reads = reduce(or_, [mask for candidate in candidates for mask in _reads(candidate)], 0)
        """The facts and figures, as a mask, that it needs and that its amounts read."""
        self._kept: ByReading[SharedItem] = ByReading(self.reads)

    def on(self, at: Evaluation, noted: Noted) -> SharedItem:
        """The entry on one complaint, and what it adds to the sum payable; cached by what it needs and reads."""
        return self._kept.on(at, noted, self._work)

    def _work(self, at: Evaluation) -> tuple[SharedItem, Noted | None]:
        needed = self._needs(at.sheet.values)
        found = self._terms.get(needed)
        if found is None:
            today: ItemTerms = at.today(self._key)
            found = self._terms.put(needed, (today, any([amount.lacking for amount in item_amounts(today)])))
        terms, lacks = found
        if self._plain and not lacks:
            exact = item_value(terms, at.sheet)
            if not exact.clash:
                if not exact.pays:
                    return (Item(self._key[1], "not_payable", 0, 0, (), self._because), NO_SHARE), None
                value = exact.rounded()
                entry = Item(self._key[1], "payable", value.least, value.most, (), self._because)
                return (entry, share_of_item((exact,))), None
        noted = Noted()
        return self._builder.item(at, self._key, noted), noted


def _reads(candidate: SlotCandidate) -> Iterable[int]:
    """The facts, as masks, that a candidate for an item needs and that its amounts read."""
    say = candidate.effect
    yield from [fact.bit for group in say.needs for fact in group]
    yield from [amount.mask for amount in (say.least, say.most, say.cap) if amount is not None]
