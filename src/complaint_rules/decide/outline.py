"""The outline of a decision: all that follows from which rules were met, before the complaint's own sums and dates.

Complaints that meet the same rules share an outline, so a decider keeps outlines by the set of hits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from complaint_rules.compile.effect import Duration
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
from complaint_rules.resolve.plan import Claim, Key
from complaint_rules.resolve.remedies import reads_facts
from complaint_rules.resolve.resolver import ATTRIBUTES, Resolution


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
    remedies: tuple[tuple[str, list[Claim], bool], ...]
    """Kind, claims, and whether the range depends on facts."""
    items: tuple[tuple[str, list[Claim]], ...]
    open: tuple[tuple[str, int], ...]
    """Outputs that an answer may change, with the facts (some of them known) that they wait for."""
    notes: tuple[Review, ...]
    overridden: tuple[Overridden, ...]


def draw_outline(resolution: Resolution, order: dict[Key, int]) -> Outline:
    """Settle all that needs no sum and no date.

    Args:
        resolution: what the rules claim.
        order: the order of deadlines, remedies and items.
    """
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
        remedies=tuple((kind, claims, reads_facts(claims)) for kind, claims in listed("remedies")),
        items=tuple(listed("items")),
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
    fired = [claim for claim in claims if claim[0] >= FOR_NOW]
    against = [claim for claim in resolution.claims.get(("prohibited", do), ()) if claim[0] >= FOR_NOW]
    if against:
        binding = resolution.resolver.binding
        fired = [] if any(p in binding for _, p, _ in against) else [c for c in fired if c[1] in binding]
    if not fired:
        return None
    when = min([say.when for _, _, say in fired], key=when_rank)
    return Action(do, when, _ids(fired, resolution))


def _department(resolution: Resolution, support: Iterable[tuple[str, list[Claim]]]) -> Department:
    choice = resolution.choice("lead")
    because = dict.fromkeys(resolution.ids(choice.because))
    names = []
    for name, fired in _fired(support):
        if name != choice.value:
            names.append(name)
            because.update(dict.fromkeys(_ids(fired, resolution)))
    return Department(choice.value, tuple(names), tuple(because))


def _spans(claims: Iterable[Claim], resolution: Resolution) -> tuple[Span, ...]:
    return tuple(Span(grade, say.within, say.start, resolution.ids([p])) for grade, p, say in claims)


def _open(resolution: Resolution) -> Iterable[tuple[str, int]]:
    """Outputs that follow from the rules alone and that an uncertain rule may change."""
    for (group, name), claims in resolution.claims.items():
        unsettled = [position for grade, position, _ in claims if grade < CERTAIN]
        if not unsettled or group in ("deadlines", "remedies", "items"):
            continue
        if group in ATTRIBUTES:
            is_open = len(resolution.choice(group).could_be) > 1
        elif group == "actions":
            is_open = _action_open(claims)
        else:
            is_open = len(unsettled) == len(claims)
        if is_open:
            mask = 0
            for position in unsettled:
                mask |= resolution.waits(position)
            yield _output(group, name), mask


def _action_open(claims: list[Claim]) -> bool:
    soonest = min([when_rank(say.when) for _, _, say in claims])
    return not any(grade == CERTAIN and when_rank(say.when) == soonest for grade, _, say in claims)


def _output(group: str, name: str) -> str:
    if group in ("lead", "support"):
        return "department"
    if group == "approvals":
        return f"approvals.{name.split(' ', 1)[0]}"
    return f"{group}.{name}" if name else group
