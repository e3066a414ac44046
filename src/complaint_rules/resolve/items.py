"""Items of injury compensation: payable, pending (and for what), or not payable.

A house rule counts only where it is the more generous. An item is payable only where no answer can change its sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.effects import needs_fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.resolve.entries import Item, ItemStatus, Overridden, Review
from complaint_rules.resolve.output import Output, differ
from complaint_rules.resolve.plan import Claim, Sum

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
    because: tuple[str, ...]
    gave_way: tuple[str, ...] = ()
    clash: tuple[str, ...] = ()


_SILENT = _View("not_payable", 0, 0, (), ())


def settle_item(output: Output, sheet: FactSheet, waits: int) -> SettledItem:
    """The entry of one item; none where rules may speak of it, but none would pay.

    Args:
        output: the claims on the item.
        sheet: the facts.
        waits: the unknown facts, as a mask, that the uncertain claims wait for.
    """
    if len(output.claims) == 1 and not output.uncertain:
        return _settled(output.name, _said(output, output.claims[0], sheet))
    by_claim = {id(claim): _said(output, claim, sheet) for claim in output.claims}

    def settle(some: Sequence[Claim]) -> _View:
        return _together([(claim, by_claim[id(claim)]) for claim in some], output)

    views = output.variants(settle)
    # rules that disagree may agree once what one of them waits for is there
    unsettled = any([view.clash for view in views]) and any([view.status == "pending" for view in by_claim.values()])
    is_open = unsettled or differ([(view[:4], bool(view.because), bool(view.clash)) for view in views])
    paying = [view for view in views if view.status != "not_payable"]
    if len(views) == 1 or (paying and not is_open):
        settled = _settled(output.name, views[0])
        return settled._replace(open=settled.open or is_open)
    if not paying:
        settled = _settled(output.name, settle(output.fired)) if output.fired else SettledItem(None)
        return settled._replace(open=is_open)
    return SettledItem(_pending(output, views, paying, waits), True)


def _pending(output: Output, views: Sequence[_View], paying: Sequence[_View], waits: int) -> Item:
    """What the item may come to, and what it waits for."""
    missing = output.resolver.paths(waits)
    missing += [path for view in paying for path in view.missing]
    least = min([view.least for view in views]) if output.assured else 0
    most = None if any([view.most is None for view in paying]) else max([view.most or 0 for view in paying])
    because = dict.fromkeys([rule for view in paying for rule in view.because])
    return Item(output.name, "pending", least, most, tuple(dict.fromkeys(missing)), tuple(because))


def _settled(item: str, view: _View) -> SettledItem:
    entry = Item(item, view.status, view.least, view.most, view.missing, view.because)
    path = f"items.{item}"
    overridden = tuple([Overridden(rule, path, view.because) for rule in view.gave_way])
    is_open = view.status == "pending"
    if not view.clash:
        return SettledItem(entry, is_open, overridden)
    message = f"rules disagree on {item}: {' and '.join(f'`{rule}`' for rule in view.clash)}"
    return SettledItem(entry, is_open, overridden, (Review(path, message, view.status, view.clash),))


def _generosity(view: _View) -> tuple[int, int, float]:
    return (_RANK[view.status], view.least, float("inf") if view.most is None else view.most)


def _together(said: Sequence[tuple[Claim, _View]], output: Output) -> _View:
    """What these claims come to, all of them taken as firing: the more generous of statute and house."""
    binding = output.resolver.binding
    statute = _agreed([view for claim, view in said if claim[1] in binding])
    house = _agreed([view for claim, view in said if claim[1] not in binding])
    if statute is None or house is None:
        return statute or house or _SILENT
    first, second = (house, statute) if _generosity(house) > _generosity(statute) else (statute, house)
    if second.status == "pending" and (second.most is None or second.most > first.least):
        return _either(first, second)
    least = max(first.least, second.least)
    return first._replace(least=least, gave_way=second.because if first is statute else ())


def _either(first: _View, second: _View) -> _View:
    """Two views of which the one that is pending may yet turn out the more generous."""
    most = None if first.most is None or second.most is None else max(first.most, second.most)
    missing = tuple(dict.fromkeys([*first.missing, *second.missing]))
    return _View("pending", max(first.least, second.least), most, missing, first.because + second.because)


def _agreed(views: Sequence[_View]) -> _View | None:
    """What the rules of one authority say; where they disagree, the least of each bound, noted.

    Each bound apart: whatever a pending rule comes to, the most that is said now is not exceeded.
    """
    if not views:
        return None
    status = min([view.status for view in views], key=_RANK.__getitem__)
    heard = [view for view in views if view.status == status] if status == "not_payable" else views
    together = _View(
        status,
        min([view.least for view in heard]),
        min([view.most for view in heard if view.most is not None], default=None),
        tuple(dict.fromkeys([path for view in heard for path in view.missing])),
        tuple([rule for view in heard for rule in view.because]),
    )
    if differ([view[:3] for view in views]):
        return together._replace(clash=tuple([rule for view in views for rule in view.because]))
    return together


def _said(output: Output, claim: Claim, sheet: FactSheet) -> _View:
    """What one rule makes of the item on the facts as they are."""
    because = output.resolver.named[claim[1]]
    say: Sum = claim[2]
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
        if any([needs_fact(fact, values[fact.index]) for fact in group]):
            continue
        unknown = [fact.path for fact in group if sheet.unknown & fact.bit]
        (missing if unknown else unmet).extend(unknown or [fact.path for fact in group])
    return unmet, missing
