"""Entries as JSON data, in the shape of the contract; money as yuan with two decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from complaint_rules.decide.entries import Question
from complaint_rules.money import yuan

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
    "review": "entry",
    "parameters": "parameter",
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
            "waits_for": list(severity.waits_for),
            "because": list(severity.because),
        },
        "department": {
            "lead": department.lead,
            "support": list(department.support),
            "could_be": list(department.could_be),
            "waits_for": list(department.waits_for),
            "because": list(department.because),
        },
        "liability": {
            "finding": liability.finding,
            "disputed": liability.disputed,
            "could_be": list(liability.could_be),
            "waits_for": list(liability.waits_for),
            "because": list(liability.because),
        },
        "deadlines": [
            {
                "clock": one.clock,
                "within": one.within,
                "from": one.start,
                "due": None if one.due is None else one.due.isoformat(),
                "not_before": None if one.not_before is None else one.not_before.isoformat(),
                "earliest": None if one.earliest is None else one.earliest.isoformat(),
                "waits_for": list(one.waits_for),
                "because": list(one.because),
            }
            for one in entries.deadlines
        ],
        "approvals": [
            {"role": one.role, "for": one.purpose, "waits_for": list(one.waits_for), "because": list(one.because)}
            for one in entries.approvals
        ],
        "remedies": [
            {
                "kind": one.kind,
                "status": one.status,
                "min": yuan(one.min_fen),
                "max": yuan(one.max_fen),
                "settles_from": yuan(one.settles_from_fen),
                "could_be": list(one.could_be),
                "waits_for": list(one.waits_for),
                "group": one.group,
                "choice": one.choice,
                "public": one.public,
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
                "waits_for": list(one.waits_for),
                "because": list(one.because),
            }
            for one in entries.items
        ],
        "payable": {
            "min": yuan(entries.payable.min_fen),
            "now": yuan(entries.payable.now_fen),
            "max": yuan(entries.payable.max_fen),
        },
        "actions": [
            {"do": one.do, "when": one.when, "waits_for": list(one.waits_for), "because": list(one.because)}
            for one in entries.actions
        ],
        "prohibited": [
            {
                "do": one.do,
                "until_known": list(one.until_known),
                "waits_for": list(one.waits_for),
                "because": list(one.because),
            }
            for one in entries.prohibited
        ],
        "questions": [{"fact": one.fact, "affects": list(one.affects)} for one in questions],
        "review": [one._asdict() | {"rules": list(one.rules), "text": one.text._asdict()} for one in entries.review],
    }
