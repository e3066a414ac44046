"""Choices: the parts of the decision that must be one value. The highest tier; one lead; one finding of liability.

The statute's word goes before the house's. Rules that disagree are noted for review, and the safer value is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.entries import Liability, Overridden, Review, Severity
from complaint_rules.resolve.output import Output, differ
from complaint_rules.resolve.plan import Claim

UNDETERMINED = "undetermined"

Value = tuple[str | None, bool]
"""A value of a part of the decision, and whether it is disputed."""

_DEFAULTS: dict[str, Value] = {"severity": (None, False), "lead": (None, False), "liability": (UNDETERMINED, False)}
_PATHS = {"lead": "department", "liability": "liability"}


class Choice(NamedTuple):
    """A part of the decision that must be one value: the working value, and all that it could be.

    `open` says whether an answer can change it, or bring rules to disagree on it.
    """

    value: Value
    could_be: tuple[Value, ...]
    because: tuple[str, ...] = ()
    open: bool = False
    overridden: tuple[Overridden, ...] = ()
    notes: tuple[Review, ...] = ()


def nothing_chosen(attribute: str) -> Choice:
    """A part of the decision of which no rule speaks."""
    return Choice(_DEFAULTS[attribute], (_DEFAULTS[attribute],))


def choose(output: Output) -> Choice:
    """Settle one part of the decision, and note who disagreed and who gave way."""
    return _severity(output) if output.group == "severity" else _single(output)


def severity_entry(choice: Choice, ranks: dict[str, int]) -> Severity:
    """The tier as an entry of the decision."""
    tier = choice.value[0]
    return Severity(tier, ranks.get(tier or "", 0), tuple([name for name, _ in choice.could_be]), choice.because)


def liability_entry(choice: Choice) -> Liability:
    """The finding as an entry of the decision."""
    return Liability(choice.value[0] or UNDETERMINED, choice.value[1], choice.because)


def _severity(output: Output) -> Choice:
    """The highest tier that fires; where none does, the highest that may."""
    ranks = output.resolver.ranks
    views = output.variants(_highest)
    found = sorted(dict.fromkeys(views), key=lambda value: ranks.get(value[0] or "", 0))
    spoken = output.fired or output.claims
    value = _highest(spoken)
    because = output.ids([claim for claim in spoken if claim[2].tier == value[0]])
    return Choice(value, tuple(found), because, differ(views))


def _highest(claims: Sequence[Claim]) -> Value:
    return (max(claims, key=lambda claim: claim[2].rank)[2].tier, False) if claims else (None, False)


class _One(NamedTuple):
    """One value: the claims that were heard, those that gave way to the statute, and the values that disagreed."""

    value: Value
    heard: Sequence[Claim]
    gave_way: Sequence[Claim]
    disagreed: tuple[str, ...]


def _single(output: Output) -> Choice:
    views = [*output.variants(lambda claims: _one(output, claims)), *_without_statute(output)]
    now = _one(output, output.fired)
    values = dict.fromkeys([now.value, *[view.value for view in views]])
    is_open = differ([(view.value, bool(view.disagreed)) for view in views])
    return Choice(now.value, tuple(values), output.ids(now.heard), is_open, *_notes(output, now))


def _without_statute(output: Output) -> list[_One]:
    """All that the house may say, where a statute that goes before it may yet be silent: its rules may disagree."""
    binding = output.resolver.binding
    if any([grade == CERTAIN and position in binding for grade, position, _ in output.claims]):
        return []
    house = [claim for claim in output.claims if claim[1] not in binding]
    return [_one(output, house)] if house and len(house) < len(output.claims) else []


def _one(output: Output, claims: Sequence[Claim]) -> _One:
    binding = output.resolver.binding
    statute = [claim for claim in claims if claim[1] in binding]
    heard = statute or claims
    gave_way = [claim for claim in claims if claim[1] not in binding] if statute else []
    lead = output.group == "lead"
    values: list[Value] = list(
        dict.fromkeys([(say.party, False) if lead else (say.finding, say.disputed) for _, _, say in heard])
    )
    if len(values) < 2:
        return _One(values[0] if values else _DEFAULTS[output.group], heard, gave_way, ())
    kept: Value = values[-1] if lead else (UNDETERMINED, True)
    return _One(kept, heard, gave_way, tuple([str(value) for value, _ in values]))


def _notes(output: Output, one: _One) -> tuple[tuple[Overridden, ...], tuple[Review, ...]]:
    path = _PATHS[output.group]
    rules = output.ids(one.heard)
    overridden = tuple([Overridden(rule, path, rules) for rule in output.ids(one.gave_way)])
    if not one.disagreed:
        return overridden, ()
    places = ", ".join(f"`{output.resolver.ids[p]}` ({output.resolver.places[p]})" for _, p, _ in one.heard)
    message = f"rules disagree on {path}: {places} say {' and '.join(one.disagreed)}"
    return overridden, (Review(path, message, str(one.value[0]), rules),)
