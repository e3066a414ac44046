"""`audit report`: pages about the decisions of a log, for people to read."""

from __future__ import annotations

from pathlib import Path

from complaint_rules.commands.audit_files import open_log
from complaint_rules.commands.audit_words import say
from complaint_rules.commands.console import DONE, Console
from complaint_rules.messages import LANGS


def report(
    out: str,
    console: Console,
    *,
    url: str | None,
    most: int,
    by: str | None,
    lang: str | None,
    **filters: str | None,
) -> int:
    """Write the report, and print the path of its first page."""
    from complaint_rules.audit.report.report import write_report

    langs = LANGS if lang is None else (lang,)
    with open_log(url) as log:
        tally = write_report(
            log,
            out,
            langs=langs,
            most=most,
            by=by,
            progress=lambda done, of: console.bar(done, of, "decisions"),
            **filters,
        )
    console.bar_done()
    console.note(say(console.lang, "reported", f"{tally.decisions:,}", f"{tally.erased:,}"))
    console.line(str(Path(out) / "index.html"))
    return DONE
