"""What a decision says of an outcome: as words, as a sum, and as a value in the outcome's own order."""

from __future__ import annotations

import math

from complaint_rules.compile.effects import read_duration
from complaint_rules.compile.property import Outcome
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.deadlines import earliest_end, length
from complaint_rules.decide.entries import Deadline, Item, Payable, Remedy
from complaint_rules.decision import Decision

Value = tuple[float, ...]
"""A value in an outcome's order, to be compared with values of the same outcome."""

_STATUSES = {None: 0, "forbidden": 0, "open": 0, "permitted": 1, "required": 2}


def outcome_value(outcome: Outcome, decision: Decision) -> Value:
    """The position of a decision in an outcome's order; of two decisions the higher has the greater value.

    A tier counts by rank, no tier lowest; a deadline by its end, an undated one by the earliest that it can be, one
    that has not started after any that has, none last; an approval by its strongest role; a remedy's status as
    not granted, permitted, required; a bound by its sum in fen, no entry as 0, no bound above all sums.

    Raises:
        ValueError: the outcome has no order.
    """
    if outcome.aspect in ("min", "max"):
        return (sum_fen(outcome, decision),)
    if outcome.part == "severity":
        return (decision.severity.rank,)
    if outcome.part == "deadline":
        return _end(deadline(outcome.name, decision), compiled(decision))
    if outcome.part == "approval":
        return (_strongest(outcome.name, decision),)
    if outcome.part == "remedy":
        entry = _remedy(outcome.name, decision)
        return (_STATUSES[entry and entry.status],)
    raise ValueError(f"`{outcome.part}` has no order")


def words(outcome: Outcome, decision: Decision) -> frozenset[str]:
    """The words that a decision has for an outcome: its tier, lead, finding or status, or the names of its entries."""
    name = outcome.name
    remedy = _remedy(name, decision) if outcome.part == "remedy" else None
    item = _item(name, decision) if outcome.part == "item" else None
    found: dict[str, list[str | None]] = {
        "severity": [decision.severity.tier],
        "lead": [decision.department.lead],
        "liability": [decision.liability.finding],
        "support": [party for party in decision.department.support if party == name],
        "deadline": [entry.within for entry in decision.deadlines if entry.clock == name],
        "approval": [entry.role for entry in decision.approvals if entry.purpose == name],
        "remedy": [remedy and remedy.status],
        "item": [item and item.status],
        "action": [entry.when for entry in decision.actions if entry.do == name],
        "prohibit": [entry.do for entry in decision.prohibited if entry.do == name],
    }
    return frozenset(word for word in found[outcome.part] if word is not None)


def sum_fen(outcome: Outcome, decision: Decision) -> float:
    """A bound in fen: 0 where there is no entry, infinite where the entry has no such bound."""
    entry: Payable | Remedy | Item | None = decision.payable
    if outcome.part != "payable":
        entry = _remedy(outcome.name, decision) if outcome.part == "remedy" else _item(outcome.name, decision)
    if entry is None:
        return 0
    if outcome.aspect == "min":
        return entry.min_fen or 0
    return math.inf if entry.max_fen is None else entry.max_fen


def deadline(clock: str, decision: Decision) -> Deadline | None:
    """The entry of a clock, if there is one."""
    return next((entry for entry in decision.deadlines if entry.clock == clock), None)


def compiled(decision: Decision) -> Ruleset:
    """The compiled ruleset that decided."""
    return decision.evaluation.evaluator.program.ruleset


def _remedy(kind: str, decision: Decision) -> Remedy | None:
    return next((entry for entry in decision.remedies if entry.kind == kind), None)


def _item(item: str, decision: Decision) -> Item | None:
    return next((entry for entry in decision.items if entry.item == item), None)


def is_undated(outcome: Outcome, decision: Decision) -> bool:
    """Whether an outcome is a deadline that the calendar can't date."""
    entry = deadline(outcome.name, decision) if outcome.part == "deadline" else None
    return entry is not None and entry.not_before is not None


def is_running(outcome: Outcome, decision: Decision) -> bool:
    """Whether an outcome is a deadline whose start has happened."""
    entry = deadline(outcome.name, decision) if outcome.part == "deadline" else None
    return entry is not None and (entry.due is not None or entry.not_before is not None)


def _end(entry: Deadline | None, ruleset: Ruleset) -> Value:
    if entry is None:
        return (2, 0)
    end = earliest_end(entry, ruleset.timezone)
    if end is not None:
        return (0, end.timestamp())
    span = read_duration(entry.within)
    assert span is not None
    return (1, length(span))


def _strongest(purpose: str, decision: Decision) -> int:
    """The place in the authority ladder of the strongest role that must approve, from 1; 0 where none must."""
    ladder = [rung.role for rung in compiled(decision).authority]
    roles = [entry.role for entry in decision.approvals if entry.purpose == purpose]
    return max([1 + (ladder.index(role) if role in ladder else len(ladder)) for role in roles], default=0)


__all__ = ["Value", "compiled", "deadline", "is_running", "is_undated", "outcome_value", "sum_fen", "words"]
