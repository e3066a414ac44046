"""The fact sheet: one complaint as a row of values, one position for each fact, with the states as masks of facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from fractions import Fraction
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, cast

from complaint_rules.cache import BoundedCache
from complaint_rules.errors import ComplaintError, Message, MessageError, Problem
from complaint_rules.facts.complaint import Complaint, Default
from complaint_rules.facts.fact import NEVER_ABSENT, OWN_GROUP, RECEIVED_ON, SUMS, Fact, FactType
from complaint_rules.facts.refusals import at_fact, listed, unknown_key
from complaint_rules.facts.scalars import parse_day, parse_text, parse_whole
from complaint_rules.facts.states import ABSENT, SAID_UNKNOWN, UNKNOWN, State
from complaint_rules.money import parse_fen

MOST_BLANKS = 1024
"""The maximum number of cached blank sheets; a full cache is cleared."""


class Link(NamedTuple):
    """A fact that takes the state and the value of another one where it is left out."""

    at: int
    """The fact's index."""
    bit: int
    source: int
    """The other fact's index."""
    divisor: int
    otherwise: Any
    """The value where the other fact is absent."""

    @classmethod
    def of(cls, fact: Fact, by_path: Mapping[str, Fact]) -> Link:
        """The link that a fact declares."""
        default = cast("Default", fact.default)
        otherwise = ABSENT if default.otherwise is None else default.otherwise
        return cls(fact.index, fact.bit, by_path[cast("str", default.of)].index, default.divisor, otherwise)

    def value(self, values: Sequence[Any]) -> Any:
        """The fact's default value, rounded down to whole fen; UNKNOWN where the other fact is unknown."""
        value = values[self.source]
        if value is ABSENT:
            return self.otherwise
        return value if value is UNKNOWN or self.divisor == 1 else value // self.divisor

    def exact(self, values: Sequence[Any]) -> Any:
        """The same, not rounded."""
        value = values[self.source]
        return value if value is UNKNOWN or value is ABSENT else Fraction(value, self.divisor)


class Blank:
    """The sheet of a complaint of one kind that states some groups and nothing else; see `FactSheet`."""

    __slots__ = ("links", "presumed", "unknown", "values")

    def __init__(self, values: list[Any], unknown: int, presumed: int, links: tuple[Link, ...]) -> None:
        self.values = values
        self.unknown = unknown
        self.presumed = presumed
        self.links = links


class FactSheet:
    """What is known of one complaint.

    `values[i]` belongs to fact *i*: a value, UNKNOWN or ABSENT; money in fen. `unknown` and `presumed` are masks of
    facts. Except at the positions in `filled`, everything equals `blank`, which complaints share. `sums` has the values
    as sums read them: a daily income that is a thirtieth of a monthly one is not rounded there.

    `complaint` is what was stated; None where facts were changed since.

    The facts are followed by the figures that sums read. They are appended, with their sources (`stated`, by
    parameter), when it is known which law applies.
    """

    __slots__ = (
        "as_of",
        "blank",
        "complaint",
        "complaint_id",
        "filled",
        "presumed",
        "received_at",
        "stated",
        "sums",
        "unknown",
        "values",
    )

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
        self.complaint: Complaint | None = None
        self.stated: Mapping[str, Any] = {}
        self.sums = _exact(values, presumed, blank.links)

    def lay(self, figures: tuple[int, ...], stated: Mapping[str, Any]) -> None:
        """Append figures to the facts."""
        self.values[self.width :] = figures
        if self.sums is not self.values:
            self.sums[self.width :] = figures
        self.stated = stated

    @property
    def width(self) -> int:
        """The number of facts; figures follow them."""
        return len(self.blank.values)

    def state(self, fact: Fact) -> State:
        """The state of one fact."""
        if self.unknown & fact.bit:
            return "unknown"
        if self.values[fact.index] is ABSENT:
            return "absent"
        return "presumed" if self.presumed & fact.bit else "known"


def _exact(values: list[Any], presumed: int, links: tuple[Link, ...]) -> list[Any]:
    """The values as sums read them: the same list where none of them is rounded."""
    sums = values
    for link in links:
        if link.divisor != 1 and presumed & link.bit:
            sums = sums.copy() if sums is values else sums
            sums[link.at] = link.exact(values)
    return sums


def with_values(sheet: FactSheet, given: Iterable[tuple[Fact, Any]]) -> FactSheet:
    """A sheet with other values for some facts; UNKNOWN among them makes a fact unknown.

    A fact whose default is another one changes with that one, unless it is known itself.
    """
    values = sheet.values.copy()
    unknown, presumed = sheet.unknown, sheet.presumed
    filled = sheet.filled.copy()
    set_ = 0
    for fact, value in given:
        values[fact.index] = value
        filled.append(fact.index)
        set_ |= fact.bit
        unknown = unknown | fact.bit if value is UNKNOWN else unknown & ~fact.bit
    presumed &= ~set_
    for link in sheet.blank.links:
        if set_ >> link.source & 1 and not set_ & link.bit and (unknown | presumed) & link.bit:
            values[link.at] = value = link.value(values)
            unknown, presumed = unknown & ~link.bit, presumed & ~link.bit
            if value is UNKNOWN:
                unknown |= link.bit
            else:
                presumed |= link.bit
    made = FactSheet(sheet.complaint_id, sheet.received_at, sheet.as_of, values, unknown, presumed, sheet.blank, filled)
    made.stated = sheet.stated
    return made


def reader_of(indexes: Collection[int]) -> Callable[[Sequence[Any]], Any]:
    """A function that reads the values of some facts from a row, in their order; None where there are no facts."""
    return itemgetter(*indexes) if indexes else lambda _: None


class SheetMaker:
    """Builds the fact sheets of complaints for one ruleset: its facts, its presumptions, its time zone."""

    def __init__(self, facts: Sequence[Fact], presume: Mapping[int, Any], timezone: tzinfo) -> None:
        self._timezone = timezone
        self._extra = {fact.path.removeprefix("extra."): fact for fact in facts if fact.group == "extra"}
        by_path = {fact.path: fact for fact in facts}
        self._received_on = by_path[RECEIVED_ON]
        self._occurred_on = by_path["occurred_on"]
        self._links = [Link.of(fact, by_path) for fact in facts if fact.default is not None and fact.default.of]
        self._may_be_absent = {fact.index for fact in facts if fact.default is not None and not fact.default.of}
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
        self._presume = presume
        self._blanks: BoundedCache[tuple[str, tuple[str, ...]], Blank] = BoundedCache(MOST_BLANKS)

    def _blank(self, kind: str, present: tuple[str, ...]) -> Blank:
        """The blank sheet of complaints of a kind that state some groups."""
        values: list[Any] = []
        unknown = presumed = 0
        for fact in self._facts:
            applies = fact.group is None or fact.group in (*NEVER_ABSENT, OWN_GROUP.get(kind), *present)
            if not applies or fact.index in self._may_be_absent:
                values.append(ABSENT)
            elif fact.index in self._presume:
                values.append(self._presume[fact.index])
                presumed |= fact.bit
            else:
                values.append(UNKNOWN)
                unknown |= fact.bit
        links = tuple([link for link in self._links if values[link.at] is not ABSENT])
        return self._blanks.put((kind, present), Blank(values, unknown, presumed, links))

    def sheet(self, complaint: Complaint) -> FactSheet:
        """Build the fact sheet of one complaint.

        Raises:
            ComplaintError: a fact under `extra` that the ruleset does not declare, or of the wrong type.
        """
        stated = complaint.__dict__
        kind = complaint.kind
        present = tuple([name for name in self._groups if stated[name] is not None])
        blank = self._blanks.get((kind, present)) or self._blank(kind, present)
        values = blank.values.copy()
        received_on = self._received_on
        values[received_on.index] = complaint.received_at.astimezone(self._timezone).date()
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
        for link in blank.links:
            if not given & link.bit:
                values[link.at] = value = link.value(values)
                if value is not UNKNOWN:
                    unknown &= ~link.bit
                    presumed |= link.bit
        as_of = values[self._occurred_on.index]
        made = FactSheet(complaint.id, complaint.received_at, as_of, values, unknown, presumed, blank, filled)
        made.complaint = complaint
        return made

    def _lay_extra(self, extra: Mapping[str, Any], values: list[Any], filled: list[int]) -> int:
        given = 0
        wrong: list[Callable[[], Problem]] = []
        for name, value in extra.items():
            fact = self._extra.get(name)
            if fact is None:
                wrong.append(partial(unknown_key, ("extra", name), self._extra))
            elif value is not None:
                try:
                    values[fact.index] = own_value(fact, value)
                    given |= fact.bit
                    filled.append(fact.index)
                except MessageError as error:
                    wrong.append(partial(at_fact, error.message, ("extra", name)))
        if wrong:
            raise ComplaintError(listed((make() for make in wrong), len(wrong)))
        return given


def own_value(fact: Fact, value: Any) -> Any:
    """Read the value of a fact that a ruleset declares itself.

    Raises:
        MessageError: the value is not of the fact's type.
    """
    if value == SAID_UNKNOWN and SAID_UNKNOWN not in fact.values and fact.type is not FactType.TEXT:
        raise MessageError(Message("said-unknown", value=value))
    if fact.type in SUMS:
        return parse_fen(value)
    if fact.type is FactType.DATE:
        return parse_day(value)
    if fact.values:
        if any(value is known or (isinstance(known, str) and value == known) for known in fact.values):
            return value
        allowed = tuple(str(known).lower() if isinstance(known, bool) else known for known in fact.values)
        raise MessageError(Message("not-one-of-own", value=value, allowed=allowed))
    return parse_whole(value, fact.least, fact.most) if fact.type is FactType.INTEGER else parse_text(value)
