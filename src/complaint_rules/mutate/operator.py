"""A mutation: one small change that an author could make by mistake to a part of a ruleset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from complaint_rules.errors import Place
from complaint_rules.facts.fact import SUMS, Fact
from complaint_rules.money import format_fen

Kind = Literal[
    "threshold",
    "comparison",
    "value",
    "negation",
    "condition",
    "output",
    "effect",
    "exception",
    "day",
    "presumption",
    "authority",
]

Made = TypeVar("Made")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class AppliedOperator(Generic[Made]):
    """What was changed and where, in the author's words; `made` is the part after the change."""

    kind: Kind
    says: str
    made: Made
    place: Place | None = None

    def into(self, made: Other, *, before: str = "") -> AppliedOperator[Other]:
        """The same mutation, lifted to the enclosing part."""
        slip: Any = self
        return replace(slip, made=made, says=f"{before}{self.says}")


def written(value: Any, fact: Fact | None = None) -> str:
    """A value as an author writes it; the value of a money fact is given in fen."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if fact is not None and fact.type in SUMS:
        return format_fen(value)
    return str(value)
