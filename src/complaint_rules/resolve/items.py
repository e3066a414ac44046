"""Items of injury compensation: payable, pending (and for what), or not payable; a house rule counts only where more generous."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.effects import needs_fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Item, ItemStatus, Overridden, Review
from complaint_rules.resolve.plan import Claim, Sum
from complaint_rules.resolve.resolver import Resolution

_RANK = {"not_payable": 0, "pending": 1, "payable": 2}


class _View(NamedTuple):
    status: ItemStatus
    least: int
    most: int | None
    missing: tuple[str, ...]
    because: tuple[int, ...]


class SettledItem(NamedTuple):
    """An item's entry, with what was noted on the way."""

    entry: Item
    overridden: tuple[Overridden, ...] = ()
    notes: tuple[Review, ...] = ()


def settle_item(item: str, claims: Sequence[Claim], resolution: Resolution, sheet: FactSheet) -> SettledItem:
    """The entry of one item."""
    binding = resolution.resolver.binding
    notes: list[Review] = []
    layer = _Layer(item, resolution, sheet, notes)
    statute = layer.view([claim for claim in claims if claim[1] in binding])
    house = layer.view([claim for claim in claims if claim[1] not in binding])
    view = statute or house
    assert view is not None
    overridden: tuple[Overridden, ...] = ()
    if statute is not None and house is not None:
        generous = _generosity(house) > _generosity(statute)
        view, other = (house, statute) if generous else (statute, house)
        if not generous:
            by = resolution.ids(view.because)
            overridden = tuple([Overridden(rule, f"items.{item}", by) for rule in resolution.ids(other.because)])
    entry = Item(item, view.status, view.least, view.most, view.missing, resolution.ids(view.because))
    return SettledItem(entry, overridden, tuple(notes))


def _generosity(view: _View) -> tuple[int, int, float]:
    return (_RANK[view.status], view.least, float("inf") if view.most is None else view.most)


class _Layer:
    """What the rules of one authority say together of an item."""

    def __init__(self, item: str, resolution: Resolution, sheet: FactSheet, notes: list[Review]) -> None:
        self._item = item
        self._resolution = resolution
        self._sheet = sheet
        self._notes = notes

    def view(self, claims: Sequence[Claim]) -> _View | None:
        """One view; None where no rule speaks."""
        if not claims:
            return None
        certain = [claim for claim in claims if claim[0] == CERTAIN]
        if not certain:
            return _merged([self._uncertain(claim) for claim in claims])
        views = [_said(position, say, self._sheet) for _, position, say in certain]
        if len({view[:3] for view in views}) > 1:
            views.sort(key=_generosity)
            rules = self._resolution.ids([p for _, p, _ in certain])
            message = f"rules disagree on {self._item}: {' and '.join(f'`{rule}`' for rule in rules)}"
            self._notes.append(Review(f"items.{self._item}", message, views[0].status, rules))
        return views[0]

    def _uncertain(self, claim: Claim) -> _View:
        """What a rule that is not certain would make of the item: at the most pending."""
        _, position, say = claim
        view = _said(position, say, self._sheet)
        if view.status == "not_payable":
            return view
        resolution = self._resolution
        waits = resolution.resolver.paths(resolution.waits(position) & self._sheet.unknown)
        return _View("pending", 0, view.most, tuple(dict.fromkeys([*waits, *view.missing])), view.because)


def _said(position: int, say: Sum, sheet: FactSheet) -> _View:
    """What one rule makes of the item on the facts as they are."""
    because = (position,)
    if not say.payable:
        return _View("not_payable", 0, 0, (), because)
    unmet, missing = _needs(say, sheet)
    amounts = [amount for amount in {id(say.least): say.least, id(say.most): say.most}.values() if amount is not None]
    for amount in amounts:
        unmet += amount.absent(sheet.values)
    if unmet:
        return _View("not_payable", 0, 0, tuple(dict.fromkeys(unmet)), because)
    for amount in amounts:
        missing += amount.missing(sheet.values, sheet.unknown)
    if missing:
        assert say.most is not None
        return _View("pending", 0, say.most.bounds(sheet.values)[1], tuple(dict.fromkeys(missing)), because)
    sums = [amount.exact(sheet.values) for amount in amounts]
    return _View("payable", sums[0], sums[-1], (), because)


def _needs(say: Sum, sheet: FactSheet) -> tuple[list[str], list[str]]:
    """Needs that are not met, and needs that wait for an answer."""
    unmet: list[str] = []
    missing: list[str] = []
    for group in say.needs:
        unknown = [fact.path for fact in group if sheet.unknown & fact.bit]
        known = [fact for fact in group if not sheet.unknown & fact.bit]
        values = sheet.values
        if any(values[f.index] is not ABSENT and needs_fact(f, values[f.index]) for f in known):
            continue
        (missing if unknown else unmet).extend(unknown or [fact.path for fact in group])
    return unmet, missing


def _merged(views: Sequence[_View]) -> _View:
    """Uncertain rules together: pending if one of them is, with the widest bounds."""
    pending = [view for view in views if view.status == "pending"] or list(views)
    most = None if any(view.most is None for view in pending) else max(view.most or 0 for view in pending)
    missing = dict.fromkeys(path for view in pending for path in view.missing)
    because = tuple(p for view in pending for p in view.because)
    return _View(pending[0].status, 0, most, tuple(missing), because)
