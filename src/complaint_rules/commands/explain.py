"""`explain`: why an entry is as it is, why another is not, and the smallest change that would bring it about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaint_rules.commands.console import Console
from complaint_rules.commands.deciding import deciding
from complaint_rules.decide.decision import Decision

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
) -> int:
    """Explain entries of the decision on every complaint of a file; all of them, briefly, where none is named.

    Returns:
        The exit code: 2 where a complaint was refused.

    Raises:
        PathError: an entry that is asked for is none.
    """
    work = deciding(file, ruleset, engine, console)
    found: list[dict[str, Any]] = []
    for decision in work:
        whole = not why and not why_not
        reasons = decision.explain_all() if whole else [decision.explain(path) for path in why]
        obstacles = [decision.why_not(path) for path in why_not]
        if format == "json":
            found.append(_data(decision, reasons, obstacles))
        else:
            _write(decision, [*reasons, *obstacles], format, lang, depth or (1 if whole else 2), console)
    if format == "json":
        work.write(found)
    return work.code


def _data(decision: Decision, reasons: Sequence[Any], obstacles: Sequence[Any]) -> dict[str, Any]:
    return {
        "complaint_id": decision.complaint_id,
        "ruleset": decision.ruleset._asdict(),
        "why": [one.to_dict() for one in reasons],
        "why_not": [one.to_dict() for one in obstacles],
    }


def _write(decision: Decision, told: Sequence[Any], format: str, lang: str, depth: int, console: Console) -> None:
    console.line(f"## {decision.complaint_id}" if format == "markdown" else decision.complaint_id)
    for one in told:
        console.line()
        console.write(one.to_markdown(lang, depth) if format == "markdown" else one.to_text(lang, depth))
    console.line()
