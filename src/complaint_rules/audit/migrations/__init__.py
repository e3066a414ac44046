"""Scripts of Alembic that make and upgrade the tables of a log."""
