"""`audit`: the commands of the decision log, with their options; their functions are in the `audit_*` modules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from complaint_rules.commands.console import Console
from complaint_rules.commands.options import lang as _lang
from complaint_rules.commands.options import lang_or_both as _lang_or_both
from complaint_rules.limits import REPORT_DECISIONS

_log = click.option("--log", "url", metavar="URL", envvar="COMPLAINT_RULES_LOG", help="Such as sqlite:///decisions.db.")
_by = click.option("--by", metavar="WHO", help="Who does this, as recorded in the log; default: the user.")
_key = click.option("--key", metavar="FILE", help="A signing key file, created by `audit key`.")
_output = click.option("--output", "-o", metavar="FILE", help="Default: standard output.")
_TEXT_OR_JSON = click.Choice(["text", "json"])
_FORMATS = click.Choice(["text", "json", "jsonl", "csv", "parquet"])


_FILTERS = [
    ("--complaint", "ID", "Of one complaint."),
    ("--tier", "TIER", "Of this severity."),
    ("--department", "NAME", "Led by this department."),
    ("--rule", "RULE", "In which this rule fired, as ruleset/rule."),
    ("--clause", "CLAUSE", "Based on this clause, as document/clause."),
    ("--approval", "ROLE", "That this role must approve."),
    ("--finding", "FINDING", "With this liability."),
    ("--since", "DAY", "Written on this day or later, in UTC; or a moment with its offset."),
    ("--until", "DAY", "Written on this day or before."),
    ("--by-ruleset", "R", "Decided by this ruleset: its id, or its digest."),
    ("--status", "STATUS", "Final or provisional."),
    ("--kind", "KIND", "decision (default), event, erasure, read, checkpoint or any."),
]


def _filters(command: Any, *, names: Sequence[tuple[str, str, str]] = _FILTERS) -> Any:
    """The options that entries are searched by."""
    for name, metavar, text in reversed(names):
        parameter = "ruleset" if name == "--by-ruleset" else name[2:]
        command = click.option(name, parameter, metavar=metavar, help=text)(command)
    return command


def _filters_of_decisions(command: Any) -> Any:
    """The options that decisions are searched by."""
    return _filters(command, names=[one for one in _FILTERS if one[0] != "--kind"])


@click.group()
def audit() -> None:
    """Keep a log of decisions in which every change can be detected, and decide them again.

    ID is a complaint (its last decision) or the number of an entry: @17.

    Exit codes: 0 done, 1 something differs from what was written or decided, 2 incorrect use or invalid input.
    """


@audit.command()
@click.argument("file", metavar="FILE")
@click.option("--ruleset", "-r", required=True, metavar="R", help="A shipped id (see `list`) or a folder.")
@click.option("--input-format", type=click.Choice(["json", "jsonl", "yaml"]), help="Format of FILE.")
@click.option("--engine", type=click.Choice(["rete", "python", "interpreter"]), help="Default: rete, else python.")
@click.option("--calendar", metavar="FILE", help="Announced days of years that the calendar does not cover yet.")
@click.option("--origin", metavar="NAME", help="For a new log: its name in checkpoints.")
@click.option("--service", metavar="NAME", help="The name of the deciding service, for the records.")
@_by
@_log
@_lang
@click.pass_obj
def append(console: Console, /, file: str, ruleset: str, **options: Any) -> int:
    """Decide complaints and log them; print the number of each entry."""
    from complaint_rules.commands.audit_write import append

    return append(file, ruleset, console, **options)


@audit.command()
@click.argument("id", metavar="ID")
@click.argument("what", metavar="resolved|transferred|appealed|met:CLOCK")
@click.option("--at", required=True, metavar="T", help="When it happened: 2026-11-20T10:00:00+08:00.")
@_by
@_log
@_lang
@click.pass_obj
def event(console: Console, /, id: str, what: str, **options: Any) -> int:
    """Record an event of a case, for retention and met deadlines."""
    from complaint_rules.commands.audit_write import event

    return event(id, what, console, **options)


@audit.command()
@click.argument("id", metavar="ID", required=False)
@click.option("--due", is_flag=True, help="All complaints whose retention period is over.")
@click.option("--at", metavar="DAY", help="The day by which it must be over; default: today.")
@click.option("--list", "only_list", is_flag=True, help="With --due: only list them.")
@click.option("--even-before", "reason", metavar="REASON", help="Erase before the period is over, for this reason.")
@_by
@_log
@_lang
@click.pass_obj
def erase(console: Console, /, id: str | None, *, due: bool, **options: Any) -> int:
    """Destroy the key of a complaint: its records are unreadable, their outlines stay, the log still verifies."""
    if (id is None) != due:
        raise click.UsageError("name one complaint, or `--due`")
    if due and options["reason"] is not None:
        raise click.UsageError("`--even-before` goes with one complaint")
    if options["only_list"] and not due:
        raise click.UsageError("`--list` goes with `--due`")
    from complaint_rules.commands.audit_write import erase

    return erase(id, console, **options)


@audit.command("list")
@_filters
@click.option("--format", type=_FORMATS, default="text", show_default=True)
@_output
@_log
@_lang
@click.pass_obj
def list_(console: Console, /, **options: Any) -> int:
    """List entries, filtered by their outlines."""
    from complaint_rules.commands.audit_read import list_entries

    return list_entries(console, **options)


@audit.command()
@click.argument("id", metavar="ID")
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_by
@_log
@_lang
@click.pass_obj
def show(console: Console, /, id: str, **options: Any) -> int:
    """Show one decision with its trace and later events of the case; reading it is logged."""
    from complaint_rules.commands.audit_read import show

    return show(id, console, **options)


@audit.command()
@_filters
@click.option("--format", type=_FORMATS, default="jsonl", show_default=True)
@click.option("--records", is_flag=True, help="Whole records, decrypted, as JSON or JSON Lines; this is logged.")
@_output
@_by
@_log
@_lang
@click.pass_obj
def export(console: Console, /, **options: Any) -> int:
    """Write entries to a file: outlines, or whole records."""
    if options["records"] and options["format"] not in ("json", "jsonl"):
        raise click.UsageError("`--records` goes with `--format json` or `jsonl`")
    from complaint_rules.commands.audit_read import export

    return export(console, **options)


@audit.command()
@click.option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere; `-` reads standard input.")
@click.option("--proof", metavar="FILE", help="Check the proof of one decision instead, without the log.")
@click.option("--quick", is_flag=True, help="Check only the hash tree of the outlines, not everything stored.")
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_key
@_log
@_lang
@click.pass_obj
def verify(console: Console, /, **options: Any) -> int:
    """Verify that nothing was changed, removed, inserted, reordered or truncated, or name the first entry that was.

    The key is the verifier's or the signer's; without one a checkpoint is only as reliable as its storage.
    """
    from complaint_rules.commands.audit_check import verify

    return verify(console, **options)


@audit.command()
@_key
@_output
@_log
@_lang
@click.pass_obj
def checkpoint(console: Console, /, **options: Any) -> int:
    """Sign the current state of the log, to be printed, mailed or kept elsewhere."""
    from complaint_rules.commands.audit_check import checkpoint

    return checkpoint(console, **options)


@audit.command()
@click.argument("id", metavar="ID")
@click.option("--outline", is_flag=True, help="Prove the outline alone, without the record.")
@click.option("--checkpoint", metavar="FILE", help="Prove inclusion in this checkpoint, instead of signing a new one.")
@_key
@_output
@_by
@_log
@_lang
@click.pass_obj
def prove(console: Console, /, id: str, **options: Any) -> int:
    """Write the proof of one decision, without disclosing others."""
    if options["checkpoint"] is not None and options["key"] is not None:
        raise click.UsageError("`--checkpoint` needs no `--key`: it is signed already")
    from complaint_rules.commands.audit_check import prove

    return prove(id, console, **options)


@audit.command()
@click.option("--against", metavar="R", help="Decide by these rules instead: a shipped id or a folder.")
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_by
@_log
@_lang
@click.pass_obj
def replay(console: Console, /, **options: Any) -> int:
    """Decide every entry again with its own rules, calendar and figures, and report differences."""
    from complaint_rules.commands.audit_check import replay

    return replay(console, **options)


@audit.command()
@click.argument("file", metavar="FILE")
@click.option("--name", required=True, metavar="NAME", help="Of the key, such as shop.example/complaints.")
@_lang
@click.pass_obj
def key(console: Console, /, file: str, name: str, **options: Any) -> int:
    """Create a signing key: FILE is secret, FILE.pub and the output are public."""
    from complaint_rules.commands.audit_check import key

    return key(file, name, console, **options)


@audit.command()
@click.option("--out", required=True, metavar="DIR", help="A new or empty folder, or a report, which is replaced.")
@_filters_of_decisions
@click.option(
    "--most", type=click.IntRange(min=1), default=REPORT_DECISIONS, show_default=True, help="Limit of decisions."
)
@_by
@_log
@_lang_or_both
@click.pass_obj
def report(console: Console, /, out: str, **options: Any) -> int:
    """Write pages for people to read: an index with charts and filters, and a page per decision; this is logged.

    The pages need no network and no server: open DIR/index.html. They contain personal data.
    """
    from complaint_rules.commands.audit_report import report

    return report(out, console, **options)
