"""Questions: the unknown facts whose answers can still change an entry of the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from complaint_rules.decide.deadlines import due
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Item, Question
from complaint_rules.resolve.plan import Claim, Key
from complaint_rules.resolve.remedies import remedy_is_open
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.resolve.waiting import Waiting

WHEN_FIRST = ("at_once", "same_day")


def when_rank(when: str) -> int:
    """The order of an action's times: at once, the same day, then by a clock."""
    return WHEN_FIRST.index(when) if when in WHEN_FIRST else len(WHEN_FIRST)


def find_questions(resolution: Resolution, items: Sequence[Item], waiting: Waiting) -> tuple[Question, ...]:
    """All questions, those that affect the most entries first, then in the contract's order of facts."""
    affected: dict[int, list[str]] = {}
    facts = resolution.resolver.program.ruleset.facts
    by_path = {fact.path: fact.index for fact in facts}
    for item in items:
        for path in item.missing if item.status == "pending" else ():
            if path in by_path:
                _add(affected, by_path[path], f"items.{item.item}")
    for key, claims in resolution.claims.items():
        output = _output(key)
        mask = sum_of_masks(_waits(key, claims, resolution, waiting))
        while mask:
            index = (mask & -mask).bit_length() - 1
            mask &= mask - 1
            _add(affected, index, output)
    ranked = sorted(affected.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple([Question(facts[index].path, tuple(outputs)) for index, outputs in ranked])


def sum_of_masks(masks: Iterator[int]) -> int:
    """The union of masks of facts."""
    union = 0
    for mask in masks:
        union |= mask
    return union


def _add(affected: dict[int, list[str]], index: int, output: str) -> None:
    outputs = affected.setdefault(index, [])
    if output not in outputs:
        outputs.append(output)


def _output(key: Key) -> str:
    group, name = key
    if group in ("lead", "support"):
        return "department"
    if group == "approvals":
        return f"approvals.{name.split(' ', 1)[0]}"
    return f"{group}.{name}" if name else group


def _waits(key: Key, claims: Sequence[Claim], resolution: Resolution, waiting: Waiting) -> Iterator[int]:
    if key[0] == "remedies":
        yield from _remedy_waits(claims, resolution, waiting)
        return
    unsettled = [claim for claim in claims if claim[0] < CERTAIN]
    if unsettled and _is_open[key[0]](claims, resolution):
        for _, position, _ in unsettled:
            yield waiting.mask(position)


def _remedy_waits(claims: Sequence[Claim], resolution: Resolution, waiting: Waiting) -> Iterator[int]:
    if not remedy_is_open(claims, resolution):
        return
    for grade, position, say in claims:
        if grade < CERTAIN:
            yield waiting.mask(position)
        for amount in (say.least, say.most):
            if amount is not None:
                yield amount.mask & resolution.sheet.unknown


def _choice_open(attribute: str) -> Callable[[Sequence[Claim], Resolution], bool]:
    return lambda _, resolution: len(resolution.choice(attribute).could_be) > 1


def _entry_open(claims: Sequence[Claim], _resolution: Resolution) -> bool:
    return all([grade < CERTAIN for grade, _, _ in claims])


def _action_open(claims: Sequence[Claim], _resolution: Resolution) -> bool:
    soonest = min([when_rank(say.when) for _, _, say in claims])
    return not any([grade == CERTAIN and when_rank(say.when) == soonest for grade, _, say in claims])


def _deadline_open(claims: Sequence[Claim], resolution: Resolution) -> bool:
    """Open unless a certain rule is already the earliest."""
    timezone = resolution.resolver.program.ruleset.timezone
    received = resolution.sheet.received_at
    started = [
        (due(say.within, received, timezone), -grade) for grade, _, say in claims if say.start == "received"
    ]
    if not started:
        return all([grade < CERTAIN for grade, _, _ in claims])
    return min(started)[1] != -CERTAIN


def _item_open(claims: Sequence[Claim], _resolution: Resolution) -> bool:
    return False  # a pending item lists what it waits for itself


_is_open: dict[str, Callable[[Sequence[Claim], Resolution], bool]] = {
    "severity": _choice_open("severity"),
    "lead": _choice_open("lead"),
    "liability": _choice_open("liability"),
    "support": _entry_open,
    "approvals": _entry_open,
    "actions": _action_open,
    "prohibited": _entry_open,
    "deadlines": _deadline_open,
    "items": _item_open,
}
