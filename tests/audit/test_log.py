"""A log gives back what was appended, once, from threads and processes at once, in both kinds of database."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from complaint_rules import AuditError, AuditLog, Engine, Signer
from complaint_rules.audit import tables
from tests.audit.conftest import ORIGIN


def code_of(call):
    with pytest.raises(AuditError) as caught:
        call()
    return caught.value.code


def test_a_record_comes_back_as_it_was_with_its_key(any_log, record):
    made = record()
    entry = any_log.append(made)
    found = any_log.get(made.decision["complaint_id"])
    assert (entry.index, entry.kind, entry.complaint_id) == (0, "decision", "C-1")
    assert found == made
    assert found.verify(made.key)
    assert any_log.origin == ORIGIN
    assert any_log.verify().ok


def test_a_record_that_is_in_the_log_already_is_not_added_again(any_log, record):
    made = record()
    first = any_log.append(made)
    assert any_log.append(made).index == first.index
    assert len(any_log) == 1


def test_a_record_without_its_key_is_refused(log, record):
    from dataclasses import replace

    assert code_of(lambda: log.append(replace(record(), key=None))) == "record-changed"
    assert len(log) == 0


def test_an_outline_has_no_value_of_a_fact(log, engine, complaint):
    stated = complaint(claimed_amount="7654321.98", injury={"age": 73, "medical_expenses": "4321.09"}, kind="other")
    entry = log.append(engine.record(stated))
    assert "7654321" not in str(entry.outline)
    assert "4321" not in str(entry.outline)
    with log._database.reading() as connection:
        rows = connection.execute(select(tables.entries)).all()
    assert b"7654321" not in b"".join(value for row in rows for value in row if isinstance(value, bytes))


def test_who_read_what_is_an_entry(any_log, record):
    any_log.append(record())
    any_log.get("C-1", by="an auditor")
    (entry,) = any_log.find(kind="read")
    assert (entry.outline["read"], entry.outline["by"], entry.complaint_id) == (0, "an auditor", "C-1")


def test_the_last_decision_of_a_complaint_is_meant_and_an_index_means_any(log, engine, complaint):
    first, second = (engine.record(complaint(id="C-9", kind=kind)) for kind in ("other", "personal_injury"))
    log.append(first)
    log.append(second)
    assert log.get("C-9") == second
    assert log.get(0) == log.get("@0") == first
    assert code_of(lambda: log.get("C-8")) == code_of(lambda: log.get("@99")) == "entry-missing"
    assert code_of(lambda: log.get(2)) == "entry-no-decision"


def test_events_are_told_of_complaints_that_were_decided(any_log, record):
    any_log.append(record())
    entry = any_log.event("C-1", "met:respond", "2026-03-05T10:00:00+08:00", by="a clerk")
    assert entry.outline["happened"] == "2026-03-05T02:00:00.000+00:00"
    assert code_of(lambda: any_log.event("C-1", "met:never", "2026-03-05T10:00:00+08:00")) == "event-unknown"
    assert code_of(lambda: any_log.event("C-1", "solved", "2026-03-05T10:00:00+08:00")) == "event-unknown"
    assert code_of(lambda: any_log.event("C-1", "resolved", "2026-03-05T10:00:00")) == "log-moment"
    assert code_of(lambda: any_log.event("C-1", "resolved", "soon")) == "log-moment"
    assert code_of(lambda: any_log.event("C-7", "resolved", "2026-03-05T10:00:00+08:00")) == "entry-missing"
    assert code_of(lambda: any_log.event("C-1", "resolved", "2026-03-05T10:00:00+08:00", by="a\nb")) == "log-text"
    assert len(any_log) == 2


def test_threads_append_at_once_and_no_index_is_given_twice(any_log, record):
    made = [record() for _ in range(24)]
    with ThreadPoolExecutor(6) as pool:
        indexes = [entry.index for entry in pool.map(any_log.append, made)]
    assert sorted(indexes) == [*range(24)]
    assert any_log.verify().ok
    assert {entry.complaint_id for entry in any_log.find()} == {one.decision["complaint_id"] for one in made}


def _append(url, made, rules):
    with AuditLog(url) as log:
        log.keep_rules(Engine.load(rules, engine="python"))
        for one in made:
            log.append(one)


def test_processes_append_at_once_even_where_the_log_is_still_to_be_made(any_url, record, rules):
    made = [record() for _ in range(24)]
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_append, args=(any_url, made[part::3], rules)) for part in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    with AuditLog(any_url) as log:
        assert len(log) == 24
        assert log.verify().ok


def test_a_process_that_forks_goes_on_with_connections_of_its_own(any_log, record):
    any_log.append(record())
    made = record()
    child = os.fork()
    if child == 0:
        try:
            any_log.append(made)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    any_log.append(record())
    assert len(any_log) == 3
    assert any_log.verify().ok


def test_what_another_process_appended_is_searched_and_indexed_too(url, engine, record):
    with AuditLog(url) as one, AuditLog(url) as other:
        one.append(record())
        other.append(record(kind="personal_injury"))
        one.append(record(kind="personal_injury"))
        assert [entry.index for entry in one.find(tier="high")] == [1, 2]
        assert one.verify().ok


def test_a_clock_that_goes_backwards_changes_no_order(any_log, record, monkeypatch):
    from datetime import UTC, datetime, timedelta

    from complaint_rules.audit import writing

    class Backwards:
        moments = iter([datetime(2026, 3, 4, tzinfo=UTC) - timedelta(hours=hour) for hour in range(9)])

        @classmethod
        def now(cls, _zone):
            return next(cls.moments)

    monkeypatch.setattr(writing, "datetime", Backwards)
    for _ in range(3):
        any_log.append(record())
    found = [*any_log.find()]
    assert [entry.index for entry in found] == [0, 1, 2]
    assert found[0].at > found[1].at > found[2].at
    assert [entry.index for entry in any_log.find(until="2026-03-03")] == [1, 2]
    assert any_log.verify().ok


def test_keys_can_be_wrapped_by_a_master_key(url, record, engine):
    made = record()
    with AuditLog(url, master_key=b"m" * 32) as log:
        log.append(made)
        assert log.get("C-1") == made
        assert log.verify().ok
        log.append(engine.record({**made.complaint}))  # a second decision under the same key
    with AuditLog(url) as log:
        assert code_of(lambda: log.get("C-1")) == "master-key-missing"
        assert log.verify().ok
        assert log.verify().unchecked_keys == 2
    with AuditLog(url, master_key=b"n" * 32) as log:
        assert code_of(lambda: log.get("C-1")) == "master-key-wrong"
        assert [one.code for one in log.verify().findings] == ["key", "key"]


def test_no_new_complaint_gets_a_key_under_another_master_key(url, engine, complaint):
    with AuditLog(url, master_key=b"m" * 32) as log:
        log.append(engine.record({**complaint(), "id": "C-1"}))
    for other, code in ((b"n" * 32, "master-key-wrong"), (None, "master-key-missing")):
        with AuditLog(url, master_key=other) as log:
            assert code_of(lambda log=log: log.append(engine.record({**complaint(), "id": "C-2"}))) == code
            assert log.size == 1


def test_the_master_key_comes_from_the_environment_and_must_be_one(url, record, monkeypatch):
    import base64

    monkeypatch.setenv("COMPLAINT_RULES_MASTER_KEY", base64.b64encode(b"m" * 32).decode())
    with AuditLog(url) as log:
        log.append(record())
    with AuditLog(url, master_key=b"m" * 32) as log:
        assert log.get("C-1")
    for wrong in ("short", base64.b64encode(b"m" * 31).decode()):
        monkeypatch.setenv("COMPLAINT_RULES_MASTER_KEY", wrong)
        assert code_of(lambda: AuditLog(url)) == "master-key-not-one"


def test_two_decisions_of_a_complaint_share_its_key(log, engine, complaint):
    stated = complaint()
    log.append(engine.record(stated))
    log.append(engine.record(stated))
    with log._database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM log_keys")).scalar() == 1
    assert log.get(0).key != log.get(1).key


def test_a_checkpoint_is_signed_and_noted(any_log, record, key):
    any_log.append(record())
    made = any_log.checkpoint(key)
    assert (made.origin, made.size) == (ORIGIN, 1)
    made.require(key.verifier)
    assert any_log.entry(1).outline["note"] == made.note
    any_log.append(record())
    assert any_log.verify(made, verifier=key.verifier).signed
    assert code_of(lambda: any_log.verify(made, verifier=Signer.new("else").verifier)) == "signature-missing"


def test_readers_are_not_held_up_by_a_writer(log, record):
    log.append(record())
    done = threading.Event()
    with log._database.writing():
        reader = threading.Thread(target=lambda: (log.verify(), [*log.find()], done.set()))
        reader.start()
        assert done.wait(10)
    reader.join()
