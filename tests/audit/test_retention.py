"""A record is kept as long as its clock runs, then it can be erased: the data is gone, the log still verifies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from complaint_rules import AuditError, AuditLog, Engine
from complaint_rules.audit import tables

RESOLVED = "2026-03-05T10:00:00+08:00"
LAST = date(2029, 3, 5)
"""The last day of three years after the case was resolved, in a calendar of weekends."""


def code_of(call):
    with pytest.raises(AuditError) as caught:
        call()
    return caught.value.code


def test_an_erased_record_is_gone_and_its_outline_stays(any_log, record, key):
    made = record()
    entry = any_log.append(made)
    before = any_log.checkpoint(key)
    erasure = any_log.erase("C-1", reason="asked by the customer", by="the officer")
    assert (erasure.outline["reason"], erasure.outline["by"]) == ("asked by the customer", "the officer")
    assert code_of(lambda: any_log.get("C-1")) == "entry-erased"
    assert any_log.entry("C-1") == entry
    assert [*any_log.find(tier="low")] == [entry]
    found = any_log.verify(before, verifier=key.verifier)
    assert (found.ok, found.signed) == (True, True)
    assert code_of(lambda: any_log.erase("C-1", reason="again")) == "entry-erased"


def test_nothing_of_the_key_is_left_in_the_files(log, url, record):
    log.append(record())
    with log._database.reading() as connection:
        key = bytes(connection.execute(select(tables.keys.c.key)).scalar())
    path = Path(url.removeprefix("sqlite:///"))
    files = [*path.parent.glob(f"{path.name}*")]
    assert any(key in file.read_bytes() for file in files)
    log.erase("C-1", reason="an example")
    assert not any(key in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_all_decisions_of_a_complaint_are_erased_and_a_later_one_has_a_new_key(log, engine, complaint):
    stated = complaint()
    log.append(engine.record(stated))
    log.append(engine.record(stated))
    log.erase("C-1", reason="an example")
    later = engine.record(stated)
    log.append(later)
    assert log.get("C-1") == later
    assert code_of(lambda: log.get(0)) == code_of(lambda: log.get(1)) == "entry-erased"
    assert log.verify().ok
    log.erase("C-1", reason="an example")
    assert log.verify().ok


def test_a_record_is_kept_until_its_clock_has_run_out(any_log, record):
    any_log.append(record())
    assert code_of(lambda: any_log.erase("C-1")) == "retention-open"
    assert [*any_log.due(date(2099, 1, 1))] == []
    any_log.event("C-1", "resolved", RESOLVED)
    assert code_of(lambda: any_log.erase("C-1", on=LAST)) == "retention-runs"
    assert [*any_log.due(LAST)] == []
    (one,) = any_log.due(date(2029, 3, 6))
    assert (one.complaint_id, one.until) == ("C-1", LAST)
    erased = any_log.erase("C-1", on=date(2029, 3, 6))
    assert erased.outline["on"] == "2029-03-06", "by which day it was over is on record"
    assert [*any_log.due(date(2099, 1, 1))] == []
    assert any_log.verify().ok


def test_a_case_that_was_opened_again_is_kept_from_its_last_resolution(log, record):
    log.append(record())
    log.event("C-1", "resolved", RESOLVED)
    log.event("C-1", "resolved", "2027-03-05T10:00:00+08:00")
    assert [*log.due(date(2029, 6, 1))] == []
    assert len([*log.due(date(2030, 6, 1))]) == 1


def test_beyond_the_calendar_a_record_is_kept_some_days_longer(log, complaint):
    engine = Engine.load("cn-statute", engine="python", log=log)
    log.append(engine.record(complaint()))
    log.event("C-1", "resolved", RESOLVED)
    (one,) = log.due(date(2099, 1, 1))
    assert date(2029, 3, 5) < one.until <= date(2029, 3, 31)


def test_a_reason_is_one_line(log, record):
    log.append(record())
    for wrong in ("", "a\nb", "x" * 201):
        assert code_of(lambda wrong=wrong: log.erase("C-1", reason=wrong)) == "log-text"
    assert log.get("C-1")


def test_what_is_due_is_found_batch_by_batch(log, record, monkeypatch):
    from complaint_rules.audit import retention

    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        log.append(record())
        log.event(f"C-{len([*log.find()])}", "resolved", RESOLVED)
    assert [one.complaint_id for one in log.due(date(2030, 1, 1))] == [f"C-{number}" for number in range(1, 6)]


def test_an_unknown_complaint_has_nothing_to_erase(log):
    assert code_of(lambda: log.erase("C-1", reason="x")) == "entry-missing"


def test_a_log_without_the_calendar_keeps_longer_rather_than_shorter(url, record):
    with AuditLog(url) as log:
        log.append(record())
        log.event("C-1", "resolved", RESOLVED)
        (one,) = log.due(date(2099, 1, 1))
        assert one.until > LAST
