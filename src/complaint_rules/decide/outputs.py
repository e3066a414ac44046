"""One output at a time: what it says on one complaint, and on which unknown facts it may still hang."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from typing import Any

from complaint_rules.compile.formulas import is_complete
from complaint_rules.decide.deadlines import Span, settle_deadline
from complaint_rules.decide.outline import (
    action_is_open,
    amounts_mask,
    item_of,
    needs_mask,
    path_of,
    remedy_of,
    settled_action,
    spans_now,
    spans_of,
)
from complaint_rules.errors import CalendarError
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.resolve.items import SettledItem
from complaint_rules.resolve.output import Output, differ
from complaint_rules.resolve.part import Part
from complaint_rules.resolve.plan import Key
from complaint_rules.resolve.resolver import ATTRIBUTES, Resolution

LACKING = "lacking"
"""The group of rules that can't be decided for want of a figure, which a review names; a key has the rule's id."""

NO_ENTRY: Any = None

SUMS = frozenset({"remedies", "items"})
"""Groups that wait for facts of their own, besides those that their rules wait for."""


def keys_of(resolution: Resolution) -> Iterator[Key]:
    """All outputs that some rule speaks of, or may come to speak of."""
    yield from resolution.keys
    for position in resolution.lacking:
        yield LACKING, resolution.resolver.ids[position]


def hanging(resolution: Resolution, sheet: FactSheet) -> Iterator[tuple[Key, int]]:
    """The outputs that may hang on some unknown fact, each with these facts as a mask (some may be idle)."""
    left = unsaid(resolution, sheet)
    if left & resolution.once(_may_matter):  # mostly there is none: one look at the facts spares the rest
        for key, output in resolution.once(_may_change):
            found = _lacking(resolution, sheet, key) if output is None else _hangs_on(output, resolution, sheet)
            if found & left:
                yield key, found & left


def _may_matter(resolution: Resolution) -> int:
    """The facts, as a mask, on which outputs may hang: where no rule is uncertain, those that sums read."""
    if resolution.graded.open or resolution.lacking:
        return -1
    sums = resolution.part("sums")
    return 0 if sums is None else sums.once(_read_by_sums)


def _may_change(resolution: Resolution) -> tuple[tuple[Key, Output | None], ...]:
    """The outputs that may hang on some fact, None for a rule that lacks a figure."""
    outputs = resolution.outputs
    found = [(key, outputs.get(key)) for key in keys_of(resolution)]
    return tuple([one for one in found if one[1] is None or _may_hang(one[1], resolution)])


def _read_by_sums(part: Part) -> int:
    mask = 0
    for output in part.all:
        mask |= output.once(_reads)
    return mask


def _may_hang(output: Output, resolution: Resolution) -> bool:
    is_open = bool(output.uncertain) or output.group in SUMS
    return is_open or (output.group == "support" and _may_lead(output, resolution))


def _reads(output: Output) -> int:
    """The facts, as a mask, that a remedy or an item reads besides its rules."""
    return amounts_mask(output.claims) | (needs_mask(output.claims) if output.group == "items" else 0)


def path(key: Key) -> str:
    """What a question says that it affects."""
    return "review" if key[0] == LACKING else path_of(*key)


def says(resolution: Resolution, sheet: FactSheet, key: Key) -> object:
    """What an output comes to, without its reasons; equal where the entries are."""
    group = key[0]
    if group in ATTRIBUTES:
        choice = resolution.choice(group)
        return choice.value, bool(choice.notes)
    if group == LACKING:
        return any([resolution.resolver.ids[position] == key[1] for position in resolution.lacking])
    output = resolution.output(key)
    return NO_ENTRY if output is None else _SAYS[group](output, resolution, sheet)


def hangs_on(resolution: Resolution, sheet: FactSheet, key: Key) -> int:
    """The unknown facts, as a mask, whose answers may change an output. Never too few; some may be idle."""
    if key[0] == LACKING:
        return _lacking(resolution, sheet, key)
    output = resolution.output(key)
    return 0 if output is None else _hangs_on(output, resolution, sheet) & unsaid(resolution, sheet)


def _hangs_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    return _HANGS[output.group](output, resolution, sheet) if _may_hang(output, resolution) else 0


def unsaid(resolution: Resolution, sheet: FactSheet) -> int:
    """The unknown facts, and that of dependants where it is stated but leaves out what the formula needs."""
    dependants = resolution.resolver.dependants
    stated = sheet.values[dependants.index]
    return sheet.unknown | (dependants.bit if isinstance(stated, tuple) and not is_complete(stated) else 0)


def settled_item(output: Output, resolution: Resolution, sheet: FactSheet) -> SettledItem:
    """An item on one complaint."""
    return output.once(item_of)(sheet, resolution.hangs(output.claims, sheet.unknown))


# --- what an output comes to


def _fires(output: Output, _resolution: Resolution, _sheet: FactSheet) -> object:
    return True if output.fired else NO_ENTRY


def _helps(output: Output, resolution: Resolution, _sheet: FactSheet) -> object:
    return True if output.fired and resolution.choice("lead").value[0] != output.name else NO_ENTRY


def _action(output: Output, _resolution: Resolution, _sheet: FactSheet) -> object:
    action = output.once(settled_action)
    return NO_ENTRY if action is None else action.when


def _deadline(output: Output, resolution: Resolution, sheet: FactSheet) -> object:
    return _ends(output.once(spans_now), sheet, resolution.resolver.program.ruleset.timezone)


def _remedy(output: Output, _resolution: Resolution, sheet: FactSheet) -> object:
    settled = output.once(remedy_of)(sheet)
    entry = settled.entry
    return NO_ENTRY if entry is None else (entry.status, entry.min_fen, entry.max_fen, bool(settled.notes))


def _item(output: Output, resolution: Resolution, sheet: FactSheet) -> object:
    settled = settled_item(output, resolution, sheet)
    entry = settled.entry
    return NO_ENTRY if entry is None else (entry.status, entry.min_fen, entry.max_fen, bool(settled.notes))


_SAYS: dict[str, Callable[[Output, Resolution, FactSheet], object]] = {
    "support": _helps,
    "approvals": _fires,
    "prohibited": _fires,
    "actions": _action,
    "deadlines": _deadline,
    "remedies": _remedy,
    "items": _item,
}


# --- what an output may hang on


def _chosen_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    return resolution.hangs(output.claims, sheet.unknown) if resolution.choice(output.group).open else 0


def _fires_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    return 0 if output.assured else resolution.hangs(output.claims, sheet.unknown)


def _helps_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    return _fires_on(output, resolution, sheet) | _leads_on(output, resolution, sheet)


def _leads_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    """The facts on which it hangs whether a helper leads, and so is no helper."""
    lead = resolution.output(("lead", "")) if _may_lead(output, resolution) else None
    return 0 if lead is None else resolution.hangs(lead.claims, sheet.unknown)


def _may_lead(output: Output, resolution: Resolution) -> bool:
    choice = resolution.choice("lead")
    return choice.open and any([value == output.name for value, _ in choice.could_be])


def _action_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    return resolution.hangs(output.claims, sheet.unknown) if output.once(action_is_open) else 0


def _deadline_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    by_claim = {id(claim): span for claim, span in zip(output.claims, output.once(spans_of), strict=True)}
    timezone = resolution.resolver.program.ruleset.timezone
    views = output.variants(lambda some: _ends([by_claim[id(one)] for one in some], sheet, timezone))
    return resolution.hangs(output.claims, sheet.unknown) if differ(views) else 0


def _remedy_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    if not output.once(remedy_of)(sheet).open:
        return 0
    return resolution.hangs(output.claims, sheet.unknown) | output.once(_reads)


def _item_on(output: Output, resolution: Resolution, sheet: FactSheet) -> int:
    settled = settled_item(output, resolution, sheet)
    if not settled.open:
        return 0
    return resolution.hangs(output.claims, sheet.unknown) | output.once(_reads)


def _lacking(resolution: Resolution, sheet: FactSheet, key: Key) -> int:
    found = [position for position in resolution.lacking if resolution.resolver.ids[position] == key[1]]
    return resolution.waits(found[0], sheet.unknown) if found else 0


_HANGS: dict[str, Callable[[Output, Resolution, FactSheet], int]] = {
    **dict.fromkeys(ATTRIBUTES, _chosen_on),
    **dict.fromkeys(("approvals", "prohibited"), _fires_on),
    "support": _helps_on,
    "actions": _action_on,
    "deadlines": _deadline_on,
    "remedies": _remedy_on,
    "items": _item_on,
}


def _ends(spans: Sequence[Span], sheet: FactSheet, timezone: tzinfo) -> object:
    """What a clock comes to under some spans; a possible one beyond the calendar's years is a result of its own."""
    try:
        return settle_deadline("", spans, sheet.received_at, timezone)[:4] if spans else NO_ENTRY
    except CalendarError:
        return "beyond the calendar"
