"""Remedies: what may be offered today, between what rules grant, what they refuse, and the statute's floor and ceiling.

What grants needs certainty; what refuses or narrows counts as soon as it is possible. A remedy that nothing grants is not on offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.arithmetic import Reckoner
from complaint_rules.compile.rule import Rung
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN, FOR_NOW
from complaint_rules.resolve.entries import Overridden, Remedy, RemedyStatus, Review, Step
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.vocabulary import MONEY_REMEDIES

_SAFEST_FIRST: tuple[RemedyStatus, ...] = ("forbidden", "permitted", "required")
NOTHING, NO_LIMIT = 0, None


class _View(NamedTuple):
    """A remedy as one reading of the open facts has it."""

    status: RemedyStatus
    least: int
    most: int | None
    because: tuple[int, ...]
    gave_way: tuple[int, ...]
    clash: tuple[int, ...]


class SettledRemedy(NamedTuple):
    """A remedy's entry, None where it is not on offer, with what was noted on the way."""

    entry: Remedy | None
    overridden: tuple[Overridden, ...] = ()
    notes: tuple[Review, ...] = ()


def reads_facts(claims: Sequence[Claim]) -> bool:
    """Whether the range depends on facts, and not only on which rules fired."""
    return any([amount.facts for _, _, say in claims for amount in (say.least, say.most) if amount is not None])


def settle_remedy(
    kind: str, claims: Sequence[Claim], resolution: Resolution, sheet: FactSheet, authority: Sequence[Rung]
) -> SettledRemedy:
    """The entry of one remedy; none where no rule certainly grants it and none refuses it, so that it is not on offer."""
    if not any([grade >= (FOR_NOW if say.mode == "forbid" else CERTAIN) for grade, _, say in claims]):
        return SettledRemedy(None)
    binding = resolution.resolver.binding
    safe = _view(claims, binding, sheet, safest=True)
    settled = all([grade == CERTAIN for grade, _, _ in claims])
    could_be: tuple[RemedyStatus, ...] = (safe.status,)
    if not settled:
        best = _view(claims, binding, sheet, safest=False)
        low, high = sorted((_SAFEST_FIRST.index(safe.status), _SAFEST_FIRST.index(best.status)))
        permits = any([say.mode == "permit" for _, _, say in claims])
        between = _SAFEST_FIRST[low : high + 1]
        could_be = between if permits or len(between) < 3 else ("forbidden", "required")
    money = kind in MONEY_REMEDIES
    granted = safe.status != "forbidden"
    entry = Remedy(
        kind,
        safe.status,
        safe.least if money else None,
        safe.most if money else None,
        could_be,
        ladder(authority, safe.most) if money and granted else (),
        resolution.ids(safe.because),
    )
    return SettledRemedy(entry, *_notes(kind, safe, resolution)) if safe.gave_way or safe.clash else SettledRemedy(entry)


def remedy_is_open(claims: Sequence[Claim], resolution: Resolution, sheet: FactSheet) -> bool:
    """Whether an unknown fact can change the remedy's status or range."""
    binding = resolution.resolver.binding
    safe = _view(claims, binding, sheet, safest=True)
    best = _view(claims, binding, sheet, safest=False)
    return safe[:3] != best[:3]


def _view(claims: Sequence[Claim], binding: frozenset[int], sheet: FactSheet, *, safest: bool) -> _View:
    refusals, grants = [], []
    for claim in claims:
        grade, _, say = claim
        if say.mode == "forbid":
            if safest or grade == CERTAIN:
                refusals.append(claim)
        elif not safest or grade == CERTAIN:
            grants.append(claim)
    statute_no = [claim for claim in refusals if claim[1] in binding]
    statute_yes = [claim for claim in grants if claim[1] in binding]
    if statute_no:
        return _refused(statute_no, [*grants, *[c for c in refusals if c[1] not in binding]] if statute_yes else [])
    clash: list[Claim] = []
    gave_way: list[Claim] = []
    if refusals and statute_yes:
        grants, gave_way = statute_yes, [c for c in refusals if c[0] > 1]
    elif refusals:
        clash = [claim for claim in grants if claim[2].mode == "require"]
        return _refused(refusals, [], [*clash, *[c for c in refusals if c[0] > 1]] if clash else [])
    if not grants:
        return _refused([claim for claim in claims if claim[2].mode != "forbid"], [])
    required = any([say.mode == "require" for _, _, say in grants])
    narrowing = [c for c in claims if c[2].mode != "forbid"] if safest and not gave_way else grants
    least, most = _range(grants, narrowing, binding, sheet, safest)
    if most is not None and least > most:
        clash, least = grants, most
    because = tuple([p for _, p, _ in grants])
    return _View(
        "required" if required else "permitted", least, most, because, _positions(gave_way), _positions(clash)
    )


def _positions(claims: Sequence[Claim]) -> tuple[int, ...]:
    return tuple([position for _, position, _ in claims])


def _refused(because: Sequence[Claim], gave_way: Sequence[Claim], clash: Sequence[Claim] = ()) -> _View:
    return _View("forbidden", 0, 0, _positions(because), _positions(gave_way), _positions(clash))


def _range(
    grants: Sequence[Claim], narrowing: Sequence[Claim], binding: frozenset[int], sheet: FactSheet, safest: bool
) -> tuple[int, int | None]:
    """Ranges intersect; then the statute's floor and ceiling hold the house's."""
    floor, ceiling, least, most = 0, NO_LIMIT, 0, NO_LIMIT
    for _, position, say in grants:
        if say.least is not None:
            low = _reckoned(say.least, sheet, lower=safest) or 0
            if position in binding:
                floor = max(floor, low)
            else:
                least = max(least, low)
    for _, position, say in narrowing:
        if say.most is not None:
            high = _reckoned(say.most, sheet, lower=safest)
            if position in binding:
                ceiling = _lower(ceiling, high)
            else:
                most = _lower(most, high)
    if ceiling is not None:
        floor = min(floor, ceiling)
    most = _lower(most, ceiling)
    if most is not None:
        most = max(most, floor)
    least = max(least, floor)
    return (least if ceiling is None else min(least, ceiling)), most


def _lower(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _reckoned(amount: Reckoner, sheet: FactSheet, *, lower: bool) -> int | None:
    values = sheet.values
    if not amount.missing(values, sheet.unknown) and not amount.absent(values):
        return amount.exact(values)
    low, high = amount.bounds(values)
    return low if lower else high


def _notes(kind: str, view: _View, resolution: Resolution) -> tuple[tuple[Overridden, ...], tuple[Review, ...]]:
    output = f"remedies.{kind}"
    by = resolution.ids(view.because)
    overridden = tuple([Overridden(rule, output, by) for rule in resolution.ids(view.gave_way)])
    if not view.clash:
        return overridden, ()
    rules = resolution.ids(view.clash)
    names = " and ".join(f"`{rule}`" for rule in rules)
    return overridden, (Review(output, f"rules disagree on {kind}: {names}", view.status, rules),)


def ladder(authority: Sequence[Rung], most: int | None) -> tuple[Step, ...]:
    """The rungs that a sum up to `most` may need, the last one cut to it."""
    steps: list[Step] = []
    for rung in authority:
        if most is not None and rung.upto_fen is not None and rung.upto_fen >= most:
            return (*steps, Step(most, rung.role))
        steps.append(Step(rung.upto_fen if rung.upto_fen is not None else most, rung.role))
    return tuple(steps)
