"""Offers: may this remedy be offered at this amount today, who must approve, and what limits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from complaint_rules.compile.arithmetic import Reckoner
from complaint_rules.compile.rule import Rung
from complaint_rules.errors import OfferError, one_of, shown
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN
from complaint_rules.money import format_fen, parse_fen
from complaint_rules.resolve.entries import Approval, Remedy
from complaint_rules.resolve.plan import Claim
from complaint_rules.vocabulary import MONEY_REMEDIES, REMEDIES

# An approval of this purpose concerns offers of this remedy.
_PURPOSE_OF = {"compensation": ("compensation", "vehicle_compensation"), "medical_advance": ("medical_advance",)}


class Offer(NamedTuple):
    """The answer for one concrete offer. Sums are fen.

    `approvals` are the roles that must approve; `limited_by` the rules that set the limit which the amount meets, that
    grant or forbid the remedy, or that wait for an answer; `nearest_fen` the nearest amount that may be offered, None
    where none may be.
    """

    kind: str
    amount_fen: int | None
    allowed: bool
    reason: str
    approvals: tuple[str, ...]
    limited_by: tuple[str, ...]
    nearest_fen: int | None

    def to_dict(self) -> dict[str, object]:
        """The offer as JSON data; money as strings."""
        return {
            "remedy": self.kind,
            "amount": None if self.amount_fen is None else format_fen(self.amount_fen),
            "allowed": self.allowed,
            "reason": self.reason,
            "approvals": list(self.approvals),
            "limited_by": list(self.limited_by),
            "nearest": None if self.nearest_fen is None else format_fen(self.nearest_fen),
        }


def special_roles(kind: str, approvals: Sequence[Approval]) -> list[str]:
    """The roles that a rule names for a remedy, whatever its sum."""
    return [one.role for one in approvals if one.purpose in _PURPOSE_OF.get(kind, ())]


def specially_approved(remedy: Remedy, approvals: Sequence[Approval]) -> Remedy:
    """A remedy whose ladder starts no lower than at a role that a rule names for it."""
    if not remedy.approval_ladder:
        return remedy
    roles = special_roles(remedy.kind, approvals)
    named = [index for index, step in enumerate(remedy.approval_ladder) if step.role in roles]
    return remedy._replace(approval_ladder=remedy.approval_ladder[max(named) :]) if named else remedy


class Limits:
    """What rules claim of one remedy on one complaint: who sets its least and its most, and who may yet grant it."""

    def __init__(
        self, claims: Sequence[Claim], ids: Callable[[Sequence[Claim]], tuple[str, ...]], sheet: FactSheet
    ) -> None:
        self._grants = [claim for claim in claims if claim[2].mode != "forbid"]
        self._ids = ids
        self._sheet = sheet

    def at_least(self, fen: int) -> tuple[str, ...]:
        """The rules that set the least at so much."""
        return self._ids([claim for claim in self._grants if self._comes_to(claim[2].least, fen)])

    def at_most(self, fen: int) -> tuple[str, ...]:
        """The rules that set the most at so much."""
        return self._ids([claim for claim in self._grants if self._comes_to(claim[2].most, fen)])

    @property
    def waiting(self) -> tuple[str, ...]:
        """The rules that an answer may yet bring to grant it."""
        return self._ids([claim for claim in self._grants if claim[0] < CERTAIN])

    def _comes_to(self, amount: Reckoner | None, fen: int) -> bool:
        if amount is None:
            return False
        values = self._sheet.values
        if amount.missing(values, self._sheet.unknown) or amount.absent(values):
            return fen in amount.bounds(values)
        return amount.exact(values) == fen


def judge_offer(
    kind: str,
    amount: object,
    remedies: Sequence[Remedy],
    approvals: Sequence[Approval],
    authority: Sequence[Rung],
    limits: Callable[[], Limits],
) -> Offer:
    """Judge one offer.

    Args:
        kind: a remedy.
        amount: yuan, as a string or number; None for a remedy that is no sum of money.
        remedies: the decision's.
        approvals: the decision's.
        authority: the ruleset's ladder.
        limits: what rules claim of the remedy.

    Raises:
        OfferError: no such remedy, or not an amount.
    """
    if str(kind) not in REMEDIES:
        raise OfferError(f"unknown remedy {shown(kind)} ({one_of(str(kind), REMEDIES)})")
    fen = _amount(kind, amount)
    remedy = next((remedy for remedy in remedies if remedy.kind == kind), None)
    if remedy is None:
        waiting = limits().waiting
        reason = "it waits for facts that are not known" if waiting else "no rule requires or permits it"
        return Offer(kind, fen, False, reason, (), waiting, None)
    if remedy.status == "forbidden":
        reason = "it is forbidden" if remedy.could_be == ("forbidden",) else "it is not permitted on what is known"
        return Offer(kind, fen, False, reason, (), remedy.because, None)
    special = special_roles(kind, approvals)
    if fen is None:
        return Offer(kind, None, True, f"it is {remedy.status}", tuple(special), remedy.because, None)
    return _judge_sum(kind, fen, remedy, special, authority, limits)


def _amount(kind: str, amount: object) -> int | None:
    if amount is None:
        if kind in MONEY_REMEDIES:
            raise OfferError(f"`{kind}` is a sum of money: give an amount")
        return None
    try:
        fen = parse_fen(amount)
    except ValueError as error:
        raise OfferError(str(error)) from None
    return fen if kind in MONEY_REMEDIES else None


def _judge_sum(
    kind: str, fen: int, remedy: Remedy, special: list[str], authority: Sequence[Rung], limits: Callable[[], Limits]
) -> Offer:
    least = remedy.min_fen or 0
    top = remedy.max_fen
    reach = authority[-1].upto_fen if authority else None
    most = min((limit for limit in (top, reach) if limit is not None), default=None)
    nearest: int | None = max(fen, least) if most is None else min(max(fen, least), most)
    if nearest is not None and nearest < least:
        nearest = None
    limited_by = remedy.because
    if fen < least:
        reason = f"the least is {format_fen(least)}"
        limited_by = limits().at_least(least) or limited_by
    elif top is not None and fen > top:
        reason = f"the most is {format_fen(top)}"
        limited_by = limits().at_most(top) or limited_by
    elif reach is not None and fen > reach:
        reason = f"nobody may approve more than {format_fen(reach)}"
    else:
        enough = [rung.role for rung in authority if rung.upto_fen is None or fen <= rung.upto_fen]
        roles = [*special, *enough[:1]] if not set(special) & set(enough) else special
        return Offer(kind, fen, True, f"it is {remedy.status}", tuple(dict.fromkeys(roles)), remedy.because, fen)
    return Offer(kind, fen, False, reason, (), limited_by, nearest)
