"""Questions: the unknown facts whose answers can still change an entry of the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_rules.compile.formulas import is_complete
from complaint_rules.decide.deadlines import settle_deadline
from complaint_rules.decide.outline import Outline, Span, amounts_mask, needs_mask, uncertain_waits
from complaint_rules.errors import CalendarError
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Question
from complaint_rules.resolve.remedies import remedy_is_open
from complaint_rules.resolve.variants import differ, variants


def any_question(outline: Outline, sheet: FactSheet) -> bool:
    """Whether any answer can still change anything."""
    unsaid = _unsaid(outline, sheet)
    return any(mask & unsaid for _, mask in _open_outputs(outline, sheet))


def find_questions(outline: Outline, sheet: FactSheet) -> tuple[Question, ...]:
    """All questions, those that affect the most entries first, then in the contract's order of facts."""
    affected: dict[int, list[str]] = {}
    facts = outline.resolution.resolver.program.ruleset.facts
    unsaid = _unsaid(outline, sheet)
    for output, mask in _open_outputs(outline, sheet):
        waits = mask & unsaid
        while waits:
            outputs = affected.setdefault((waits & -waits).bit_length() - 1, [])
            if output not in outputs:
                outputs.append(output)
            waits &= waits - 1
    ranked = sorted(affected.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple([Question(facts[index].path, tuple(outputs)) for index, outputs in ranked])


def _unsaid(outline: Outline, sheet: FactSheet) -> int:
    """The unknown facts, and that of dependants where it is stated but leaves out what the formula needs."""
    dependants = outline.resolution.resolver.dependants
    stated = sheet.values[dependants.index]
    return sheet.unknown | (dependants.bit if isinstance(stated, tuple) and not is_complete(stated) else 0)


def _open_outputs(outline: Outline, sheet: FactSheet) -> Iterator[tuple[str, int]]:
    """Outputs that an answer can change, with the facts they wait for (known ones may be among them)."""
    resolution = outline.resolution
    yield from outline.open
    for clock, spans in outline.clocks:
        if any([span.grade < CERTAIN for span in spans]) and _clock_is_open(clock, spans, outline, sheet):
            yield f"deadlines.{clock}", uncertain_waits(resolution.claims["deadlines", clock], resolution)
    for kind, claims, _ in outline.remedies:
        amounts = amounts_mask(claims)
        if (amounts or any([grade < CERTAIN for grade, _, _ in claims])) and remedy_is_open(claims, resolution, sheet):
            yield f"remedies.{kind}", uncertain_waits(claims, resolution) | amounts
    for item, claims, settle in outline.items:
        settled = settle(sheet)
        if settled.open or (settled.entry is not None and settled.entry.status == "pending"):
            yield f"items.{item}", uncertain_waits(claims, resolution) | amounts_mask(claims) | needs_mask(claims)


def _clock_is_open(clock: str, spans: Sequence[Span], outline: Outline, sheet: FactSheet) -> bool:
    resolution = outline.resolution
    claims = resolution.claims["deadlines", clock]
    by_claim = {id(claim): span for claim, span in zip(claims, spans, strict=True)}
    return differ(variants(claims, resolution, lambda some: _ends([by_claim[id(one)] for one in some], outline, sheet)))


def _ends(spans: Sequence[Span], outline: Outline, sheet: FactSheet) -> object:
    """What a clock comes to under some spans; a possible one beyond the calendar's years is a result of its own."""
    firing = [span._replace(grade=CERTAIN) for span in spans]
    timezone = outline.resolution.resolver.program.ruleset.timezone
    try:
        deadline = settle_deadline("", firing, sheet.received_at, timezone)
    except CalendarError:
        return "beyond the calendar"
    return None if deadline is None else deadline[:4]
