"""Entries as JSON data, in the shape of the contract; money as yuan with two decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from complaint_rules.money import yuan
from complaint_rules.resolve.entries import Question

if TYPE_CHECKING:
    from complaint_rules.decide.decision import Entries

NAME_OF = {
    "deadlines": "clock",
    "approvals": "for",
    "remedies": "kind",
    "items": "item",
    "actions": "do",
    "prohibited": "do",
    "questions": "fact",
}
"""By which key the entries of a list are called."""


def export(entries: Entries, status: str, questions: tuple[Question, ...]) -> dict[str, Any]:
    """All entries but the trace."""
    severity, department, liability = entries.severity, entries.department, entries.liability
    return {
        "complaint_id": entries.complaint_id,
        "status": status,
        "ruleset": entries.ruleset._asdict(),
        "engine": entries.engine,
        "as_of": entries.as_of.isoformat(),
        "severity": {
            "tier": severity.tier,
            "rank": severity.rank,
            "could_be": list(severity.could_be),
            "because": list(severity.because),
        },
        "department": {
            "lead": department.lead,
            "support": list(department.support),
            "because": list(department.because),
        },
        "liability": {
            "finding": liability.finding,
            "disputed": liability.disputed,
            "because": list(liability.because),
        },
        "deadlines": [
            {
                "clock": one.clock,
                "within": one.within,
                "from": one.start,
                "due": None if one.due is None else one.due.isoformat(),
                "because": list(one.because),
            }
            for one in entries.deadlines
        ],
        "approvals": [
            {"role": one.role, "for": one.purpose, "because": list(one.because)} for one in entries.approvals
        ],
        "remedies": [
            {
                "kind": one.kind,
                "status": one.status,
                "min": yuan(one.min_fen),
                "max": yuan(one.max_fen),
                "could_be": list(one.could_be),
                "approval_ladder": [{"upto": yuan(step.upto_fen), "role": step.role} for step in one.approval_ladder],
                "because": list(one.because),
            }
            for one in entries.remedies
        ],
        "items": [
            {
                "item": one.item,
                "status": one.status,
                "min": yuan(one.min_fen),
                "max": yuan(one.max_fen),
                "missing": list(one.missing),
                "because": list(one.because),
            }
            for one in entries.items
        ],
        "payable": {"min": yuan(entries.payable.min_fen), "max": yuan(entries.payable.max_fen)},
        "actions": [{"do": one.do, "when": one.when, "because": list(one.because)} for one in entries.actions],
        "prohibited": [{"do": one.do, "because": list(one.because)} for one in entries.prohibited],
        "questions": [{"fact": one.fact, "affects": list(one.affects)} for one in questions],
        "review": [
            {"output": one.output, "message": one.message, "kept": one.kept, "rules": list(one.rules)}
            for one in entries.review
        ],
    }
