"""Skeletons: what complaints that fire the same rules have in common, which is everything but amounts and dates.

Most complaints are complete. Most of those that are unlike any earlier complaint still fire, among the rules that write
deadlines for example, the same ones as some earlier complaint. So the entries of each group are cached by those firing
rules that write the group, and a skeleton combines the groups. `Builder` makes what is cached; where an amount or a
need makes a difference, it is called again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from functools import reduce
from operator import or_
from typing import Any, Generic, NamedTuple, TypeVar

from complaint_rules.cache import BoundedCache, SecondHitCache
from complaint_rules.decide.acts import ActsInOrder
from complaint_rules.decide.building import Builder, Noted
from complaint_rules.decide.deadlines import Clocks, ClockSpan
from complaint_rules.decide.entries import (
    Action,
    Approval,
    Deadline,
    Department,
    Item,
    Liability,
    Prohibition,
    Remedy,
    Severity,
)
from complaint_rules.decide.limits import approvals_of, approving_roles
from complaint_rules.decide.offer import with_ladder
from complaint_rules.decide.payable import Share
from complaint_rules.decide.planned import PlannedItem, PlannedRemedy
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.evaluation import Evaluation, Evaluator
from complaint_rules.money import LARGEST_FEN

MOST_OUTLINES = 1024
"""Skeletons cached for one program."""

MOST_PARTS = 512
"""Patterns of firing rules for which the entries of one group are cached."""

MOST_PATTERNS = 256
"""Patterns of firing rules for which the entry of one slot is cached."""

Made = TypeVar("Made")

UNPLANNED: Any = object()

_SINGLE = {
    "severity": ("severity",),
    "liability": ("liability",),
    "department": ("lead", "support"),
    "deadlines": ("deadlines",),
    "approvals": ("approvals",),
}


class SkeletonPart(Generic[Made]):
    """The entries of one group, with their notes."""

    __slots__ = ("made", "noted")

    def __init__(self, made: Made, noted: Noted) -> None:
        self.made = made
        self.noted = noted


class Skeleton(NamedTuple):
    """A decision without the complaint's own amounts and dates."""

    severity: Severity
    department: Department
    liability: Liability
    clocks: Clocks
    approvals: tuple[Approval, ...]
    remedies: list[PlannedRemedy]
    items: list[PlannedItem]
    actions: tuple[Action, ...]
    prohibited: tuple[Prohibition, ...]
    noted: Noted


class _Row(Generic[Made]):
    """One slot, with its entries on complete complaints, cached by the firing rules that write it."""

    __slots__ = ("kept", "key", "mask")

    def __init__(self, key: Key, mask: int) -> None:
        self.key = key
        self.mask = mask
        self.kept: BoundedCache[int, Made] = BoundedCache(MOST_PATTERNS)


class Skeletons:
    """The skeletons of complete complaints under one program."""

    def __init__(self, builder: Builder, evaluator: Evaluator) -> None:
        self._builder = builder
        self._evaluator = evaluator
        self._outlines: SecondHitCache[Skeleton] = SecondHitCache(MOST_OUTLINES)
        speakers = evaluator.speakers
        self._masks = {name: _union(speakers, groups) for name, groups in _SINGLE.items()}
        self._parts: dict[str, BoundedCache[int, SkeletonPart[Any]]] = {
            name: BoundedCache(MOST_PARTS) for name in self._masks
        }
        self.acts = ActsInOrder(builder, speakers)
        """What to do and what not to do."""
        self._clocks: list[_Row[Clocks]] = [_Row(key, speakers[key]) for key in builder.keys("deadlines")]
        self._remedies: list[_Row[PlannedRemedy | None]] = [
            _Row(key, speakers[key] | _union_of(speakers, approvals_of(evaluator, key[1])))
            for key in builder.keys("remedies")
        ]
        self._items: list[_Row[PlannedItem]] = [_Row(key, speakers[key]) for key in builder.keys("items")]

    def of(self, at: Evaluation) -> Skeleton:
        """The skeleton of a complete complaint."""
        found = self._outlines.get(at.fired)
        return self._outlines.put(at.fired, self._outline(at)) if found is None else found

    def _outline(self, at: Evaluation) -> Skeleton:
        builder, fired, masks, parts, part = self._builder, at.fired, self._masks, self._parts, self._part
        of = self._evaluator.of_complete["severity"].speakers(fired)  # those of the highest tier
        severity = parts["severity"].get(of) or part("severity", of, lambda _: builder.severity(at))
        of = fired & masks["department"]
        department = parts["department"].get(of) or part("department", of, lambda own: builder.department(at, own))
        of = fired & masks["liability"]
        liability = parts["liability"].get(of) or part("liability", of, lambda own: builder.liability(at, own))
        of = fired & masks["deadlines"]
        clocks = parts["deadlines"].get(of) or part("deadlines", of, lambda _: self._all_clocks(at))
        of = fired & masks["approvals"]
        approvals = parts["approvals"].get(of) or part("approvals", of, lambda _: builder.approvals(at))
        noted = Noted(department.noted)
        noted.add(liability.noted)
        actions, prohibited = self.acts.of_complete(at, noted)
        return Skeleton(
            severity.made,
            department.made,
            liability.made,
            clocks.made,
            approvals.made,
            self._remedies_of(at, noted),
            self._items_of(at),
            actions,
            prohibited,
            noted,
        )

    def _part(self, name: str, speakers: int, make: Callable[[Noted], Any]) -> SkeletonPart[Any]:
        own = Noted()
        return self._parts[name].put(speakers, SkeletonPart(make(own), own))

    def _all_clocks(self, at: Evaluation) -> Clocks:
        return self._clocks_of(at, self._builder.spoken(at, "deadlines"))

    def deadlines(self, at: Evaluation, settled: Set[Key], noted: Noted) -> list[Deadline]:
        """The clocks on an incomplete complaint.

        Args:
            at: the complaint.
            settled: the slots that no unknown fact can change.
            noted: collects the notes.
        """
        found = []
        for row in self._clocks:
            if row.key not in settled:
                one = self._builder.deadline(at, row.key, noted)
                if one is not None:
                    found.append(one)
            elif spoken := at.fired & row.mask:
                clocks = row.kept.get(spoken) or row.kept.put(spoken, self._clocks_of(at, [row.key]))
                deadlines, notes = clocks.settle(at.sheet.received_at)
                found += deadlines
                noted.reviews += [note for note in notes if note is not None]
        return found

    def remedies(self, at: Evaluation, settled: Set[Key], noted: Noted) -> list[tuple[Remedy, Share]]:
        """The remedies on an incomplete complaint, with what they add to the sum; arguments as for `deadlines`."""
        found = []
        builder, evaluator = self._builder, self._evaluator
        unknown = at.unknown
        for row in self._remedies:
            key = row.key
            if key in settled and all([one in settled for one in approvals_of(evaluator, key[1])]):
                planned = self._planned_for(at, row)
                if planned is None or not planned.reads & unknown:
                    if planned is not None:
                        noted.overridden += planned.overridden
                        found.append(_offerable(*planned.on(at, noted)))
                    continue
            one = builder.remedy(at, key, noted)
            if one is not None:
                remedy = with_ladder(one[0], approving_roles(at, key[1]), evaluator.program.ruleset.authority)
                found.append((remedy, one[1]))
        return found

    def items(self, at: Evaluation, settled: Set[Key], noted: Noted) -> list[tuple[Item, Share]]:
        """The items on an incomplete complaint, with what they add to the sum; arguments as for `deadlines`."""
        found = []
        for row in self._items:
            planned = self._item_for(at, row) if row.key in settled else None
            if planned is not None and not planned.reads & at.unknown:
                one = planned.on(at, noted)
            elif row.key in settled and planned is None:
                continue
            else:
                one = self._builder.item(at, row.key, noted)
            if one is not None:
                found.append(one)
        return found

    def _clocks_of(self, at: Evaluation, keys: Iterable[Key]) -> Clocks:
        spans = []
        for key in keys:
            listed = [
                ClockSpan(candidate.effect.within, candidate.effect.start, at.ids([candidate]))
                for candidate in at.candidates(key)
            ]
            spans.append((key[1], listed))
        return Clocks(spans, self._evaluator.program.ruleset)

    def _remedies_of(self, at: Evaluation, noted: Noted) -> list[PlannedRemedy]:
        found = []
        fired = at.fired
        for row in self._remedies:
            if fired & row.mask:
                planned = self._planned_for(at, row)
                if planned is not None:
                    found.append(planned)
                    if planned.overridden:
                        noted.overridden += planned.overridden
        return found

    def _planned_for(self, at: Evaluation, row: _Row[PlannedRemedy | None]) -> PlannedRemedy | None:
        spoken = at.fired & row.mask
        if not spoken:
            return None
        planned = row.kept.get(spoken, UNPLANNED)
        return row.kept.put(spoken, self._planned(at, row.key)) if planned is UNPLANNED else planned

    def _planned(self, at: Evaluation, key: Key) -> PlannedRemedy | None:
        noted = Noted()
        if not at.spoken([key]) or self._builder.remedy(at, key, noted) is None:
            return None
        return PlannedRemedy(self._builder, at, key, noted)

    def _items_of(self, at: Evaluation) -> list[PlannedItem]:
        rows = [row for row in self._items if at.fired & row.mask]
        return [planned for row in rows if (planned := self._item_for(at, row)) is not None]

    def _item_for(self, at: Evaluation, row: _Row[PlannedItem]) -> PlannedItem | None:
        spoken = at.fired & row.mask
        if not spoken:
            return None
        made = row.kept.get(spoken)
        return made or row.kept.put(spoken, PlannedItem(self._builder, at, row.key, at.candidates(row.key)))


def _offerable(remedy: Remedy, share: Share) -> tuple[Remedy, Share]:
    """A remedy whose settling sum is limited to the largest sum that may be offered, as in `Builder`."""
    if remedy.settles_from_fen is not None and remedy.settles_from_fen > LARGEST_FEN:
        remedy = remedy._replace(settles_from_fen=LARGEST_FEN)
    return remedy, share


def _union(speakers: dict[Key, int], groups: Sequence[str]) -> int:
    return _union_of(speakers, [key for key in speakers if key[0] in groups])


def _union_of(speakers: dict[Key, int], keys: Iterable[Key]) -> int:
    return reduce(or_, [speakers[key] for key in keys], 0)
