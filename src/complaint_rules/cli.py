"""The command line: options and exit codes. The one file that imports click; what a command does is in `commands`."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from typing import Any, NoReturn, TextIO

import click

from complaint_rules.commands.audit import audit
from complaint_rules.commands.console import DONE, WRONG, Console
from complaint_rules.commands.options import lang as _lang
from complaint_rules.errors import ComplaintRulesError, cause_of
from complaint_rules.messages import Message

INTERRUPTED = 130
BROKEN_PIPE = 141
"""Exit codes by the shell's convention: 128 plus the signal's number."""


def _named(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The name of a file or a ruleset; an empty one, such as an unset shell variable gives, is refused."""
    if value == "":
        what = "file" if parameter.name in ("file", "complaints", "calendar") else "ruleset"
        raise click.UsageError(f"no {what} is named", context)
    return value


_file = click.argument("file", metavar="FILE", callback=_named)
_subject = click.argument("ruleset", metavar="R", callback=_named)
_ruleset = click.option(
    "--ruleset", "-r", required=True, metavar="R", callback=_named, help="A shipped id (see `list`) or a folder."
)
_engine = click.option(
    "--engine", type=click.Choice(["rete", "python", "interpreter"]), help="Default: rete, else python."
)
_calendar = click.option(
    "--calendar", metavar="FILE", callback=_named, help="Announced days of years that the calendar does not cover yet."
)


_input_format = click.option(
    "--input-format",
    type=click.Choice(["json", "jsonl", "yaml"]),
    help="Format of FILE; default: by its extension, else by its content.",
)


_full = click.option("--full", is_flag=True, help="Show everything, not just one screen of text per complaint.")
_whole = click.option("--all", "whole", is_flag=True, help="Include the layers below, with their own cases.")
_TEXT_OR_JSON = click.Choice(["text", "json"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="complaint-rules", message="%(prog)s %(version)s")
def cli() -> None:
    """Decide customer complaints by declared rules, and explain every entry down to its clause.

    FILE may be JSON, YAML or JSON Lines, with one complaint or many; `-` reads standard input. For JSON Lines, each
    result is written before the next line is read.

    Exit codes: 0 done, 1 findings, 2 incorrect use or invalid input.
    """


@cli.command()
@_file
@_input_format
@_ruleset
@click.option("--format", type=click.Choice(["text", "json", "jsonl", "html"]), default="text", show_default=True)
@_full
@_lang
@_engine
@_calendar
@click.pass_obj
def decide(console: Console, /, file: str, ruleset: str, **options: Any) -> int:
    """Decide complaints."""
    from complaint_rules.commands.decide import decide

    return decide(file, ruleset, console, **options)


@cli.command()
@_file
@_input_format
@_ruleset
@click.option("--remedy", required=True, metavar="KIND", help="Such as compensation, refund, apology.")
@click.option("--amount", metavar="A", help="In yuan, for a remedy with an amount.")
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_full
@_lang
@_engine
@_calendar
@click.pass_obj
def offer(console: Console, /, file: str, ruleset: str, **options: Any) -> int:
    """Say whether an offer may be made, who approves it and what limits it."""
    from complaint_rules.commands.offer import offer

    return offer(file, ruleset, console, **options)


@cli.command()
@_file
@_input_format
@_ruleset
@click.option("--why", multiple=True, metavar="PATH", help="An entry, such as severity or remedies.refund.")
@click.option(
    "--why-not", multiple=True, metavar="PATH", help="A missing outcome, such as remedies.refund, severity=major."
)
@click.option("--depth", type=click.IntRange(1, 3), help="1 brief, 2 with clauses and facts, 3 all; default 1, or 2.")
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@_full
@_lang
@_engine
@_calendar
@click.pass_obj
def explain(console: Console, /, file: str, ruleset: str, **options: Any) -> int:
    """Explain why an entry is as it is, or why not otherwise and what would change that."""
    from complaint_rules.commands.explain import explain

    return explain(file, ruleset, console, **options)


@cli.command()
@_file
@_input_format
@_ruleset
@click.option("--ask", is_flag=True, help="Ask the questions at the terminal one by one, then decide.")
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_full
@_lang
@_engine
@_calendar
@click.pass_obj
def questions(console: Console, /, file: str, ruleset: str, **options: Any) -> int:
    """List what to ask next, most decisive first, and what each answer could change."""
    from complaint_rules.commands.questions import questions

    return questions(file, ruleset, console, **options)


@cli.command("list")
@_lang
@click.pass_obj
def list_(console: Console, lang: str) -> int:
    """List the shipped rulesets."""
    from complaint_rules.commands.show import list_rulesets

    return list_rulesets(console, lang=lang)


@cli.command()
@_subject
@click.option("--format", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
@_lang
@click.pass_obj
def show(console: Console, /, ruleset: str, **options: Any) -> int:
    """Show one ruleset as readable tables, or as a page with its clauses, cases and a sample decision."""
    from complaint_rules.commands.show import show_ruleset

    return show_ruleset(ruleset, console, **options)


@cli.command()
@click.argument("what", type=click.Choice(["complaint", "decision", "record", "ruleset"]))
@click.option(
    "--ruleset", "-r", metavar="R", callback=_named, help="For a complaint: include the facts that it declares."
)
@click.pass_obj
def schema(console: Console, what: str, ruleset: str | None) -> int:
    """Print a JSON Schema."""
    if ruleset is not None and what != "complaint":
        raise click.UsageError("`--ruleset` goes with `complaint`")
    from complaint_rules.commands.schema import print_schema

    return print_schema(what, ruleset, console)


@cli.command()
@_subject
@click.option("--coverage", is_flag=True, help="Report which rules, rows, tests and clauses the cases cover.")
@click.option("--mutate", is_flag=True, help="Make small mutations of the rules and report those not caught.")
@click.option("--least", type=click.FloatRange(0, 100), default=95.0, show_default=True, help="Percent to be caught.")
@click.option("--write-cases", is_flag=True, help="With --mutate: add the proposed cases to cases/mutants.yaml.")
@_whole
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_engine
@_calendar
@click.pass_obj
def test(console: Console, /, ruleset: str, **options: Any) -> int:
    """Run a ruleset's own cases."""
    if options["write_cases"] and not options["mutate"]:
        raise click.UsageError("`--write-cases` goes with `--mutate`")
    from complaint_rules.commands.run_cases import test_cases

    return test_cases(ruleset, console, **options)


@cli.command()
@_subject
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_lang
@click.option("--write-case", is_flag=True, help="Add the complaint of every finding to cases/findings.yaml.")
@click.option("--accepted", is_flag=True, help="Also show accepted findings in full.")
@click.option("--no-cache", is_flag=True, help="Repeat the proofs even if nothing has changed.")
@_calendar
@click.pass_obj
def check(console: Console, /, ruleset: str, **options: Any) -> int:
    """Prove a ruleset consistent; each finding comes with a complaint that shows it."""
    from complaint_rules.commands.check import check_ruleset

    return check_ruleset(ruleset, console, **options)


@cli.command()
@_subject
@_whole
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_lang
@click.pass_obj
def clauses(console: Console, /, ruleset: str, **options: Any) -> int:
    """Show which rules cite which clause, which cases fire them, and the gaps."""
    from complaint_rules.commands.clauses import show_clauses

    return show_clauses(ruleset, console, **options)


@cli.command()
@click.argument("old", metavar="OLD", callback=_named)
@click.argument("new", metavar="NEW", callback=_named)
@click.option(
    "--complaints", metavar="FILE", callback=_named, help="Also count the changes for the complaints of a file."
)
@_input_format
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="Maximum number of regions.")
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    help="How long to search for regions; what is not settled by then is reported as open.",
)
@click.option("--format", type=_TEXT_OR_JSON, default="text", show_default=True)
@_lang
@_calendar
@click.pass_obj
def diff(console: Console, /, old: str, new: str, **options: Any) -> int:
    """Report where two rulesets decide differently, or prove that they never do."""
    from complaint_rules.commands.diff import diff

    return diff(old, new, console, **options)


cli.add_command(audit)


def main() -> None:
    """Run a command and exit with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    stdin = sys.stdin.buffer if sys.stdin else io.BytesIO()  # a stream that the caller closed is None
    console = Console(stdin, sys.stdout, sys.stderr or io.StringIO())
    sys.exit(run(sys.argv[1:], console) if sys.stdout else _unwritten(console, "it is closed"))


def run(arguments: list[str], console: Console) -> int:
    """Run a command; a user's mistake becomes one line and an exit code, never a traceback."""
    try:
        code = _run(arguments, console)
        console.stdout.flush()
    except ComplaintRulesError as error:
        console.errors(error)
        return WRONG
    except BrokenPipeError:
        _drop(console.stdout)
        return BROKEN_PIPE
    except OSError as error:
        _drop(console.stdout)
        return _unwritten(console, cause_of(error))
    return code


def _run(arguments: list[str], console: Console) -> int:
    """Run a command without click's own `main`, which turns an interruption or a closed pipe into exit code 1."""
    try:
        with cli.make_context("complaint-rules", arguments, obj=console) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        console.stderr.write(f"{error.format_message()}\n")
        return WRONG
    except click.ClickException as error:
        _wrong_use(error, console)
        return WRONG
    return code if isinstance(code, int) else DONE


def _interrupted(*_: object) -> NoReturn:
    """Exit at once: an exception raised inside a destructor or the solver's library would be lost."""
    with suppress(Exception):  # a stream may be closed, or in the middle of a write
        sys.stderr.write("interrupted\n")
        sys.stdout.flush()
    os._exit(INTERRUPTED)


def _wrong_use(error: click.ClickException, console: Console) -> None:
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    help_ = f" (`{context.command_path} --help` says how)" if context is not None else ""
    console.error(message[:1].lower() + message[1:] + help_)


def _unwritten(console: Console, reason: str) -> int:
    console.error(Message("output-unwritable", reason=reason).text(console.lang))
    return WRONG


def _drop(stream: TextIO) -> None:
    """Redirect a stream that can't be written to the null device, so that flushing it at exit does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
