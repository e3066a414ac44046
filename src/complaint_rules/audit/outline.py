"""The outline of an entry: its data in the clear, and the content of its leaf in the Merkle tree.

An outline is one JSON object, stored as its canonical form (RFC 8785); the entry's leaf is the hash of these bytes. It
has the digest of what is stored encrypted, so that the leaf covers that too. No value of a fact is in it: a tier, a
rule or a clause says what was decided, not what the complaint stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DECISION, EVENT, ERASURE, READ, CHECKPOINT = "decision", "event", "erasure", "read", "checkpoint"
"""Kinds of entries."""

Term = tuple[str, str]
"""A term to search entries by: a field and its value, such as `("tier", "serious")`."""

RETAIN = "retain"
_ONE = (("tier", "tier"), ("department", "lead"), ("finding", "finding"), ("status", "status"))
_MANY = (("approval", "approvals"), ("rule", "rules"), ("clause", "clauses"))
"""Fields to search by, and their keys in the outline."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the log, as everybody may read it.

    `index` is its position in the log, from 0. `kind` is `decision`, `event`, `erasure`, `read` or `checkpoint`; `at`
    the moment at which it was written, by its writer's clock; `outline` all of its data in the clear.
    """

    index: int
    kind: str
    complaint_id: str | None
    at: str
    outline: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The entry as JSON data."""
        return dict(self.outline)


def of_decision(record: Any) -> dict[str, Any]:
    """The outline of a record's decision."""
    decision, provenance = record.decision, record.provenance
    trace = decision["trace"]
    fired = trace["rules"]
    return {
        "ruleset": dict(decision["ruleset"]),
        "engine": decision["engine"],
        "calendar": {key: trace["calendar"].get(key) for key in ("id", "digest", "timezone")},
        "library": _library(provenance),
        "record": {"version": record.version, "digest": record.digest},
        "received": trace["received_at"][:10],
        "status": decision["status"],
        "tier": decision["severity"]["tier"],
        "lead": decision["department"]["lead"],
        "finding": decision["liability"]["finding"],
        "remedies": {one["kind"]: one["status"] for one in decision["remedies"]},
        "items": {one["item"]: one["status"] for one in decision["items"]},
        "approvals": sorted({one["role"] for one in decision["approvals"]}),
        "rules": sorted({line["rule"] for line in fired}),
        "clauses": sorted({cite for line in fired for cite in line["cite"]}),
        "retain": [
            {key: one[key] for key in ("within", "from", "due")}
            for one in decision["deadlines"]
            if one["clock"] == RETAIN
        ],
    }


def _library(provenance: Mapping[str, Any]) -> Any:
    found = provenance.get("library")
    return found.get("version") if isinstance(found, Mapping) else found


def grouped_terms(outline: Mapping[str, Any]) -> list[tuple[str, Iterable[str]]]:
    """The terms of an entry, by field; its complaint and its moment have indexes of their own."""
    found: list[tuple[str, Iterable[str]]] = [("kind", (outline["entry"],))]
    if outline["entry"] == DECISION:
        ruleset, calendar = outline["ruleset"], outline["calendar"]
        found += [(field, (outline[key],)) for field, key in _ONE if outline[key] is not None]
        found += [("ruleset", (ruleset["id"], ruleset["digest"])), ("calendar", (calendar["digest"],))]
        found += [(field, outline[key]) for field, key in _MANY]
    return found


def terms(outline: Mapping[str, Any]) -> set[Term]:
    """The terms of an entry, as a set."""
    return {(field, value) for field, values in grouped_terms(outline) for value in values}


def has_all(outline: Mapping[str, Any], wanted: Iterable[Term]) -> bool:
    """Whether an entry has every one of some terms."""
    return {*wanted} <= terms(outline)
