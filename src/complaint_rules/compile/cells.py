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
from complaint_rules.compile.names import Names
from complaint_rules.errors import Place, did_you_mean, one_of, shown
from complaint_rules.facts.fact import FINITE, NUMERIC, Fact, FactType
from complaint_rules.money import parse_fen

_ORDERED = re.compile(r"(<=|>=|<|>)\s*(.+)")
_INTERVAL = re.compile(r"([\[(])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])])")
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER_LIKE = re.compile(r"-?[0-9][0-9.]*")
_WRONG_SIGNS = (
    (re.compile(r"=[<>]"), "write `<=` or `>=`"),
    (re.compile(r"=="), "write the value alone"),
    (re.compile(r"="), "write the value alone"),
    (re.compile(r"!=|<>"), "write not(...)"),
    (re.compile(r".*\band\b"), 'write an interval such as "[200..1000)"'),
    (re.compile(r".*\bor (more|above|higher)\b"), 'write ">= ..."'),
    (re.compile(r".*\bor (less|below|lower)\b"), 'write "<= ..."'),
    (re.compile(r".*\bor\b"), "write a list of cells"),
    (re.compile(r"[0-9]+,[0-9]"), "write the number without commas"),
)
_WHAT = {
    FactType.MONEY: "an amount of money",
    FactType.MONEY_PER_DAY: "an amount of money",
    FactType.INTEGER: "a whole number",
    FactType.DATE: "a date",
}
_EXAMPLES = {
    FactType.MONEY: "write 200.00, or a comparison such as `< 200.00`",
    FactType.MONEY_PER_DAY: "write 200.00, or a comparison such as `< 200.00`",
    FactType.INTEGER: "write 5, or a comparison such as `>= 5`",
    FactType.DATE: "write it as 2026-11-20, or a comparison such as `>= 2026-11-20`",
}
_KNOWN_UNITS = frozenset({"days", "years", "percent"})
_PLUS_DAYS = re.compile(r"([a-z_.]+)\s*([+-])\s*(\d{1,5})\s*days?")

_UNIT_OF_TYPE = {
    FactType.MONEY: {"CNY", "CNY/year"},
    FactType.MONEY_PER_DAY: {"CNY/day"},
    FactType.INTEGER: {"number", "days", "years", "percent"},
    FactType.DATE: set[str](),
}


STATES = ("known", "unknown", "absent")
"""Cells that ask for the state of a fact."""


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
    return raw.strip() if isinstance(raw, str) else str(raw)


def _listed(inner: str) -> list[str]:
    """The cells inside a `not(...)`: one, several, or a list in brackets; an interval is one."""
    inner = inner.strip()
    if inner.startswith("[") and inner.endswith("]") and ".." not in inner:
        inner = inner[1:-1]
    return [part.strip() for part in inner.split(",")]


def _sign_hint(text: str) -> str | None:
    return next((hint for sign, hint in _WRONG_SIGNS if sign.match(text)), None)


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
            if self._is_everything(inner := self.read(_listed(negated[1]))):
                raise CellError(f"no value meets `{text}`", "leave the rule out, or name fewer values")
            return self._other_than(inner)
        return ALWAYS if text == "-" else self._test(text)

    def _other_than(self, inner: Condition) -> Condition:
        raise NotImplementedError

    def _is_everything(self, inner: Condition) -> bool:
        return inner == ALWAYS

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
        raise CellError(f"{shown(text)} is not one of its values", _sign_hint(text) or one_of(text, by_name))


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

    def _is_everything(self, inner: Condition) -> bool:
        return inner == ALWAYS or (isinstance(inner, Decided) and inner.values == frozenset(self._values))


class _FactCells(_Cells):
    """Cells over a fact, by its type."""

    def __init__(self, fact: Fact, names: Names, place: Place) -> None:
        super().__init__(names, place)
        self._fact = fact
        self.name = fact.path

    def _other_than(self, inner: Condition) -> Condition:
        fact = self._fact
        if isinstance(inner, Among) and fact.type in FINITE:
            return Among(fact, frozenset(fact.values) - inner.values, f"not({inner.text})", self._place)
        return All((Not(InState(fact, "absent", "absent", self._place)), Not(inner)))

    def _is_everything(self, inner: Condition) -> bool:
        if isinstance(inner, Among):
            return inner.values == frozenset(self._fact.values)
        if isinstance(inner, Compare):
            return self._always_holds(inner)
        return inner == ALWAYS or (isinstance(inner, All) and all(map(self._is_everything, inner.parts)))

    def _always_holds(self, test: Compare) -> bool:
        if not isinstance(test.operand, Constant) or isinstance(test.operand.value, date):
            return False
        end = self._fact.least if test.order in (">", ">=") else self._fact.most
        return end is not None and ORDER[test.order](end, test.operand.value)

    def _test(self, text: str) -> Condition:
        fact = self._fact
        if text in STATES:
            return InState(fact, cast("Any", text), text, self._place)
        if fact.type in FINITE:
            return Among(fact, self._finite(text, fact.values, fact.type is FactType.ORDERED), text, self._place)
        if fact.type in NUMERIC:
            return self._numeric(text)
        if fact.type in (FactType.TEXT, FactType.TEXT_SET):
            return self._textual(text)
        help_ = "use `received_on` for its day" if fact.type is FactType.INSTANT else None
        raise CellError(f"a {fact.type.value} takes no cell but known, unknown, absent", help_)

    def _textual(self, text: str) -> Condition:
        if _ORDERED.fullmatch(text):
            raise CellError(f"`{text}`: its values have no order", "write the text that is meant")
        if self._fact.type is FactType.TEXT_SET and text not in self._names.parties:
            raise CellError(f"unknown department {shown(text)}", one_of(text, self._names.parties))
        return Among(self._fact, frozenset([text]), text, self._place)

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
            raise CellError(f"{shown(text)} is not {_WHAT[self._fact.type]}", self._suggest_alone(text))
        self._refuse_impossible(Compare(self._fact, ">=", Constant(value), text))
        self._refuse_impossible(Compare(self._fact, "<=", Constant(value), text))
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
            if parameter.unit not in _UNIT_OF_TYPE[fact.type] or parameter.is_table:
                figures = "a mapping" if parameter.is_table else f"in {parameter.unit}"
                raise CellError(f"parameter `{text}` is {figures}, the fact is {fact.type.value}")
            self._refuse_other_unit(text, parameter.unit)
            return OfParameter(text)
        shifted = _PLUS_DAYS.fullmatch(text)
        path, days = (shifted[1], int(shifted[2] + shifted[3])) if shifted else (text, 0)
        other = self._names.facts.get(path)
        if other is None:
            raise CellError(f"{shown(text)} is not {_WHAT[fact.type]}, a parameter or a fact", self._suggest(path))
        if other.type is not fact.type:
            raise CellError(f"`{path}` is {other.type.value}, the fact is {fact.type.value}")
        if shifted and fact.type is not FactType.DATE:
            raise CellError(f"`{text}`: only dates take days", "compare with a value, parameter or fact alone")
        if other is fact and not days:
            raise CellError("compares the fact with itself", "write a value, parameter or another fact")
        self._refuse_other_unit(path, other.unit)
        return OfFact(other, days)

    def _refuse_other_unit(self, name: str, unit: str | None) -> None:
        own = self._fact.unit
        if unit != own and unit in _KNOWN_UNITS and own in _KNOWN_UNITS:
            raise CellError(f"`{name}` is in {unit}, the fact is in {own}")

    def _suggest(self, text: str) -> str:
        near = did_you_mean(text, [*self._names.parameters, *self._names.facts])
        return near or _sign_hint(text) or "write a value, parameter or fact"

    def _suggest_alone(self, text: str) -> str:
        """What to write instead of a plain value that is none: a fact or parameter takes a sign of order."""
        near = did_you_mean(text, [*self._names.parameters, *self._names.facts])
        return _sign_hint(text) or (f"{near} it takes a sign such as `<`" if near else _EXAMPLES[self._fact.type])

    def _constant(self, text: str) -> int | date | None:
        fact = self._fact
        try:
            if fact.type is FactType.DATE:
                return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
            if fact.type is FactType.INTEGER:
                return int(text) if _WHOLE.fullmatch(text) else None
            return parse_fen(text)
        except ValueError as error:
            if fact.type is FactType.DATE:
                raise CellError(f"`{text}` is not a day of the calendar") from None
            if _NUMBER_LIKE.fullmatch(text):
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
            raise CellError(f"no value meets {shown(test.text)}", f"its values run {limits}")

    def _refuse_empty(self, low: Compare, high: Compare, text: str) -> None:
        if isinstance(low.operand, Constant) and isinstance(high.operand, Constant):
            first, last = (_ordinal(end.operand.value) for end in (low, high) if isinstance(end.operand, Constant))
            if first + (low.order == ">") > last - (high.order == "<"):
                raise CellError(f"no value lies in `{text}`", "the lower end comes first; `(` and `)` leave an end out")
        self._refuse_impossible(low)
        self._refuse_impossible(high)


def _ordinal(value: int | date) -> int:
    """Fen, whole numbers and days all step by one, so that `(4..5)` holds none of them."""
    return value.toordinal() if isinstance(value, date) else value


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


__all__ = ["CellError", "read_cell"]
