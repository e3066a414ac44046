"""Remedies as terms: status, range and alternatives, with the semantics of `entries.remedies`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.amount import Amount
from complaint_rules.prove.symbolic.amounts import Amounts
from complaint_rules.prove.symbolic.candidate import SymbolicCandidate
from complaint_rules.prove.symbolic.capped import ENDLESS, NOTHING, Capped, pick_capped
from complaint_rules.prove.symbolic.terms import Number, Truth, any_of, both, either, no, pick

FORBIDDEN, PERMITTED, REQUIRED = 0, 1, 2
"""Statuses, safest first."""

Present = Sequence[tuple[SymbolicCandidate, Truth]]
"""Candidates that grant, each with whether it counts."""


class SymbolicRemedy(NamedTuple):
    """A remedy's entry: whether there is one, its status and range.

    `clash` says that rules of one authority both require and forbid it, `empty` that their ranges leave no sum.
    `groups` says for each group of alternatives that rules name whether the remedy belongs to it, and `public` that a
    rule makes it public.
    """

    there: Truth
    status: Number
    least: Number
    most: Capped
    clash: Truth
    empty: Truth
    groups: dict[str, Truth]
    public: Truth = False


class RemedyEncoder:
    """Encodes the entries of remedies over one complaint."""

    def __init__(self, amounts: Amounts) -> None:
        self._amounts = amounts

    def settle(self, candidates: Sequence[SymbolicCandidate]) -> SymbolicRemedy:
        """The entry of one remedy.

        Raises:
            NotEncodedError: a limit can't be encoded.
        """
        statute_no, house_no = (_says(candidates, ("forbid",), binding=side) for side in (True, False))
        statute_yes, house_yes = (_says(candidates, ("permit", "require"), binding=side) for side in (True, False))
        statute_must, house_must = (_says(candidates, ("require",), binding=side) for side in (True, False))
        silent_house = both(house_no, statute_yes)
        refused = either(statute_no, both(house_no, no(statute_yes)))
        granted = both(no(refused), either(statute_yes, house_yes))
        required = either(statute_must, both(house_must, no(silent_house)))
        counting = [
            (candidate, candidate.fires if candidate.binding else both(candidate.fires, no(silent_house)))
            for candidate in candidates
            if candidate.effect.mode != "forbid"
        ]
        least, most, empty = self._range(counting)
        clash = either(both(statute_no, statute_must), both(no(statute_no), refused, house_must))
        return SymbolicRemedy(
            either(refused, granted),
            pick(granted, pick(required, REQUIRED, PERMITTED), FORBIDDEN),
            pick(granted, least, 0),
            pick_capped(granted, most, NOTHING),
            clash,
            both(granted, empty),
            _groups(counting, granted),
            both(granted, any_of(counts for candidate, counts in counting if candidate.effect.public)),
        )

    def _range(self, counting: Present) -> tuple[Number, Capped, Truth]:
        """The least and the most, and whether the rules of one authority leave no sum between them."""
        floor, measure = self._limits([one for one in counting if one[0].binding])
        asked, limit = self._limits([one for one in counting if not one[0].binding])
        cap = self._lowest([(candidate.effect.cap, counts) for candidate, counts in counting])
        empty = either(measure.below(floor), limit.below(asked), cap.below(floor.lower(measure)))
        least = floor.lower(measure).higher(asked.lower(limit))
        most = pick_capped(measure.open, limit, pick_capped(limit.open, measure, measure.higher(limit)))
        most = pick_capped(most.open, most, most.higher(least))
        return least.lower(cap).fen, most.lower(cap), empty

    def _limits(self, counting: Present) -> tuple[Capped, Capped]:
        least = NOTHING
        for candidate, counts in counting:
            if candidate.effect.least is not None and counts is not False:
                least = pick_capped(counts, least.higher(self._sum(candidate.effect.least)), least)
        return least, self._lowest([(candidate.effect.most, counts) for candidate, counts in counting])

    def _lowest(self, amounts: Sequence[tuple[Amount | None, Truth]]) -> Capped:
        lowest = ENDLESS
        for amount, counts in amounts:
            if amount is not None and counts is not False:
                lowest = pick_capped(counts, lowest.lower(self._sum(amount)), lowest)
        return lowest

    def _sum(self, amount: Amount) -> Capped:
        """A sum; zero where it reads facts that do not apply."""
        found = self._amounts.sum(amount)
        return Capped(pick(found.absent, 0, found.fen), False)


def _says(candidates: Sequence[SymbolicCandidate], modes: tuple[str, ...], *, binding: bool) -> Truth:
    return any_of(
        candidate.fires for candidate in candidates if candidate.binding == binding and candidate.effect.mode in modes
    )


def _groups(counting: Present, granted: Truth) -> dict[str, Truth]:
    """For each group, whether it is the first, by name, that a rule that counts names."""
    found: dict[str, Truth] = {}
    earlier: Truth = False
    for name in sorted({candidate.effect.group for candidate, _ in counting if candidate.effect.group is not None}):
        named = any_of(counts for candidate, counts in counting if candidate.effect.group == name)
        found[name] = both(granted, named, no(earlier))
        earlier = either(earlier, named)
    return found
