"""Remedies: status and range of today's offer, the narrowest of all variants. The same laws as `resolve.remedies`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.effect import Remedy
from complaint_rules.money import LARGEST_FEN
from complaint_rules.prove.encode.amounts import Reckoning
from complaint_rules.prove.encode.outputs import (
    ENDLESS,
    NOTHING,
    Capped,
    Claim,
    Variant,
    assured,
    higher_of,
    lower_of,
    pick_capped,
    variants,
)
from complaint_rules.prove.encode.terms import Number, Truth, any_of, both, either, no, pick

FORBIDDEN, PERMITTED, REQUIRED = 0, 1, 2
"""Statuses, safest first."""


class RemedyView(NamedTuple):
    """A remedy as one variant has it."""

    status: Number
    least: Number
    most: Capped
    clash: Truth
    empty: Truth


class SymbolicRemedy(NamedTuple):
    """A remedy's entry: whether there is one, its status and range.

    `clash` says that rules that count now disagree, `empty` that their ranges leave nothing over.
    """

    there: Truth
    status: Number
    least: Number
    most: Capped
    clash: Truth
    empty: Truth


class Remedies:
    """Settles remedies over one complaint."""

    def __init__(self, reckoning: Reckoning) -> None:
        self._reckoning = reckoning

    def settle(self, claims: Sequence[Claim]) -> SymbolicRemedy:
        """The entry of one remedy.

        Raises:
            NotEncodedError: a limit is not put into logic.
        """
        views = [
            (variant.counts, self.view(claims, variant.present, lower=lower))
            for variant in variants(claims)
            for lower in self._ends(claims)
        ]
        status: Number = REQUIRED
        for counts, view in views:
            status = pick(both(counts, view.status < status), view.status, status)
        most: Capped = ENDLESS
        least: Capped = ENDLESS
        for counts, view in views:
            most = pick_capped(counts, lower_of(view.most, most), most)
            least = pick_capped(counts, lower_of(Capped(view.least, False), least), least)
        there = either(spoken(claims), both(assured(claims), status > FORBIDDEN))
        now = self.view(claims, [claim.grades.for_now for claim in claims], lower=True)
        return SymbolicRemedy(there, status, least.fen, most, both(there, now.clash), both(there, now.empty))

    def _ends(self, claims: Sequence[Claim]) -> tuple[bool, ...]:
        """Limits are taken at the low end of their bounds and, where one waits for an answer, at the high end too."""
        amounts = [end for claim in claims for end in (claim.say.least, claim.say.most) if end is not None]
        missing = any_of(self._reckoning.sum(amount).missing for amount in amounts)
        return (True,) if missing is False else (True, False)

    def view(self, claims: Sequence[Claim], present: Sequence[Truth], *, lower: bool) -> RemedyView:
        """What these claims come to, those present taken as firing."""
        there = list(zip(claims, present, strict=True))
        statute_no = _any(there, binding=True, modes=("forbid",))
        statute_yes = _any(there, binding=True, modes=("permit", "require"))
        house_no = _any(there, binding=False, modes=("forbid",))
        house_yes = _any(there, binding=False, modes=("permit", "require"))
        statute_must = _any(there, binding=True, modes=("require",))
        house_must = _any(there, binding=False, modes=("require",))
        opened = both(house_no, statute_yes)
        refused = either(statute_no, both(house_no, no(statute_yes)))
        granted = both(no(refused), either(statute_yes, house_yes))
        required = either(statute_must, both(house_must, no(opened)))
        least, most, empty = self._range(there, opened, lower)
        clash = either(both(statute_no, statute_must), both(no(statute_no), refused, house_must))
        status = pick(granted, pick(required, REQUIRED, PERMITTED), FORBIDDEN)
        return RemedyView(
            status, pick(granted, least, 0), pick_capped(granted, most, NOTHING), clash, both(granted, empty)
        )

    def _range(self, there: Sequence[tuple[Claim, Truth]], opened: Truth, lower: bool) -> tuple[Number, Capped, Truth]:
        """Ranges intersect; the statute's floor and ceiling hold the house's. The flag says that nothing was left."""
        floor, ceiling = self._limits([one for one in there if one[0].binding], True, lower)
        least, most = self._limits([one for one in there if not one[0].binding], no(opened), lower)
        clash = either(ceiling.below(Capped(floor, False)), most.below(Capped(least, False)))
        floor = lower_of(Capped(floor, False), ceiling).fen
        most = higher_of(lower_of(most, ceiling), Capped(floor, False))
        least = pick(least >= floor, least, floor)
        return lower_of(Capped(least, False), most).fen, most, clash

    def _limits(self, there: Sequence[tuple[Claim, Truth]], heard: Truth, lower: bool) -> tuple[Number, Capped]:
        least: Number = 0
        most = ENDLESS
        for claim, present in there:
            say: Remedy = claim.say
            counts = both(present, heard, say.mode != "forbid")
            if counts is False:
                continue
            if say.least is not None:
                low = self._end(say.least, lower)
                value = pick(low.open, LARGEST_FEN, low.fen)
                least = pick(both(counts, value > least), value, least)
            if say.most is not None:
                most = pick_capped(counts, lower_of(self._end(say.most, lower), most), most)
        return least, most

    def _end(self, amount: object, lower: bool) -> Capped:
        """The exact sum; where something is missing, one end. A sum over facts that do not apply is nothing."""
        found = self._reckoning.sum(amount)  # type: ignore[arg-type]
        low = Capped(found.low, False)
        high = pick_capped(found.missing, Capped(found.high, found.high_open), low)
        return pick_capped(found.absent, NOTHING, low if lower else high)


def spoken(claims: Sequence[Claim]) -> Truth:
    """Whether a rule certainly grants a remedy, or one that counts now refuses it."""
    return any_of(claim.grades.for_now if claim.say.mode == "forbid" else claim.grades.certain for claim in claims)


def _any(there: Sequence[tuple[Claim, Truth]], *, binding: bool, modes: tuple[str, ...]) -> Truth:
    return any_of(present for claim, present in there if claim.binding == binding and claim.say.mode in modes)


__all__ = ["FORBIDDEN", "PERMITTED", "REQUIRED", "Remedies", "RemedyView", "SymbolicRemedy", "Variant"]
