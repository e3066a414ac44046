"""Items of injury compensation: payable, pending (and for what), or not payable; a house rule counts only where more generous.

An item is payable only where no answer can change its sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.effects import needs_fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT
from complaint_rules.match.grades import CERTAIN, FOR_NOW
from complaint_rules.resolve.entries import Item, ItemStatus, Overridden, Review
from complaint_rules.resolve.plan import Claim, Sum
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.resolve.variants import assured, differ, variants

_RANK = {"not_payable": 0, "pending": 1, "payable": 2}


class SettledItem(NamedTuple):
    """An item's entry, None where no rule speaks of it yet, with what was noted on the way."""

    entry: Item | None
    open: bool = False
    overridden: tuple[Overridden, ...] = ()
    notes: tuple[Review, ...] = ()


class _View(NamedTuple):
    """An item as one variant has it."""

    status: ItemStatus
    least: int
    most: int | None
    missing: tuple[str, ...]
    because: tuple[int, ...]
    gave_way: tuple[int, ...] = ()
    clash: tuple[int, ...] = ()


_SILENT = _View("not_payable", 0, 0, (), ())


def settle_item(item: str, claims: Sequence[Claim], resolution: Resolution, sheet: FactSheet) -> SettledItem:
    """The entry of one item; none where rules may speak of it, but none would pay."""
    said = [(claim, _said(claim[1], claim[2], sheet)) for claim in claims]
    if all([grade == CERTAIN for grade, _, _ in claims]):
        return _settled(item, _together(said, resolution), resolution)
    by_claim = {id(claim): view for claim, view in said}

    def settle(some: Sequence[Claim]) -> _View:
        return _together([(claim, by_claim[id(claim)]) for claim in some], resolution)

    views = variants(claims, resolution, settle)
    is_open = differ([(view[:4], bool(view.because), bool(view.clash)) for view in views])
    paying = [view for view in views if view.status != "not_payable"]
    if not paying:
        fired = [pair for pair in said if pair[0][0] >= FOR_NOW]
        entry = _settled(item, _together(fired, resolution), resolution) if fired else SettledItem(None)
        return entry._replace(open=is_open)
    if not is_open:
        return _settled(item, views[0], resolution)
    return SettledItem(_pending(item, claims, views, paying, resolution, sheet), True)


def _pending(
    item: str,
    claims: Sequence[Claim],
    views: Sequence[_View],
    paying: Sequence[_View],
    resolution: Resolution,
    sheet: FactSheet,
) -> Item:
    """What the item may come to, and what it waits for."""
    waits = 0
    for grade, position, _ in claims:
        if grade < CERTAIN:
            waits |= resolution.waits(position)
    missing = resolution.resolver.paths(waits & sheet.unknown)
    missing += [path for view in paying for path in view.missing]
    least = min([view.least for view in views]) if assured(claims, resolution) else 0
    most = None if any([view.most is None for view in paying]) else max([view.most or 0 for view in paying])
    because = dict.fromkeys([rule for view in paying for rule in resolution.ids(view.because)])
    return Item(item, "pending", least, most, tuple(dict.fromkeys(missing)), tuple(because))


def _settled(item: str, view: _View, resolution: Resolution) -> SettledItem:
    by = resolution.ids(view.because)
    entry = Item(item, view.status, view.least, view.most, view.missing, by)
    output = f"items.{item}"
    overridden = tuple([Overridden(rule, output, by) for rule in resolution.ids(view.gave_way)])
    if not view.clash:
        return SettledItem(entry, False, overridden)
    rules = resolution.ids(view.clash)
    message = f"rules disagree on {item}: {' and '.join(f'`{rule}`' for rule in rules)}"
    return SettledItem(entry, False, overridden, (Review(output, message, view.status, rules),))


def _generosity(view: _View) -> tuple[int, int, float]:
    return (_RANK[view.status], view.least, float("inf") if view.most is None else view.most)


def _together(said: Sequence[tuple[Claim, _View]], resolution: Resolution) -> _View:
    """What these claims come to, all of them taken as firing."""
    binding = resolution.resolver.binding
    statute = _agreed([view for claim, view in said if claim[1] in binding])
    house = _agreed([view for claim, view in said if claim[1] not in binding])
    if statute is None or house is None:
        return statute or house or _SILENT
    if _generosity(house) > _generosity(statute):
        return house._replace(least=max(house.least, statute.least))
    return statute._replace(gave_way=house.because)


def _agreed(views: Sequence[_View]) -> _View | None:
    """What the rules of one authority say; where they disagree, the least, noted."""
    if not views:
        return None
    least = min(views, key=_generosity)
    if differ([view[:3] for view in views]):
        return least._replace(clash=tuple([p for view in views for p in view.because]))
    return least


def _said(position: int, say: Sum, sheet: FactSheet) -> _View:
    """What one rule makes of the item on the facts as they are."""
    because = (position,)
    if not say.payable:
        return _View("not_payable", 0, 0, (), because)
    unmet, missing = _needs(say, sheet)
    amounts = [say.least] if say.least is say.most else [say.least, say.most]
    for amount in amounts:
        if amount is not None:
            unmet += amount.absent(sheet.values)
            missing += amount.missing(sheet.values, sheet.unknown)
    if unmet:
        return _View("not_payable", 0, 0, tuple(dict.fromkeys(unmet)), because)
    assert say.most is not None
    if missing:
        return _View("pending", 0, say.most.bounds(sheet.values)[1], tuple(dict.fromkeys(missing)), because)
    sums = [amount.exact(sheet.values) for amount in amounts if amount is not None]
    return _View("payable", min(sums), sums[-1], (), because)


def _needs(say: Sum, sheet: FactSheet) -> tuple[list[str], list[str]]:
    """Needs that are not met, and needs that wait for an answer."""
    unmet: list[str] = []
    missing: list[str] = []
    values = sheet.values
    for group in say.needs:
        unknown = [fact.path for fact in group if sheet.unknown & fact.bit]
        known = [fact for fact in group if not sheet.unknown & fact.bit]
        if any([values[f.index] is not ABSENT and needs_fact(f, values[f.index]) for f in known]):
            continue
        (missing if unknown else unmet).extend(unknown or [fact.path for fact in group])
    return unmet, missing
