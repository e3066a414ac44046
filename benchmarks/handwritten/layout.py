"""Lays a complaint out for the contestants that are not ours: a flat dict of facts, presumptions filled in.

Nothing is checked: a wrong complaint is the caller's fault here. Money becomes fen and a day its ordinal, so that every
peer compares whole numbers. A fact that does not apply is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from benchmarks.policies import Policy, fact_name
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import OWN_GROUP, RECEIVED_ON, Fact, FactType
from complaint_rules.money import parse_fen


class Laid(NamedTuple):
    """A complaint, laid out. `row` has the facts that conditions test, `rest` those that only sums and needs read."""

    row: dict[str, Any]
    rest: dict[str, Any]
    received: datetime


class Layout:
    """Lays complaints out for one policy."""

    def __init__(self, policy: Policy) -> None:
        ruleset = policy.ruleset
        presumed = {ruleset.facts[index].path: value for index, value in ruleset.presume.items()}
        self._timezone = ruleset.timezone
        self._days_read = {"received_on", "occurred_on"} & {fact.path for fact in policy.facts}
        tested, others = policy.facts, policy.other_facts
        kinds = next(fact.values for fact in ruleset.facts if fact.path == "kind")
        self._rows = {kind: _template(tested, kind, presumed) for kind in kinds}
        self._rests = {kind: _template(others, kind, presumed) for kind in kinds}
        self._top = {fact.path: _convert(fact) for fact in tested if fact.group is None}
        groups = {fact.group for fact in (*tested, *others) if fact.group is not None}
        self._groups = {name: (_Part(tested, name, presumed), _Part(others, name, presumed)) for name in groups}

    def __call__(self, complaint: Mapping[str, Any]) -> Laid:
        kind = complaint["kind"]
        row, rest = self._rows[kind].copy(), self._rests[kind].copy()
        received = datetime.fromisoformat(complaint["received_at"])
        if self._days_read:
            day = received.astimezone(self._timezone).date().toordinal()
            row |= dict.fromkeys(self._days_read, day)
        for name, value in complaint.items():
            if value is None:
                continue
            group = self._groups.get(name)
            if group is not None:
                group[0].lay(value, row)
                group[1].lay(value, rest)
            elif name in self._top:
                convert = self._top[name]
                row[name] = value if convert is None else convert(value)
        return Laid(row, rest, received)


class _Part:
    """The facts of one group that go to the row, or to the rest."""

    __slots__ = ("_places", "_presumed")

    def __init__(self, facts: Iterable[Fact], group: str, presumed: Mapping[str, Any]) -> None:
        members = [fact for fact in facts if fact.group == group]
        self._places = {fact.path.split(".", 1)[1]: (fact_name(fact), _convert(fact)) for fact in members}
        self._presumed = {fact_name(fact): presumed[fact.path] for fact in members if fact.path in presumed}

    def lay(self, values: Mapping[str, Any], into: dict[str, Any]) -> None:
        into |= self._presumed
        places = self._places
        for field, value in values.items():
            place = places.get(field)
            if place is not None and value is not None:
                name, convert = place
                into[name] = value if convert is None else convert(value)


def _template(facts: Iterable[Fact], kind: str, presumed: Mapping[str, Any]) -> dict[str, Any]:
    """What a complaint of a kind says before it says anything."""
    applies = (None, "requests", "evidence", "extra", OWN_GROUP.get(kind))
    return {fact_name(fact): presumed.get(fact.path) if fact.group in applies else None for fact in facts}


def _convert(fact: Fact) -> Callable[[Any], Any] | None:
    if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY):
        return parse_fen
    if fact.type is FactType.DATE and fact.path != RECEIVED_ON:
        return _ordinal
    return _dependants if fact.type is FactType.DEPENDANTS else None


def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _dependants(listed: Iterable[Mapping[str, Any]]) -> list[Dependant]:
    return [Dependant.model_construct(**one) for one in listed]
