"""Offers: may this remedy be offered at this amount today, who must approve, and what limits it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from complaint_rules.compile.rule import AuthorityRung
from complaint_rules.decide.entries import Remedy, Step
from complaint_rules.errors import Lang, Message, MessageError, OfferError, Problem, nearest_or_listed
from complaint_rules.money import format_fen, parse_fen, yuan
from complaint_rules.vocabulary import GRANTED, MONEY_REMEDIES, REMEDIES


class Offer(NamedTuple):
    """The answer for one concrete offer. Sums are fen.

    `why` is the reason, with its code and parameters; `approvals` are the roles that must approve; `limited_by` the
    rules that set the limit which the amount meets, that grant or forbid the remedy, or that wait for an answer;
    `nearest_fen` the nearest amount that may be offered, None where none may be; `settles` says that the offer is
    allowed and no rule, whatever the answers, requires more.
    """

    kind: str
    amount_fen: int | None
    allowed: bool
    settles: bool
    why: Message
    approvals: tuple[str, ...]
    limited_by: tuple[str, ...]
    nearest_fen: int | None

    @property
    def code(self) -> str:
        """Why it is allowed or refused, as a stable id."""
        return self.why.code

    @property
    def params(self) -> Mapping[str, Any]:
        """The parameters of the reason, as plain JSON data."""
        return self.why.params

    @property
    def reason(self) -> str:
        """Why it is allowed or refused, in English."""
        return self.why.text()

    @property
    def text(self) -> dict[Lang, str]:
        """Why it is allowed or refused, by language."""
        return {"en": self.why.text("en"), "zh": self.why.text("zh")}

    @property
    def nearest(self) -> str | None:
        """The nearest amount that may be offered, in yuan; None where none may be."""
        return yuan(self.nearest_fen)

    def to_dict(self) -> dict[str, object]:
        """The offer as JSON data; money as strings."""
        return {
            "remedy": self.kind,
            "amount": yuan(self.amount_fen),
            "allowed": self.allowed,
            "settles": self.settles,
            "code": self.code,
            "params": dict(self.params),
            "reason": self.reason,
            "text": self.text,
            "approvals": list(self.approvals),
            "limited_by": list(self.limited_by),
            "nearest": self.nearest,
        }


def with_ladder(remedy: Remedy, roles: Collection[str], authority: Sequence[AuthorityRung]) -> Remedy:
    """A remedy, with its approval ladder if it is money and granted; no step is below a role that a rule names."""
    if remedy.status not in GRANTED or remedy.kind not in MONEY_REMEDIES:
        return remedy
    return remedy._replace(approval_ladder=ladder_from(roles, authority, remedy.max_fen))


def ladder_from(roles: Collection[str], authority: Sequence[AuthorityRung], most: int | None) -> tuple[Step, ...]:
    """The rungs that a sum up to `most` fen may need, no lower than that of a role that a rule names."""
    steps = ladder(authority, most)
    named = [index for index, step in enumerate(steps) if step.role in roles] if roles else ()
    return steps[max(named) :] if named else steps


def ladder(authority: Sequence[AuthorityRung], most: int | None) -> tuple[Step, ...]:
    """The rungs that a sum up to `most` fen may need, the last one cut to it."""
    steps: list[Step] = []
    for rung in authority:
        if most is not None and rung.upto_fen is not None and rung.upto_fen >= most:
            return (*steps, Step(most, rung.role))
        steps.append(Step(rung.upto_fen if rung.upto_fen is not None else most, rung.role))
    return tuple(steps)


class RemedyOffer(NamedTuple):
    """The roles and rules that limit offers of one granted remedy.

    `roles` are those that rules name for it, whatever its sum; `least_by` and `most_by` the rules that set its bounds.
    """

    kind: str
    roles: tuple[str, ...]
    least_by: tuple[str, ...]
    most_by: tuple[str, ...]


class StoredOffers(NamedTuple):
    """What a stored decision needs for offers in addition to its remedies: the ruleset's ladder, and their limits."""

    authority: tuple[Step, ...]
    remedies: tuple[RemedyOffer, ...]

    def limits(self, kind: str) -> StoredLimits:
        """The limits of one remedy."""
        none = RemedyOffer(kind, (), (), ())
        return StoredLimits(next((one for one in self.remedies if one.kind == kind), none))


class StoredLimits:
    """The limits of one remedy, as they were stored."""

    def __init__(self, stored: RemedyOffer) -> None:
        self._stored = stored

    def at_least(self, _fen: int) -> tuple[str, ...]:
        """The rules that set the least."""
        return self._stored.least_by

    def at_most(self, _fen: int) -> tuple[str, ...]:
        """The rules that set the most."""
        return self._stored.most_by

    def roles(self) -> list[str]:
        """The roles that rules name for offers of the remedy."""
        return [*self._stored.roles]


def offers_to_store(
    remedies: Sequence[Remedy], limits_of: Callable[[str], Limits], authority: Sequence[AuthorityRung]
) -> StoredOffers:
    """What to store, so that offers can be judged without the rules."""
    found = []
    for one in remedies:
        if one.status in GRANTED:
            limits = limits_of(one.kind)
            least = limits.at_least(one.min_fen) if one.min_fen else ()
            most = () if one.max_fen is None else limits.at_most(one.max_fen)
            found.append(RemedyOffer(one.kind, tuple(limits.roles()), least, most))
    return StoredOffers(tuple([Step(rung.upto_fen, rung.role) for rung in authority]), tuple(found))


class Limits(Protocol):
    """The limits that rules set for one remedy on one complaint."""

    def at_least(self, fen: int) -> tuple[str, ...]:
        """The rules that set the least at this sum."""
        ...

    def at_most(self, fen: int) -> tuple[str, ...]:
        """The rules that set the most at this sum."""
        ...

    def roles(self) -> list[str]:
        """The roles that rules name for offers of the remedy, whatever its sum, in some completion."""
        ...


def judge_offer(
    kind: str,
    amount: object,
    remedies: Sequence[Remedy],
    limits_of: Callable[[], Limits],
    authority: Sequence[AuthorityRung | Step],
) -> Offer:
    """Judge one offer.

    Args:
        kind: a remedy.
        amount: yuan, as a string or number; None for a remedy that isn't a sum of money.
        remedies: the decision's.
        limits_of: gives the limits of the remedy.
        authority: the ruleset's ladder.

    Raises:
        OfferError: no such remedy, or not an amount.
    """
    if str(kind) not in REMEDIES:
        raise _wrong(Message("unknown-remedy", nearest_or_listed(str(kind), REMEDIES), value=kind))
    fen = _amount(kind, amount)
    remedy = next((remedy for remedy in remedies if remedy.kind == kind), None)
    if remedy is None:
        return Offer(kind, fen, False, False, Message("not-granted"), (), (), None)
    if remedy.status in ("forbidden", "open"):
        code = "not-yet-permitted" if remedy.status == "open" else "forbidden"
        return Offer(kind, fen, False, False, Message(code), (), remedy.because, None)
    limits = limits_of()
    special = limits.roles()
    if fen is None:
        return Offer(kind, None, True, True, Message(remedy.status), tuple(special), remedy.because, None)
    return _judge_sum(kind, fen, remedy, special, authority, limits)


def _amount(kind: str, amount: object) -> int | None:
    if amount is None:
        if kind in MONEY_REMEDIES:
            raise _wrong(Message("amount-missing", remedy=kind))
        return None
    try:
        fen = parse_fen(amount)
    except MessageError as error:
        raise _wrong(error.message) from None
    return fen if kind in MONEY_REMEDIES else None


def _wrong(what: Message) -> OfferError:
    return OfferError(Problem(what))


def _judge_sum(
    kind: str, fen: int, remedy: Remedy, special: list[str], authority: Sequence[AuthorityRung | Step], limits: Limits
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
        why = Message("below-least", limit=format_fen(least))
        limited_by = limits.at_least(least) or limited_by
    elif top is not None and fen > top:
        why = Message("above-most", limit=format_fen(top))
        limited_by = limits.at_most(top) or limited_by
    elif reach is not None and fen > reach:
        why = Message("above-authority", limit=format_fen(reach))
    else:
        enough = [rung.role for rung in authority if rung.upto_fen is None or fen <= rung.upto_fen]
        roles = [*special, *enough[:1]] if not set(special) & set(enough) else special
        approvals = tuple(dict.fromkeys(roles))
        settles = fen >= (remedy.settles_from_fen or 0)
        return Offer(kind, fen, True, settles, Message(remedy.status), approvals, remedy.because, fen)
    return Offer(kind, fen, False, False, why, (), limited_by, nearest)
