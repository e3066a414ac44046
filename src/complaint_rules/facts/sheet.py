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
from complaint_rules.keeping import Kept
from complaint_rules.money import parse_fen

MOST_BLANKS = 1024
"""Blank sheets kept; when there are more, all are dropped."""


class Blank:
    """The sheet of a complaint of some kind with some groups, of which nothing else is stated; see `FactSheet`."""

    __slots__ = ("presumed", "unknown", "values")

    def __init__(self, values: list[Any], unknown: int, presumed: int) -> None:
        self.values = values
        self.unknown = unknown
        self.presumed = presumed


class FactSheet:
    """What is known of one complaint.

    `values[i]` belongs to fact *i*: a value, UNKNOWN or ABSENT; money in fen. `unknown` and `presumed` are masks of
    facts. All but the places in `filled` is as in `blank`, which complaints share.
    """

    __slots__ = ("as_of", "blank", "complaint_id", "filled", "presumed", "received_at", "unknown", "values")

    def __init__(
        self,
        complaint_id: str,
        received_at: datetime,
        as_of: date,
        values: list[Any],
        unknown: int,
        presumed: int,
        blank: Blank,
        filled: list[int],
    ) -> None:
        self.complaint_id = complaint_id
        self.received_at = received_at
        self.as_of = as_of
        self.values = values
        self.unknown = unknown
        self.presumed = presumed
        self.blank = blank
        self.filled = filled

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
        self._groups = {
            name: {fact.path.split(".", 1)[1]: (fact.index, fact.bit) for fact in members}
            for name, members in groups.items()
            if name != "extra"
        }
        self._facts = facts
        self._presume = {index: value for index, value in presume.items() if index != self._occurred_on.index}
        self._blanks: Kept[tuple[str, tuple[str, ...]], Blank] = Kept(MOST_BLANKS)

    def _blank(self, kind: str, present: tuple[str, ...]) -> Blank:
        """The blank sheet of complaints of a kind that state some groups."""
        values: list[Any] = []
        unknown = presumed = 0
        for fact in self._facts:
            applies = fact.group is None or fact.group in (*NEVER_ABSENT, OWN_GROUP.get(kind), *present)
            if not applies:
                values.append(ABSENT)
            elif fact.index in self._presume:
                values.append(self._presume[fact.index])
                presumed |= fact.bit
            else:
                values.append(UNKNOWN)
                unknown |= fact.bit
        return self._blanks.keep((kind, present), Blank(values, unknown, presumed))

    def sheet(self, complaint: Complaint) -> FactSheet:
        """Lay out one complaint.

        Raises:
            ComplaintError: a fact under `extra` that the ruleset does not declare, or of the wrong type.
        """
        stated = complaint.__dict__
        kind = complaint.kind
        present = tuple([name for name in self._groups if stated[name] is not None])
        blank = self._blanks.get((kind, present)) or self._blank(kind, present)
        values = blank.values.copy()
        received_on, occurred_on = self._received_on, self._occurred_on
        values[received_on.index] = day = complaint.received_at.astimezone(self._timezone).date()
        given = received_on.bit
        filled = [received_on.index]
        top = self._top
        for name in complaint.__pydantic_fields_set__:
            value = stated[name]
            if value is None:
                continue
            place = top.get(name)
            if place is not None:
                index, bit = place
                values[index] = value
                given |= bit
                filled.append(index)
            elif name == "extra":
                given |= self._lay_extra(value, values, filled)
            else:
                places, inner = self._groups[name], value.__dict__
                for field in value.__pydantic_fields_set__:
                    item = inner[field]
                    if item is not None:
                        index, bit = places[field]
                        values[index] = item
                        given |= bit
                        filled.append(index)
        unknown, presumed = blank.unknown & ~given, blank.presumed & ~given
        if not given & occurred_on.bit:
            values[occurred_on.index] = day
            unknown &= ~occurred_on.bit
            presumed |= occurred_on.bit
        as_of = values[occurred_on.index]
        return FactSheet(complaint.id, complaint.received_at, as_of, values, unknown, presumed, blank, filled)

    def _lay_extra(self, extra: Mapping[str, Any], values: list[Any], filled: list[int]) -> int:
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
                    filled.append(fact.index)
                except ValueError as error:
                    problems.append(Problem(str(error), fact=path))
        if problems:
            raise ComplaintError(problems)
        return given


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
