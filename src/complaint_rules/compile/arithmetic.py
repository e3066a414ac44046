"""Amounts as arithmetic: exact whole numbers over a fixed denominator where all is known, bounds where it is not.

Exact amounts are compiled to one Python expression over the fact sheet's values; no fraction is built at run time.
A result is rounded to the fen, half up, once.
"""

from __future__ import annotations

import linecache
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from complaint_rules.compile.amount import (
    Amount,
    Arithmetic,
    Call,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
    facts_in,
    parameters_in,
)
from complaint_rules.compile.formulas import (
    LONGEST_YEARS,
    SHARES,
    compensation_years,
    dependants_shares,
    is_complete,
)
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.keeping import Kept

Figures = Mapping[str, Any]
Bounds = tuple[Fraction | None, Fraction | None]
Values = Sequence[Any]

_NO_NATURAL_LIMIT = 1000
"""A fact's limit from here on only keeps nonsense out of a complaint; it says nothing of what a sum may come to."""

_MOST_BOUNDS = 256
"""Bounds kept for one amount; complaints with the same gaps ask for the same ones."""


class Reckoner:
    """One amount on one day: what it lacks, its exact sum in fen, and its bounds."""

    __slots__ = ("_exact", "_figures", "_known_bounds", "_tree", "dependants", "facts", "lacking", "mask", "text")

    def __init__(self, amount: Amount, figures: Figures) -> None:
        self.text = amount.text
        self.facts = facts_in(amount)
        self.mask = sum(fact.bit for fact in self.facts)
        self.dependants = tuple(fact for fact in self.facts if fact.type is FactType.DEPENDANTS)
        self.lacking = tuple(name for name in parameters_in(amount) if figures[name] is None)
        self._known_bounds: Kept[tuple[Any, ...], tuple[int, int | None]] = Kept(_MOST_BOUNDS)
        self._figures = figures
        self._tree = amount.tree
        self._exact = None if self.lacking else _compiled(amount, figures)

    def missing(self, values: Values, unknown: int) -> list[str]:
        """The facts and parameters that an exact sum still waits for."""
        if not (unknown & self.mask or self.dependants or self.lacking):
            return []
        names = [fact.path for fact in self.facts if unknown & fact.bit]
        for fact in self.dependants:
            listed = values[fact.index]
            if listed is not UNKNOWN and listed is not ABSENT and not is_complete(listed):
                names.append(fact.path)
        return names + [f"parameters.{name}" for name in self.lacking]

    def absent(self, values: Values) -> list[str]:
        """The facts that do not apply, so that there is no sum."""
        return [fact.path for fact in self.facts if values[fact.index] is ABSENT]

    def exact(self, values: Values) -> int:
        """The sum in fen; only where nothing is missing."""
        if self._exact is None:
            raise ValueError(f"`{self.text}` lacks {', '.join(self.lacking)}")
        return max(self._exact(values), 0)

    def bounds(self, values: Values) -> tuple[int, int | None]:
        """The least and the greatest sum in fen that the unknown facts leave open; None has no bound."""
        read = tuple([values[fact.index] for fact in self.facts])
        found = self._known_bounds.get(read)
        if found is None:
            low, high = _bounds(self._tree, values, self._figures)
            bounds = 0 if low is None else max(_half_up(low), 0), None if high is None else max(_half_up(high), 0)
            found = self._known_bounds.keep(read, bounds)
        return found


def _half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


# --- exact: source text over `v`, the values; every node has a fixed denominator


def _compiled(amount: Amount, figures: Figures) -> Callable[[Values], int]:
    names: dict[str, Any] = {
        "compensation_years": compensation_years,
        "dependants_shares": dependants_shares,
        "tables": {},
    }
    numerator, denominator = _source(amount.tree, figures, names)
    whole = numerator if denominator == 1 else f"(2 * ({numerator}) + {denominator}) // {2 * denominator}"
    source = f"# {amount.text}\nlambda v: {whole}\n"
    filename = f"<amount {amount.text}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    function: Callable[[Values], int] = eval(compile(source, filename, "eval"), names)  # noqa: S307  # ours
    return function


def _source(tree: Expression, figures: Figures, names: dict[str, Any]) -> tuple[str, int]:
    if isinstance(tree, Literally):
        return str(tree.value.numerator), tree.value.denominator
    if isinstance(tree, FactValue):
        return f"v[{tree.fact.index}]", 1
    if isinstance(tree, ParameterValue):
        figure = Fraction(figures[tree.name])
        return str(figure.numerator), figure.denominator
    if isinstance(tree, PercentOf):
        text, denominator = _source(tree.part, figures, names)
        return text, denominator * 100
    if isinstance(tree, Arithmetic):
        return _arithmetic(tree, figures, names)
    return _call(tree, figures, names)


def _arithmetic(tree: Arithmetic, figures: Figures, names: dict[str, Any]) -> tuple[str, int]:
    left, below = _source(tree.left, figures, names)
    if tree.sign == "/":
        divisor = cast("Literally", tree.right).value
        return f"({left}) * {divisor.denominator}", below * divisor.numerator
    right, other = _source(tree.right, figures, names)
    if tree.sign == "*":
        return f"({left}) * ({right})", below * other
    common = math.lcm(below, other)
    return f"({left}) * {common // below} {tree.sign} ({right}) * {common // other}", common


def _call(tree: Call, figures: Figures, names: dict[str, Any]) -> tuple[str, int]:
    if tree.name == "lookup":
        return _lookup(tree, figures, names)
    inner = [_source(argument, figures, names) for argument in tree.arguments]
    if tree.name in ("min", "max"):
        common = math.lcm(*(denominator for _, denominator in inner))
        return f"{tree.name}({', '.join(f'({text}) * {common // below}' for text, below in inner)})", common
    if tree.name == "compensation_years":
        return f"compensation_years({inner[0][0]})", 1
    (cost, below), (share, hundredths), (listed, _) = inner
    return f"({cost}) * dependants_shares({listed}, {share}, {hundredths})", below * SHARES * hundredths


def _lookup(tree: Call, figures: Figures, names: dict[str, Any]) -> tuple[str, int]:
    table, key = cast("ParameterValue", tree.arguments[0]), tree.arguments[1]
    rows = {int(name): Fraction(figure) for name, figure in figures[table.name].items()}
    common = math.lcm(*(figure.denominator for figure in rows.values()))
    names["tables"][table.name] = {name: int(figure * common) for name, figure in rows.items()}
    text, _ = _source(key, figures, names)
    return f"tables[{table.name!r}][{text}]", common


# --- bounds: interval arithmetic over fractions; None stands for no bound on that side


def _bounds(tree: Expression, values: Values, figures: Figures) -> Bounds:
    if isinstance(tree, Literally):
        return tree.value, tree.value
    if isinstance(tree, FactValue):
        return _fact_bounds(tree.fact, values)
    if isinstance(tree, ParameterValue):
        figure = figures[tree.name]
        return (Fraction(0), None) if figure is None else (Fraction(figure), Fraction(figure))
    if isinstance(tree, PercentOf):
        return _times(_bounds(tree.part, values, figures), (Fraction(1, 100), Fraction(1, 100)))
    if isinstance(tree, Arithmetic):
        left, right = _bounds(tree.left, values, figures), _bounds(tree.right, values, figures)
        return _combine(tree.sign, left, right)
    return _call_bounds(tree, values, figures)


def _fact_bounds(fact: Fact, values: Values) -> Bounds:
    value = values[fact.index]
    if value is UNKNOWN or value is ABSENT:
        bounded = fact.most is not None and fact.most < _NO_NATURAL_LIMIT
        return Fraction(fact.least), Fraction(fact.most or 0) if bounded else None
    return Fraction(value), Fraction(value)


def _combine(sign: str, left: Bounds, right: Bounds) -> Bounds:
    if sign == "/":
        divisor = cast("Fraction", right[0])  # the reader takes only a written number, above zero
        return _times(left, (1 / divisor, 1 / divisor))
    if sign == "*":
        return _times(left, right)
    if sign == "-":
        right = (None if right[1] is None else -right[1], None if right[0] is None else -right[0])
    low = None if left[0] is None or right[0] is None else left[0] + right[0]
    high = None if left[1] is None or right[1] is None else left[1] + right[1]
    return low, high


def _times(left: Bounds, right: Bounds) -> Bounds:
    """The least and the greatest of the four corners; a corner at infinity counts by its sign."""
    corners = [_corner(a, b, left, right) for a in (0, 1) for b in (0, 1)]
    low = None if -math.inf in corners else min(corners)
    high = None if math.inf in corners else max(corners)
    return low, high  # type: ignore[return-value]  # what is left is finite


def _corner(a: int, b: int, left: Bounds, right: Bounds) -> Fraction | float:
    one, other = left[a], right[b]
    if one == 0 or other == 0:
        return Fraction(0)
    if one is not None and other is not None:
        return one * other
    signs = [(1 if side else -1) if end is None else (1 if end > 0 else -1) for end, side in ((one, a), (other, b))]
    return math.inf if signs[0] == signs[1] else -math.inf


def _call_bounds(tree: Call, values: Values, figures: Figures) -> Bounds:
    if tree.name == "lookup":
        return _lookup_bounds(tree, values, figures)
    if tree.name == "dependants_cost":
        return _dependants_bounds(tree, values, figures)
    inner = [_bounds(argument, values, figures) for argument in tree.arguments]
    lows, highs = [low for low, _ in inner], [high for _, high in inner]
    if tree.name == "min":
        return _extreme(min, lows, None in lows), _extreme(min, highs, all(high is None for high in highs))
    if tree.name == "max":
        return _extreme(max, lows, all(low is None for low in lows)), _extreme(max, highs, None in highs)
    youngest = 0 if lows[0] is None else max(int(lows[0]), 0)
    oldest = 150 if highs[0] is None else int(highs[0])
    return Fraction(compensation_years(oldest)), Fraction(compensation_years(youngest))


def _extreme(pick: Callable[..., Fraction], ends: Sequence[Fraction | None], unbounded: bool) -> Fraction | None:
    return None if unbounded else pick([end for end in ends if end is not None])


def _lookup_bounds(tree: Call, values: Values, figures: Figures) -> Bounds:
    table, key = cast("ParameterValue", tree.arguments[0]), tree.arguments[1]
    rows = figures[table.name]
    if rows is None:
        return Fraction(0), None
    low, high = _bounds(key, values, figures)
    held = [Fraction(figure) for name, figure in rows.items() if _within(int(name), low, high)]
    return (min(held), max(held)) if held else (Fraction(0), None)


def _within(value: int, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _dependants_bounds(tree: Call, values: Values, figures: Figures) -> Bounds:
    cost, share, listed = tree.arguments
    yearly = _bounds(cost, values, figures)
    low, high = _bounds(share, values, figures)
    people = values[cast("FactValue", listed).fact.index]
    if people is UNKNOWN or people is ABSENT or not is_complete(people) or low is None or high is None:
        return _times(yearly, (Fraction(0), Fraction(LONGEST_YEARS)))
    return _times(yearly, (_shares(people, low), _shares(people, high)))


def _shares(people: Any, rate: Fraction) -> Fraction:
    return Fraction(dependants_shares(people, rate.numerator, rate.denominator), SHARES * rate.denominator)
