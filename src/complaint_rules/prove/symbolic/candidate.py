"""The candidates of a slot, as terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from complaint_rules.prove.symbolic.terms import Truth, any_of


class SymbolicCandidate(NamedTuple):
    """A candidate: its rule's position, whether the rule fires, its effect, and whether the rule is binding."""

    position: int
    fires: Truth
    effect: Any
    binding: bool


def any_fires(candidates: Iterable[SymbolicCandidate], *, binding: bool | None = None) -> Truth:
    """Whether some candidate's rule fires; with `binding` only a statute's, or only a house's."""
    return any_of(candidate.fires for candidate in candidates if binding is None or candidate.binding == binding)
