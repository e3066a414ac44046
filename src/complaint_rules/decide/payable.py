"""The whole sum: what is owed whatever the answers, what may be agreed to today, and the most that answers allow.

Shares are added up unrounded, and the sum is rounded once; what has been paid for the same harm is set off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.arithmetic import Sum
from complaint_rules.decide.entries import Payable, Remedy
from complaint_rules.entries.slot import NOTHING
from complaint_rules.facts.states import UNKNOWN
from complaint_rules.money import LARGEST_FEN, half_up
from complaint_rules.vocabulary import GRANTED, PAYABLE_REMEDIES

Bound = Sum | None
"""Fen, not rounded; None is no bound."""


class Share(NamedTuple):
    """What one remedy or item adds; `always_grouped`: every completion has it in the same group, or in none."""

    least: Sum
    now: Bound
    most: Bound
    always_grouped: bool = True


NO_SHARE = Share(0, 0, 0)


def payable_of(remedies: Iterable[tuple[Remedy, Share]], items: Iterable[Share], already_paid: Any) -> Payable:
    """The sum of the entries' bounds, each group of alternatives counted once, by its greatest, less what was paid.

    Args:
        remedies: with the share of each.
        items: the shares of the items of injury compensation.
        already_paid: fen, or UNKNOWN.
    """
    groups: dict[str, list[Share]] = {}
    shares: list[Share] = [*items]
    for remedy, share in remedies:
        if remedy.kind not in PAYABLE_REMEDIES:
            continue
        if remedy.group is None:
            shares.append(share)
            continue
        if not share.always_grouped:  # the others of the group may come on top of it
            shares.append(Share(0, 0, share.most))
        inside = share if share.always_grouped else share._replace(most=0)
        groups.setdefault(remedy.group, []).append(inside)
    shares += [_of_group(members) for members in groups.values()]
    low, high = (0, LARGEST_FEN) if already_paid is UNKNOWN else (already_paid, already_paid)
    return Payable(
        _left(sum([one.least for one in shares]), high) or 0,
        _left(_sum([one.most for one in shares]), low),
        _left(_sum([one.now for one in shares]), high),
    )


def _of_group(members: Sequence[Share]) -> Share:
    """The greatest of each bound of alternatives."""
    least = max([one.least for one in members])
    return Share(least, _greatest([one.now for one in members]), _greatest([one.most for one in members]))


def share_of_remedy(remedy: Remedy, ways: Sequence[Any], *, always_grouped: bool = True) -> Share:
    """What a remedy adds.

    Args:
        remedy: its entry.
        ways: its value in every completion, unrounded.
        always_grouped: whether every completion has it in the same group, or in none.
    """
    grants = [one for one in ways if one is not NOTHING and one.status != "forbidden"]
    least = min([one.least for one in grants], default=0) if remedy.status == "required" else 0
    bounded = [one.most for one in grants if one.most is not None]
    now = (min(bounded) if bounded else None) if remedy.status in GRANTED else 0
    return Share(least, now, _greatest([one.most_high for one in grants]), always_grouped)


def share_of_item(ways: Sequence[Any]) -> Share:
    """What an item adds.

    Args:
        ways: its value in every completion, unrounded.
    """
    pays = [one for one in ways if one is not NOTHING and one.pays]
    least = min([one.least for one in pays]) if pays and len(pays) == len(ways) else 0
    return Share(least, least, _greatest([one.most for one in pays]))


def _greatest(bounds: Iterable[Bound]) -> Bound:
    found: list[Bound] = [*bounds]
    return None if None in found else max([one for one in found if one is not None], default=0)


def _sum(bounds: Sequence[Bound]) -> Bound:
    return None if None in bounds else sum([one for one in bounds if one is not None])


def _left(whole: Bound, paid: int) -> int | None:
    """What is left of a sum in whole fen."""
    return None if whole is None else max(half_up(whole) - paid, 0)
