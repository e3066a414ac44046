"""Goes through all ways in which a record or a log can refuse."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import exc, text

from complaint_rules import AuditLog, Checkpoint, Decision, Engine, InclusionProof, Signer, Verifier, cli
from complaint_rules.audit.database import Database
from complaint_rules.audit.notes import Note
from complaint_rules.audit.report.report import write_report
from complaint_rules.audit.sealing import unseal
from complaint_rules.commands.console import Console
from complaint_rules.errors import ComplaintRulesError, Problem

RESOLVED = "2026-03-05T10:00:00+08:00"
COMPLAINT = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}


def of_the_log(folder: Path, patch: Any) -> Iterator[Problem]:
    """All problems of records and of a log; `folder` is one to write to."""
    url, key = f"sqlite:///{folder}/seen.db", Signer.new("seen.example/log")
    engine = Engine.load("cn-statute", engine="python")
    record = engine.record(COMPLAINT)
    yield from _refused(lambda: engine.record(COMPLAINT, key=b"short"))
    yield from _refused(Decision.from_dict(record.decision).next_questions)
    for wrong in ("decisions.db", "sqlite://", "sqlite:////nowhere/at/all.db"):
        yield from _refused(lambda wrong=wrong: AuditLog(wrong))
    yield from _refused(lambda: AuditLog(f"sqlite:///{folder}/none.db", create=False))
    yield from _refused(lambda: AuditLog(url, master_key=b"short"))
    with AuditLog(url, wait_seconds=0.1) as log:
        log.append(record)
        yield from _of_reports(log, folder)
        yield from _of_entries(log, record)
        yield from _of_keys(log, key, url)
        yield from _of_rules(log, engine)
        yield from _of_the_database(log, patch)
    (folder / "seen.txt").write_text("no database at all, and longer than a hundred bytes. " * 5, encoding="utf-8")
    yield from _refused(lambda: AuditLog(f"sqlite:///{folder}/seen.txt"))
    yield from _of_commands(folder)


def _refused(act: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        act()
    except ComplaintRulesError as error:
        return error.problems
    raise AssertionError("it was not refused")


def _of_entries(log: AuditLog, record: Any) -> Iterator[Problem]:
    yield from _refused(lambda: log.append(replace(record, key=None)))
    yield from _refused(lambda: log.get("C-7"))
    yield from _refused(lambda: log.get("\udcff"))
    yield from _refused(lambda: log.event("C-1", "solved", RESOLVED))
    yield from _refused(lambda: log.event("C-1", "resolved", "soon"))
    yield from _refused(lambda: log.event("C-1", "resolved", RESOLVED, by="a\nb"))
    yield from _refused(lambda: log.find(since="soon"))
    yield from _refused(lambda: log.find(kind="decision", tier=None) and _search_unknown())
    yield from _refused(lambda: log.erase("C-1"))
    log.event("C-1", "resolved", RESOLVED)
    yield from _refused(lambda: log.get(1))
    yield from _refused(lambda: log.erase("C-1", on=date(2027, 1, 1)))
    with log._database.writing() as connection:
        body = connection.execute(text("SELECT body FROM log_entries WHERE idx = 0")).scalar()
        connection.execute(text("UPDATE log_entries SET body = x'01' WHERE idx = 0"))
    yield from _refused(lambda: log.get("C-1"))
    yield from _refused(lambda: unseal(b"\x09", b"k" * 32, "C-1"))
    with log._database.writing() as connection:
        connection.execute(text("UPDATE log_entries SET body = :body WHERE idx = 0"), {"body": body})
        connection.execute(text("UPDATE log_entries SET outline = x'00' WHERE idx = 1"))
    yield from _refused(lambda: log.entry(1))


def _search_unknown() -> None:
    from complaint_rules.audit.search import Query

    Query.of({"colour": "red"})


def _of_reports(log: AuditLog, folder: Path) -> Iterator[Problem]:
    yield from _refused(lambda: write_report(log, folder))
    yield from _refused(lambda: write_report(log, folder / "report", most=0))


def _of_keys(log: AuditLog, key: Signer, url: str) -> Iterator[Problem]:
    yield from _refused(lambda: Signer.new("a b"))
    yield from _refused(lambda: Verifier.parse("x"))
    yield from _refused(lambda: Note.parse("x"))
    yield from _refused(lambda: Checkpoint.parse(key.sign("x\n")))
    made = log.checkpoint(key)
    yield from _refused(lambda: log.verify(made.note.replace("\n2\n", "\n1\n"), verifier=key.verifier))
    yield from _refused(lambda: log.verify(made, verifier=Signer.new("else").verifier))
    yield from _refused(lambda: InclusionProof.from_dict({}))
    yield from _refused(lambda: log.prove("C-1", replace(made, size=0)))
    yield from _refused(lambda: log.prove("C-1", replace(made, size=99)))
    wrapped = {**COMPLAINT, "id": "C-2"}
    with AuditLog(url, master_key=b"m" * 32) as other:
        other.append(Engine.load("cn-statute", engine="python").record(wrapped))
    yield from _refused(lambda: log.get("C-2"))
    with AuditLog(url, master_key=b"n" * 32) as other:
        yield from _refused(lambda: other.get("C-2"))
    log.erase("C-2", reason="an example")
    yield from _refused(lambda: log.get("C-2"))


def _of_rules(log: AuditLog, engine: Engine) -> Iterator[Problem]:
    digest = engine.ruleset.digest
    yield from _refused(lambda: Engine.load(digest, store=log))
    log.keep_rules(engine)
    yield from _refused(lambda: Engine.load(digest, store=log, calendar="sha256:00"))
    with log._database.writing() as connection:
        connection.execute(text("UPDATE log_rulesets SET manifest = x'00'"))
    yield from _refused(lambda: Engine.load(digest, store=log))

    def broken(_record: object) -> None:
        raise OSError("full")

    yield from _refused(lambda: Engine.load("cn-statute", engine="python", log=broken).decide(COMPLAINT))


def _of_the_database(log: AuditLog, patch: Any) -> Iterator[Problem]:
    def failing(said: str) -> Callable[[], object]:
        def act() -> None:
            with log._database._telling():
                raise exc.OperationalError("", None, OSError(said))

        return act

    for said in (
        "database is locked",
        "database or disk is full",
        "attempt to write a readonly database",
        "no such table",
    ):
        yield from _refused(failing(said))
    with log._database.writing() as connection:
        connection.execute(text("UPDATE log_version SET version_num = '0999'"))
    yield from _refused(lambda: AuditLog(log._database._url.render_as_string()))
    with patch.context() as patched:
        patched.setattr(Database, "_options", lambda _: _raise())
        yield from _refused(lambda: AuditLog("postgresql://log@/log?host=/nowhere"))


def _raise() -> Any:
    raise ImportError


def _of_commands(folder: Path) -> Iterator[Problem]:
    from complaint_rules.commands.audit_files import open_log, signer, write_new

    console = Console(io.BytesIO(), io.StringIO(), io.StringIO())
    yield from _refused(lambda: open_log(None))
    yield from _refused(lambda: signer(None, console))
    write_new(str(folder / "seen.key"), "x", secret=True)
    yield from _refused(lambda: write_new(str(folder / "seen.key"), "x", secret=True))
    assert cli.run(["audit", "list", "--log", ""], console) == 2
    os.unlink(folder / "seen.key")  # noqa: PTH108  # as it was made
