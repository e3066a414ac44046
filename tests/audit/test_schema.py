"""The migrations make the tables that the library uses, and a log made by the first of them is still read."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from complaint_rules import AuditLog
from complaint_rules.audit import schema
from complaint_rules.audit.database import Database
from complaint_rules.audit.tables import metadata


def test_the_migrations_make_the_tables_that_are_used(any_url):
    with AuditLog(any_url) as log, log._database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
        made = {name: {c["name"] for c in inspect(connection).get_columns(name)} for name in metadata.tables}
    assert made == {name: {c.name for c in table.columns} for name, table in metadata.tables.items()}


def test_a_log_of_the_first_form_with_entries_is_upgraded_and_read(any_url, record, engine, monkeypatch):
    database, upgrade = Database(any_url, 10), schema._upgrade
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_upgrade", lambda connection, _: upgrade(connection, "0001"))
        schema.bring_up(database, "old.example/log")
    with AuditLog(any_url) as log:
        log.keep_rules(engine)
        made = record()
        log.append(made)
    database.close()
    with AuditLog(any_url) as log:
        assert (log.origin, log.get("C-1")) == ("old.example/log", made)
        assert log.verify().ok
        with log._database.reading() as connection:
            found = connection.execute(text("SELECT version_num FROM log_version")).scalar()
    assert found == schema.NEWEST


def test_opening_a_log_again_changes_nothing(any_url):
    with AuditLog(any_url) as log:
        origin = log.origin
    with AuditLog(any_url, origin="another.example") as log:
        assert log.origin == origin
