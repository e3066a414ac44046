"""Questions: the unknown facts whose answers can still change an entry of the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile.formulas import is_complete
from complaint_rules.decide.deadlines import settle_deadline
from complaint_rules.decide.outline import Outline, Span, uncertain_waits
from complaint_rules.errors import CalendarError
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Question
from complaint_rules.resolve.items import settle_item
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.remedies import remedy_is_open
from complaint_rules.resolve.resolver import Resolution
from complaint_rules.resolve.variants import differ, variants


def find_questions(outline: Outline, sheet: FactSheet) -> tuple[Question, ...]:
    """All questions, those that affect the most entries first, then in the contract's order of facts."""
    affected: dict[int, list[str]] = {}
    facts = outline.resolution.resolver.program.ruleset.facts
    for output, mask in _open_outputs(outline, sheet):
        unsaid = mask & (sheet.unknown | _incomplete(outline, sheet))
        while unsaid:
            outputs = affected.setdefault((unsaid & -unsaid).bit_length() - 1, [])
            if output not in outputs:
                outputs.append(output)
            unsaid &= unsaid - 1
    ranked = sorted(affected.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple([Question(facts[index].path, tuple(outputs)) for index, outputs in ranked])


def _incomplete(outline: Outline, sheet: FactSheet) -> int:
    """The fact of dependants, where it is stated but leaves out what the formula needs."""
    dependants = outline.resolution.resolver.dependants
    stated = sheet.values[dependants.index]
    return dependants.bit if isinstance(stated, tuple) and not is_complete(stated) else 0


def _open_outputs(outline: Outline, sheet: FactSheet) -> Iterator[tuple[str, int]]:
    resolution = outline.resolution
    yield from outline.open
    for clock, spans in outline.clocks:
        if any([span.grade < CERTAIN for span in spans]):
            claims = resolution.claims["deadlines", clock]
            by_claim = {id(claim): span for claim, span in zip(claims, spans, strict=True)}
            if differ(variants(claims, resolution, lambda some: _ends([by_claim[id(c)] for c in some], sheet, resolution))):
                yield f"deadlines.{clock}", uncertain_waits(claims, resolution)
    for kind, claims, _ in outline.remedies:
        if remedy_is_open(claims, resolution, sheet):
            yield f"remedies.{kind}", uncertain_waits(claims, resolution) | _amounts(claims)
    for item, claims in outline.items:
        settled = settle_item(item, claims, resolution, sheet)
        if settled.open or (settled.entry is not None and settled.entry.status == "pending"):
            yield f"items.{item}", uncertain_waits(claims, resolution) | _amounts(claims) | _needs(claims)


def _amounts(claims: Sequence[Claim]) -> int:
    mask = 0
    for _, _, say in claims:
        for amount in (say.least, say.most):
            mask |= 0 if amount is None else amount.mask
    return mask


def _needs(claims: Sequence[Claim]) -> int:
    mask = 0
    for _, _, say in claims:
        for group in say.needs:
            for fact in group:
                mask |= fact.bit
    return mask


def _ends(spans: Sequence[Span], sheet: FactSheet, resolution: Resolution) -> object:
    """What a clock comes to under some spans; a possible one beyond the calendar's years is a result of its own."""
    firing = [span._replace(grade=CERTAIN) for span in spans]
    try:
        deadline = settle_deadline("", firing, sheet.received_at, resolution.resolver.program.ruleset.timezone)
    except CalendarError:
        return "beyond the calendar"
    return None if deadline is None else deadline[:4]
