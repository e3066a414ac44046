"""The statutory formulas that an amount may call.

Source: the Supreme Court's interpretation on personal-injury damages (法释〔2022〕14号), articles 12, 15, 16 and 17.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.scalars import MOST_SUPPORTERS

SHARES = math.lcm(*range(1, MOST_SUPPORTERS + 1))
"""A denominator that every number of supporters divides, so that shares stay whole numbers."""

LONGEST_YEARS = 20

_AGES = (0, 17, 18, 75)
"""Ages that include those of the shortest and the longest support, for dependants able and unable to work."""


class Formula(NamedTuple):
    """A formula's arguments, as an error names them."""

    takes: tuple[str, ...]


FORMULAS = {
    "compensation_years": Formula(("age",)),
    "dependants_cost": Formula(("money", "number")),
    "lookup": Formula(("parameter", "fact")),
}


def compensation_years(age: int) -> int:
    """Years that disability and death compensation run: 20, less one for each year over 60, 5 from 75 on.

    Source: articles 12 and 15 (60 gives 20, 74 gives 6).
    """
    if age >= 75:
        return 5
    return LONGEST_YEARS - max(age - 60, 0)


def support_years(dependant: Dependant) -> int:
    """Years that a dependant is supported: to 18; unable to work, as `compensation_years`; else none.

    Source: article 17.
    """
    age = cast("int", dependant.age)  # complete, see `is_complete`
    if age < 18:
        return 18 - age
    return compensation_years(age) if dependant.incapable else 0


def is_complete(dependants: Sequence[Dependant]) -> bool:
    """Whether every dependant has the fields that the formula needs."""
    return all(
        one.age is not None and one.supporters is not None and (one.age < 18 or one.incapable is not None)
        for one in dependants
    )


def ends_of(dependants: Sequence[Dependant]) -> tuple[tuple[Dependant, ...], tuple[Dependant, ...]]:
    """The completions of dependants, some of whom lack fields that the formula needs, that cost the least and the most.

    The sum owed never falls when a dependant is supported for longer or by fewer people.
    """
    ends = [_ends_of(one) for one in dependants]
    return tuple([least for least, _ in ends]), tuple([most for _, most in ends])


def _ends_of(one: Dependant) -> tuple[Dependant, Dependant]:
    ages = _AGES if one.age is None else (one.age,)
    ways = [
        Dependant(age=age, incapable=incapable, supporters=one.supporters)
        for age in ages
        for incapable in ((False, True) if one.incapable is None else (one.incapable,))
    ]
    least, most = min(ways, key=support_years), max(ways, key=support_years)
    if one.supporters is None:
        least, most = _supported_by(least, MOST_SUPPORTERS), _supported_by(most, 1)
    return least, most


def _supported_by(one: Dependant, supporters: int) -> Dependant:
    return Dependant(age=one.age, incapable=one.incapable, supporters=supporters)


def dependants_shares(dependants: Sequence[Dependant], numerator: int, denominator: int) -> int:
    """Years of consumption owed for all dependants together, in parts of `SHARES` * denominator.

    In each year the shares of those still supported add up, to one whole year's consumption at the most.

    Args:
        dependants: complete ones, see `is_complete`.
        numerator: of the disability coefficient (1 on death).
        denominator: of the disability coefficient.

    Source: articles 16 and 17, paragraph 2.
    """
    owed = 0
    years = [support_years(one) for one in dependants]
    for year in range(max(years, default=0)):
        shares = sum(
            SHARES // (one.supporters or 1) * numerator
            for one, lasting in zip(dependants, years, strict=True)
            if lasting > year
        )
        owed += min(shares, SHARES * denominator)
    return owed
