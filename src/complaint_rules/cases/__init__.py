"""Cases: worked complaints in a ruleset's folder with the expected decisions; running and writing them."""

from __future__ import annotations

from complaint_rules.cases.adding import CasesNotAddedError, append_cases
from complaint_rules.cases.running import CaseResult, Difference, look_up, run_cases, unmet
from complaint_rules.cases.writing import as_lines, as_yaml

__all__ = [
    "CaseResult",
    "CasesNotAddedError",
    "Difference",
    "append_cases",
    "as_lines",
    "as_yaml",
    "look_up",
    "run_cases",
    "unmet",
]
