"""What rules say of a slot, as terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from complaint_rules.prove.symbolic.terms import Truth, any_of


class SymbolicClaim(NamedTuple):
    """A rule's position, whether it fires, what it says, and whether it binds."""

    position: int
    fires: Truth
    say: Any
    binding: bool


def any_fires(claims: Iterable[SymbolicClaim], *, binding: bool | None = None) -> Truth:
    """Whether some claim's rule fires; of a statute, of a house, or of either."""
    return any_of(claim.fires for claim in claims if binding is None or claim.binding == binding)
