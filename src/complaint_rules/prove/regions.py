"""Regions: from one complaint that two rulesets decide differently to all that are alike in why, until none is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, NUMERIC, FactType
from complaint_rules.prove.aspects import Aspect, Bound
from complaint_rules.prove.changes import NO_LIMIT, Change
from complaint_rules.prove.constants import sums_said
from complaint_rules.prove.difference import Comparison
from complaint_rules.prove.encode.complaint import limits
from complaint_rules.prove.encode.decision import Key
from complaint_rules.prove.encode.terms import Truth, all_of, any_of, no
from complaint_rules.prove.finding import Unsettled
from complaint_rules.prove.literals import Cell, Group, Literals, Stands, can_be_unknown
from complaint_rules.prove.literals import Literal as OneLiteral

MOST_REGIONS = 50


@dataclass(frozen=True, slots=True)
class Shift:
    """How one output changes in a region; throughout it where `exact`, else it differs throughout."""

    path: str
    old: str | None
    new: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Complaints that meet all the literals: each is decided differently in just these outputs."""

    literals: tuple[OneLiteral, ...]
    shifts: tuple[Shift, ...]
    witness: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Differences:
    """Where two rulesets decide differently. Without regions and with nothing missing they are proved equivalent."""

    regions: tuple[Region, ...]
    unsettled: tuple[Unsettled, ...]
    more: bool
    """Whether there are more regions than were asked for."""

    @property
    def complete(self) -> bool:
        """Whether it is proved that there is no other difference."""
        return not self.more and not self.unsettled


def find_regions(old: Ruleset, new: Ruleset, most: int = MOST_REGIONS) -> Differences:
    """Everything that two rulesets decide differently, as regions.

    Args:
        old: a compiled stack.
        new: another.
        most: how many regions to find.

    Raises:
        NotComparableError: they count days in different time zones.
        WitnessError: the engine does not bear a region's complaint out; a fault of the prover.
    """
    search = _Search(Comparison(old, new))
    regions: list[Region] = []
    for region in search.regions():
        if len(regions) == most:
            return Differences(tuple(regions), tuple(search.comparison.unsettled), more=True)
        regions.append(region)
    return Differences(tuple(regions), tuple(search.comparison.unsettled), more=False)


class _Search:
    """Finds one region after the other."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._aspects = [aspect for key in comparison.keys for aspect in comparison.aspects(key)]
        self._literals = Literals(comparison)
        self._sums = sums_said(comparison)

    def regions(self) -> Iterator[Region]:
        blocked: list[Truth] = []
        for key in self.comparison.keys:
            yield from self._on(key, blocked)

    def _on(self, key: Key, blocked: list[Truth]) -> Iterator[Region]:
        """The regions in which an output differs, beside those already found."""
        comparison = self.comparison
        differs = any_of(aspect.differs for aspect in comparison.aspects(key))
        while (model := comparison.ask(key, differs, *blocked)) is not None:
            complaint = comparison.witness(differs, *blocked, model=model)
            region = None if complaint is None else self._around(complaint, differs, blocked)
            if region is None:
                comparison.unsettled.append(Unsettled(".".join(filter(None, key)), "a difference was not generalised"))
                return
            yield region
            blocked.append(no(all_of(self._literals.term(literal) for literal in region.literals)))

    # --- one region

    def _around(self, complaint: Mapping[str, Any], differs: Truth, blocked: Sequence[Truth]) -> Region | None:
        comparison = self.comparison
        solver = comparison.space.solver_about(differs, *blocked)
        solver.add(differs, *blocked)

        def shows(made: Mapping[str, Any]) -> bool:
            return bool(comparison.decided(made)) and str(solver.check(*self._terms(self._literals.of(made)))) == "sat"

        if shows(complaint):
            complaint = comparison.smallest(complaint, shows)
        shifts = self._shifts(comparison.decided(complaint))
        general = _General(self._literals, self._but(shifts), comparison)
        literals = general.widest(self._literals.of(complaint))
        return None if literals is None else Region(tuple(literals), tuple(shifts), complaint)

    def _terms(self, literals: Sequence[OneLiteral]) -> list[Truth]:
        return [term for term in map(self._literals.term, literals) if not isinstance(term, bool)]

    def _shifts(self, found: Sequence[Change]) -> list[Shift]:
        """What changes; of a tier that changes, what else it could be is left open."""
        tier = any(path == "severity.tier" for path, _, _ in found)
        return [
            Shift(path, old, new, self._is_exact(path, old, new))
            for path, old, new in found
            if not (tier and path.startswith("severity.could_be"))
        ]

    def _is_exact(self, path: str, old: str | None, new: str | None) -> bool:
        known = self._sums.get(path.rpartition(".")[0])
        return not path.endswith((".min", ".max")) or known is None or {old, new} <= known | {None, "0.00", NO_LIMIT}

    def _but(self, shifts: Sequence[Shift]) -> Truth:
        """That something else changes, or something of this does not."""
        by_path = {shift.path: shift for shift in shifts}
        free = "severity.could_be" if "severity.tier" in by_path else None
        return any_of(
            no(_shows(aspect, by_path.get(aspect.path)))
            for aspect in self._aspects
            if free is None or not aspect.path.startswith(free)
        )


def _shows(aspect: Aspect, shift: Shift | None) -> Truth:
    if shift is None:
        return no(aspect.differs)
    if shift.exact or not isinstance(aspect, Bound):
        return aspect.says(shift.old, shift.new)
    return aspect.differs


class _General:
    """Makes the literals of one complaint as few and as wide as they can be with nothing else coming in."""

    def __init__(self, literals: Literals, other: Truth, comparison: Comparison) -> None:
        self._literals = literals
        self._near = comparison.near
        self._solver = comparison.space.solver_about(other) if not isinstance(other, bool) else None
        if self._solver is not None:
            self._solver.add(other)

    def _suffice(self, literals: Sequence[OneLiteral]) -> bool:
        """Whether no complaint that meets the literals shows anything else."""
        if self._solver is None:
            return True
        terms = [self._literals.term(literal) for literal in literals]
        if any(term is False for term in terms):
            return True
        return str(self._solver.check(*(term for term in terms if term is not True))) == "unsat"

    def widest(self, literals: Sequence[OneLiteral]) -> list[OneLiteral] | None:
        """The literals that are needed, each as wide as it can be; None where not even all of them suffice."""
        if not self._suffice(literals):
            return None
        plain = [one for one in literals if not self._is_bound_of_related(one, literals)]
        found = self._needed(plain if self._suffice(plain) else list(literals))
        found = _joined(found)
        for at in range(len(found)):
            found = self._widened(found, at)
        return found

    @staticmethod
    def _is_bound_of_related(literal: OneLiteral, literals: Sequence[OneLiteral]) -> bool:
        """Whether a literal bounds a fact of which its order to another may say enough."""
        related = {one.leaf.fact for one in literals if isinstance(one, Stands)}
        related |= {one.leaf.operand.fact for one in literals if isinstance(one, Stands)}  # type: ignore[union-attr]
        return isinstance(literal, Cell) and literal.fact in related

    def _needed(self, literals: list[OneLiteral]) -> list[OneLiteral]:
        """Drop literals by halves, then one by one, as long as the rest suffices."""
        size = len(literals) // 2
        needed = literals
        while size >= 1:
            at = 0
            while at < len(needed):
                rest = needed[:at] + needed[at + size :]
                if self._suffice(rest):
                    needed = rest
                else:
                    at += size
            size = min(size // 2, len(needed))
        return needed

    def _widened(self, literals: list[OneLiteral], at: int) -> list[OneLiteral]:
        literals = self._opened(literals, at)
        literal = literals[at]
        if not isinstance(literal, Cell):
            return literals
        for step in self._steps(literal):
            wider = step(literals[at])
            if self._suffice([*literals[:at], wider, *literals[at + 1 :]]):
                literals = [*literals[:at], wider, *literals[at + 1 :]]
        return self._stretched(literals, at)

    def _opened(self, literals: list[OneLiteral], at: int) -> list[OneLiteral]:
        """Say of one fact of a group that is absent what was said of the whole group, where that is enough."""
        literal = literals[at]
        if isinstance(literal, Group) and not literal.there:
            for fact in self._literals.stated.facts:
                if fact.group == literal.group:
                    opened: OneLiteral = Cell(fact, known=False, unknown=True, absent=True)
                    if self._suffice([*literals[:at], opened, *literals[at + 1 :]]):
                        return [*literals[:at], opened, *literals[at + 1 :]]
        return literals

    def _steps(self, cell: Cell) -> Iterator[Any]:
        """Ways to widen a cell, one after the other."""
        fact, complaint = cell.fact, self._literals.stated
        if fact.type in FINITE or fact.type is FactType.TEXT:
            for value in self._literals.words(fact):
                if value not in cell.values:
                    yield lambda one, value=value: replace(one, known=True, values=one.values | {value})
        elif not cell.known:
            yield lambda one: replace(one, known=True)
            if fact.type in NUMERIC:
                for end in limits(fact):
                    yield lambda one, end=end: one if one.known else replace(one, known=True, low=end, high=end)
        if not cell.unknown and can_be_unknown(fact, complaint):
            yield lambda one: replace(one, unknown=True)
        if complaint.absent(fact) is not False:
            yield lambda one: replace(one, absent=True)

    # --- intervals

    def _stretched(self, literals: list[OneLiteral], at: int) -> list[OneLiteral]:
        cell = literals[at]
        if isinstance(cell, Cell) and cell.fact.type in NUMERIC:
            least, greatest = limits(cell.fact)
            if cell.low is not None:
                cell = replace(cell, low=self._furthest(literals, at, Edge(cell, "low", cell.low, least)))
                literals = [*literals[:at], cell, *literals[at + 1 :]]
            if cell.high is not None:
                cell = replace(cell, high=self._furthest(literals, at, Edge(cell, "high", cell.high, greatest)))
                literals = [*literals[:at], cell, *literals[at + 1 :]]
        return literals

    def _furthest(self, literals: list[OneLiteral], at: int, edge: Edge) -> int:
        """The furthest that an edge goes: by the figures nearby, then to the very last number."""

        def suffices(figure: int) -> bool:
            return self._suffice([*literals[:at], edge.moved(figure), *literals[at + 1 :]])

        figures = edge.figures(self._near.get(edge.cell.fact.path, ()))
        low, high = 0, len(figures) - 1  # the first suffices
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if suffices(figures[middle]) else (low, middle - 1)
        if low == len(figures) - 1:
            return figures[low]
        good, bad = figures[low], figures[low + 1]
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if suffices(middle) else (good, middle)
        return good


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a cell's interval, where it stands and how far it may go."""

    cell: Cell
    end: Literal["low", "high"]
    value: int
    bound: int

    def moved(self, to: int) -> Cell:
        """The cell with this end elsewhere."""
        return replace(self.cell, low=to) if self.end == "low" else replace(self.cell, high=to)

    def figures(self, near: Sequence[int]) -> list[int]:
        """Where it may go, from where it stands to its bound."""
        first, last = sorted((self.value, self.bound))
        inside = {self.value, self.bound, *(one for one in near if first <= one <= last)}
        return sorted(inside, reverse=self.end == "low")


def _joined(literals: Sequence[OneLiteral]) -> list[OneLiteral]:
    """Both ends of an interval as one literal."""
    found: list[OneLiteral] = []
    ends: dict[int, int] = {}
    for one in literals:
        if isinstance(one, Cell) and (one.low is not None or one.high is not None) and one.fact.index in ends:
            at = ends[one.fact.index]
            first = found[at]
            assert isinstance(first, Cell)
            low, high = (first.low, one.high) if one.low is None else (one.low, first.high)
            found[at] = replace(first, low=low, high=high)
            continue
        if isinstance(one, Cell) and one.fact.type in NUMERIC and one.known:
            ends[one.fact.index] = len(found)
        found.append(one)
    return found
