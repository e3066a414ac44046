"""Questions: the unknown facts whose answers can still change an entry of the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.decide.deadlines import due
from complaint_rules.decide.outline import Outline, Span
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Item, Question
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.remedies import remedy_is_open
from complaint_rules.resolve.resolver import Resolution


def find_questions(outline: Outline, sheet: FactSheet, items: Sequence[Item]) -> tuple[Question, ...]:
    """All questions, those that affect the most entries first, then in the contract's order of facts."""
    affected: dict[int, list[str]] = {}
    facts = outline.resolution.resolver.program.ruleset.facts
    by_path = {fact.path: fact.index for fact in facts}
    for output, mask in _open_outputs(outline, sheet):
        unknown = mask & sheet.unknown
        while unknown:
            _add(affected, (unknown & -unknown).bit_length() - 1, output)
            unknown &= unknown - 1
    for item in items:
        for path in item.missing if item.status == "pending" else ():
            if path in by_path:
                _add(affected, by_path[path], f"items.{item.item}")
    ranked = sorted(affected.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple([Question(facts[index].path, tuple(outputs)) for index, outputs in ranked])


def _add(affected: dict[int, list[str]], index: int, output: str) -> None:
    outputs = affected.setdefault(index, [])
    if output not in outputs:
        outputs.append(output)


def _open_outputs(outline: Outline, sheet: FactSheet) -> Iterator[tuple[str, int]]:
    resolution = outline.resolution
    yield from outline.open
    for clock, spans in outline.clocks:
        if _clock_is_open(spans, resolution, sheet):
            yield f"deadlines.{clock}", _waits(resolution.claims["deadlines", clock], resolution)
    for kind, claims, _ in outline.remedies:
        if remedy_is_open(claims, resolution, sheet):
            mask = _waits(claims, resolution)
            for _, _, say in claims:
                for amount in (say.least, say.most):
                    mask |= 0 if amount is None else amount.mask
            yield f"remedies.{kind}", mask


def _waits(claims: Sequence[Claim], resolution: Resolution) -> int:
    mask = 0
    for grade, position, _ in claims:
        if grade < CERTAIN:
            mask |= resolution.waits(position)
    return mask


def _clock_is_open(spans: Sequence[Span], resolution: Resolution, sheet: FactSheet) -> bool:
    """Open unless a certain rule is already the earliest."""
    if all([span.grade == CERTAIN for span in spans]):
        return False
    timezone = resolution.resolver.program.ruleset.timezone
    started = [
        (due(span.within, sheet.received_at, timezone), -span.grade) for span in spans if span.start == "received"
    ]
    if not started:
        return all([span.grade < CERTAIN for span in spans])
    return min(started)[1] != -CERTAIN
