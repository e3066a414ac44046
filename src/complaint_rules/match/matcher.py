"""The interface of the engines."""

from __future__ import annotations

from typing import Protocol

from complaint_rules.compile.alternatives import Test
from complaint_rules.facts.sheet import FactSheet

Hit = tuple[int, int, tuple[Test, ...]]
"""A rule's position, the grade (1 to 3) of one alternative's tests on facts, and its tests on the decision."""


class Matcher(Protocol):
    """One engine over one program. `match` may be called from many threads."""

    name: str

    def match(self, sheet: FactSheet) -> list[Hit]:
        """All alternatives that the facts meet or may yet meet, in no particular order."""
        ...
