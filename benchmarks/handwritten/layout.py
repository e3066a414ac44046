"""Lays a complaint out for the contestants that are not ours: a flat dict of facts, with all that stands for others.

Nothing is checked: a wrong complaint is the caller's fault here. Money becomes fen and a day its ordinal, so that every
peer compares whole numbers. A fact that does not apply is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from benchmarks.handwritten.figures import Figures
from benchmarks.policies import Policy, fact_name, sum_name
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import OWN_GROUP, RECEIVED_ON, SUMS, Fact, FactType
from complaint_rules.money import parse_fen

ROW, REST = 0, 1
NO_FIGURES: Mapping[str, int] = {}


class Laid(NamedTuple):
    """A complaint, laid out. `row` has the facts that conditions test, `rest` those that only sums and needs read.

    `figures` are those that go by the day of settlement and the place.
    """

    row: dict[str, Any]
    rest: dict[str, Any]
    received: datetime
    figures: Mapping[str, int] = NO_FIGURES


class _Link(NamedTuple):
    """A fact, in the row or the rest, that takes another one's value where it applies and nothing is stated."""

    place: int
    name: str
    group: str | None
    source_place: int
    source: str
    divisor: int
    otherwise: Any


class Layout:
    """Lays complaints out for one policy."""

    def __init__(self, policy: Policy) -> None:
        ruleset = policy.ruleset
        self._timezone = ruleset.timezone
        tested, others = policy.facts, policy.other_facts
        linked = {fact.path for fact in (*tested, *others) if fact.source is not None}
        presumed = {ruleset.facts[index].path: value for index, value in ruleset.presume.items()}
        presumed = {path: value for path, value in presumed.items() if path not in linked}
        kinds = next(fact.values for fact in ruleset.facts if fact.path == "kind")
        self._rows = {kind: _template(tested, fact_name, kind, presumed) for kind in kinds}
        self._rests = {kind: _template(others, sum_name, kind, presumed) for kind in kinds}
        self._top = {fact.path: (ROW, fact_name(fact), _convert(fact)) for fact in tested if fact.group is None}
        self._top |= {fact.path: (REST, sum_name(fact), _in_sums(fact)) for fact in others if fact.group is None}
        self._received_on = self._top.pop(RECEIVED_ON, None)
        groups = {fact.group for fact in (*tested, *others) if fact.group is not None}
        self._groups = {
            name: (
                _Part(tested, fact_name, _convert, name, presumed),
                _Part(others, sum_name, _in_sums, name, presumed),
            )
            for name in groups
        }
        self._links = [*_links(policy)]
        self._figures = Figures(policy)
        self._picking = [self._top[path][:2] for path in ("settled_on", *policy.places)] if policy.looked_up else []

    def __call__(self, complaint: Mapping[str, Any]) -> Laid:
        kind = complaint["kind"]
        both = row, rest = self._rows[kind].copy(), self._rests[kind].copy()
        received = datetime.fromisoformat(complaint["received_at"])
        if self._received_on is not None:
            place, name, _ = self._received_on
            both[place][name] = received.astimezone(self._timezone).date().toordinal()
        for name, value in complaint.items():
            if value is None:
                continue
            group = self._groups.get(name)
            if group is not None:
                group[0].lay(value, row)
                group[1].lay(value, rest)
            elif name in self._top:
                place, key, convert = self._top[name]
                both[place][key] = value if convert is None else convert(value)
        for place, key, group, source_place, source, divisor, otherwise in self._links:
            into = both[place]
            if into[key] is None and (
                group is None or complaint.get(group) is not None or OWN_GROUP.get(kind) == group
            ):
                value = both[source_place][source]
                into[key] = otherwise if value is None else value if divisor == 1 else value // divisor
        if not self._picking:
            return Laid(row, rest, received)
        settled, *places = [both[place][name] for place, name in self._picking]
        return Laid(row, rest, received, self._figures.of(settled, tuple(places)))


class _Part:
    """The facts of one group that go to the row, or to the rest."""

    __slots__ = ("_places", "_presumed")

    def __init__(
        self,
        facts: Iterable[Fact],
        name_of: Callable[[Fact], str],
        convert_of: Callable[[Fact], Callable[[Any], Any] | None],
        group: str,
        presumed: Mapping[str, Any],
    ) -> None:
        members = [fact for fact in facts if fact.group == group]
        self._places = {fact.path.split(".", 1)[1]: (name_of(fact), convert_of(fact)) for fact in members}
        self._presumed = {name_of(fact): presumed[fact.path] for fact in members if fact.path in presumed}

    def lay(self, values: Mapping[str, Any], into: dict[str, Any]) -> None:
        into |= self._presumed
        places = self._places
        for field, value in values.items():
            place = places.get(field)
            if place is not None and value is not None:
                name, convert = place
                into[name] = value if convert is None else convert(value)


def _template(
    facts: Sequence[Fact], name_of: Callable[[Fact], str], kind: str, presumed: Mapping[str, Any]
) -> dict[str, Any]:
    """What a complaint of a kind says before it says anything."""
    applies = (None, "requests", "evidence", "extra", OWN_GROUP.get(kind))
    return {name_of(fact): presumed.get(fact.path) if fact.group in applies else None for fact in facts}


def _links(policy: Policy) -> Iterator[_Link]:
    """The defaults that are another fact; where sums read a fact many times its value, the other's as it is."""
    by_path = {fact.path: fact for fact in policy.ruleset.facts}
    tested = {fact.path for fact in policy.facts}
    for place, facts in ((ROW, policy.facts), (REST, policy.other_facts)):
        for fact in facts:
            if fact.source is not None and fact.default is not None:
                name, divisor = (fact_name(fact), fact.divisor) if place == ROW else (sum_name(fact), 1)
                source_place = ROW if fact.source in tested else REST
                source = fact_name(by_path[fact.source])
                yield _Link(place, name, fact.group, source_place, source, divisor, fact.default.otherwise)


def _convert(fact: Fact) -> Callable[[Any], Any] | None:
    if fact.type in SUMS:
        return parse_fen
    if fact.type is FactType.DATE and fact.path != RECEIVED_ON:
        return _ordinal
    return _dependants if fact.type is FactType.DEPENDANTS else None


def _in_sums(fact: Fact) -> Callable[[Any], Any] | None:
    """The same, as sums read it."""
    divisor = fact.divisor
    return _convert(fact) if divisor == 1 else lambda value: parse_fen(value) * divisor


def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _dependants(listed: Iterable[Mapping[str, Any]]) -> list[Dependant]:
    return [Dependant.model_construct(**one) for one in listed]
