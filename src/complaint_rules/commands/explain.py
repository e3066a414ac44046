"""`explain`: why an entry is as it is, why another is not, and the smallest change that would lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from complaint_rules.commands.console import Console
from complaint_rules.commands.deciding import Deciding, deciding
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decision import Decision
from complaint_rules.display import printable
from complaint_rules.errors import PathError
from complaint_rules.explain.paths import entries_of, find_wanted
from complaint_rules.explain.why import Explanation
from complaint_rules.explain.why_not import WhyNot
from complaint_rules.trace.fitting import first_blocks
from complaint_rules.trace.wording import language

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
    full: bool,
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
        if whole and format == "text" and not full:
            paths = [entry.path for entry in entries_of(decision)]
            _show(decision, map(decision.explain, paths), len(paths), lang, depth or 1, console)
            continue
        reasons = decision.explain_all() if whole else list(_reasons(decision, why, work))
        obstacles = [decision.why_not(path) for path in why_not]
        if not reasons and not obstacles:
            continue
        told: list[Explanation | WhyNot] = [*reasons, *obstacles]
        if format == "json":
            found.append(_data(decision, reasons, obstacles))
        elif format == "text":
            _show(decision, told, len(told), lang, depth or (1 if whole else 2), console, full=full)
        else:
            _write(decision, told, lang, depth or (1 if whole else 2), console)
    if format == "json":
        work.write(found)
    return work.code


def _reasons(decision: Decision, why: Sequence[str], work: Deciding) -> Iterator[Explanation]:
    """Why each entry is as it is; an entry that only other decisions have is reported."""
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


def _show(
    decision: Decision,
    told: Iterable[Explanation | WhyNot],
    of: int,
    lang: str,
    depth: int,
    console: Console,
    *,
    full: bool = False,
) -> None:
    """Write as text what fits onto one screen, or all; what is not shown is not computed."""
    texts = ("\n" + one.to_text(lang, depth) for one in told)
    console.write(first_blocks(printable(decision.complaint_id), texts, of, language(lang), full=full) + "\n")


def _write(decision: Decision, told: Sequence[Explanation | WhyNot], lang: str, depth: int, console: Console) -> None:
    """Write as Markdown, always whole."""
    console.line(f"## {decision.complaint_id}")
    for one in told:
        console.line()
        console.write(one.to_markdown(lang, depth))
    console.line()
