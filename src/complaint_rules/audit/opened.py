"""An open log: its origin, its size, and the rules that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection

from complaint_rules.audit.arguments import line, master_key_of
from complaint_rules.audit.database import Database
from complaint_rules.audit.rules import check_of, read_calendar, read_rules, write_calendar, write_rules
from complaint_rules.audit.schema import bring_up
from complaint_rules.audit.writing import TermIndex, read_head

if TYPE_CHECKING:
    from complaint_rules.engine import Engine
    from complaint_rules.load.reading import LayerBytes


class OpenLog:
    """The base of every use of a log; see `AuditLog`."""

    def __init__(
        self,
        url: str = "sqlite:///decisions.db",
        *,
        origin: str | None = None,
        wait_seconds: float = 10.0,
        master_key: bytes | None = None,
        create: bool = True,
    ) -> None:
        """Open a log; a missing one is created, and one of an older version is upgraded.

        Args:
            url: `sqlite:///FILE`, or `postgresql://USER@HOST/DATABASE`.
            origin: the name of the log in its checkpoints, if it is created now, such as `shop.example/complaints`; by
                default a random name.
            wait_seconds: how long to wait for another writer.
            master_key: 32 bytes by which the complaints' keys are wrapped; by default what the environment variable
                `COMPLAINT_RULES_MASTER_KEY` has, if it is set.
            create: whether a missing file is created.

        Raises:
            AuditError: the database can't be opened, or is of a newer version of this library.
            MissingExtraError: the extra `log` (for PostgreSQL also `postgres`) is not installed.
        """
        self._master = master_key_of(master_key)
        self._database = Database(url, wait_seconds, create=create)
        try:
            bring_up(self._database, line(origin))
        except BaseException:
            self._database.close()
            raise
        self._terms = TermIndex()
        self._kept: dict[tuple[str, str], str] = {}

    @property
    def origin(self) -> str:
        """The name of the log in its checkpoints."""
        with self._database.reading() as connection:
            return read_head(connection).origin

    @property
    def size(self) -> int:
        """How many entries there are, of all kinds."""
        with self._database.reading() as connection:
            return read_head(connection).size

    def __len__(self) -> int:
        return self.size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        self._database.close()

    def __repr__(self) -> str:
        return f"<AuditLog {self._database.name}>"

    # --- the rules of past decisions

    def keep_rules(self, engine: Engine) -> None:
        """Keep the rules and the calendar of an engine, each once, so that its decisions can be made again.

        Raises:
            AuditError: the log can't be written.
        """
        ruleset = engine.ruleset
        if (ruleset.digest, ruleset.calendar.digest) in self._kept:
            return
        with self._database.writing() as connection:
            write_rules(connection, ruleset.digest, engine.layers)
            write_calendar(connection, ruleset.calendar)

    def stored_rules(self, digest: str) -> tuple[LayerBytes, ...]:
        """The files of a ruleset, layer by layer, for `Engine.load(digest, store=log)`.

        Raises:
            AuditError: it was not kept, or was changed since.
        """
        with self._database.reading() as connection:
            return read_rules(connection, digest)

    def stored_calendar(self, digest: str) -> dict[str, Any]:
        """The days of a calendar that decisions used.

        Raises:
            AuditError: it was not kept, or was changed since.
        """
        with self._database.reading() as connection:
            return read_calendar(connection, digest).to_dict()

    def _kept_as(self, connection: Connection, ruleset: str, calendar: str) -> str | None:
        """The digest of how rules and calendar are kept; None unless the log alone suffices to decide again."""
        found = self._kept.get((ruleset, calendar))
        if found is None:
            found = check_of(connection, ruleset, calendar)
            if found is not None:
                self._kept[ruleset, calendar] = found
        return found
