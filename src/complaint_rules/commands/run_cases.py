"""`test`: a ruleset's own cases, one line for each that fails, and a summary; with coverage, what they cover.

With `mutate`, which mutants of the rules they kill.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from complaint_rules.cases import CaseResult, Difference
from complaint_rules.cases.expectation import ERROR
from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.commands.coverage_report import report_data, report_lines
from complaint_rules.commands.mutate_report import mutation_data, mutation_lines, reaches, run_mutants
from complaint_rules.commands.mutate_report import write_cases as add_cases
from complaint_rules.coverage.measure import Coverage, measure
from complaint_rules.coverage.seen import Seen
from complaint_rules.coverage.stack import open_stack


def test_cases(
    ruleset: str,
    console: Console,
    *,
    engine: str | None,
    calendar: str | None,
    format: str,
    coverage: bool,
    whole: bool,
    mutate: bool,
    least: float,
    write_cases: bool,
) -> int:
    """Run the cases of a ruleset, and with `whole` those of the layers below it.

    Returns:
        The exit code: 1 where a case failed or there is none; with `coverage`, where no case fires some rule or row;
        with `mutate`, where less than `least` percent of the mutants are killed.

    Raises:
        RulesetError: the ruleset or a file of cases has problems, or the proposed cases can't be written.
    """
    stack = open_stack(ruleset, engine=engine, calendar=calendar, whole=whole)
    seen = Seen()
    for result in stack.run():
        seen.note(result)
        console.count(seen.count, "cases")
        if not result.passed and format == "text":
            console.line(_failure(result))
    measured = measure(stack, seen) if coverage else None
    mutated = run_mutants(stack, console) if mutate else []
    if format == "json":
        data = _data(stack.ruleset.id, seen, measured)
        if mutate:
            data["mutation"] = [mutation_data(one) for one in mutated]
        console.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        _write_text(console, seen, measured, [line for one in mutated for line in ("", *mutation_lines(one, least))])
    for line in add_cases(mutated) if write_cases else []:
        console.note(line)
    unfired = measured is not None and bool(measured.unfired)
    if not seen.count:
        console.note(f"{stack.ruleset.id} has no cases, so nothing was tested; write some into cases/*.yaml")
    return FINDINGS if seen.failed or not seen.count or unfired or not reaches(mutated, least) else DONE


def _write_text(console: Console, seen: Seen, coverage: Coverage | None, mutation: Sequence[str]) -> None:
    console.line(f"{seen.passed} passed, {len(seen.failed)} failed")
    for line in ("", *report_lines(coverage)) if coverage is not None else ():
        console.line(line)
    for line in mutation:
        console.line(line)


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
    found = [_difference(one) for one in result.differences]
    return " ".join(f"{result.place}: {result.case}: {'; '.join(found)}".split())


def _difference(one: Difference) -> str:
    if one.path == ERROR and one.expected is None:
        return f"the complaint is refused: {one.found}"
    return f"{one.path}: expected {_written(one.expected)}, found {_written(one.found)}"


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
