"""Generalises a complaint to those of its literals that are needed, each as wide as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Literal

from complaint_rules.facts.fact import FINITE, NUMERIC, FactType
from complaint_rules.prove.difference import Comparison
from complaint_rules.prove.literals import Decides, FactLiteral, Group, Literals, OrderLiteral, can_be_unknown
from complaint_rules.prove.literals import Literal as OneLiteral
from complaint_rules.prove.symbolic.complaint import limits
from complaint_rules.prove.symbolic.terms import Truth

_IN_ORDER = NUMERIC | {FactType.DEPENDANTS}
_SECONDS = 2.0
"""The time limit of one query; without an answer by then it is taken as satisfiable, which is safe."""

_MOST_SECONDS = 30.0
"""The time limit of widening one region; it stays correct, but adjacent regions may change in the same way."""


class General:
    """Makes the literals of one complaint as few and as wide as possible while excluding all other changes."""

    def __init__(self, literals: Literals, others: Sequence[Truth], comparison: Comparison, until: float) -> None:
        """Prepare solvers for what must be excluded.

        Args:
            literals: translates literals to terms.
            others: terms that must each be impossible within the literals.
            comparison: the comparison of the two rulesets.
            until: when to give up, in seconds of the monotonic clock.
        """
        self._literals = literals
        self._near = comparison.near
        self._until = min(monotonic() + _MOST_SECONDS, until + _SECONDS)
        about = comparison.space.solver_about
        self._solvers = [
            [about(other, multiply=multiply, seconds=_SECONDS) for multiply in (False, True)]
            for other in others
            if other is not False
        ]
        """For each term a solver without multiplication, which is fast, and one with it."""

    def suffices(self, literals: Sequence[OneLiteral]) -> bool:
        """Whether it is proved that all complaints that satisfy the literals change in the same way."""
        if monotonic() > self._until:
            return False
        terms = [self._literals.term(literal) for literal in literals]
        if any(term is False for term in terms):
            return True
        asked = [term for term in terms if term is not True]
        for at, ways in enumerate(self._solvers):
            if not any(solver.check(*asked)[0] == "unsat" for solver in ways):
                self._solvers.insert(0, self._solvers.pop(at))  # what fails once is likely to fail again
                return False
        return True

    def widest(self, parts: Sequence[Sequence[OneLiteral]]) -> list[OneLiteral] | None:
        """The literals that are needed, each as wide as possible; None where not even all of them suffice.

        Args:
            parts: the literals of a complaint; those of earlier parts are dropped first.
        """
        literals = [one for part in parts for one in part]
        if not self.suffices(literals):
            return None
        found = [one for one in literals if not self._is_bound_of_related(one, literals)]
        if not self.suffices(found):
            found = literals
        for part in parts:
            found = self._without(found, [one for one in part if one in found])
        found = _joined(found)
        for at in range(len(found)):
            found = self._widened(found, at)
        return found

    @staticmethod
    def _is_bound_of_related(literal: OneLiteral, literals: Sequence[OneLiteral]) -> bool:
        """Whether a literal bounds a fact for which its order relative to another fact may suffice."""
        related = {one.leaf.fact for one in literals if isinstance(one, OrderLiteral)}
        related |= {one.leaf.operand.fact for one in literals if isinstance(one, OrderLiteral)}  # type: ignore[union-attr]
        return isinstance(literal, FactLiteral) and literal.fact in related

    def _without(self, literals: list[OneLiteral], some: Sequence[OneLiteral]) -> list[OneLiteral]:
        """Drop as many of some literals as possible while the rest suffices: all at once, else each half in turn."""
        if not some:
            return literals
        rest = [one for one in literals if one not in some]
        if self.suffices(rest):
            return rest
        if len(some) == 1:
            return literals
        middle = len(some) // 2
        return self._without(self._without(literals, some[:middle]), some[middle:])

    def _widened(self, literals: list[OneLiteral], at: int) -> list[OneLiteral]:
        literals = self._opened(literals, at)
        cell = literals[at]
        if isinstance(cell, Decides):
            return self._with_outcomes(literals, at, [one for one in cell.outcomes if one not in cell.values])
        if not isinstance(cell, FactLiteral):
            return literals
        for way, value in self._ways(cell):
            wider = _wider(cell, way, value)
            if self.suffices([*literals[:at], wider, *literals[at + 1 :]]):
                cell = wider
        return self._stretched([*literals[:at], cell, *literals[at + 1 :]], at)

    def _with_outcomes(self, literals: list[OneLiteral], at: int, more: Sequence[str | None]) -> list[OneLiteral]:
        """Allow a tier, lead or finding as many more values as possible: all at once, else each half in turn."""
        cell = literals[at]
        if not more or not isinstance(cell, Decides):
            return literals
        wider = [*literals[:at], replace(cell, values=cell.values | {*more}), *literals[at + 1 :]]
        if self.suffices(wider):
            return wider
        middle = len(more) // 2
        if middle == 0:
            return literals
        return self._with_outcomes(self._with_outcomes(literals, at, more[:middle]), at, more[middle:])

    def _opened(self, literals: list[OneLiteral], at: int) -> list[OneLiteral]:
        """Replace the absence of a group by one of its facts being absent or unknown, where that suffices."""
        literal = literals[at]
        if isinstance(literal, Group) and not literal.there:
            for fact in self._literals.stated.facts:
                if fact.group == literal.group and can_be_unknown(fact, self._literals.stated):
                    opened: OneLiteral = FactLiteral(fact, known=False, unknown=True, absent=True)
                    if self.suffices([*literals[:at], opened, *literals[at + 1 :]]):
                        return [*literals[:at], opened, *literals[at + 1 :]]
        return literals

    def _ways(self, cell: FactLiteral) -> Iterator[tuple[Way, Any]]:
        """Ways to widen a cell, in the order in which to try them."""
        fact, complaint = cell.fact, self._literals.stated
        if fact.type in FINITE or fact.type is FactType.TEXT:
            yield from (("value", value) for value in self._literals.words(fact) if value not in cell.values)
        elif not cell.known:
            yield "known", None
            if fact.type in _IN_ORDER:
                yield from (("number", end) for end in limits(fact))
        if not cell.unknown and can_be_unknown(fact, complaint):
            yield "unknown", None
        if complaint.absent(fact) is not False:
            yield "absent", None

    # --- intervals

    def _stretched(self, literals: list[OneLiteral], at: int) -> list[OneLiteral]:
        cell = literals[at]
        if isinstance(cell, FactLiteral) and cell.fact.type in _IN_ORDER:
            least, greatest = limits(cell.fact)
            if cell.low is not None:
                cell = replace(cell, low=self._furthest(literals, at, Edge(cell, "low", cell.low, least)))
                literals = [*literals[:at], cell, *literals[at + 1 :]]
            if cell.high is not None:
                cell = replace(cell, high=self._furthest(literals, at, Edge(cell, "high", cell.high, greatest)))
                literals = [*literals[:at], cell, *literals[at + 1 :]]
        return literals

    def _furthest(self, literals: list[OneLiteral], at: int, edge: Edge) -> int:
        """The furthest that an edge can move: by bisection of the boundary values, then between two of them."""

        def reaches(figure: int) -> bool:
            return self.suffices([*literals[:at], edge.moved(figure), *literals[at + 1 :]])

        figures = edge.figures(self._near.get(edge.cell.fact.path, ()))
        low, high = 0, len(figures) - 1  # the first suffices
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if reaches(figures[middle]) else (low, middle - 1)
        if low == len(figures) - 1:
            return figures[low]
        good, bad = figures[low], figures[low + 1]
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if reaches(middle) else (good, middle)
        return good


Way = Literal["value", "known", "number", "unknown", "absent"]


def _wider(cell: FactLiteral, way: Way, value: Any) -> FactLiteral:
    """A cell widened by one value or state."""
    if way == "value":
        return replace(cell, known=True, values=cell.values | {value})
    if way == "number":
        return cell if cell.known else replace(cell, known=True, low=value, high=value)
    if way == "known":
        return replace(cell, known=True)
    return replace(cell, unknown=True) if way == "unknown" else replace(cell, absent=True)


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a cell's interval, its current value, and how far it may move."""

    cell: FactLiteral
    end: Literal["low", "high"]
    value: int
    bound: int

    def moved(self, to: int) -> FactLiteral:
        """The cell with this end moved."""
        return replace(self.cell, low=to) if self.end == "low" else replace(self.cell, high=to)

    def figures(self, near: Sequence[int]) -> list[int]:
        """The values to try, from the current one to the bound."""
        first, last = sorted((self.value, self.bound))
        inside = {self.value, self.bound, *(one for one in near if first <= one <= last)}
        return sorted(inside, reverse=self.end == "low")


def _joined(literals: Sequence[OneLiteral]) -> list[OneLiteral]:
    """The literals, with both ends of an interval joined into one literal."""
    found: list[OneLiteral] = []
    ends: dict[int, int] = {}
    for one in literals:
        if isinstance(one, FactLiteral) and (one.low is not None or one.high is not None) and one.fact.index in ends:
            at = ends[one.fact.index]
            first = found[at]
            assert isinstance(first, FactLiteral)
            low, high = (first.low, one.high) if one.low is None else (one.low, first.high)
            found[at] = replace(first, low=low, high=high)
            continue
        if isinstance(one, FactLiteral) and one.fact.type in _IN_ORDER and one.known:
            ends[one.fact.index] = len(found)
        found.append(one)
    return found
