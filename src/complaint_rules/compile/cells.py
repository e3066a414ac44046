"""Cells: what an author writes against a fact, read into a condition of the fact's declared type."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from complaint_rules import vocabulary
from complaint_rules.compile.condition import (
    ALWAYS,
    ORDER,
    All,
    Among,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Constant,
    Decided,
    InState,
    Not,
    OfFact,
    OfParameter,
    Operand,
)
from complaint_rules.compile.names import Names, read_figure
from complaint_rules.errors import Place, did_you_mean, one_of, shown
from complaint_rules.facts.fact import FINITE, NUMERIC, Fact, FactType
from complaint_rules.money import parse_fen

_ORDERED = re.compile(r"(<=|>=|<|>)\s*(.+)")
_INTERVAL = re.compile(r"([\[(])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])])")
_NOT = re.compile(r"not\s*\((.*)\)")
_PLUS_DAYS = re.compile(r"([a-z_.]+)\s*([+-])\s*(\d{1,5})\s*days?")

_UNIT_OF_TYPE = {
    FactType.MONEY: {"CNY", "CNY/year"},
    FactType.MONEY_PER_DAY: {"CNY/day"},
    FactType.INTEGER: {"number", "days", "years", "percent"},
    FactType.DATE: set[str](),
}


class CellError(Exception):
    """A cell that can't be read; the reader notes it with its place."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


def read_cell(raw: Any, subject: Fact | Attribute, names: Names, place: Place) -> Condition:
    """Read one cell. A cell that can't be read, or that no value meets, is noted as a problem and taken as always."""
    reader = _FactCells(subject, names, place) if isinstance(subject, Fact) else _DecisionCells(subject, names, place)
    try:
        return reader.read(raw)
    except CellError as error:
        names.refuse(f"`{reader.name}`: {error}", place, error.help)
        return ALWAYS


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw.strip() if isinstance(raw, str) else repr(raw)


class _Cells:
    """What all subjects share: lists, negation, `-`, and order over a finite list of values."""

    name: str

    def __init__(self, names: Names, place: Place) -> None:
        self._names = names
        self._place = place

    def read(self, raw: Any) -> Condition:
        if isinstance(raw, list):
            if not raw:
                raise CellError("an empty list is met by no value", "write the values, or `-` for any")
            return _merge([self.read(item) for item in raw])
        if raw is None or isinstance(raw, dict):
            raise CellError(f"{shown(raw)} is not a cell", "write a value, a comparison such as `>= 3`, or `unknown`")
        text = _text(raw)
        negated = _NOT.fullmatch(text)
        if negated:
            return self._other_than(self.read([part.strip().strip("[]") for part in negated[1].split(",")]))
        return ALWAYS if text == "-" else self._test(text)

    def _other_than(self, inner: Condition) -> Condition:
        raise NotImplementedError

    def _test(self, text: str) -> Condition:
        raise NotImplementedError

    def _finite(self, text: str, values: tuple[Any, ...], ordered: bool) -> frozenset[Any]:
        by_name = {_text(value): value for value in values}
        found = _ORDERED.fullmatch(text)
        if not found:
            return frozenset([self._known(text, by_name)])
        if not ordered:
            raise CellError(f"`{text}`: its values have no order", "list the values that are meant")
        rank = {value: index for index, value in enumerate(values)}
        bound = rank[self._known(found[2], by_name)]
        met = frozenset(value for value in values if ORDER[found[1]](rank[value], bound))
        if not met:
            raise CellError(f"no value meets `{text}`", f"its values, lowest first: {', '.join(by_name)}")
        return met

    @staticmethod
    def _known(text: str, by_name: dict[str, Any]) -> Any:
        if text in by_name:
            return by_name[text]
        if set(by_name) == {"true", "false"}:
            raise CellError(f"{shown(text)} is not a bool", "write true or false")
        raise CellError(f"{shown(text)} is not one of its values", one_of(text, by_name))


class _DecisionCells(_Cells):
    """Cells over a part of the decision."""

    def __init__(self, attribute: Attribute, names: Names, place: Place) -> None:
        super().__init__(names, place)
        self._attribute = attribute
        self.name = f"decision.{attribute}"
        self._values = {
            "severity": tuple(names.tiers),
            "liability": tuple(vocabulary.FINDINGS),
            "lead": tuple(names.parties),
        }[attribute]

    def _test(self, text: str) -> Condition:
        values = self._finite(text, self._values, ordered=self._attribute == "severity")
        return Decided(self._attribute, values, text, self._place)

    def _other_than(self, inner: Condition) -> Condition:
        return Not(inner)


class _FactCells(_Cells):
    """Cells over a fact, by its type."""

    def __init__(self, fact: Fact, names: Names, place: Place) -> None:
        super().__init__(names, place)
        self._fact = fact
        self.name = fact.path

    def _other_than(self, inner: Condition) -> Condition:
        fact = self._fact
        if isinstance(inner, Among) and fact.type in FINITE:
            rest = frozenset(fact.values) - inner.values
            if not rest:
                raise CellError("no value is left by that `not`", None)
            return Among(fact, rest, f"not({inner.text})", self._place)
        return All((Not(InState(fact, "absent", "absent", self._place)), Not(inner)))

    def _test(self, text: str) -> Condition:
        fact = self._fact
        if text in ("known", "unknown", "absent"):
            return InState(fact, cast("Any", text), text, self._place)
        if fact.type in FINITE:
            return Among(fact, self._finite(text, fact.values, fact.type is FactType.ORDERED), text, self._place)
        if fact.type in NUMERIC:
            return self._numeric(text)
        if fact.type in (FactType.TEXT, FactType.TEXT_SET):
            return Among(fact, frozenset([text]), text, self._place)
        help_ = "use `received_on` for its day" if fact.type is FactType.INSTANT else None
        raise CellError(f"a {fact.type.value} takes no cell but known, unknown, absent", help_)

    def _numeric(self, text: str) -> Condition:
        interval = _INTERVAL.fullmatch(text)
        if interval:
            low = self._compare(">=" if interval[1] == "[" else ">", interval[2], text)
            high = self._compare("<=" if interval[4] == "]" else "<", interval[3], text)
            self._refuse_empty(low, high, text)
            return All((low, high))
        ordered = _ORDERED.fullmatch(text)
        if ordered:
            test = self._compare(ordered[1], ordered[2], text)
            self._refuse_impossible(test)
            return test
        value = self._constant(text)
        if value is None:
            raise CellError(f"{shown(text)} is not a {self._fact.type.value}", self._suggest(text))
        return Among(self._fact, frozenset([value]), text, self._place)

    def _compare(self, order: str, text: str, whole: str) -> Compare:
        return Compare(self._fact, cast("Any", order), self._operand(text), whole, self._place)

    def _operand(self, text: str) -> Operand:
        fact = self._fact
        value = self._constant(text)
        if value is not None:
            return Constant(value)
        parameter = self._names.parameters.get(text)
        if parameter is not None:
            if parameter.unit not in _UNIT_OF_TYPE[fact.type]:
                raise CellError(f"parameter `{text}` is in {parameter.unit}, the fact is {fact.type.value}")
            return OfParameter(text)
        shifted = _PLUS_DAYS.fullmatch(text)
        path, days = (shifted[1], int(shifted[2] + shifted[3])) if shifted else (text, 0)
        other = self._names.facts.get(path)
        if other is None:
            raise CellError(f"{shown(text)} is not a {fact.type.value}, a parameter or a fact", self._suggest(path))
        if other.type is not fact.type:
            raise CellError(f"`{path}` is {other.type.value}, the fact is {fact.type.value}")
        if days and fact.type is not FactType.DATE:
            raise CellError("only dates take days", None)
        return OfFact(other, days)

    def _suggest(self, text: str) -> str:
        return did_you_mean(text, [*self._names.parameters, *self._names.facts]) or "write a value, parameter or fact"

    def _constant(self, text: str) -> int | date | None:
        fact = self._fact
        try:
            if fact.type is FactType.DATE:
                return date.fromisoformat(text)
            if fact.type is FactType.INTEGER:
                return int(text) if re.fullmatch(r"-?\d{1,12}", text) else None
            return parse_fen(text)
        except ValueError as error:
            if fact.type is not FactType.DATE and re.fullmatch(r"-?\d[\d.]*", text):
                raise CellError(str(error)) from None
            return None

    def _refuse_impossible(self, test: Compare) -> None:
        if not isinstance(test.operand, Constant) or isinstance(test.operand.value, date):
            return
        value, fact = test.operand.value, self._fact
        below = test.order in ("<", "<=") and not ORDER[test.order](fact.least, value)
        above = test.order in (">", ">=") and fact.most is not None and not ORDER[test.order](fact.most, value)
        if below or above:
            limits = f"from {fact.least}" + (f" to {fact.most}" if fact.most is not None else " up")
            raise CellError(f"no value meets `{test.text}`", f"its values run {limits}")

    def _refuse_empty(self, low: Compare, high: Compare, text: str) -> None:
        if isinstance(low.operand, Constant) and isinstance(high.operand, Constant):
            first, last = low.operand.value, high.operand.value
            open_ = low.order == ">" or high.order == "<"
            if first > last or (first == last and open_):  # type: ignore[operator]  # both of the fact's type
                raise CellError(f"no value lies in `{text}`", "write the lower end first")
        self._refuse_impossible(low)
        self._refuse_impossible(high)


def _merge(parts: list[Condition]) -> Condition:
    """One test where all parts are plain values of the same subject; else any of them."""
    if all(isinstance(part, Among) for part in parts):
        tests = cast("list[Among]", parts)
        text = ", ".join(test.text for test in tests)
        return Among(tests[0].fact, frozenset().union(*(test.values for test in tests)), text, tests[0].place)
    if all(isinstance(part, Decided) for part in parts):
        decided = cast("list[Decided]", parts)
        text = ", ".join(test.text for test in decided)
        return Decided(
            decided[0].attribute, frozenset().union(*(test.values for test in decided)), text, decided[0].place
        )
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


__all__ = ["CellError", "read_cell", "read_figure"]
