"""The names that a ruleset's effects use: those an author could have written instead of one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from complaint_rules.compile import effect
from complaint_rules.compile.effect import Duration, DurationOf, Effect, SetDeadline
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.vocabulary import MONEY_REMEDIES

_FIELDS: dict[type, tuple[str, ...]] = {
    effect.AssignLead: ("party",),
    effect.AssignSupport: ("party",),
    effect.FindLiability: ("finding",),
    effect.RequireApproval: ("role", "purpose"),
    effect.RequestAction: ("do", "when"),
    effect.ProhibitAction: ("do",),
    effect.SetRemedy: ("kind",),
    effect.SetItem: ("item",),
    effect.SetDeadline: ("start",),
}
"""The fields of each effect that hold a name."""


class NamesUsed:
    """The names used by the effects of some rules, per field of each kind of effect."""

    def __init__(self, rules: Iterable[CompiledRule], tiers: Iterable[str]) -> None:
        self._tiers = tuple(tiers)
        self._used: dict[tuple[type, str], list[str]] = {}
        self._spans: dict[str, list[Duration | DurationOf]] = {}
        for rule in rules:
            for one in rule.effects:
                self._take(one)

    def _take(self, one: Effect) -> None:
        for field in _FIELDS.get(type(one), ()):
            names = self._used.setdefault((type(one), field), [])
            if getattr(one, field) not in names:
                names.append(getattr(one, field))
        if isinstance(one, SetDeadline):
            spans = self._spans.setdefault(one.clock, [])
            if one.within not in spans:
                spans.append(one.within)

    def instead_of(self, one: Effect) -> Iterator[Effect]:
        """The same effect with another name: an adjacent tier, or for each name the next that is used."""
        if isinstance(one, effect.SetSeverity):
            for rank in (one.rank - 1, one.rank + 1):
                if 1 <= rank <= len(self._tiers):
                    yield effect.SetSeverity(self._tiers[rank - 1], rank)
            return
        for field in _FIELDS.get(type(one), ()):
            name = self._next((type(one), field), getattr(one, field))
            if name is not None:
                other: Any = replace  # the field's type is the same for all of its names
                yield other(one, **{field: name})

    def other_spans(self, one: SetDeadline) -> Iterator[Duration | DurationOf]:
        """The next span that is used on the same clock."""
        spans = self._spans.get(one.clock, [])
        if len(spans) > 1 and one.within in spans:
            yield spans[(spans.index(one.within) + 1) % len(spans)]

    def _next(self, place: tuple[type, str], name: str) -> str | None:
        names = self._used.get(place, [])
        if place[0] is effect.SetRemedy:
            names = [other for other in names if (other in MONEY_REMEDIES) == (name in MONEY_REMEDIES)]
        if len(names) < 2 or name not in names:
            return None
        return names[(names.index(name) + 1) % len(names)]
