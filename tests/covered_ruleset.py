"""A ruleset of one's own making, whole: every clause has a rule, every rule a case, every name its labels.

Tests take a part away and look at what is said.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

RECEIVED = "2026-03-04T10:00:00+08:00"
LABEL = {"en": "A label", "zh": "名称"}


def a_case(name: str, expect: Mapping[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
    return {
        "case": name,
        "complaint": {"id": "C-1", "received_at": RECEIVED, "kind": "other", **facts},
        "expect": dict(expect or {"review": []}),
    }


HEADER: dict[str, Any] = {
    "ruleset": "house",
    "language": 1,
    "version": "1.0.0",
    "title": {"en": "House", "zh": "本店"},
    "calendar": "CN",
    "tiers": {"low": {"en": "Low", "zh": "低"}, "high": {"en": "High", "zh": "高"}},
    "departments": {"desk": {"en": "Desk", "zh": "服务台"}},
    "parameters": {
        "limit": {"title": LABEL, "unit": "CNY", "values": {"2020-01-01": "200.00"}, "cite": ["book/2"]},
    },
    "rules": [
        {"id": "always", "title": LABEL, "cite": ["book/1"], "then": {"severity": "low", "lead": "desk"}},
        {
            "id": "large",
            "title": LABEL,
            "cite": ["book/2"],
            "when": {"claimed_amount": ">= limit"},
            "then": {"severity": "high"},
        },
    ],
    "tables": [
        {
            "id": "clocks",
            "title": LABEL,
            "cite": ["book/3"],
            "when": ["decision.severity"],
            "then": ["deadline.respond"],
            "rows": [["low", "48h"], ["high", "24h"]],
        }
    ],
}

BOOK: dict[str, Any] = {
    "document": "book",
    "title": {"en": "The book", "zh": "手册"},
    "clauses": [
        {"id": "0", "kind": "context", "title": LABEL, "says": "Scope."},
        {"id": "1", "kind": "decides", "title": LABEL, "says": "Everything is taken in."},
        {"id": "2", "kind": "decides", "title": LABEL, "says": "A large claim goes up."},
        {"id": "3", "kind": "process", "title": LABEL, "says": "Answer in time."},
    ],
}

CASES = [
    a_case("small", {"severity.tier": "low"}, claimed_amount=100),
    a_case("large", {"severity.tier": "high"}, claimed_amount=300),
    a_case("unknown", {"severity.tier": "low"}),
]


def parts() -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """Header, book and cases, to be changed at will."""
    return copy.deepcopy(HEADER), copy.deepcopy(BOOK), copy.deepcopy(CASES)


def put(
    folder: Path, header: Mapping[str, Any], book: Mapping[str, Any] | None, cases: Sequence[Mapping[str, Any]]
) -> Path:
    """Write the folder `house` (or what the header calls itself)."""
    folder = folder / str(header["ruleset"])
    files: dict[str, Any] = {"ruleset.yaml": header, "clauses/book.yaml": book, "cases/cases.yaml": cases}
    for name, data in files.items():
        if data is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return folder
