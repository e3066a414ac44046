"""Choices: the parts of the decision that must be one value. The highest tier; one lead; one finding of liability.

The statute's word goes before the house's. Rules that disagree are noted for review, and the safer value is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.match.grades import FOR_NOW
from complaint_rules.resolve.entries import Overridden
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.resolver import ATTRIBUTES, UNDETERMINED, Choice, Resolution, Value
from complaint_rules.resolve.variants import differ, variants

_NOBODY: Value = (None, False)
_DEFAULTS: dict[str, Value] = {"severity": _NOBODY, "lead": _NOBODY, "liability": (UNDETERMINED, False)}
_NAMES = {"lead": "department.lead", "liability": "liability"}


def choose(attribute: str, resolution: Resolution) -> Choice:
    """Settle one part of the decision, and note who disagreed and who gave way."""
    claims = resolution.claims.get(ATTRIBUTES[attribute], [])
    default = _DEFAULTS[attribute]
    if not claims:
        return Choice(default, (default,), (), False)
    severity = attribute == "severity"

    def settle(some: Sequence[Claim]) -> tuple[Value, bool]:
        if severity:
            return _highest(some), False
        one = _one(attribute, some, resolution)
        return one.value, bool(one.disagreed)

    views = variants(claims, resolution, settle)
    found = list(dict.fromkeys([value for value, _ in views]))
    fired = [claim for claim in claims if claim[0] >= FOR_NOW]
    if severity:
        found.sort(key=lambda value: resolution.resolver.ranks.get(value[0] or "", 0))
        value = _highest(fired or claims)
        because = tuple([p for _, p, say in (fired or claims) if say.tier == value[0]])
        return Choice(value, tuple(found), because, differ(views))
    one = _one(attribute, fired, resolution)
    _note(attribute, one, resolution)
    value = one.value
    return Choice(value, tuple(dict.fromkeys([value, *found])), tuple([p for _, p, _ in one.heard]), differ(views))


def _highest(claims: Sequence[Claim]) -> Value:
    return (max(claims, key=lambda claim: claim[2].rank)[2].tier, False) if claims else _NOBODY


class _One(NamedTuple):
    """One value: the claims that were heard, those that gave way to the statute, and the values that disagreed."""

    value: Value
    heard: Sequence[Claim]
    gave_way: Sequence[Claim]
    disagreed: tuple[str, ...]


def _one(attribute: str, claims: Sequence[Claim], resolution: Resolution) -> _One:
    binding = resolution.resolver.binding
    statute = [claim for claim in claims if claim[1] in binding]
    heard = statute or claims
    gave_way = [claim for claim in claims if claim[1] not in binding] if statute else []
    lead = attribute == "lead"
    values: list[Value] = list(
        dict.fromkeys([(say.party, False) if lead else (say.finding, say.disputed) for _, _, say in heard])
    )
    if len(values) < 2:
        return _One(values[0] if values else _DEFAULTS[attribute], heard, gave_way, ())
    kept: Value = values[-1] if lead else (UNDETERMINED, True)
    return _One(kept, heard, gave_way, tuple([str(value) for value, _ in values]))


def _note(attribute: str, one: _One, resolution: Resolution) -> None:
    output = _NAMES[attribute]
    resolver = resolution.resolver
    if one.gave_way:
        by = resolution.ids([p for _, p, _ in one.heard])
        resolution.overridden += [Overridden(resolver.ids[p], output, by) for _, p, _ in one.gave_way]
    if one.disagreed:
        places = ", ".join(f"`{resolver.ids[p]}` ({resolver.places[p]})" for _, p, _ in one.heard)
        message = f"rules disagree on {output}: {places} say {' and '.join(one.disagreed)}"
        resolution.note(output, message, str(one.value[0]), [p for _, p, _ in one.heard])
