"""The fact sheet: one complaint as a row of values, one place a fact, with the states as masks of facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, tzinfo
from operator import itemgetter
from typing import Any

from complaint_rules.errors import ComplaintError, Problem, one_of, shown
from complaint_rules.facts.complaint import Complaint, parse_day
from complaint_rules.facts.fact import NEVER_ABSENT, OWN_GROUP, RECEIVED_ON, Fact, FactType
from complaint_rules.facts.states import ABSENT, UNKNOWN, State
from complaint_rules.money import parse_fen


class FactSheet:
    """What is known of one complaint. `values[i]` belongs to fact *i*: a value, UNKNOWN or ABSENT; money in fen."""

    __slots__ = ("as_of", "complaint_id", "presumed", "received_at", "unknown", "values")

    def __init__(
        self, complaint_id: str, received_at: datetime, as_of: date, values: list[Any], unknown: int, presumed: int
    ) -> None:
        self.complaint_id = complaint_id
        self.received_at = received_at
        self.as_of = as_of
        self.values = values
        self.unknown = unknown
        self.presumed = presumed

    def state(self, fact: Fact) -> State:
        """The state of one fact."""
        if self.unknown & fact.bit:
            return "unknown"
        if self.values[fact.index] is ABSENT:
            return "absent"
        return "presumed" if self.presumed & fact.bit else "known"


def reader_of(indexes: Collection[int]) -> Callable[[Sequence[Any]], Any]:
    """What reads the values of some facts from a row, in their order; it reads None where there are no facts."""
    return itemgetter(*indexes) if indexes else lambda _: None


class SheetMaker:
    """Lays complaints out as fact sheets for one ruleset: its facts, its presumptions, its time zone."""

    def __init__(self, facts: Sequence[Fact], presume: Mapping[int, Any], timezone: tzinfo) -> None:
        self._timezone = timezone
        self._extra = {fact.path.removeprefix("extra."): fact for fact in facts if fact.group == "extra"}
        by_path = {fact.path: fact for fact in facts}
        self._received_on = by_path[RECEIVED_ON]
        self._occurred_on = by_path["occurred_on"]
        self._top = {fact.path: (fact.index, fact.bit) for fact in facts if fact.group is None}
        groups: dict[str, list[Fact]] = {}
        for fact in facts:
            if fact.group is not None:
                groups.setdefault(fact.group, []).append(fact)
        self._groups = {name: _Group(members, presume) for name, members in groups.items() if name != "extra"}
        self._templates = {kind: self._template(facts, kind, presume) for kind in by_path["kind"].values}

    @staticmethod
    def _template(facts: Sequence[Fact], kind: str, presume: Mapping[int, Any]) -> tuple[list[Any], int, int]:
        values: list[Any] = []
        unknown = presumed = 0
        for fact in facts:
            if fact.group is not None and fact.group not in (*NEVER_ABSENT, OWN_GROUP.get(kind)):
                values.append(ABSENT)
            elif fact.index in presume:
                values.append(presume[fact.index])
                presumed |= fact.bit
            else:
                values.append(UNKNOWN)
                unknown |= fact.bit
        return values, unknown, presumed

    def sheet(self, complaint: Complaint) -> FactSheet:
        """Lay out one complaint.

        Raises:
            ComplaintError: a fact under `extra` that the ruleset does not declare, or of the wrong type.
        """
        template, unknown, presumed = self._templates[complaint.kind]
        values = template.copy()
        given = self._received_on.bit
        received_on = complaint.received_at.astimezone(self._timezone).date()
        values[self._received_on.index] = received_on
        stated = complaint.__dict__
        top = self._top
        for name in complaint.__pydantic_fields_set__:
            value = stated[name]
            if value is None:
                continue
            place = top.get(name)
            if place is not None:
                values[place[0]] = value
                given |= place[1]
            elif name == "extra":
                given |= self._lay_extra(value, values)
            else:
                group = self._groups[name]
                values[group.start : group.stop] = group.values
                unknown |= group.unknown
                presumed |= group.presumed
                inner = value.__dict__
                for field in value.__pydantic_fields_set__:
                    item = inner[field]
                    if item is not None:
                        index, bit = group.places[field]
                        values[index] = item
                        given |= bit
        occurred = self._occurred_on
        if not given & occurred.bit:
            values[occurred.index] = received_on
            unknown &= ~occurred.bit
            presumed |= occurred.bit
        return FactSheet(
            complaint.id, complaint.received_at, values[occurred.index], values, unknown & ~given, presumed & ~given
        )

    def _lay_extra(self, extra: Mapping[str, Any], values: list[Any]) -> int:
        given = 0
        problems = []
        for name, value in extra.items():
            fact = self._extra.get(name)
            path = f"extra.{name}"
            if fact is None:
                problems.append(Problem("unknown key", fact=path, help=one_of(str(name), self._extra)))
            elif value is not None:
                try:
                    values[fact.index] = own_value(fact, value)
                    given |= fact.bit
                except ValueError as error:
                    problems.append(Problem(str(error), fact=path))
        if problems:
            raise ComplaintError(problems)
        return given


class _Group:
    """One group laid out as present: its slice of the sheet, with presumptions filled in."""

    __slots__ = ("places", "presumed", "start", "stop", "unknown", "values")

    def __init__(self, members: Sequence[Fact], presume: Mapping[int, Any]) -> None:
        self.start, self.stop = members[0].index, members[-1].index + 1
        self.values = [presume.get(fact.index, UNKNOWN) for fact in members]
        self.unknown = sum(fact.bit for fact in members if fact.index not in presume)
        self.presumed = sum(fact.bit for fact in members if fact.index in presume)
        self.places = {fact.path.split(".", 1)[1]: (fact.index, fact.bit) for fact in members}


def own_value(fact: Fact, value: Any) -> Any:
    """Read the value of a fact that a ruleset declares itself.

    Raises:
        ValueError: the value is not of the fact's type.
    """
    if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY):
        return parse_fen(value)
    if fact.type is FactType.DATE:
        try:
            return parse_day(value)
        except ValueError as error:
            raise ValueError(f"{shown(value)} {error}") from None
    if fact.values:
        if any(value is known or (isinstance(known, str) and value == known) for known in fact.values):
            return value
        raise ValueError(f"{shown(value)} is not one of its values: {', '.join(str(v).lower() for v in fact.values)}")
    wanted = int if fact.type is FactType.INTEGER else str
    if type(value) is not wanted:
        raise ValueError(f"{shown(value)} is not {'a whole number' if wanted is int else 'a text'}")
    if isinstance(value, int) and not 0 <= value <= 10**9:
        raise ValueError(f"{shown(value)} is out of range; write a whole number from 0 to 1,000,000,000")
    if isinstance(value, str) and len(value) > 200:
        raise ValueError(f"is {len(value):,} characters long; at most 200")
    return value
