"""The outline of a decision: all that follows from which rules were met, before the complaint's own sums and dates.

Complaints that meet the same rules share an outline, so a decider keeps outlines by the set of hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from complaint_rules.compile import effect
from complaint_rules.compile.effect import Duration
from complaint_rules.compile.rule import Rung
from complaint_rules.decide.urgency import when_rank
from complaint_rules.match.grades import CERTAIN, FOR_NOW
from complaint_rules.resolve.entries import (
    Action,
    Approval,
    Because,
    Department,
    Liability,
    Overridden,
    Prohibition,
    Review,
    Severity,
)
from complaint_rules.resolve.items import SettledItem, settle_item
from complaint_rules.resolve.plan import Claim, Key
from complaint_rules.resolve.reading import ByReading
from complaint_rules.resolve.remedies import SettledRemedy, settle_remedy
from complaint_rules.resolve.resolver import ATTRIBUTES, Resolution
from complaint_rules.resolve.variants import assured, differ, variants


class Span(NamedTuple):
    """A span that a rule sets on a clock."""

    grade: int
    within: Duration
    start: str
    because: Because


class Outline(NamedTuple):
    """What is settled, and what waits for the complaint's own sums and dates."""

    resolution: Resolution
    severity: Severity
    department: Department
    liability: Liability
    approvals: tuple[Approval, ...]
    actions: tuple[Action, ...]
    prohibited: tuple[Prohibition, ...]
    clocks: tuple[tuple[str, tuple[Span, ...]], ...]
    remedies: tuple[tuple[str, list[Claim], ByReading[SettledRemedy]], ...]
    items: tuple[tuple[str, list[Claim], ByReading[SettledItem]], ...]
    open: tuple[tuple[str, int], ...]
    """Outputs that an answer may change, with the facts (some of them known) that they wait for."""
    notes: tuple[Review, ...]
    overridden: tuple[Overridden, ...]


def draw_outline(resolution: Resolution, order: dict[Key, int], authority: Sequence[Rung]) -> Outline:
    """Settle all that needs no sum and no date.

    Args:
        resolution: what the rules claim.
        order: the order of deadlines, remedies and items.
        authority: the ruleset's ladder.
    """

    def remedy(kind: str, claims: list[Claim]) -> ByReading[SettledRemedy]:
        mask = amounts_mask(claims)
        return ByReading(mask, mask, lambda sheet: settle_remedy(kind, claims, resolution, sheet, authority))

    def item(name: str, claims: list[Claim]) -> ByReading[SettledItem]:
        mask = amounts_mask(claims) | needs_mask(claims)
        waits = mask | uncertain_waits(claims, resolution)
        return ByReading(mask, waits, lambda sheet: settle_item(name, claims, resolution, sheet))

    groups: dict[str, list[tuple[str, list[Claim]]]] = {}
    for (group, name), claims in resolution.claims.items():
        groups.setdefault(group, []).append((name, claims))

    def listed(group: str) -> list[tuple[str, list[Claim]]]:
        return sorted(groups.get(group, []), key=lambda entry: order[group, entry[0]])

    actions = [_action(do, claims, resolution) for do, claims in groups.get("actions", [])]
    severity, liability = resolution.severity(), resolution.liability()
    return Outline(
        resolution=resolution,
        severity=severity,
        department=_department(resolution, groups.get("support", [])),
        liability=liability,
        approvals=tuple(
            Approval(fired[0][2].role, fired[0][2].purpose, _ids(fired, resolution))
            for _, fired in _fired(groups.get("approvals", []))
        ),
        actions=tuple(sorted([one for one in actions if one is not None], key=lambda one: when_rank(one.when))),
        prohibited=tuple(
            Prohibition(do, _ids(fired, resolution)) for do, fired in _fired(groups.get("prohibited", []))
        ),
        clocks=tuple((clock, _spans(claims, resolution)) for clock, claims in listed("deadlines")),
        remedies=tuple((kind, claims, remedy(kind, claims)) for kind, claims in listed("remedies")),
        items=tuple((name, claims, item(name, claims)) for name, claims in listed("items")),
        open=tuple(_open(resolution)),
        notes=tuple(resolution.notes),
        overridden=tuple(resolution.overridden),
    )


def _ids(claims: Iterable[Claim], resolution: Resolution) -> Because:
    return resolution.ids([position for _, position, _ in claims])


def _fired(entries: Iterable[tuple[str, list[Claim]]]) -> list[tuple[str, list[Claim]]]:
    found = [(name, [claim for claim in claims if claim[0] >= FOR_NOW]) for name, claims in entries]
    return [(name, fired) for name, fired in found if fired]


def _action(do: str, claims: list[Claim], resolution: Resolution) -> Action | None:
    """What to do, at the soonest of the times asked for; None where nothing fires or a prohibition beats it."""
    against = resolution.claims.get(("prohibited", do), ())
    fired = [claim for claim in (*claims, *against) if claim[0] >= FOR_NOW]
    when = _when(fired, resolution)
    if when is None:
        return None
    return Action(do, when, _ids([claim for claim in fired if isinstance(claim[2], effect.Action)], resolution))


def _when(claims: Sequence[Claim], resolution: Resolution) -> str | None:
    """The soonest time that these claims ask for, all of them taken as firing; None where they come to a prohibition."""
    binding = resolution.resolver.binding
    asked = [claim for claim in claims if isinstance(claim[2], effect.Action)]
    against = [claim for claim in claims if isinstance(claim[2], effect.Prohibit)]
    if any([position in binding for _, position, _ in against]):
        return None
    if against:
        asked = [claim for claim in asked if claim[1] in binding]
    clocks = resolution.resolver.program.ruleset.names.clocks
    return min([say.when for _, _, say in asked], key=lambda when: when_rank(when, clocks), default=None)


def _department(resolution: Resolution, support: Iterable[tuple[str, list[Claim]]]) -> Department:
    choice = resolution.choice("lead")
    lead = choice.value[0]
    because = dict.fromkeys(resolution.ids(choice.because))
    names = []
    for name, fired in _fired(support):
        if name != lead:
            names.append(name)
            because.update(dict.fromkeys(_ids(fired, resolution)))
    return Department(lead, tuple(names), tuple(because))


def _spans(claims: Iterable[Claim], resolution: Resolution) -> tuple[Span, ...]:
    return tuple(Span(grade, say.within, say.start, resolution.ids([p])) for grade, p, say in claims)


def _open(resolution: Resolution) -> Iterable[tuple[str, int]]:
    """Outputs that follow from the rules alone and that an uncertain rule may change."""
    for (group, name), claims in resolution.claims.items():
        if group in ("deadlines", "remedies", "items"):
            continue
        if group == "actions":
            claims = [*claims, *resolution.claims.get(("prohibited", name), ())]
        if any([grade < CERTAIN for grade, _, _ in claims]) and _is_open(group, name, claims, resolution):
            yield _output(group, name), uncertain_waits(claims, resolution)


def _is_open(group: str, name: str, claims: list[Claim], resolution: Resolution) -> bool:
    if group in ATTRIBUTES:
        return resolution.choice(group).open
    if group == "actions":
        return differ(variants(claims, resolution, lambda some: _when(some, resolution)))
    return not assured(claims, resolution)


def uncertain_waits(claims: Iterable[Claim], resolution: Resolution) -> int:
    """The facts, as a mask, that the uncertain ones among claims wait for."""
    mask = 0
    for grade, position, _ in claims:
        if grade < CERTAIN:
            mask |= resolution.waits(position)
    return mask


def amounts_mask(claims: Iterable[Claim]) -> int:
    """The facts, as a mask, that the amounts of claims read."""
    mask = 0
    for _, _, say in claims:
        for amount in (say.least, say.most):
            mask |= 0 if amount is None else amount.mask
    return mask


def needs_mask(claims: Iterable[Claim]) -> int:
    """The facts, as a mask, that items need."""
    mask = 0
    for _, _, say in claims:
        for group in say.needs:
            for fact in group:
                mask |= fact.bit
    return mask


def _output(group: str, name: str) -> str:
    if group in ("lead", "support"):
        return "department"
    if group == "approvals":
        return f"approvals.{name.split(' ', 1)[0]}"
    return f"{group}.{name}" if name else group
