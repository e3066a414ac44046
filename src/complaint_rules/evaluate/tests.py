"""Tests as diagrams: over the cells of every fact, or for one complaint with its known facts substituted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from complaint_rules.compile.condition import ORDER, Compare, Constant, In, Leaf, OfFact, StateTest
from complaint_rules.compile.program import Program
from complaint_rules.evaluate.axis import Axis, make_axis
from complaint_rules.evaluate.diagram import Diagram, Diagrams
from complaint_rules.facts.fact import Fact, ordinal
from complaint_rules.facts.states import ABSENT, UNKNOWN

_MOST_POINTS = 400
"""Values of one fact that is compared with another unknown one."""

_MOST_IN_INTERVAL = 5
"""Values between two cuts; more facts than this are rarely compared with each other."""


def axes_of(leaves: Iterable[Leaf], needs: Iterable[Fact], figures: Mapping[str, Any]) -> dict[int, Axis]:
    """The axes of all facts that some tests and needs read; a test against a parameter without a figure has none."""
    tests: dict[Fact, list[Leaf]] = {fact: [] for fact in needs}
    for leaf in leaves:
        fact = leaf.fact  # type: ignore[union-attr]  # tests on the decision are not handed in
        tests.setdefault(fact, [])
        if lacks(leaf, figures) is None:
            tests[fact].append(leaf)
    return {fact.index: make_axis(fact, found, figures) for fact, found in tests.items()}


def lacks(leaf: Leaf, figures: Mapping[str, Any]) -> str | None:
    """The parameter without a figure that a test reads."""
    if not isinstance(leaf, Compare) or isinstance(leaf.operand, Constant | OfFact):
        return None
    return leaf.operand.name if figures[leaf.operand.name] is None else None


class Tests:
    """Tests as diagrams over the cells of every fact, or over values of facts that have an unknown operand.

    In a comparison with an unknown fact, or with a parameter without a figure, the unknown facts have values instead of
    cells. The variable of a fact is its index. After the facts come the parameters without a figure, and after these
    the facts that have values: tests on two of them are large, and near the leaves of a diagram they are repeated
    least.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        axes: Mapping[int, Axis],
        program: Program,
        leaves: Iterable[Leaf] = (),
        values: Sequence[Any] = (),
        plugged: int = 0,
    ) -> None:
        """Prepare.

        Args:
            diagrams: what makes the diagrams.
            axes: the cells of every fact.
            program: whose figures are read.
            leaves: all tests, where facts are compared with unknown facts or parameters without a figure.
            values: a complaint's values by fact.
            plugged: the facts, as a mask, whose known values are substituted: at least all that `leaves` compare. The
                diagrams serve every complaint that has the same values of these facts.
        """
        self._diagrams = diagrams
        self._axes = axes
        self._figures = program.figures
        self._values = values
        self._plugged = plugged
        names = [name for name, figure in program.figures.items() if figure is None]
        self.parameters = {name: len(program.ruleset.facts) + place for place, name in enumerate(names)}
        """The variables of the parameters without a figure."""
        self.points = _Points(self.parameters, values[: len(program.ruleset.facts)], self._figures).of(leaves)
        """By fact or parameter, the values that the children of a node represent where they are not cells."""
        self.first_compared = len(program.ruleset.facts) + len(names)
        """The variable of the first fact, if that has values instead of cells."""

    def test(self, leaf: Leaf) -> Diagram:
        """The function to truth values of a test on facts."""
        index = leaf.fact.index  # type: ignore[union-attr]  # tests on the decision are not handed in
        if index in self.points or self._operand(leaf) is not None:
            return self._compared(leaf, index)
        if self._is_plugged(index):
            return self._truth(holds(leaf, self._values[index], self._values, self._figures))
        return self._node(index, self._axes[index].truth(leaf, self._figures))

    def need(self, fact: Fact) -> Diagram:
        """The function that is true where a fact satisfies a need."""
        index = fact.index
        need = self._axes[index].need()
        if self._is_plugged(index):
            return self._truth(need[self._axes[index].cell(self._values)])
        return self._diagrams.true if index in self.points else self._node(index, need)

    def _is_plugged(self, index: int) -> bool:
        return bool(self._plugged >> index & 1) and self._values[index] is not UNKNOWN

    def _operand(self, leaf: Leaf) -> int | None:
        """The variable of what a fact is compared with, where that is not known."""
        if not isinstance(leaf, Compare) or isinstance(leaf.operand, Constant):
            return None
        if isinstance(leaf.operand, OfFact):
            index = leaf.operand.fact.index
            return index if index in self.points else None
        return self.parameters.get(leaf.operand.name)

    def _compared(self, leaf: Leaf, index: int) -> Diagram:
        """A test over the values of one fact, or of two."""
        other = self._operand(leaf)
        left = self.points.get(index, [self._values[index]])
        if isinstance(leaf, StateTest):
            return self._truth(leaf.state == "known")
        if other is None:
            found = [holds(leaf, value, self._values, self._figures) for value in left]
            return self._node(index, found) if index in self.points else self._truth(found[0])
        assert isinstance(leaf, Compare)
        right = self.points[other]
        shift = leaf.operand.days if isinstance(leaf.operand, OfFact) else 0
        order = ORDER[leaf.order]

        def is_so(one: Any, value: int) -> bool:
            return one is not ABSENT and order(ordinal(one), value + shift)

        if index not in self.points:
            return self._node(other, [is_so(left[0], value) for value in right])
        if index == other:
            return self._node(index, [is_so(value, value) for value in left])
        first, second = sorted((index, other), key=self._variable)
        rows = [
            self._node(second, [is_so(a, b) if first == index else is_so(b, a) for b in self.points[second]])
            for a in self.points[first]
        ]
        return self._diagrams.node(self._variable(first), tuple(rows))

    def _variable(self, index: int) -> int:
        is_compared = index in self.points and index not in self.parameters.values()
        return self.first_compared + index if is_compared else index

    def _truth(self, is_so: bool) -> Diagram:
        return self._diagrams.true if is_so else self._diagrams.false

    def _node(self, index: int, truth: Sequence[bool]) -> Diagram:
        return self._diagrams.node(self._variable(index), tuple([self._truth(one) for one in truth]))


def holds(leaf: Leaf, value: Any, values: Sequence[Any], figures: Mapping[str, Any]) -> bool:
    """Whether a test holds on a value that is known or absent, as is what it is compared with."""
    if isinstance(leaf, StateTest):
        return leaf.state == ("absent" if value is ABSENT else "known")
    if value is ABSENT:
        return False
    if isinstance(leaf, In):
        if isinstance(value, frozenset):
            return bool(leaf.values & value)
        return value in leaf.values or any([isinstance(one, date) and ordinal(one) == value for one in leaf.values])
    assert isinstance(leaf, Compare)
    operand = leaf.operand
    if isinstance(operand, OfFact):
        right = values[operand.fact.index]
        return right is not ABSENT and ORDER[leaf.order](ordinal(value), ordinal(right) + operand.days)
    right = operand.value if isinstance(operand, Constant) else figures[operand.name]
    return ORDER[leaf.order](ordinal(value), right if not isinstance(right, date) else ordinal(right))


class _Points:
    """Values of facts that are compared with each other, enough of them for every order that the facts can be in."""

    def __init__(self, parameters: Mapping[str, int], values: Sequence[Any], figures: Mapping[str, Any]) -> None:
        self._parameters = parameters
        self._values = values
        self._figures = figures

    def of(self, leaves: Iterable[Leaf]) -> dict[int, list[int]]:
        """The values of every unknown fact, and of every parameter without a figure, in such a comparison."""
        tests = list(leaves)
        limits: dict[int, tuple[int, int]] = {}
        pairs: list[tuple[int, int, int]] = []
        for left, right, cut, ends in self._pairs(tests):
            if not (self._is_open(left) or self._is_open(right)):
                continue
            pairs.append((left, right, cut))
            for one in (left, right):
                if self._is_open(one):
                    limits[one] = ends
        linked = [pair for pair in pairs if self._is_open(pair[1])]
        named = {one for left, right, _ in linked for one in (left, right) if self._is_open(one)}
        cuts = {one: {limits[one][0]} for one in named}
        for leaf in tests:
            fact: Fact = leaf.fact  # type: ignore[union-attr]
            if fact.index in named:
                cuts[fact.index] |= _constant_cuts(leaf, self._figures)
        for _ in range(len(named) + 1):
            for left, right, cut in pairs:
                self._carry(left, right, cut, cuts)
        return {one: _spread(sorted(found), limits[one], len(named)) for one, found in cuts.items()}

    def _is_open(self, index: int) -> bool:
        return index >= len(self._values) or self._values[index] is UNKNOWN

    def _pairs(self, tests: Iterable[Leaf]) -> Iterator[tuple[int, int, int, tuple[int, int]]]:
        """Each comparison as a test of whether left minus right is below a cut: left, right, the cut, the limits."""
        for leaf in tests:
            if isinstance(leaf, Compare) and not isinstance(leaf.operand, Constant):
                above, ends = (1 if leaf.order in ("<=", ">") else 0), (leaf.fact.least, leaf.fact.most)
                if isinstance(leaf.operand, OfFact):
                    yield leaf.fact.index, leaf.operand.fact.index, leaf.operand.days + above, ends
                elif leaf.operand.name in self._parameters:
                    yield leaf.fact.index, self._parameters[leaf.operand.name], above, ends

    def _carry(self, left: int, right: int, cut: int, cuts: dict[int, set[int]]) -> None:
        """Carry the cuts of one side of a comparison over to the other."""
        for one, other, move in ((left, right, cut), (right, left, 1 - cut)):
            if one not in cuts or len(cuts[one]) > _MOST_POINTS // 5:
                continue
            if other in cuts:
                cuts[one] |= {value + move for value in cuts[other]}
            elif other < len(self._values) and self._values[other] not in (ABSENT, UNKNOWN):
                cuts[one].add(ordinal(self._values[other]) + move)


def _constant_cuts(leaf: Leaf, figures: Mapping[str, Any]) -> set[int]:
    if isinstance(leaf, In):
        return {ordinal(value) + above for value in leaf.values for above in (0, 1)}
    if not isinstance(leaf, Compare) or isinstance(leaf.operand, OfFact):
        return set()
    value = leaf.operand.value if isinstance(leaf.operand, Constant) else figures[leaf.operand.name]
    return set() if value is None else {ordinal(value) + (1 if leaf.order in ("<=", ">") else 0)}


def _spread(cuts: Sequence[int], limits: tuple[int, int], linked: int) -> list[int]:
    """Some values of each interval between cuts: enough for the linked facts to be there in any order."""
    least, most = limits
    starts = [cut for cut in cuts if least <= cut <= most]
    found: set[int] = set()
    for start, after in zip(starts, [*starts[1:], most + 1], strict=True):
        wide = after - 1 - start
        count = min(linked, _MOST_IN_INTERVAL - 1, wide)
        found |= {start + wide * step // max(count, 1) for step in range(count + 1)}
    return sorted(found)
