"""What is compared before anything is timed: the whole decision on a complaint that leaves nothing open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from complaint_rules import Decision

Outcome = dict[str, Any]
Decide = Callable[[Mapping[str, Any]], Outcome]

ENTRIES = {
    "severity": ("tier", "rank", "could_be", "because"),
    "department": ("lead", "support", "because"),
    "liability": ("finding", "disputed", "because"),
    "deadlines": ("clock", "within", "start", "due", "because", "not_before"),
    "approvals": ("role", "purpose", "because"),
    "remedies": (
        *("kind", "status", "min_fen", "max_fen", "could_be", "approval_ladder", "because", "settles_from_fen"),
        *("group", "choice", "public"),
    ),
    "items": ("item", "status", "min_fen", "max_fen", "missing", "because"),
    "payable": ("min_fen", "max_fen", "now_fen"),
    "actions": ("do", "when", "because"),
    "prohibited": ("do", "because"),
}
"""What is compared of each entry: all of it but what only speaks of unknown facts, of which there are none."""


class DifferError(AssertionError):
    """A contestant decides a complaint otherwise than the library does."""


def outcome(decision: Decision) -> Outcome:
    """A decision of ours as plain data: its entries, and the rules that fired with their clauses.

    Raises:
        DifferError: the decision waits for facts or figures, or rules disagree; no peer could say the same.
    """
    if decision.questions or decision.review:
        raise DifferError(f"{decision.complaint_id} leaves something open: {decision.questions or decision.review}")
    found = {name: _said(getattr(decision, name), fields) for name, fields in ENTRIES.items()}
    return found | {"fired": [(line.rule, line.cite) for line in decision.trace.rules]}


def _said(entry: Any, fields: Sequence[str]) -> Any:
    """Some fields of an entry, or of each in a list of entries."""
    if hasattr(entry, "_fields"):
        return tuple([getattr(entry, name) for name in fields])
    return tuple([_said(one, fields) for one in entry])


def check_equal(
    expected: Sequence[Outcome], complaints: Sequence[Mapping[str, Any]], contestants: Mapping[str, Decide]
) -> None:
    """Stop unless every contestant comes to the expected outcome of every complaint.

    Raises:
        DifferError: naming the contestant, the complaint, the entry, and what was expected and found.
    """
    for name, decide in contestants.items():
        for complaint, wanted in zip(complaints, expected, strict=True):
            found = decide(complaint)
            for entry in wanted.keys() | found.keys():
                one, other = _plain(wanted.get(entry)), _plain(found.get(entry))
                if one != other:
                    raise DifferError(f"{name} differs on {complaint['id']}, {entry}: {other}, not {one}")


def _plain(value: Any) -> Any:
    """Tuples all the way down, whatever a contestant lists its entries in."""
    return tuple(_plain(one) for one in value) if isinstance(value, tuple | list) else value
