"""`decide`: decisions as text, JSON, JSON Lines or HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from complaint_rules.commands.console import Console
from complaint_rules.commands.deciding import Deciding, deciding

FORMATS = ("text", "json", "jsonl", "html")


def decide(
    file: str,
    ruleset: str,
    console: Console,
    *,
    input_format: str | None,
    format: str,
    lang: str,
    full: bool,
    engine: str | None,
    calendar: str | None,
) -> int:
    """Decide every complaint of a file.

    Text is one screen for each complaint unless it is wanted in full; every other format is always whole.

    Returns:
        The exit code: 2 where a complaint was refused.
    """
    work = deciding(file, ruleset, console, engine=engine, calendar=calendar, input_format=input_format)
    parts = _text(work, lang, full) if format == "text" else _WRITERS[format](work, lang)
    for part in parts:
        console.write(part)
    return work.code


def _text(work: Deciding, lang: str, full: bool) -> Iterator[str]:
    first = True
    for decision in work:
        yield ("" if first else "\n" + "=" * 100 + "\n\n") + decision.to_text(lang, full=full)
        first = False


def _json(work: Deciding, _lang: str) -> Iterator[str]:
    decisions = iter(work)
    held = [] if work.many else list(islice(decisions, 2))
    if not work.many:
        yield from (decision.to_json(indent=2) + "\n" for decision in held)
        return
    joint = "[\n"
    for decision in chain(held, decisions):
        yield joint + decision.to_json(indent=2)
        joint = ",\n"
    yield "[]\n" if joint == "[\n" else "\n]\n"


def _jsonl(work: Deciding, _lang: str) -> Iterator[str]:
    for decision in work:
        yield decision.to_json() + "\n"


def _html(work: Deciding, lang: str) -> Iterator[str]:
    from complaint_rules.trace.html import render_parts  # loads Jinja2

    decisions = iter(work)
    first = next(decisions, None)
    if first is None and work.code:
        return
    yield from render_parts(chain([] if first is None else [first], decisions), lang)
    yield "\n"


_WRITERS: dict[str, Callable[[Deciding, str], Iterator[str]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "html": _html,
}
