"""Axes: the values of one fact, partitioned into the cells that a program's tests distinguish.

A fact of a finite type, a text or a set of texts has a cell for each set of tests that its values satisfy. A number or
a date is cut at the constants of its tests and, against another fact of the complaint, at its distance from that fact.
The last cell of each axis is that of an absent fact; an unknown fact is never in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from complaint_rules.compile.condition import Compare, Constant, In, Leaf, OfFact, StateTest
from complaint_rules.facts.fact import FINITE, NUMERIC, Fact, FactType, ordinal
from complaint_rules.facts.states import ABSENT

Figures = Mapping[str, Any]


class Axis(Protocol):
    """One fact's values by cell."""

    size: int

    def cell(self, values: Sequence[Any]) -> int:
        """The cell of a known or absent fact, given the row of all values."""
        ...

    def feasible(self, values: Sequence[Any]) -> Sequence[int]:
        """The cells that an unknown fact may be in, given the row of all values."""
        ...

    def truth(self, leaf: Leaf, figures: Figures) -> Sequence[bool]:
        """Whether a test on the fact holds, by cell."""
        ...

    def need(self) -> Sequence[bool]:
        """Whether the fact satisfies a need, by cell: a bool must be true, any other fact known."""
        ...


def make_axis(fact: Fact, leaves: Iterable[Leaf], figures: Figures) -> Axis:
    """The axis of a fact for the tests on it, all of whose operands have figures."""
    tests = list(leaves)
    return NumberAxis(fact, tests, figures) if fact.type in NUMERIC else ValueAxis(fact, tests)


class ValueAxis:
    """Values without an order that tests could cut: cells by the set of tests that a value satisfies."""

    def __init__(self, fact: Fact, tests: Sequence[Leaf]) -> None:
        self._fact = fact
        self._index = fact.index
        named = [leaf.values for leaf in tests if isinstance(leaf, In)]
        if fact.type in FINITE:
            named += [frozenset([True])] if fact.type is FactType.BOOL else []
            signatures = {value: tuple([value in values for values in named]) for value in fact.values}
        else:
            texts = dict.fromkeys([value for values in named for value in sorted(values)])
            signatures = {text: tuple([text in values for values in named]) for text in texts}
        none = tuple([False] * len(named))
        listed = list(dict.fromkeys(signatures.values()))
        if fact.type is FactType.TEXT_SET:
            listed = _unions(listed, none)
        elif fact.type not in FINITE and none not in listed:
            listed.append(none)
        self._cells = {signature: cell for cell, signature in enumerate(listed)}
        self._signatures = signatures
        self._by_value = {value: self._cells[signature] for value, signature in signatures.items()}
        self._other = self._cells.get(none, 0)
        self._none = none
        self._present = tuple(range(len(listed)))
        self._listed = listed
        self._place = {values: place for place, values in enumerate(named)}
        self.size = len(listed) + 1

    def cell(self, values: Sequence[Any]) -> int:
        """The cell of a known or absent fact, given the row of all values."""
        value = values[self._index]
        if value is ABSENT:
            return self.size - 1
        if isinstance(value, frozenset):
            met = [self._signatures[text] for text in value if text in self._signatures]
            return self._cells[_union(met, self._none)]
        return self._by_value.get(value, self._other) if isinstance(value, str | bool) else self._other

    def feasible(self, _values: Sequence[Any]) -> Sequence[int]:
        """The cells that an unknown fact may be in, given the row of all values."""
        return self._present

    def truth(self, leaf: Leaf, _figures: Figures) -> Sequence[bool]:
        """Whether a test on the fact holds, by cell."""
        if isinstance(leaf, StateTest):
            return state_truth(leaf, self.size)
        assert isinstance(leaf, In)
        place = self._place[leaf.values]
        return (*[signature[place] for signature in self._listed], False)

    def need(self) -> Sequence[bool]:
        """Whether the fact satisfies a need, by cell: a bool must be true, any other fact known."""
        if self._fact.type is FactType.BOOL:
            place = self._place[frozenset([True])]
            return (*[signature[place] for signature in self._listed], False)
        return (*[True] * (self.size - 1), False)


class NumberAxis:
    """Numbers or dates, cut at constants and at distances from other facts.

    A cell is a combination of one interval between constants and one for each other fact, of which not all are
    feasible; a fact compared with an absent one is in an interval of its own, where no test holds.
    """

    def __init__(self, fact: Fact, tests: Sequence[Leaf], figures: Figures) -> None:
        self._fact = fact
        self._index = fact.index
        self._limits = fact.least, fact.most
        cuts: dict[int | None, set[int]] = {None: set()}
        for leaf in tests:
            for other, cut in _cuts(leaf, figures):
                cuts.setdefault(other, set()).add(cut)
        self._others = [other for other in cuts if other is not None]
        chains: list[int | None] = [None, *self._others]
        self._cuts = {other: sorted(cuts[other]) for other in chains}
        sizes = [len(self._cuts[other]) + 1 + (other is not None) for other in chains]
        self._strides: dict[int | None, int] = {}
        stride = 1
        for other, size in zip(chains, sizes, strict=True):
            self._strides[other] = stride
            stride *= size
        self._sizes = dict(zip(chains, sizes, strict=True))
        self.size = stride + 1
        self._constant = None if self._others else self._between()

    def cell(self, values: Sequence[Any]) -> int:
        """The cell of a known or absent fact, given the row of all values."""
        value = values[self._index]
        return self.size - 1 if value is ABSENT else self._cell(ordinal(value), values)

    def feasible(self, values: Sequence[Any]) -> Sequence[int]:
        """The cells that an unknown fact may be in, given the row of all values."""
        if self._constant is not None:
            return self._constant
        least, most = self._limits
        starts = {least, *self._cuts[None]}
        for other in self._others:
            operand = values[other]
            if operand is not ABSENT:
                starts |= {ordinal(operand) + cut for cut in self._cuts[other]}
        return tuple(dict.fromkeys([self._cell(one, values) for one in sorted(starts) if least <= one <= most]))

    def _between(self) -> Sequence[int]:
        least, most = self._limits
        return tuple([self._cell(one, ()) for one in sorted({least, *self._cuts[None]}) if least <= one <= most])

    def _cell(self, number: int, values: Sequence[Any]) -> int:
        cell = bisect_right(self._cuts[None], number)
        for other in self._others:
            operand, cuts = values[other], self._cuts[other]
            place = len(cuts) + 1 if operand is ABSENT else bisect_right(cuts, number - ordinal(operand))
            cell += place * self._strides[other]
        return cell

    def truth(self, leaf: Leaf, figures: Figures) -> Sequence[bool]:
        """Whether a test on the fact holds, by cell."""
        if isinstance(leaf, StateTest):
            return state_truth(leaf, self.size)
        found = _cuts(leaf, figures)
        other = found[0][0]
        cuts = self._cuts[other]
        stride, size = self._strides[other], self._sizes[other]
        bounds = [bisect_right(cuts, cut) for _, cut in found]
        places = [cell // stride % size for cell in range(self.size - 1)]
        if isinstance(leaf, In):  # a list of numbers has a cut below and above each
            pairs = [*zip(bounds[::2], bounds[1::2], strict=True)]
            return (*[any([low <= place < high for low, high in pairs]) for place in places], False)
        assert isinstance(leaf, Compare)
        below = leaf.order in ("<", "<=")
        none = len(cuts) + 1
        return (*[place != none and (place < bounds[0]) == below for place in places], False)

    def need(self) -> Sequence[bool]:
        """Whether the fact satisfies a need, by cell: a bool must be true, any other fact known."""
        return (*[True] * (self.size - 1), False)


def _cuts(leaf: Leaf, figures: Figures) -> list[tuple[int | None, int]]:
    """Where a test cuts, each cut as the first number above it: from a constant, or counted from another fact."""
    if isinstance(leaf, In):
        return [(None, ordinal(value) + above) for value in sorted(leaf.values) for above in (0, 1)]
    if not isinstance(leaf, Compare):
        return []
    above = 1 if leaf.order in ("<=", ">") else 0
    operand = leaf.operand
    if isinstance(operand, OfFact):
        return [(operand.fact.index, operand.days + above)]
    value = operand.value if isinstance(operand, Constant) else figures[operand.name]
    return [(None, ordinal(value) + above)]


def state_truth(leaf: StateTest, size: int) -> Sequence[bool]:
    """Whether a state test holds, by cell: in a completion nothing is unknown."""
    absent = leaf.state == "absent"
    return (*[leaf.state == "known"] * (size - 1), absent)


def _union(signatures: Iterable[tuple[bool, ...]], none: tuple[bool, ...]) -> tuple[bool, ...]:
    return tuple([any(column) for column in zip(none, *signatures, strict=True)])


def _unions(listed: Sequence[tuple[bool, ...]], none: tuple[bool, ...]) -> list[tuple[bool, ...]]:
    """All sets of tests that a set of texts may satisfy."""
    found = {none: None}
    for signature in listed:
        found.update(dict.fromkeys([_union([signature, other], none) for other in list(found)]))
    return list(found)
