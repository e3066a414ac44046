"""Outlines as rows of a table, for spreadsheets and data frames: CSV and Parquet.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, as the OWASP page on CSV
injection advises: an id of a complaint comes from outside.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any, TextIO

from complaint_rules.audit.outline import LogEntry
from complaint_rules.errors import AuditError

COLUMNS = (
    "index",
    "entry",
    "at",
    "complaint",
    "received",
    "ruleset",
    "version",
    "digest",
    "status",
    "tier",
    "lead",
    "finding",
    "remedies",
    "items",
    "approvals",
    "rules",
    "clauses",
    "what",
    "happened",
    "by",
    "reason",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 5_000


def row_of(entry: LogEntry) -> dict[str, Any]:
    """One entry as a row; lists are texts separated by `;`."""
    outline = entry.outline
    row: dict[str, Any] = {name: outline.get(name) for name in COLUMNS}
    ruleset = outline.get("ruleset") or {}
    row |= {"ruleset": ruleset.get("id"), "version": ruleset.get("version"), "digest": ruleset.get("digest")}
    for name in ("remedies", "items"):
        row[name] = "; ".join(f"{kind}={status}" for kind, status in (row[name] or {}).items()) or None
    for name in ("approvals", "rules", "clauses"):
        row[name] = "; ".join(row[name] or ()) or None
    return row


def write_csv(entries: Iterable[LogEntry], file: TextIO) -> None:
    """Write entries as CSV (RFC 4180), with a header line."""
    writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for entry in entries:
        row = row_of(entry)
        writer.writerow([_safe(row[name]) for name in COLUMNS])


def write_parquet(entries: Iterable[LogEntry], file: IO[bytes]) -> None:
    """Write entries as Parquet, in groups of some thousand rows.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # published without types
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise AuditError.missing("pyarrow", "parquet") from None
    schema = pa.schema([(name, pa.int64() if name == "index" else pa.string()) for name in COLUMNS])
    with pq.ParquetWriter(file, schema) as writer:
        for rows in _batches(map(row_of, entries)):
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _batches(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    while found := list(islice(rows, _BATCH)):
        yield found


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
