"""Variants: what the rules of one output may come to, once the unknown facts are answered.

An uncertain claim may turn out either way. Every output is settled the same way for its certain claims alone, with each uncertain one added, and with
all of them: outputs are highest, earliest, narrowest or united values, so that if none of these changes an entry, no mixture does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.resolver import Resolution

View = TypeVar("View")


def assured(claims: Sequence[Claim], resolution: Resolution) -> bool:
    """Whether some claim is there whatever the answers: a certain one, or one that only another claim of the output can silence."""
    claimants = {position for _, position, _ in claims}
    for grade, position, _ in claims:
        if grade == CERTAIN:
            return True
        if resolution.met[position] == CERTAIN:
            silencers = resolution.resolver.plans[position].silencers  # type: ignore[union-attr]  # it has a grade, so a plan
            if all([other in claimants or not resolution.grades.get(other) for other in silencers]):
                return True
    return False


def variants(
    claims: Sequence[Claim], resolution: Resolution, settle: Callable[[Sequence[Claim]], View]
) -> list[View]:
    """The output settled for every variant; the certain claims alone come first where they may stand alone."""
    certain = [claim for claim in claims if claim[0] == CERTAIN]
    if len(certain) == len(claims):
        return [settle(certain)]
    views = [settle(certain)] if certain or not assured(claims, resolution) else []
    views += [settle([claim for claim in claims if claim[0] == CERTAIN or claim is other]) for other in _rest(claims)]
    if len(views) > 2:
        views.append(settle(claims))
    return views


def _rest(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim[0] < CERTAIN]


def differ(views: Sequence[View]) -> bool:
    """Whether the variants come to more than one result."""
    return any([view != views[0] for view in views[1:]])
