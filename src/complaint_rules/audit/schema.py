"""Upgrades the tables of a log to the newest version, by the scripts in `migrations` (Alembic)."""

from __future__ import annotations

import secrets
from importlib import resources

from sqlalchemy import Connection, inspect, select, text

from complaint_rules.audit.database import Database
from complaint_rules.audit.tables import head
from complaint_rules.errors import AuditError

NEWEST = "0001"
"""The newest version of the tables, as the migration scripts number them."""

_KNOWN = ("0001",)
VERSION_TABLE = "log_version"


def bring_up(database: Database, origin: str | None) -> None:
    """Create the tables where there are none, and upgrade older ones.

    Args:
        database: the database of the log.
        origin: the name of the log in its checkpoints, if it is created now; by default a random name.

    Raises:
        AuditError: the tables are of a newer version of this library, or of another program.
    """
    with database.reading() as connection:
        found = _version(connection)
    if found == NEWEST:
        return
    _require_known(found)
    with database.writing() as connection:
        found = _version(connection)  # another process may have been first
        _require_known(found)
        if found != NEWEST:
            _upgrade(connection, "head")
        if connection.execute(select(head.c.id)).first() is None:
            name = origin or f"complaint-rules.example/{secrets.token_hex(8)}"
            connection.execute(head.insert().values(id=1, origin=name, size=0, peaks=b""))


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  # our constant
    return "" if found is None else str(found)


def _require_known(version: str | None) -> None:
    if version is not None and version not in _KNOWN:
        raise AuditError.of("log-newer", version=version, known=NEWEST)


def _upgrade(connection: Connection, revision: str) -> None:
    """Run the scripts inside the caller's transaction."""
    try:
        from alembic import command
        from alembic.config import Config
    except ImportError:
        raise AuditError.missing("alembic", "log") from None
    config = Config()
    config.set_main_option("script_location", str(resources.files("complaint_rules.audit") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
