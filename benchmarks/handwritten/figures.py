"""The figures that differ by year and by place, as whole numbers, looked up once for a complaint."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, cast

from benchmarks.policies import Policy
from complaint_rules.compile.program import Circumstances, changes, stated_under

Key = tuple[int, tuple[Any, ...]]


class Figures:
    """The figures of one policy by the day of settlement and the place; each is worked out when it is first asked."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._turns = [day.toordinal() for day in changes(policy.ruleset, "settled")]
        self._known: dict[Key, Mapping[str, int]] = {}

    def of(self, settled: int, places: tuple[Any, ...]) -> Mapping[str, int]:
        """Every figure that sums look up, over its denominator.

        Args:
            settled: the ordinal of the day of settlement.
            places: the values of the facts that name places, in the policy's order.

        Raises:
            ValueError: a figure is lacking, or one that the policy takes as fixed is another one then.
        """
        key = bisect_right(self._turns, settled), places
        return self._known.get(key) or self._look_up(key, settled)

    def _look_up(self, key: Key, settled: int) -> Mapping[str, int]:
        policy = self._policy
        days = policy.circumstances.days._replace(settled=date.fromordinal(settled))
        named = dict(zip(policy.places, key[1], strict=True))
        stated = stated_under(policy.ruleset, Circumstances(days, named))
        values = {name: one.figure.value for name, one in stated.items()}
        odd = [
            name
            for name, value in values.items()
            if value is None or (name not in policy.looked_up and value != policy.figures[name])
        ]
        if odd:
            raise ValueError(f"settled on {days.settled}: {odd} lacking or not those of the policy")
        below = policy.looked_up
        found = {name: int(cast("int | Fraction", values[name]) * below[name]) for name in below}
        self._known[key] = found
        return found
