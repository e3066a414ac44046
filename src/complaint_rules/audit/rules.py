"""Rulesets and calendars as the log keeps them: each file, each ruleset and each calendar once, by its digest.

A ruleset's digest is that of the bytes that were parsed, so what is kept verifies itself: `read_rules` computes the
digest of what it read and refuses other bytes. Of a calendar all days are kept, whatever their source.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

from complaint_rules.audit.stored_json import dump, load
from complaint_rules.audit.tables import calendars, files, rulesets
from complaint_rules.calendars.calendar import Calendar
from complaint_rules.errors import AuditError
from complaint_rules.limits import LARGEST_RECORD
from complaint_rules.load.reading import KeptReading, LayerBytes


def write_rules(connection: Connection, digest: str, layers: Sequence[LayerBytes]) -> None:
    """Keep a ruleset, lowest layer first, if it is not kept yet."""
    if is_kept(connection, rulesets, digest):
        return
    manifest = []
    for layer in layers:
        named = {name: sha256(content).hexdigest() for name, content in layer.files.items()}
        manifest.append({"name": layer.name, "files": named, "below": dict(layer.below)})
        for name, content in layer.files.items():
            if not is_kept(connection, files, named[name]):
                connection.execute(files.insert().values(digest=named[name], content=zlib.compress(content, 9)))
    connection.execute(rulesets.insert().values(digest=digest, manifest=dump(manifest)))


def write_calendar(connection: Connection, calendar: Calendar) -> None:
    """Keep a calendar, if it is not kept yet."""
    if not is_kept(connection, calendars, calendar.digest):
        connection.execute(calendars.insert().values(digest=calendar.digest, days=dump(calendar.to_dict())))


def read_rules(connection: Connection, digest: str) -> tuple[LayerBytes, ...]:
    """The files of a ruleset.

    Raises:
        AuditError: it was not kept, or was changed since.
    """
    manifest = connection.execute(select(rulesets.c.manifest).where(rulesets.c.digest == digest)).scalar()
    if manifest is None:
        raise AuditError.of("ruleset-not-kept", value=digest)
    try:
        layers = tuple([_layer(connection, one) for one in load(manifest)])
        is_own = KeptReading(digest, layers).digest == digest
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        raise AuditError.of("ruleset-changed", value=digest) from None
    if not is_own:
        raise AuditError.of("ruleset-changed", value=digest)
    return layers


def read_calendar(connection: Connection, digest: str) -> Calendar:
    """A calendar.

    Raises:
        AuditError: it was not kept, or was changed since.
    """
    days = connection.execute(select(calendars.c.days).where(calendars.c.digest == digest)).scalar()
    if days is None:
        raise AuditError.of("calendar-not-kept", value=digest)
    try:
        found = Calendar.from_dict(load(days))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AuditError.of("ruleset-changed", value=digest) from None
    if found.digest != digest:
        raise AuditError.of("ruleset-changed", value=digest)
    return found


def _layer(connection: Connection, stated: Any) -> LayerBytes:
    contents = {name: _file(connection, digest) for name, digest in stated["files"].items()}
    return LayerBytes(stated["name"], contents, stated["below"])


def _file(connection: Connection, digest: str) -> bytes:
    content = connection.execute(select(files.c.content).where(files.c.digest == digest)).scalar()
    unpacked = zlib.decompressobj().decompress(content or b"", LARGEST_RECORD)
    if sha256(unpacked).hexdigest() != digest or zlib.compress(unpacked, 9) != content:
        raise ValueError(digest)
    return unpacked


def check_of(connection: Connection, ruleset: str, calendar: str) -> str | None:
    """A digest of how a ruleset and a calendar are kept, with what their own digests leave out: names, versions.

    None where one of them is not kept.
    """
    manifest = connection.execute(select(rulesets.c.manifest).where(rulesets.c.digest == ruleset)).scalar()
    days = connection.execute(select(calendars.c.days).where(calendars.c.digest == calendar)).scalar()
    if not (isinstance(manifest, bytes) and isinstance(days, bytes)):
        return None
    return f"sha256:{sha256(manifest + days).hexdigest()}"


def is_kept(connection: Connection, table: Table, digest: str) -> bool:
    """Whether a table has something by a digest."""
    return connection.execute(select(table.c.digest).where(table.c.digest == digest)).first() is not None
