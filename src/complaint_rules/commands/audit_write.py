"""`audit append`, `event`, `erase`: the commands that write to the log."""

from __future__ import annotations

from datetime import UTC, date, datetime

from complaint_rules.commands.audit_files import open_log
from complaint_rules.commands.audit_words import say
from complaint_rules.commands.console import DONE, Console
from complaint_rules.commands.deciding import deciding
from complaint_rules.errors import AuditError


def append(
    file: str,
    ruleset: str,
    console: Console,
    *,
    url: str | None,
    input_format: str | None,
    engine: str | None,
    calendar: str | None,
    origin: str | None,
    service: str | None,
    by: str | None,
    lang: str,  # noqa: ARG001  # the console has the language
) -> int:
    """Decide every complaint of a file and log it.

    Returns:
        The exit code: 2 where a complaint was refused.
    """
    with open_log(url, create=True, origin=origin) as log:
        work = deciding(file, ruleset, console, engine=engine, calendar=calendar, input_format=input_format)
        log.keep_rules(work.engine)
        for decision in work:
            entry = log.append(decision.record(by=by, service=service, at=datetime.now(UTC)))
            console.line(f"{entry.index} {entry.complaint_id}")
    return work.code


def event(id: str, what: str, console: Console, *, url: str | None, at: str, by: str | None, lang: str) -> int:
    """Note what happened to a case."""
    del lang
    with open_log(url) as log:
        entry = log.event(id, what, at, by=by)
    console.line(f"{entry.index} {entry.complaint_id}")
    return DONE


def erase(
    id: str | None,
    console: Console,
    *,
    url: str | None,
    at: str | None,
    only_list: bool,
    reason: str | None,
    by: str | None,
    lang: str,
) -> int:
    """Erase one complaint, or all whose time of retention is over."""
    del lang
    day = None if at is None else _day(at)
    with open_log(url) as log:
        if id is not None:
            entry = log.erase(id, reason=reason, by=by, on=day)
            console.line(say(console.lang, "erased", entry.complaint_id))
            return DONE
        found = False
        for one in log.due(day):
            found = True
            if only_list:
                console.line(say(console.lang, "due", one.complaint_id, one.until))
            else:
                log.erase(one.complaint_id, by=by, on=day)
                console.line(say(console.lang, "erased", one.complaint_id))
        if not found:
            console.note(say(console.lang, "none_due"))
    return DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AuditError.of("log-moment", value=text) from None
