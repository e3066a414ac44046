"""What goes wrong with a database is told as one clear error, and leaves nothing half written."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from complaint_rules import AuditError, AuditLog, MissingExtraError


def code_of(call):
    with pytest.raises(AuditError) as caught:
        call()
    return caught.value.code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "log-url"),
        ("decisions.db", "log-url"),
        ("mysql://host/db", "log-url"),
        ("sqlite://", "log-in-memory"),
        ("sqlite:///:memory:", "log-in-memory"),
        ("sqlite:////nowhere/at/all.db", "log-lost"),
        ("postgresql://log@/log?host=/nowhere/at/all", "log-lost"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(url, code):
    assert code_of(lambda: AuditLog(url)) == code


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://log:hush@localhost:1/log",
        "postgresql://localhost:1/log?user=log&password=hush",
        "postgresql://localhost:1/log?sslpassword=hush",
        "postgresql+nodriver://localhost:1/log?password=hush",
        "mysql://localhost:1/log?password=hush",
        "postgresql:// localhost:x/log?password=hush",
    ],
)
def test_a_password_is_not_shown(url):
    with pytest.raises(AuditError) as caught:
        AuditLog(url, wait_seconds=1)
    assert "hush" not in str(caught.value)


def test_a_log_that_is_only_read_is_not_made(tmp_path):
    url = f"sqlite:///{tmp_path}/none.db"
    assert code_of(lambda: AuditLog(url, create=False)) == "log-not-there"
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "log.db"
    path.write_text("a diary, and no database at all, of more than a hundred bytes. " * 9)
    assert code_of(lambda: AuditLog(f"sqlite:///{path}")) == "log-damaged"


def test_a_log_of_a_newer_form_is_told_and_left_alone(any_url):
    with AuditLog(any_url) as log, log._database.writing() as connection:
        connection.execute(text("UPDATE log_version SET version_num = '0999'"))
    with pytest.raises(AuditError, match="0999") as caught:
        AuditLog(any_url)
    assert caught.value.code == "log-newer"


def test_a_writer_that_waits_too_long_says_so(any_url, record):
    made = record()
    with AuditLog(any_url, wait_seconds=0.3) as one, AuditLog(any_url, wait_seconds=0.3) as other:
        with one._database.writing():
            start = time.monotonic()
            assert code_of(lambda: other.append(made)) == "log-busy"
            assert 0.2 < time.monotonic() - start < 5
            failed = []
            thread = threading.Thread(target=lambda: failed.append(code_of(lambda: one.append(made))))
            thread.start()
            thread.join()
            assert failed == ["log-busy"]
        assert other.append(made).index == 0


def test_a_locked_file_is_told(url, record):
    with AuditLog(url, wait_seconds=0.2) as log:
        path = url.removeprefix("sqlite:///")
        with sqlite3.connect(path, isolation_level=None) as foreign:
            foreign.execute("BEGIN EXCLUSIVE")
            assert code_of(lambda: log.append(record())) == "log-busy"
            foreign.execute("ROLLBACK")
        log.append(record())
        assert len(log) == 1


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can write to a file that may only be read, and is asked not to"
)
def test_a_log_that_may_only_be_read_is_told(url, record, tmp_path):
    with AuditLog(url) as log:
        log.append(record())
    made, path = record(), Path(url.removeprefix("sqlite:///"))
    with AuditLog(f"sqlite:///file:{path}?mode=ro&uri=true") as log:
        assert code_of(lambda: log.append(made)) == "log-read-only"
        assert log.verify().ok


def _limited(call):
    """Run something in a child that may not write files beyond what there is; returns its exit code."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
        code = 3
        try:
            call()
        except AuditError as error:
            code = 0 if error.code == "log-full" else 4
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_quota_that_is_used_up_is_told_and_what_was_acknowledged_stays(log, url, record):
    acknowledged = Path(url.removeprefix("sqlite:///")).with_suffix(".acknowledged")

    def fill():
        with acknowledged.open("a") as file:
            for _ in range(500):
                entry = log.append(record())
                file.write(f"{entry.index}\n")
                file.flush()

    assert _limited(fill) == 0
    count = len(acknowledged.read_text().splitlines())
    assert count > 0
    assert len(log) == count
    assert log.verify().ok
    log.append(record())
    assert log.verify().ok


def test_a_full_disk_is_told_and_what_was_acknowledged_stays(record, engine):
    folder = Path(tempfile.mkdtemp(prefix="full-"))
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("no `mount` here")
    small = [mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if subprocess.run(small, check=False, capture_output=True).returncode:  # noqa: S603  # of the system
        folder.rmdir()
        pytest.skip("no right to mount a small disk")
    try:
        with AuditLog(f"sqlite:///{folder}/log.db") as log:
            log.keep_rules(engine)
            appended = []
            with pytest.raises(AuditError) as caught:
                appended.extend(log.append(record()) for _ in range(2_000))
            assert caught.value.code == "log-full"
            assert len(log) == len(appended) > 0
            assert log.verify().ok
    finally:
        subprocess.run([umount, "-l", str(folder)], check=True)  # noqa: S603  # of the system
        folder.rmdir()


def _cut_off(log):
    """Write in a transaction whose connection the server ends."""
    with log._database.writing() as connection:
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with log._database.outside() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        connection.execute(text("INSERT INTO log_keys VALUES (99, 'x')"))


def test_a_lost_connection_is_told_and_the_next_append_connects_again(postgres_url, record):
    with AuditLog(postgres_url) as log:
        log.append(record())
        assert code_of(lambda: _cut_off(log)) == "log-lost"
        log.append(record())
        assert len(log) == 2
        assert log.verify().ok


def test_a_transaction_that_fails_in_the_middle_leaves_nothing(any_log, record, monkeypatch):
    any_log.append(record())
    from complaint_rules.audit import writing

    def broken(*_):
        raise AuditError.of("log-refused", value="x", reason="x")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_mention", broken)
        assert code_of(lambda: any_log.append(record())) == "log-refused"
    assert len(any_log) == 1
    any_log.append(record())
    assert any_log.verify().ok


def test_a_missing_driver_names_its_extra(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match="postgres"):
        AuditLog("postgresql://log@/log?host=/nowhere")
