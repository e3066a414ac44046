"""`audit list`, `show`, `export`: the commands that read the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, TextIO

from complaint_rules.commands.audit_files import binary_output, open_log, text_output
from complaint_rules.commands.audit_words import say
from complaint_rules.commands.console import DONE, Console
from complaint_rules.display import printable
from complaint_rules.errors import AuditError

if TYPE_CHECKING:
    from complaint_rules.audit.log import AuditLog
    from complaint_rules.audit.outline import LogEntry

_EVENTS_OF = ("event", "erasure", "read")


def list_entries(
    console: Console, *, url: str | None, format: str, output: str | None, lang: str, **filters: str | None
) -> int:
    """Write the outlines of the entries that the filters find."""
    del lang
    with open_log(url) as log:
        _write(log.find(**filters), format, output, console)  # type: ignore[arg-type]  # the options are find's
    return DONE


def export(
    console: Console,
    *,
    url: str | None,
    format: str,
    records: bool,
    output: str | None,
    by: str | None,
    lang: str,
    **filters: str | None,
) -> int:
    """Write outlines, or whole records."""
    if not records:
        return list_entries(console, url=url, format=format, output=output, lang=lang, **filters)
    with open_log(url) as log:
        found = log.find(**filters)  # type: ignore[arg-type]  # the options are find's
        log.note_read("export", by=by)
        with text_output(output, console) as file:
            _WRITERS[format](_records(log, found), file)
    return DONE


def show(id: str, console: Console, *, url: str | None, format: str, by: str | None, lang: str) -> int:
    """Show one decision, or what is left of an erased one."""
    del lang
    with open_log(url) as log:
        entry = log.entry(id)
        record = None
        if entry.kind == "decision":
            try:
                record = log.get(f"@{entry.index}", by=by)
            except AuditError as error:
                if error.code != "entry-erased":
                    raise
        later = [one for one in _about(log, entry) if one.kind in _EVENTS_OF]
    if format == "json":
        data = {
            "entry": entry.to_dict(),
            "record": None if record is None else record.to_dict(),
            "later": [one.to_dict() for one in later],
        }
        console.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return DONE
    _show(entry, None if record is None else record.decision, later, console)
    return DONE


def _about(log: AuditLog, entry: LogEntry) -> Iterable[LogEntry]:
    if entry.complaint_id is None:
        return ()
    return [one for one in log.find(complaint=entry.complaint_id, kind="any") if one.index > entry.index]


def _show(entry: LogEntry, decision: Any, later: list[LogEntry], console: Console) -> None:
    console.line(say(console.lang, "entry", entry.index, entry.at))
    if "record" in entry.outline:
        console.line(say(console.lang, "record", entry.outline["record"]["digest"]))
    console.line()
    if decision is not None:
        from complaint_rules.decision import Decision

        console.write(Decision.from_dict(decision).to_text(console.lang))
    else:
        if entry.kind == "decision":
            console.line(say(console.lang, "gone"))
        console.write(printable(json.dumps(entry.to_dict(), ensure_ascii=False, indent=2)) + "\n")
    if later:
        console.line()
        console.line(say(console.lang, "became"))
        for one in later:
            console.line(f"  {_line(one)}")


def _line(entry: LogEntry) -> str:
    """An entry in one line."""
    outline = entry.outline
    told = [str(entry.index), entry.at[:19] + "Z", entry.kind, entry.complaint_id or "-"]
    if entry.kind == "decision":
        ruleset = outline["ruleset"]
        told += [f"{ruleset['id']} {ruleset['version']}", *(str(outline[key]) for key in ("tier", "lead", "finding"))]
        told.append(outline["status"])
    else:
        told += [str(outline[key]) for key in ("what", "happened", "reason", "by") if outline.get(key) is not None]
    return "  ".join(told)


def _write(entries: Iterator[LogEntry], format: str, output: str | None, console: Console) -> None:
    from complaint_rules.audit.tabular import write_csv, write_parquet

    if format == "parquet":
        with binary_output(output) as binary:
            write_parquet(entries, binary)
        return
    with text_output(output, console) as file:
        if format == "csv":
            write_csv(entries, file)
        elif format == "text":
            file.writelines(printable(_line(entry)) + "\n" for entry in entries)
        else:
            _WRITERS[format]((entry.to_dict() for entry in entries), file)


def _records(log: AuditLog, entries: Iterable[LogEntry]) -> Iterator[dict[str, Any]]:
    for entry, record in log.records(entries):
        yield {"entry": entry.to_dict(), "record": None if record is None else record.to_dict()}


def _jsonl(rows: Iterator[dict[str, Any]], file: TextIO) -> None:
    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _json(rows: Iterator[dict[str, Any]], file: TextIO) -> None:
    """A list, written as its members are read."""
    first = next(rows, None)
    if first is None:
        file.write("[]\n")
        return
    joint = "[\n"
    for row in chain([first], rows):
        file.write(joint + json.dumps(row, ensure_ascii=False))
        joint = ",\n"
    file.write("\n]\n")


_WRITERS: dict[str, Callable[[Iterator[dict[str, Any]], TextIO], None]] = {"json": _json, "jsonl": _jsonl}
