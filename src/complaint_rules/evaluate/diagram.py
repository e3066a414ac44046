"""Decision diagrams: reduced, ordered, multi-valued, hash-consed functions from the cells of facts to values.

A node tests one variable and has one child a cell; equal functions are the same object, so that comparing two is
comparing identities, and a variable that a function does not depend on is not in its diagram.

Source: Bryant 1986, "Graph-based algorithms for Boolean function manipulation", carried over to several values.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

_BELOW_ALL = 1 << 30


class TooManyNodesError(Exception):
    """A diagram exceeds the limit of nodes of its maker."""


class Terminal:
    """A constant function: a value that a function has."""

    __slots__ = ("value",)
    var = _BELOW_ALL

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"<{self.value!r}>"


class Node:
    """A test of one variable, with a child for each of its cells."""

    __slots__ = ("kids", "var")

    def __init__(self, var: int, kids: tuple[Diagram, ...]) -> None:
        self.var = var
        self.kids = kids

    def __repr__(self) -> str:
        return f"({self.var}? {', '.join(map(repr, self.kids))})"


Diagram = Node | Terminal


class _UniqueTable:
    """Makes terminals and nodes: equal ones are the same object (hash consing)."""

    def __init__(self, most_nodes: int = sys.maxsize) -> None:
        self._most = most_nodes
        self._nodes: dict[tuple[int, tuple[Diagram, ...]], Node] = {}
        self._terminals: dict[tuple[type, Hashable], Terminal] = {}

    def __len__(self) -> int:
        return len(self._nodes)

    def terminal(self, value: Hashable) -> Terminal:
        """The constant function of a value."""
        key = value.__class__, value
        found = self._terminals.get(key)
        if found is None:
            found = self._terminals[key] = Terminal(value)
        return found

    def node(self, var: int, kids: tuple[Diagram, ...]) -> Diagram:
        """The function that has these children by the cell of a variable.

        Raises:
            TooManyNodesError: no more nodes may be made.
        """
        first = kids[0]
        for kid in kids:
            if kid is not first:
                break
        else:
            return first
        key = var, kids
        found = self._nodes.get(key)
        if found is None:
            if len(self._nodes) >= self._most:
                raise TooManyNodesError(f"more than {self._most} nodes")
            found = self._nodes[key] = Node(var, kids)
        return found

    def map(self, change: Callable[[Any], Hashable], one: Diagram) -> Diagram:
        """The function that changes the values of another."""
        return self.mapping(change)(one)

    def mapping(self, change: Callable[[Any], Hashable]) -> Callable[[Diagram], Diagram]:
        """A memoised function that changes the values of diagrams."""
        return _Mapping(self, change)


class _Mapping:
    """Changes the values of diagrams, memoised by node.

    Not a closure, which would refer to itself and so keep its memo until the next garbage collection.
    """

    __slots__ = ("_change", "_made", "_table")

    def __init__(
        self, table: _UniqueTable, change: Callable[[Any], Hashable], made: dict[Diagram, Diagram] | None = None
    ) -> None:
        self._table = table
        self._change = change
        self._made = {} if made is None else made

    def __call__(self, one: Diagram) -> Diagram:
        found = self._made.get(one)
        if found is None:
            if isinstance(one, Terminal):
                found = self._table.terminal(self._change(one.value))
            else:
                made, kids = self._made, one.kids  # a node may have many children, most of them the same
                for kid in dict.fromkeys(kids):
                    if kid not in made:
                        self(kid)
                found = self._table.node(one.var, tuple(map(made.__getitem__, kids)))
            self._made[one] = found
        return found


def _none_known(_one: Diagram, _other: Diagram) -> Diagram | None:
    return None


class Diagrams(_UniqueTable):
    """Makes diagrams; only diagrams of one maker can be compared."""

    def __init__(self, most_nodes: int) -> None:
        """Start empty.

        Args:
            most_nodes: the maximum number of nodes.
        """
        super().__init__(most_nodes)
        self.true = self.terminal(True)
        self.false = self.terminal(False)
        self._negations: dict[Diagram, Diagram] = {}

    def apply(
        self,
        join: Callable[[Any, Any], Hashable],
        one: Diagram,
        other: Diagram,
        known: Callable[[Diagram, Diagram], Diagram | None] = _none_known,
    ) -> Diagram:
        """The function that joins the values of two.

        Args:
            join: joins two values.
            one: the first function.
            other: the second.
            known: the joined function where it follows without looking at the children, else None.
        """
        memo: dict[tuple[Diagram, Diagram], Diagram] = {}
        terminal, node = self.terminal, self.node

        # Takes itself as an argument: a closure that refers to itself keeps its memo until the next garbage collection.
        def walk(a: Diagram, b: Diagram, again: Callable[..., Diagram]) -> Diagram:
            found = known(a, b)
            if found is not None:
                return found
            key = a, b
            found = memo.get(key)
            if found is not None:
                return found
            var = min(a.var, b.var)
            if var == _BELOW_ALL:
                made: Diagram = terminal(join(a.value, b.value))  # type: ignore[union-attr]  # both are terminals
            else:
                left: Sequence[Diagram] | None = a.kids if a.var == var else None  # type: ignore[union-attr]
                right: Sequence[Diagram] | None = b.kids if b.var == var else None  # type: ignore[union-attr]
                kids: list[Diagram] = []
                last_x: Diagram | None = None
                last_y: Diagram | None = None
                pairs = zip(repeat(a) if left is None else left, repeat(b) if right is None else right, strict=False)
                for x, y in pairs:
                    if x is not last_x or y is not last_y:  # a node may have many children, and equal ones in a row
                        last_x, last_y = x, y
                        kid = again(x, y, again)
                    kids.append(kid)
                made = node(var, tuple(kids))
            memo[key] = made
            return made

        return walk(one, other, walk)

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        """The conjunction of two functions to truth values."""
        return self.apply(_and, one, other, self._both_known)

    def either(self, one: Diagram, other: Diagram) -> Diagram:
        """The disjunction of two functions to truth values."""
        return self.apply(_or, one, other, self._either_known)

    def _both_known(self, a: Diagram, b: Diagram) -> Diagram | None:
        if a is self.false or b is self.false:
            return self.false
        if a is self.true or a is b:
            return b
        return a if b is self.true else None

    def _either_known(self, a: Diagram, b: Diagram) -> Diagram | None:
        if a is self.true or b is self.true:
            return self.true
        if a is self.false or a is b:
            return b
        return a if b is self.false else None

    def negation(self, one: Diagram) -> Diagram:
        """The negation of a function to truth values."""
        return _Mapping(self, _not, self._negations)(one)

    def step(self, fires: Diagram, state: Diagram, take: Callable[[Any], Hashable]) -> Diagram:
        """The function to states after one transition, which is made where `fires` is true."""
        taken = self.mapping(take)

        def known(where: Diagram, now: Diagram) -> Diagram | None:
            if where is self.false:
                return now
            return taken(now) if where is self.true else None

        return self.apply(lambda is_so, now: take(now) if is_so else now, fires, state, known)


class _ByVariable(dict[int, int]):
    """The cell of each variable, computed on first look-up."""

    def __init__(self, cell_of: Callable[[int], int]) -> None:
        super().__init__()
        self._cell_of = cell_of

    def __missing__(self, var: int) -> int:
        cell = self[var] = self._cell_of(var)
        return cell


class Restriction(_UniqueTable):
    """Restricts diagrams of one maker to one complaint: a known fact follows one edge, an unknown one all feasible.

    Restricted diagrams are hash-consed among themselves and hold no cells that are not feasible. The variable of a
    restricted node is the index of its fact.
    """

    def __init__(
        self,
        cell_of: Callable[[int], int],
        feasible: Callable[[int], Sequence[int]],
        index_of: Callable[[int], int],
    ) -> None:
        """Prepare.

        Args:
            cell_of: the cell of a fact, by index; negative where it is unknown.
            feasible: the cells that an unknown fact may be in; at least one.
            index_of: the index of the fact that a variable represents.
        """
        super().__init__()
        self._feasible = feasible
        self._index_of = index_of
        self._cells = _ByVariable(lambda var: cell_of(index_of(var)))
        self._ways: dict[int, Sequence[int]] = {}
        self._memo: dict[Diagram, Diagram] = {}

    def of(self, diagram: Diagram) -> Diagram:
        """The restricted function."""
        if diagram.__class__ is Terminal:
            return diagram
        memo = self._memo
        found = memo.get(diagram)
        if found is not None:
            return found
        cells, one = self._cells, diagram
        while one.__class__ is Node:
            var = one.var
            cell = cells[var]
            if cell < 0:
                break
            one = one.kids[cell]
        else:
            memo[diagram] = one
            return one
        found = memo.get(one)
        if found is None:
            index = self._index_of(var)
            ways = self._ways.get(index)
            if ways is None:
                ways = self._ways[index] = self._feasible(index)
            kids, of, known = one.kids, self.of, memo.get
            found = memo[one] = self.node(
                index,
                tuple([kid if (kid := kids[way]).__class__ is Terminal else known(kid) or of(kid) for way in ways]),
            )
        memo[diagram] = found
        return found


class Profile(NamedTuple):
    """All values that a function has, in the order of their cells, and its variables, as a mask."""

    values: tuple[Any, ...]
    variables: int


def profile_of(diagram: Diagram) -> Profile:
    """The values and the variables of a function."""
    if isinstance(diagram, Terminal):
        return Profile((diagram.value,), 0)
    seen: set[Diagram] = {diagram}
    left: list[Diagram] = [diagram]
    values = []
    mask = 0
    while left:
        one = left.pop()
        if one.__class__ is Terminal:
            values.append(one.value)
            continue
        mask |= 1 << one.var
        for kid in reversed(one.kids):  # type: ignore[union-attr]
            if kid not in seen:
                seen.add(kid)
                left.append(kid)
    return Profile(tuple(values), mask)


def variables_of(diagram: Diagram) -> int:
    """The variables that a function depends on, as a mask."""
    return profile_of(diagram).variables


def _and(one: bool, other: bool) -> bool:
    return one and other


def _or(one: bool, other: bool) -> bool:
    return one or other


def _not(one: bool) -> bool:
    return not one
