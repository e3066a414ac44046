"""Questions: the unknown facts whose answers can still change an entry of the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from complaint_rules.compile.formulas import is_complete
from complaint_rules.decide.deadlines import settle_deadline
from complaint_rules.decide.outline import Outline, Span, amounts_mask, needs_mask, path_of, spans_of
from complaint_rules.errors import CalendarError
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.resolve.entries import Item, Question
from complaint_rules.resolve.output import Output, differ


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
    for output in outline.of("deadlines"):
        if output.uncertain and _clock_is_open(output, sheet):
            yield path_of(output), resolution.all_wait(output.uncertain)
    for output, remedy in zip(outline.of("remedies"), outline.remedies, strict=True):
        if remedy(sheet).open:
            yield path_of(output), resolution.all_wait(output.uncertain) | amounts_mask(output.claims)
    for output, (item, waits) in zip(outline.of("items"), outline.items, strict=True):
        settled = item(sheet, waits & sheet.unknown)
        if settled.open:
            pending = settled.entry is not None and settled.entry.status == "pending"
            yield path_of(output), _missing(settled.entry, output) if pending else _all_read(output, waits)


def _missing(entry: Item | None, output: Output) -> int:
    """The facts that a pending item says it waits for."""
    facts = output.resolver.program.ruleset.names.facts
    mask = 0
    for path in entry.missing if entry is not None else ():
        mask |= facts[path].bit if path in facts else 0
    return mask


def _all_read(output: Output, waits: int) -> int:
    return waits | amounts_mask(output.claims) | needs_mask(output.claims)


def _clock_is_open(output: Output, sheet: FactSheet) -> bool:
    by_claim = {id(claim): span for claim, span in zip(output.claims, output.once(spans_of), strict=True)}
    timezone = output.resolver.program.ruleset.timezone
    return differ(output.variants(lambda some: _ends([by_claim[id(one)] for one in some], sheet, timezone)))


def _ends(spans: Sequence[Span], sheet: FactSheet, timezone: tzinfo) -> object:
    """What a clock comes to under some spans; a possible one beyond the calendar's years is a result of its own."""
    try:
        return settle_deadline("", spans, sheet.received_at, timezone)[:4] if spans else None
    except CalendarError:
        return "beyond the calendar"
