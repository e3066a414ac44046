"""A decision flattened to one word for each output, by path; two decisions differ where their words do.

Reasons, ids, questions and traces are left out, as is what follows from the rest: the total payable, and an approval
ladder that is cut off at the same sum.
"""

from __future__ import annotations

from collections.abc import Iterable

from complaint_rules.decide.entries import Deadline, Item, Remedy
from complaint_rules.decision import Decision
from complaint_rules.money import format_fen
from complaint_rules.prove.symbolic.choices import DISPUTED
from complaint_rules.vocabulary import PUBLIC_REMEDY

Words = dict[str, str]
"""The word of every output by its path; an output without an entry has none."""

Change = tuple[str, str | None, str | None]
"""An output's path, and its word in the old and in the new decision."""

YES = "yes"
"""The word of an output that is only present or not, such as an approval."""

NO_LIMIT = "no limit"


def changes(old: Decision, new: Decision, *, ladders: bool) -> list[Change]:
    """Where two decisions on one complaint differ.

    Args:
        old: the decision of one ruleset.
        new: that of the other.
        ladders: whether to compare who may approve a sum, too; not needed where both have the same ladder.
    """
    ours, theirs = said(old), said(new)
    return [
        (path, ours.get(path), theirs.get(path))
        for path in dict.fromkeys([*ours, *theirs])
        if ours.get(path) != theirs.get(path) and (ladders or not path.endswith(".ladder"))
    ]


def said(decision: Decision) -> Words:
    """The words of a decision, by path."""
    entries = decision.entries
    finding, disputed = entries.liability.finding, entries.liability.disputed
    words: dict[str, str | None] = {"severity.tier": entries.severity.tier}
    words["department.lead"] = entries.department.lead
    words |= _each("department.support", entries.department.support)
    words["liability.finding"] = finding + DISPUTED if disputed else finding
    words |= {f"deadlines.{one.clock}": _span(one) for one in entries.deadlines}
    words |= _each("approvals", (f"{one.purpose}.{one.role}" for one in entries.approvals))
    for remedy in entries.remedies:
        words |= _remedy(remedy)
    for item in entries.items:
        words |= _item(item)
    words |= {f"actions.{one.do}": one.when for one in entries.actions}
    words |= _each("prohibited", (one.do for one in entries.prohibited))
    words |= _each("review", (one.entry for one in entries.review if one.kind == "disagreement"))
    return {path: word for path, word in words.items() if word is not None}


def _each(group: str, names: Iterable[str]) -> Words:
    return {f"{group}.{name}": YES for name in names}


def span_word(within: str, start: str) -> str:
    """A span and, unless it runs from receipt, what it runs from."""
    return within if start == "received" else f"{within} from {start}"


def _span(one: Deadline) -> str:
    return span_word(one.within, one.start)


def _remedy(one: Remedy) -> dict[str, str | None]:
    path = f"remedies.{one.kind}"
    words: dict[str, str | None] = {f"{path}.status": one.status}
    words |= {f"{path}.group": one.group, f"{path}.choice": one.choice}
    if one.kind == PUBLIC_REMEDY:
        words[f"{path}.public"] = YES if one.public else None
    if one.min_fen is not None:
        steps = [(step.role, None if step.upto_fen == one.max_fen else step.upto_fen) for step in one.approval_ladder]
        words |= {f"{path}.min": sum_word(one.min_fen), f"{path}.max": sum_word(one.max_fen)}
        words[f"{path}.ladder"] = ladder_word(steps)
    return words


def _item(one: Item) -> Words:
    path = f"items.{one.item}"
    return {f"{path}.status": one.status, f"{path}.min": sum_word(one.min_fen), f"{path}.max": sum_word(one.max_fen)}


def sum_word(fen: int | None) -> str:
    """A sum in yuan, given in fen; None is no limit."""
    return NO_LIMIT if fen is None else format_fen(fen)


def ladder_word(steps: Iterable[tuple[str, int | None]]) -> str | None:
    """Who approves up to which sum; a step that covers the greatest possible offer names no sum."""
    return ", ".join(role if upto is None else f"{role} up to {format_fen(upto)}" for role, upto in steps) or None
