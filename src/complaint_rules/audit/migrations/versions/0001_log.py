"""The log: head, entries, keys, search index, rules and calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Index = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("peaks", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "log_entries",
        sa.Column("idx", _Index, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("complaint", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("key_idx", sa.BigInteger),
        sa.Column("outline", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("nodes", sa.LargeBinary, nullable=False),
    )
    op.create_index("log_entries_complaint", "log_entries", ["complaint"])
    op.create_index("log_entries_at", "log_entries", ["at"])
    op.create_table(
        "log_keys",
        sa.Column("idx", _Index, primary_key=True, autoincrement=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "log_names",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "log_mentions",
        sa.Column("name", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("log_mentions_first", "log_mentions", ["first", "name"])
    for name, column in (("log_rulesets", "manifest"), ("log_files", "content"), ("log_calendars", "days")):
        op.create_table(
            name,
            sa.Column("digest", sa.Text, primary_key=True),
            sa.Column(column, sa.LargeBinary, nullable=False),
        )
