"""`test`: a ruleset's own cases, one line for each that fails, and a summary; with coverage, what they cover."""

from __future__ import annotations

import json
from typing import Any

from complaint_rules.cases import CaseResult
from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.commands.coverage_report import report_data, report_lines
from complaint_rules.coverage.measure import Coverage, measure
from complaint_rules.coverage.seen import Seen
from complaint_rules.coverage.stack import open_stack


def test_cases(ruleset: str, console: Console, *, engine: str | None, format: str, coverage: bool, whole: bool) -> int:
    """Run the cases beside a ruleset, and with `whole` those beside the layers below it.

    Returns:
        The exit code: 1 where a case failed or, with `coverage`, where no case fires some rule or row.

    Raises:
        RulesetError: the ruleset or a file of cases has problems.
    """
    stack = open_stack(ruleset, engine=engine, whole=whole)
    seen = Seen()
    for result in stack.run():
        seen.note(result)
        console.count(seen.count, "cases")
        if not result.passed and format == "text":
            console.line(_failure(result))
    measured = measure(stack, seen) if coverage else None
    if format == "json":
        data = _data(stack.ruleset.id, seen, measured)
        console.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        console.line(f"{seen.passed} passed, {len(seen.failed)} failed")
        for line in ("", *report_lines(measured)) if measured is not None else ():
            console.line(line)
    return FINDINGS if seen.failed or (measured is not None and measured.unfired) else DONE


def _data(ruleset: str, seen: Seen, coverage: Coverage | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "ruleset": ruleset,
        "passed": seen.passed,
        "failed": len(seen.failed),
        "failures": [
            {
                "case": result.case,
                "place": str(result.place),
                "differences": [
                    {"path": one.path, "expected": one.expected, "found": one.found} for one in result.differences
                ],
            }
            for result in seen.failed
        ],
    }
    return data if coverage is None else data | {"coverage": report_data(coverage)}


def _failure(result: CaseResult) -> str:
    found = [f"{d.path}: expected {_written(d.expected)}, found {_written(d.found)}" for d in result.differences]
    return " ".join(f"{result.place}: {result.case}: {'; '.join(found)}".split())


def _written(value: object) -> str:
    """A value as a case writes it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}..."
