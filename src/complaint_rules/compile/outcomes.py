"""The outcomes that a property may name, read from their keys: `severity`, `deadline.resolve`, `refund.max` ..."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from complaint_rules import vocabulary
from complaint_rules.compile.names import Names
from complaint_rules.compile.property import Aspect, Outcome, Part
from complaint_rules.errors import Hint, Message, Place, nearest_or_listed

_PLAIN: tuple[Part, ...] = ("severity", "lead", "liability", "support", "approval", "action", "prohibit")
_BOUNDS = ("min", "max")


def read_outcome(key: str, names: Names, place: Place) -> Outcome | None:
    """Read the outcome that a key names; None, with a problem noted, where it names none."""
    head, _, rest = key.partition(".")
    if not rest and key in _PLAIN:
        return Outcome(key)
    if head in _BY_NAME:
        return _entry(head, rest, names, place)
    if head in (*vocabulary.REMEDIES, *vocabulary.ITEMS, "payable"):
        return _sum_or_status(head, rest, names, place)
    near = nearest_or_listed(key, outcome_keys(names))
    names.refuse(Message("unknown-name", near, what="outcome", name=key), place)
    return None


_BY_NAME: dict[Part, str] = {"deadline": "clock", "approval": "approval", "action": "action", "prohibit": "prohibition"}
"""The parts with entries by name, and the word for such a name."""


def _named(part: Part, names: Names) -> list[str]:
    """The names of a part's entries."""
    known: dict[Part, Iterable[str]] = {
        "deadline": names.clocks,
        "approval": names.approvals,
        "action": names.actions,
        "prohibit": [*names.prohibited, *names.actions],
    }
    return [*known[part]]


def _entry(part: Part, name: str, names: Names, place: Place) -> Outcome | None:
    known = _named(part, names)
    if not name:
        names.refuse(Message("outcome-needs-name", outcome=part, example=known[0]), place)
        return None
    found = names.check(_BY_NAME[part], name, known, place)
    return Outcome(part, found) if found else None


def _sum_or_status(head: str, rest: str, names: Names, place: Place) -> Outcome | None:
    part: Part = "payable" if head == "payable" else "remedy" if head in vocabulary.REMEDIES else "item"
    has_sum = part != "remedy" or head in vocabulary.MONEY_REMEDIES
    aspects = [*(_BOUNDS if has_sum else ()), *(() if part == "payable" else ("",))]
    if rest in aspects:
        return Outcome(part, "" if part == "payable" else head, cast("Aspect", rest or "status"))
    if not has_sum:
        names.refuse(Message("outcome-is-no-sum", outcome=head, rest=rest), place)
    else:
        known = tuple(f"{head}.{aspect}" if aspect else head for aspect in aspects)
        name = f"{head}.{rest}" if rest else head
        hint = Hint("write-outcomes", {"outcomes": known})
        names.refuse(Message("unknown-name", hint, what="outcome", name=name), place)
    return None


def outcome_keys(names: Names) -> list[str]:
    """Every key of `then`, the plain ones first."""
    by_name = [f"{part}.{name}" for part in _BY_NAME for name in _named(part, names)]
    remedies = [key for kind in vocabulary.REMEDIES for key in (kind, *_bounds_of(kind))]
    items = [f"{item}{end}" for item in vocabulary.ITEMS for end in ("", ".min", ".max")]
    return [*_PLAIN, "payable.min", "payable.max", *remedies, *by_name, *items]


def _bounds_of(kind: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{end}" for end in _BOUNDS) if kind in vocabulary.MONEY_REMEDIES else ()


__all__ = ["outcome_keys", "read_outcome"]
