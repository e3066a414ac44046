"""`test`: a ruleset's own cases; one line for each that fails, and a summary."""

from __future__ import annotations

from complaint_rules.cases import CaseResult, run_cases
from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.engine import Engine


def test_cases(ruleset: str, console: Console, *, engine: str | None) -> int:
    """Run the cases beside a ruleset.

    Returns:
        The exit code: 1 where a case failed.

    Raises:
        RulesetError: the ruleset or a file of cases has problems.
    """
    passed = failed = 0
    for result in run_cases(Engine.load(ruleset, engine=engine), ruleset):
        passed, failed = passed + result.passed, failed + (not result.passed)
        console.count(passed + failed, "cases")
        if not result.passed:
            console.line(_failure(result))
    console.line(f"{passed} passed, {failed} failed")
    return FINDINGS if failed else DONE


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
