"""The states of a fact that has no value: unknown (an answer may come) and absent (its whole group does not apply)."""

from __future__ import annotations

from typing import Final, Literal

State = Literal["known", "presumed", "unknown", "absent"]

SAID_UNKNOWN = "unknown"
"""What callers write by mistake for a fact that is not known; they should leave it out."""


class Unknown:
    """The value of an unknown fact. It satisfies every order comparison, since an answer may yet satisfy it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def _may(self, other: object) -> bool:
        return other is not ABSENT

    __lt__ = __le__ = __gt__ = __ge__ = _may

    def __add__(self, _days: object) -> Unknown:
        return self


class Absent:
    """The value of a fact that does not apply. It satisfies no order comparison."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never

    def __add__(self, _days: object) -> Absent:
        return self


UNKNOWN: Final = Unknown()
ABSENT: Final = Absent()
