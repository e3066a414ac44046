"""Findings as cases: the witness and its current decision, for the author to correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaint_rules.assembly import Assembly
from complaint_rules.compile.rule import Ruleset
from complaint_rules.engine import Engine
from complaint_rules.load.source import Case
from complaint_rules.prove.finding import Finding


def as_cases(ruleset: Ruleset, findings: Sequence[Finding]) -> list[Case]:
    """One case for each witness of each finding.

    They expect the current decision, so that they pass, and state the finding in `because`; whoever resolves the
    finding writes down the correct decision.
    """
    engine = Engine(Assembly(ruleset, "interpreter"))
    return [
        Case(
            case=f"check found: {finding.kind} {finding.about or ', '.join(finding.cause)}".rstrip(),
            because=f"{finding.message[0]}; decided so today, to be corrected",
            complaint=complaint,
            expect=_expected(engine.decide(complaint).to_dict()),
        )
        for finding in findings
        for complaint in finding.complaints
    ]


def _expected(decision: dict[str, Any]) -> dict[str, Any]:
    """The tier, the lead, the finding, and the status of every remedy and item."""
    expected: dict[str, Any] = {
        "severity.tier": decision["severity"]["tier"],
        "department.lead": decision["department"]["lead"],
        "liability.finding": decision["liability"]["finding"],
    }
    expected |= {f"remedies.{one['kind']}.status": one["status"] for one in decision["remedies"]}
    return expected | {f"items.{one['item']}.status": one["status"] for one in decision["items"]}
