"""Items of injury compensation: payable, pending (and for what), or not payable; a house rule counts only where more generous."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.effects import needs_fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Item, ItemStatus, Overridden
from complaint_rules.resolve.plan import Claim, Sum
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.resolve.waiting import Waiting

_RANK = {"not_payable": 0, "pending": 1, "payable": 2}


class _View(NamedTuple):
    status: ItemStatus
    least: int
    most: int | None
    missing: tuple[str, ...]
    because: tuple[int, ...]


def settle_item(item: str, claims: Sequence[Claim], resolution: Resolution, waiting: Waiting) -> Item:
    """The entry of one item."""
    binding = resolution.resolver.binding
    statute = _layer(item, [claim for claim in claims if claim[1] in binding], resolution, waiting)
    house = _layer(item, [claim for claim in claims if claim[1] not in binding], resolution, waiting)
    view = statute or house
    assert view is not None
    if statute is not None and house is not None:
        generous = _generosity(house) > _generosity(statute)
        view, other = (house, statute) if generous else (statute, house)
        by = resolution.ids(view.because)
        if not generous:
            rules = resolution.ids(other.because)
            resolution.overridden += [Overridden(rule, f"items.{item}", by) for rule in rules]
    return Item(item, view.status, view.least, view.most, view.missing, resolution.ids(view.because))


def _generosity(view: _View) -> tuple[int, int, float]:
    return (_RANK[view.status], view.least, float("inf") if view.most is None else view.most)


def _layer(item: str, claims: Sequence[Claim], resolution: Resolution, waiting: Waiting) -> _View | None:
    """What the rules of one authority say together."""
    if not claims:
        return None
    certain = [claim for claim in claims if claim[0] == CERTAIN]
    if not certain:
        return _merged([_uncertain(claim, resolution, waiting) for claim in claims])
    views = [_said(position, say, resolution.sheet) for _, position, say in certain]
    if len({view[:3] for view in views}) > 1:
        views.sort(key=_generosity)
        names = " and ".join(f"`{rule}`" for rule in resolution.ids([p for _, p, _ in certain]))
        resolution.note(f"items.{item}", f"rules disagree on {item}: {names}", views[0].status, [p for _, p, _ in certain])
    return views[0]


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


def _uncertain(claim: Claim, resolution: Resolution, waiting: Waiting) -> _View:
    """What a rule that is not certain would make of the item: at the most pending."""
    _, position, say = claim
    view = _said(position, say, resolution.sheet)
    if view.status == "not_payable":
        return view
    waits = waiting.facts(waiting.mask(position))
    return _View("pending", 0, view.most, tuple(dict.fromkeys([*waits, *view.missing])), view.because)


def _merged(views: Sequence[_View]) -> _View:
    """Uncertain rules together: pending if one of them is, with the widest bounds."""
    pending = [view for view in views if view.status == "pending"] or list(views)
    most = None if any(view.most is None for view in pending) else max(view.most or 0 for view in pending)
    missing = dict.fromkeys(path for view in pending for path in view.missing)
    because = tuple(p for view in pending for p in view.because)
    return _View(pending[0].status, 0, most, tuple(missing), because)
