"""What is compared before anything is timed: the whole decision on a complaint that leaves nothing open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from complaint_rules import Decision

Outcome = dict[str, Any]
Decide = Callable[[Mapping[str, Any]], Outcome]

ENTRIES = (
    *("severity", "department", "liability", "deadlines", "approvals", "remedies", "items", "payable"),
    *("actions", "prohibited"),
)


class DifferError(AssertionError):
    """A contestant decides a complaint otherwise than the library does."""


def outcome(decision: Decision) -> Outcome:
    """A decision of ours as plain data: its entries, and the rules that fired with their clauses.

    Raises:
        DifferError: the decision leaves something open, or rules disagree; no peer could say the same.
    """
    if decision.status != "final" or decision.review:
        raise DifferError(f"{decision.complaint_id} leaves something open: {decision.questions or decision.review}")
    found = {name: getattr(decision, name) for name in ENTRIES}
    return found | {"fired": [(line.rule, line.cite) for line in decision.trace.rules]}


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
