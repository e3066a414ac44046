"""The tables of the log in SQLAlchemy; the migrations create the same ones, and a test compares the two.

| table | holds |
|---|---|
| `log_head` | one row: the log's origin, how many entries there are, the peaks of the tree |
| `log_entries` | the entries: outline, what is encrypted, and the tree's hashes that the entry completes |
| `log_keys` | keys of complaints, named by the first entry that uses them; a backup of them belongs elsewhere |
| `log_names`, `log_mentions` | the search index: terms, and the entries that mention one first in their block |
| `log_rulesets`, `log_files`, `log_calendars` | rules and announced days by digest |
"""

from __future__ import annotations

from complaint_rules.errors import AuditError

try:
    from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text
except ImportError:
    raise AuditError.missing("sqlalchemy", "log") from None

metadata = MetaData()

_Index = BigInteger().with_variant(Integer, "sqlite")
"""SQLite keeps a table in the order of its key only where the key is an INTEGER."""

head = Table(
    "log_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("origin", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)

entries = Table(
    "log_entries",
    metadata,
    Column("idx", _Index, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("complaint", Text),
    Column("at", Text, nullable=False),
    Column("key_idx", BigInteger),
    Column("outline", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("nodes", LargeBinary, nullable=False),
    Index("log_entries_complaint", "complaint"),
    Index("log_entries_at", "at"),
)

keys = Table(
    "log_keys",
    metadata,
    Column("idx", _Index, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
)

names = Table(
    "log_names",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
)

mentions = Table(
    "log_mentions",
    metadata,
    Column("name", Integer, primary_key=True, autoincrement=False),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Index("log_mentions_first", "first", "name"),
    sqlite_with_rowid=False,
)

rulesets = Table(
    "log_rulesets",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("manifest", LargeBinary, nullable=False),
)

files = Table(
    "log_files",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

calendars = Table(
    "log_calendars",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("days", LargeBinary, nullable=False),
)
