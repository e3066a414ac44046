"""Evaluates amounts: exactly, as integers over a fixed denominator, where all is known; else as bounds.

An exact amount is compiled to one Python expression over the fact sheet's values, an integer over a denominator of its
own. A result is rounded to the fen, half up, once; code that adds results uses the unrounded ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any, cast

from complaint_rules.cache import BoundedCache
from complaint_rules.compile.amount import (
    STATED,
    Amount,
    Arithmetic,
    Call,
    Expression,
    FactValue,
    Literally,
    ParameterValue,
    PercentOf,
    absence,
    facts_in,
    parameters_in,
    parts,
)
from complaint_rules.compile.formulas import (
    LONGEST_YEARS,
    SHARES,
    compensation_years,
    dependants_shares,
    ends_of,
    is_complete,
)
from complaint_rules.compile.slot import Slot
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.generated import register
from complaint_rules.money import bound_half_up, half_up

Figures = Mapping[str, Any]
Sum = int | Fraction
"""Fen, not rounded."""

Bounds = tuple[Fraction | None, Fraction | None]
Values = Sequence[Any]

_NO_NATURAL_LIMIT = 1000
"""A fact's upper limit of this or more only rejects nonsense in complaints; it is not used to bound a sum."""

_MOST_BOUNDS = 256
"""The maximum number of cached bounds of one amount; complaints with the same unknown facts need the same ones."""


class AmountEvaluator:
    """Evaluates one amount of one program: what is missing, its exact sum in fen, and its bounds.

    `mask` has the positions, in a fact sheet's values, of the facts and the appended figures that it reads.
    """

    __slots__ = (
        "__weakref__",
        "_denominator",
        "_exact",
        "_figures",
        "_indexes",
        "_known_bounds",
        "_picks",
        "_reads",
        "_tree",
        "dependants",
        "facts",
        "lacking",
        "mask",
        "text",
    )

    def __init__(self, amount: Amount, figures: Figures) -> None:
        self.text = amount.text
        self.facts = facts_in(amount)
        slots = [figures[name] for name in dict.fromkeys(parameters_in(amount)) if isinstance(figures[name], Slot)]
        self._indexes = tuple([fact.index for fact in self.facts])
        self._reads = (*self._indexes, *[slot.place for slot in slots])
        self.mask = reduce(or_, [1 << index for index in self._reads], 0)
        self._picks = any([isinstance(part, Call) and part.name in STATED for part in parts(amount.tree)])
        """Whether it may ignore arguments that read facts that do not apply."""
        self.dependants = tuple(fact for fact in self.facts if fact.type is FactType.DEPENDANTS)
        self.lacking = tuple(name for name in parameters_in(amount) if figures[name] is None)
        self._known_bounds: BoundedCache[tuple[Any, ...], tuple[Sum, Sum | None]] = BoundedCache(_MOST_BOUNDS)
        self._figures = figures
        self._tree = amount.tree
        self._denominator = 1
        self._exact = None if self.lacking else self._compiled(amount.tree)

    def missing(self, values: Values, unknown: int) -> list[str]:
        """The facts and parameters without which there is no exact sum."""
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
        found = [fact.path for fact in self.facts if values[fact.index] is ABSENT]
        return found if found and _is_absent(self._tree, values) else []

    def is_absent(self, values: Values) -> bool:
        """Whether facts do not apply, so that there is no sum."""
        for index in self._indexes:  # twice as fast as a generator, and called for every sum
            if values[index] is ABSENT:
                return not self._picks or _is_absent(self._tree, values)
        return False

    def waits(self, values: Values, unknown: int) -> bool:
        """Whether facts or parameters are missing for an exact sum."""
        return bool(unknown & self.mask or self.lacking or (self.dependants and self.missing(values, unknown)))

    def exact(self, values: Values) -> int:
        """The sum in whole fen; only where nothing is missing."""
        return half_up(self.unrounded(values))

    def unrounded(self, values: Values) -> Sum:
        """The sum in fen, not rounded; only where nothing is missing."""
        if self._exact is None:
            raise ValueError(f"`{self.text}` lacks {', '.join(self.lacking)}")
        numerator = max(self._exact(values), 0)
        if self._denominator == 1:
            return numerator
        whole, rest = divmod(numerator, self._denominator)
        return Fraction(numerator, self._denominator) if rest else whole

    def bounds(self, values: Values) -> tuple[int, int | None]:
        """The least and the greatest sum in whole fen over all values of the unknown facts; None is no bound."""
        low, high = self.unrounded_bounds(values)
        return half_up(low), bound_half_up(high)

    def unrounded_bounds(self, values: Values) -> tuple[Sum, Sum | None]:
        """The same, not rounded."""
        read = tuple([values[index] for index in self._reads])
        found = self._known_bounds.get(read)
        if found is None:
            low, high = _bounds(self._tree, values, self._figures)
            nothing = Fraction(0)
            bounds = nothing if low is None else max(low, nothing), None if high is None else max(high, nothing)
            found = self._known_bounds.put(read, bounds)
        return found

    def _compiled(self, tree: Expression) -> Callable[[Values], int]:
        names: dict[str, Any] = {
            "compensation_years": compensation_years,
            "dependants_shares": dependants_shares,
            "ABSENT": ABSENT,
            **_PICKS,
            "tables": {},
        }
        numerator, self._denominator = _source(tree, self._figures, names)
        source = f"# {self.text!a}\nlambda v: {numerator}\n"
        filename = register(source, f"amount {self.text!a}", self)
        function: Callable[[Values], int] = eval(compile(source, filename, "eval"), names)  # noqa: S307  # our own text
        return function


def _is_absent(tree: Expression, values: Values) -> bool:
    return absence(tree, lambda fact: values[fact.index] is ABSENT, any, all)


# --- exact: source text over `v`, the values; every node has a fixed denominator


def _source(tree: Expression, figures: Figures, names: dict[str, Any]) -> tuple[str, int]:
    if isinstance(tree, Literally):
        return str(tree.value.numerator), tree.value.denominator
    if isinstance(tree, FactValue):
        divisor = tree.fact.divisor
        return (f"v[{tree.fact.index}]", 1) if divisor == 1 else (f"int(v[{tree.fact.index}] * {divisor})", divisor)
    if isinstance(tree, ParameterValue):
        stated = figures[tree.name]
        if isinstance(stated, Slot):
            return f"v[{stated.place}]", stated.below
        figure = Fraction(stated)
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
    if tree.name in STATED:
        common = math.lcm(*(denominator for _, denominator in inner))
        texts = [f"({text}) * {common // below}" for text, below in inner]
        said = [
            f"*(() if {_absent_source(part)} else ({text},))" for part, text in zip(tree.arguments, texts, strict=True)
        ]
        return f"{tree.name}([{', '.join(said)}])", common
    if tree.name == "compensation_years":
        return f"compensation_years({inner[0][0]})", 1
    (cost, below), (share, hundredths), (listed, _) = inner
    return f"({cost}) * dependants_shares({listed}, {share}, {hundredths})", below * SHARES * hundredths


def _absent_source(tree: Expression) -> str:
    """Whether a tree reads facts that do not apply, as source text."""
    return absence(
        tree,
        lambda fact: f"v[{fact.index}] is ABSENT",
        lambda found: f"({' or '.join(texts)})" if (texts := [one for one in found if one != "False"]) else "False",
        lambda found: f"({' and '.join(found)})",
    )


def _lookup(tree: Call, figures: Figures, names: dict[str, Any]) -> tuple[str, int]:
    table, key = cast("ParameterValue", tree.arguments[0]), tree.arguments[1]
    rows = {int(name): Fraction(figure) for name, figure in figures[table.name].items()}
    common = math.lcm(*(figure.denominator for figure in rows.values()))
    names["tables"][table.name] = {name: int(figure * common) for name, figure in rows.items()}
    text, _ = _source(key, figures, names)
    return f"tables[{table.name!a}][{text}]", common


# --- bounds: interval arithmetic over fractions; None is no bound on that side


def _bounds(tree: Expression, values: Values, figures: Figures) -> Bounds:
    if isinstance(tree, Literally):
        return tree.value, tree.value
    if isinstance(tree, FactValue):
        return _fact_bounds(tree.fact, values)
    if isinstance(tree, ParameterValue):
        figure = figures[tree.name]
        if isinstance(figure, Slot):
            figure = Fraction(values[figure.place], figure.below)
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
        return Fraction(fact.least), Fraction(fact.most) if fact.most < _NO_NATURAL_LIMIT else None
    return Fraction(value), Fraction(value)


def _combine(sign: str, left: Bounds, right: Bounds) -> Bounds:
    if sign == "/":
        divisor = cast("Fraction", right[0])  # the parser accepts only a literal above zero
        return _times(left, (1 / divisor, 1 / divisor))
    if sign == "*":
        return _times(left, right)
    if sign == "-":
        right = (None if right[1] is None else -right[1], None if right[0] is None else -right[0])
    low = None if left[0] is None or right[0] is None else left[0] + right[0]
    high = None if left[1] is None or right[1] is None else left[1] + right[1]
    return low, high


def _times(left: Bounds, right: Bounds) -> Bounds:
    """The least and the greatest of the four corners; an infinite corner is compared by its sign."""
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


def _first(values: Sequence[Any]) -> Any:
    return values[0]


_PICKS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "first_stated": _first,
    "least_stated": min,
    "greatest_stated": max,
    "sum_stated": sum,
}


def _stated_bounds(tree: Call, values: Values, figures: Figures) -> Bounds:
    inner = [_bounds(part, values, figures) for part in tree.arguments if not _is_absent(part, values)]
    if tree.name == "first_stated":
        return inner[0]
    if tree.name != "sum_stated":
        return _extremes("min" if tree.name == "least_stated" else "max", inner)
    found = inner[0]
    for one in inner[1:]:
        found = _combine("+", found, one)
    return found


def _extremes(name: str, inner: Sequence[Bounds]) -> Bounds:
    lows, highs = [low for low, _ in inner], [high for _, high in inner]
    if name == "min":
        return _extreme(min, lows, None in lows), _extreme(min, highs, all(high is None for high in highs))
    return _extreme(max, lows, all(low is None for low in lows)), _extreme(max, highs, None in highs)


def _call_bounds(tree: Call, values: Values, figures: Figures) -> Bounds:
    if tree.name == "lookup":
        return _lookup_bounds(tree, values, figures)
    if tree.name == "dependants_cost":
        return _dependants_bounds(tree, values, figures)
    if tree.name in STATED:
        return _stated_bounds(tree, values, figures)
    inner = [_bounds(argument, values, figures) for argument in tree.arguments]
    if tree.name in ("min", "max"):
        return _extremes(tree.name, inner)
    lows, highs = [low for low, _ in inner], [high for _, high in inner]
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
    if people is UNKNOWN or people is ABSENT or low is None or high is None:
        return _times(yearly, (Fraction(0), Fraction(LONGEST_YEARS)))
    least, most = ends_of(people)
    return _times(yearly, (_shares(least, low), _shares(most, high)))


def _shares(people: Any, rate: Fraction) -> Fraction:
    return Fraction(dependants_shares(people, rate.numerator, rate.denominator), SHARES * rate.denominator)
