"""Regions: sets of complaints that two rulesets decide differently for one reason, until no complaint is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.entries.slot import Key
from complaint_rules.prove.changes import NO_LIMIT, Change
from complaint_rules.prove.constants import sums_said
from complaint_rules.prove.difference import Comparison
from complaint_rules.prove.finding import Unsettled
from complaint_rules.prove.generalize import General
from complaint_rules.prove.literals import Differs, Literals, facts_of_literal
from complaint_rules.prove.literals import Literal as OneLiteral
from complaint_rules.prove.observables import Bound, Observable
from complaint_rules.prove.symbolic.terms import Model, Truth, all_of, any_of, no
from complaint_rules.prove.wording import say

MOST_REGIONS = 50
SECONDS = 60.0
"""The default time limit for finding regions."""

_NOT_GENERAL = say("no-region")


@dataclass(frozen=True, slots=True)
class Shift:
    """How one output changes in a region: by these words throughout if `exact`, else by some difference throughout."""

    path: str
    old: str | None
    new: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Complaints that satisfy all literals: on each, these outputs change as given, and others may change too."""

    literals: tuple[OneLiteral, ...]
    shifts: tuple[Shift, ...]
    witness: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Differences:
    """Where two rulesets decide differently; `complete` without regions proves that they are equivalent."""

    regions: tuple[Region, ...]
    unsettled: tuple[Unsettled, ...]
    more: bool
    """Whether there are more regions than were asked for."""
    out_of_time: bool = False
    """Whether the time ran out before it was known that there is no other region."""

    @property
    def complete(self) -> bool:
        """Whether it is proved that there is no other difference."""
        return not self.more and not self.out_of_time and not self.unsettled


def find_regions(
    old: Ruleset,
    new: Ruleset,
    most: int = MOST_REGIONS,
    progress: Callable[[int, int, str], None] | None = None,
    *,
    seconds: float = SECONDS,
    found: Callable[[Region], None] | None = None,
) -> Differences:
    """Everything that two rulesets decide differently, as regions, output by output.

    Args:
        old: a compiled stack.
        new: another.
        most: how many regions to find.
        progress: called with how many outputs are settled, or regions found, of how many, whichever is nearer its end.
        seconds: the time limit; the last query may take some seconds more.
        found: called with each region as soon as it is found.

    Returns:
        The regions, each with a complaint in it, and whether there are more of them. `complete` without regions proves
        that both decide the same.

    Raises:
        NotComparableError: they count days in different time zones, or by different calendars.
        WitnessError: the engine does not confirm a region's complaint; a fault of the prover.
        ProverMissingError: Z3 is not installed.
    """
    search = _Search(Comparison(old, new), monotonic() + seconds)
    regions: list[Region] = []

    def tell(settled: int, count: int) -> None:
        if progress is not None:
            ways = (settled, len(search.comparison.keys), "outputs"), (count, most, "regions")
            progress(*max(ways, key=lambda way: way[0] / way[1]))

    more = False
    for region in search.regions(tell):
        more = len(regions) == most
        if more:
            break
        regions.append(region)
        if found is not None:
            found(region)
    return Differences(tuple(regions), tuple(search.comparison.unsettled), more, search.out_of_time)


class _Search:
    """Finds one region after the other, output by output."""

    def __init__(self, comparison: Comparison, until: float) -> None:
        self.comparison = comparison
        self.out_of_time = False
        self._until = until
        self._blocked: dict[Key, list[Truth]] = {key: [] for key in comparison.keys}
        """For each output, that a complaint is in none of the regions found so far in which the output changes."""
        self._literals = Literals(comparison)
        self._sums = sums_said(comparison)

    def regions(self, tell: Callable[[int, int], None]) -> Iterator[Region]:
        """All regions; `tell` is called with how many outputs are settled and regions found."""
        found = 0
        for settled, key in enumerate(self.comparison.keys):
            tell(settled, found)
            for region in self._on(key, self.comparison.keys[settled + 1 :]):
                yield region
                found += 1
                tell(settled, found)

    def _on(self, key: Key, later: Sequence[Key]) -> Iterator[Region]:
        """The regions in which an output differs, with the changes of later outputs there."""
        comparison = self.comparison
        differs = any_of(aspect.differs for aspect in comparison.aspects(key))
        blocked = self._blocked[key]
        while (model := self._ask(key, differs, *blocked)) is not None:
            complaint = comparison.witness(differs, *blocked, model=model)
            region = None if complaint is None else self._around(complaint, key, later)
            if region is None:
                self.out_of_time = monotonic() > self._until
                if self.out_of_time:
                    return
                comparison.unsettled.append(Unsettled(".".join(filter(None, key)), _NOT_GENERAL))
                return
            yield region

    def _ask(self, key: Key, *terms: Truth) -> Model | None:
        """A model of terms; None where there is none, or no time is left."""
        self.out_of_time = self.out_of_time or monotonic() > self._until
        return None if self.out_of_time else self.comparison.ask(key, *terms)

    # --- one region

    def _around(self, complaint: Mapping[str, Any], key: Key, later: Sequence[Key]) -> Region | None:
        blocked, differs = self._blocked[key], any_of(aspect.differs for aspect in self.comparison.aspects(key))
        solver = self.comparison.space.solver_about(differs, *blocked, seconds=2.0)
        shifts = self._shifts(complaint, key)
        general = self._general(key, shifts)

        def shows(made: Mapping[str, Any]) -> bool:
            """Whether a smaller complaint changes in the same way, whatever the facts that it leaves out."""
            if not self._changes_alike(shifts, self._shifts(made, key)):
                return False
            literals = [one for part in self._parts(made, key, shifts) for one in part]
            return solver.check(*self._terms(literals))[0] == "sat" and general.suffices(literals)

        if shows(complaint):
            complaint = self.comparison.smallest(complaint, shows)
            shifts = self._shifts(complaint, key)
        literals = general.widest(self._parts(complaint, key, shifts))
        if literals is None:
            return None
        inside = all_of(self._literals.term(literal) for literal in literals)
        for other in (key, *later):
            more = [] if other == key else self._shifts(complaint, other)
            if other == key or (more and self._general(other, more).suffices(literals)):
                shifts += more
                self._blocked[other].append(no(inside))
        return Region(tuple(literals), tuple(shifts), complaint)

    def _general(self, key: Key, shifts: Sequence[Shift]) -> General:
        """A generaliser that checks whether an output changes as it does on one complaint."""
        by_path = {shift.path: shift for shift in shifts}
        others = [no(_shows(aspect, by_path.get(aspect.path))) for aspect in self.comparison.aspects(key)]
        return General(self._literals, [any_of(others)], self.comparison, self._until)

    def _shifts(self, complaint: Mapping[str, Any], key: Key) -> list[Shift]:
        """How an output changes on a complaint."""
        paths = {aspect.path for aspect in self.comparison.aspects(key)}
        return [self._shift(change) for change in self.comparison.decided(complaint) if change[0] in paths]

    def _parts(self, complaint: Mapping[str, Any], key: Key, shifts: Sequence[Shift]) -> list[list[OneLiteral]]:
        """Literals in parts: on other facts, facts that changed rules read, rules that fire, decided values, sums."""
        by_path = {aspect.path: aspect for aspect in self.comparison.aspects(key) if isinstance(aspect, Bound)}
        sums = [by_path[one.path] for one in shifts if not one.exact and one.path in by_path]
        read = self.comparison.alike.facts_of_changed(key)
        cells = self._literals.of(complaint)
        return [
            [one for one in cells if not facts_of_literal(one) & read],
            [one for one in cells if facts_of_literal(one) & read],
            self._literals.applying(complaint, key),
            self._literals.deciding(complaint, key),
            [Differs(aspect.path, aspect.differs) for aspect in sums],
        ]

    @staticmethod
    def _changes_alike(shifts: Sequence[Shift], others: Sequence[Shift]) -> bool:
        """Whether the same outputs change; sums that are not exact may have other values."""
        ours, theirs = (
            {one.path: (one.old, one.new) if one.exact else None for one in some} for some in (shifts, others)
        )
        return ours == theirs

    def _terms(self, literals: Sequence[OneLiteral]) -> list[Truth]:
        return [term for term in map(self._literals.term, literals) if not isinstance(term, bool)]

    def _shift(self, change: Change) -> Shift:
        path, old, new = change
        known = self._sums.get(path.rpartition(".")[0])
        is_sum = path.endswith((".min", ".max")) and known is not None
        exact = not is_sum or {old, new} <= (known or set()) | {None, "0.00", NO_LIMIT}
        return Shift(path, old, new, exact)


def _shows(aspect: Observable, shift: Shift | None) -> Truth:
    if shift is None:
        return no(aspect.differs)
    if shift.exact or not isinstance(aspect, Bound):
        return aspect.says(shift.old, shift.new)
    return aspect.differs
