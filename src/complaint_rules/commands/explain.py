"""`explain`: why an entry is as it is, why another is not, and the smallest change that would bring it about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from complaint_rules.commands.console import Console
from complaint_rules.commands.deciding import Deciding, deciding
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decision import Decision
from complaint_rules.errors import PathError
from complaint_rules.explain.paths import find_wanted
from complaint_rules.explain.why import Explanation
from complaint_rules.explain.why_not import WhyNot

FORMATS = ("text", "json", "markdown")


def explain(
    file: str,
    ruleset: str,
    console: Console,
    *,
    why: Sequence[str],
    why_not: Sequence[str],
    depth: int | None,
    format: str,
    lang: str,
    engine: str | None,
    calendar: str | None,
    input_format: str | None,
) -> int:
    """Explain entries of the decision on every complaint of a file; all of them, briefly, where none is named.

    Returns:
        The exit code: 2 where a complaint was refused, or its decision has no such entry.

    Raises:
        PathError: no decision under the ruleset has an entry that is asked for.
    """
    work = deciding(file, ruleset, console, engine=engine, calendar=calendar, input_format=input_format)
    found: list[dict[str, Any]] = []
    for decision in work:
        whole = not why and not why_not
        reasons = decision.explain_all() if whole else list(_reasons(decision, why, work))
        obstacles = [decision.why_not(path) for path in why_not]
        if not reasons and not obstacles:
            continue
        if format == "json":
            found.append(_data(decision, reasons, obstacles))
        else:
            _write(decision, [*reasons, *obstacles], format, lang, depth or (1 if whole else 2), console)
    if format == "json":
        work.write(found)
    return work.code


def _reasons(decision: Decision, why: Sequence[str], work: Deciding) -> Iterator[Explanation]:
    """Why each entry is as it is; one that only other decisions have is reported."""
    for path in why:
        try:
            yield decision.explain(path)
        except PathError as error:
            if not _may_be(path, decision.evaluation.evaluator.program.ruleset):
                raise
            work.refuse(error)


def _may_be(path: str, ruleset: Ruleset) -> bool:
    """Whether some decision under the ruleset may have an entry that this one lacks."""
    part, *names = path.strip().split(".")
    if "=" in path or (part == "department" and names[0] != "support"):
        return False
    try:
        find_wanted(".".join([part, *names[: 2 if part == "department" else 1]]), ruleset)
    except PathError:
        return False
    return True


def _data(decision: Decision, reasons: Sequence[Explanation], obstacles: Sequence[WhyNot]) -> dict[str, Any]:
    return {
        "complaint_id": decision.complaint_id,
        "ruleset": decision.ruleset._asdict(),
        "why": [one.to_dict() for one in reasons],
        "why_not": [one.to_dict() for one in obstacles],
    }


def _write(
    decision: Decision, told: Sequence[Explanation | WhyNot], format: str, lang: str, depth: int, console: Console
) -> None:
    console.line(f"## {decision.complaint_id}" if format == "markdown" else decision.complaint_id)
    for one in told:
        console.line()
        console.write(one.to_markdown(lang, depth) if format == "markdown" else one.to_text(lang, depth))
    console.line()
