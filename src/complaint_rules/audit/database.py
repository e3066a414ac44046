"""Connections to the database of a log, its transactions, and what its errors mean.

SQLite runs in WAL mode with `synchronous=FULL`: a commit returns after the write-ahead log has reached the disk (an
`fsync`), so that what was acknowledged survives the death of the process (the pages are the system's by then) and, as
far as the disk keeps what it reports as written, a loss of power. PostgreSQL does the same with its own log as long as
`synchronous_commit` is on, which each of our transactions sets.

A writer holds the database's only write lock for the whole transaction (`BEGIN IMMEDIATE`; an advisory lock on
PostgreSQL), so that the index of an entry, its leaf and its row belong together. Others wait up to `wait_seconds`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from complaint_rules.audit import tables as tables  # reports a missing extra before sqlalchemy does
from complaint_rules.errors import AuditError, MissingExtraError

from sqlalchemy import URL, Connection, create_engine, event, exc, make_url, text  # isort: skip

_ADVISORY = 0x636F6D706C6F67
"""The number of the advisory lock: `complog` in ASCII."""

_PAUSE = 0.01
"""Seconds between two attempts where the database itself doesn't wait."""

_databases: weakref.WeakSet[Database] = weakref.WeakSet()


class Database:
    """One database. May be used from many threads; a process that forks opens connections of its own."""

    def __init__(self, url: str, wait_seconds: float, *, create: bool = True) -> None:
        """Prepare; nothing is opened yet.

        Args:
            url: in SQLAlchemy's form, such as `sqlite:///decisions.db`; `postgresql://` uses psycopg.
            wait_seconds: how long to wait for another writer.
            create: whether a missing file is created.

        Raises:
            AuditError: the URL can't be read, or names another kind of database.
            MissingExtraError: psycopg is not installed.
        """
        self._wait = wait_seconds
        self._url = _url(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        if self.is_sqlite and not create and not _is_there(self._url):
            raise AuditError.of("log-not-there", value=self.name)
        self._lock = threading.Lock()
        try:
            self._engine = create_engine(self._url, **self._options())
        except ImportError:
            raise _missing_driver() from None
        if self.is_sqlite:
            event.listen(self._engine, "connect", self._prepare_sqlite)
        event.listen(self._engine, "begin", _begin)
        _databases.add(self)

    @property
    def name(self) -> str:
        """The URL of the database for messages, without a password."""
        return _without_password(self._url)

    def _options(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": self._wait, "isolation_level": None, "check_same_thread": False}}
        millis = max(int(self._wait * 1000), 1)
        # a lock times out after the same time as a writer on SQLite
        return {"pool_pre_ping": True, "connect_args": {"options": f"-c lock_timeout={millis}"}}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, on one snapshot of the database."""
        with self._telling(), self._engine.connect() as plain:
            if self.is_sqlite:
                with plain.begin():
                    yield plain
                return
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """An exclusive transaction that may write; it is committed at the end, or rolled back on an error."""
        if not self._lock.acquire(timeout=self._wait):
            raise AuditError.of("log-busy", value=self.name, seconds=self._wait)
        try:
            connecting = self._engine.connect
            with self._telling(), connecting().execution_options(writes=True) as connection, connection.begin():
                if not self.is_sqlite:
                    connection.execute(text("SET LOCAL synchronous_commit TO on"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY})
                yield connection
        finally:
            self._lock.release()

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A connection that is in no transaction, for upkeep."""
        with self._telling(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn errors of the database into an error that says what to do."""
        try:
            yield
        except (exc.SQLAlchemyError, OverflowError) as error:
            raise self._told(error) from error
        except UnicodeEncodeError:
            raise AuditError.of("log-text-unencodable") from None

    def _told(self, error: Exception) -> AuditError:
        original = getattr(error, "orig", None) or error
        state = getattr(original, "sqlstate", None)
        said = str(original).strip().partition("\n")[0]
        if isinstance(error, exc.TimeoutError):  # every connection of the pool is in use
            return AuditError.of("log-busy", value=self.name, seconds=self._wait)
        if getattr(error, "connection_invalidated", False) or (not self.is_sqlite and state is None):
            return AuditError.of("log-lost", value=self.name, reason=said)
        if state in _BUSY_STATES or "is locked" in said:
            return AuditError.of("log-busy", value=self.name, seconds=self._wait)
        code = _CODE_OF_STATE.get(state or "") or next((code for part, code in _SAID if part in said), "log-refused")
        return AuditError.of(code, value=self.name, reason=said)

    def _prepare_sqlite(self, connection: Any, _record: object) -> None:
        """Configure a connection: readers go on during a write, commits wait for the disk, deletions overwrite.

        A damaged text is read as it is, so that a verification can report it.
        """
        connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        cursor = connection.cursor()
        try:
            self._into_wal(cursor)
            for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
                cursor.execute(f"PRAGMA {pragma}")
        finally:
            cursor.close()

    def _into_wal(self, cursor: Any) -> None:
        """Set WAL mode, waiting while others create or recover the database, which SQLite itself doesn't."""
        end = time.monotonic() + self._wait
        while True:
            try:
                cursor.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > end:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def forget(self) -> None:
        """Drop the connections without closing them: they belong to the process that this one was forked from."""
        self._lock = threading.Lock()
        self._engine.dispose(close=False)


_BUSY_STATES = {"55P03", "40001", "40P01", "57014"}
_CODE_OF_STATE = {
    "53100": "log-full",
    "53200": "log-full",
    "42501": "log-read-only",
    "25006": "log-read-only",
    "57P01": "log-lost",
    "57P02": "log-lost",
    "57P03": "log-lost",
}
_SAID = (
    ("disk is full", "log-full"),
    ("disk I/O error", "log-full"),
    ("readonly database", "log-read-only"),
    ("not a database", "log-damaged"),
    ("malformed", "log-damaged"),
    ("unable to open", "log-lost"),
)
"""Parts of SQLite's messages, and their codes. An error of writing is mostly a full disk or a quota."""

_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
"""The drivers that a URL may name; a URL without one uses the second of its kind."""


def _url(url: str) -> URL:
    try:
        found = make_url(url)
        backend = found.get_backend_name()
    except (exc.ArgumentError, ValueError):
        raise AuditError.of("log-url", value=url.rpartition("@")[2].partition("?")[0]) from None
    if found.drivername not in _DRIVERS:
        raise AuditError.of("log-url", value=_without_password(found))
    if backend == "sqlite" and found.database in (None, "", ":memory:"):
        raise AuditError.of("log-in-memory")
    return found.set(drivername="postgresql+psycopg") if found.drivername == "postgresql" else found


def _without_password(url: URL) -> str:
    """A URL for messages; a driver takes passwords from its query too."""
    public = {name: value for name, value in url.query.items() if "pass" not in name.lower()}
    return url.set(query=public).render_as_string(hide_password=True)


def _is_there(url: URL) -> bool:
    return Path(str(url.database)).is_file()


def _missing_driver() -> MissingExtraError:
    return AuditError.missing("psycopg", "postgres")


def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _forget_all() -> None:
    for database in [*_databases]:
        database.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
