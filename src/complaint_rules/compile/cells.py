"""Parses cells, which test one fact, into conditions by the fact's declared type."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any, cast

from complaint_rules import vocabulary
from complaint_rules.compile.condition import (
    ALWAYS,
    ORDER,
    And,
    Attribute,
    Compare,
    Condition,
    Constant,
    DecisionTest,
    In,
    Not,
    OfFact,
    OfParameter,
    Operand,
    Or,
    StateTest,
)
from complaint_rules.compile.names import Names
from complaint_rules.errors import Hint, Message, MessageError, Place, nearest, nearest_or_listed
from complaint_rules.facts.fact import FINITE, NUMERIC, SUMS, Fact, FactType, ordinal
from complaint_rules.facts.stating import written
from complaint_rules.limits import DEEPEST_CONDITION, LONGEST_CELL, LONGEST_FACT
from complaint_rules.lines import BLANKS
from complaint_rules.load.full_width import wide_signs
from complaint_rules.money import parse_fen

_ORDERED = re.compile(rf"(<=|>=|<|>)[{BLANKS}]*(.+)", re.DOTALL)
_NOT = re.compile(rf"not[{BLANKS}]*\((.*)\)", re.DOTALL)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER_LIKE = re.compile(r"-?[0-9]+(\.[0-9]*)?")
_WRONG_SIGNS = (
    (re.compile(r"=[<>]"), "sign-order"),
    (re.compile(r"=="), "value-alone"),
    (re.compile(r"="), "value-alone"),
    (re.compile(r"!=|<>"), "write-not"),
    (re.compile(r".*\band\b"), "write-interval"),
    (re.compile(r".*\bor (more|above|higher)\b"), "write-at-least"),
    (re.compile(r".*\bor (less|below|lower)\b"), "write-at-most"),
    (re.compile(r".*\bor\b"), "write-list"),
    (re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"), "no-commas"),
    (re.compile(r"[\[(][^,]*,[^,]*[\])]$"), "write-interval"),
    (re.compile(r"[^-~.]*[0-9] *(-|~|to|\.\.) *[0-9]"), "write-interval"),
)
_WHAT = {
    FactType.MONEY: "an amount of money",
    FactType.MONEY_PER_DAY: "an amount of money",
    FactType.MONEY_PER_MONTH: "an amount of money",
    FactType.INTEGER: "a whole number",
    FactType.DATE: "a date",
}
_EXAMPLES = {
    FactType.MONEY: "write-money",
    FactType.MONEY_PER_DAY: "write-money",
    FactType.MONEY_PER_MONTH: "write-money",
    FactType.INTEGER: "write-number",
    FactType.DATE: "write-date",
}
_KNOWN_UNITS = frozenset({"days", "years", "percent"})
_PLUS_DAYS = re.compile(r"([a-z0-9_.]+)\s*([+-])\s*([0-9]{1,5})\s*days?")

_UNIT_OF_TYPE = {
    FactType.MONEY: {"CNY", "CNY/year"},
    FactType.MONEY_PER_DAY: {"CNY/day"},
    FactType.MONEY_PER_MONTH: {"CNY/month"},
    FactType.INTEGER: {"number", "days", "years", "percent"},
    FactType.DATE: set[str](),
}


STATES = ("known", "unknown", "absent")
"""Cells that test the state of a fact."""


class CellError(MessageError):
    """A cell that can't be read; the reader notes it with its place."""


def read_cell(raw: Any, subject: Fact | Attribute, names: Names, place: Place) -> Condition:
    """Read one cell. One that can't be read, or that no value satisfies, is noted as a problem and read as always."""
    reader = _FactCells(subject, names, place) if isinstance(subject, Fact) else _DecisionCells(subject, names, place)
    try:
        return reader.read(raw)
    except CellError as error:
        names.refuse(error.message.within("of", about=reader.name), place)
        return ALWAYS


def misread(value: str, values: Collection[str]) -> str | None:
    """The error code where a cell can't name a value of an enum, given all of its values; None where one can."""
    if value in STATES:
        return "value-is-a-state"
    if not value or value != value.strip(BLANKS):
        return "value-with-blanks"
    ordered = _ORDERED.fullmatch(value)
    if value == "-" or _NOT.fullmatch(value) or (ordered and ordered[2] in values):
        return "value-is-a-cell"
    return None


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw.strip(BLANKS) if isinstance(raw, str) else str(raw)


def _interval(text: str) -> tuple[str, str, str, str] | None:
    """The brackets and ends of an interval: `[`, low, high, `)`; None where a text is not one."""
    low, dots, high = (part.strip(BLANKS) for part in text[1:-1].partition(".."))
    is_whole = text[:1] in ("[", "(") and text[-1:] in ("]", ")") and dots and low and high
    return (text[0], low, high, text[-1]) if is_whole else None


def _sign_hint(text: str) -> str | None:
    return next((hint for sign, hint in _WRONG_SIGNS if sign.match(text)), None)


class _Cells:
    """Cells over any subject: lists, negation, `-`, and order over a finite list of values."""

    name: str

    def __init__(self, names: Names, place: Place) -> None:
        self._names = names
        self._place = place

    def read(self, raw: Any, depth: int = 0) -> Condition:
        """Read a cell that is nested in `depth` lists and `not(...)`."""
        if depth > DEEPEST_CONDITION:
            raise CellError(Message("condition-too-deep", limit=DEEPEST_CONDITION))
        if isinstance(raw, list):
            if not raw:
                raise CellError(Message("empty-cell-list"))
            self._refuse_ends(raw)
            return _merge([self.read(item, depth + 1) for item in raw])
        if raw is None or isinstance(raw, dict):
            raise CellError(Message("not-a-cell", value=raw))
        text = _text(raw)
        if len(text) > LONGEST_CELL:
            raise CellError(Message("cell-too-long", length=len(text), limit=LONGEST_CELL))
        try:
            return self._one(text, depth)
        except CellError as error:
            slip = wide_signs(text)
            raise error if slip is None else CellError(slip) from None

    def _one(self, text: str, depth: int) -> Condition:
        negated = _NOT.fullmatch(text)
        if negated:
            if self._is_everything(inner := self.read(self._listed(negated[1]), depth)):
                raise CellError(Message("never-met", "leave-out-or-fewer", cell=text))
            return self._other_than(inner)
        return ALWAYS if text == "-" else self._test(text)

    def _refuse_ends(self, raw: list[Any]) -> None:
        """Refuse a list that looks like the ends of an interval."""

    def _listed(self, inner: str) -> list[str]:
        """The cells inside a `not(...)`: one, several, or a list in brackets; an interval is one."""
        inner = inner.strip(BLANKS)
        if inner.startswith("[") and inner.endswith("]") and ".." not in inner:
            inner = inner[1:-1]
        return [part.strip(BLANKS) for part in inner.split(",")]

    def _other_than(self, inner: Condition) -> Condition:
        raise NotImplementedError

    def _is_everything(self, inner: Condition) -> bool:
        return inner == ALWAYS

    def _test(self, text: str) -> Condition:
        raise NotImplementedError

    def _finite(self, text: str, values: tuple[Any, ...], ordered: bool) -> frozenset[Any]:
        by_name = {_text(value): value for value in values}
        found = _ORDERED.fullmatch(text)
        if not found or text in by_name:
            return frozenset([self._known(text, by_name)])
        if not ordered:
            raise CellError(Message("values-without-order", "list-the-values", cell=text))
        rank = {value: index for index, value in enumerate(values)}
        bound = rank[self._known(found[2], by_name)]
        met = frozenset(value for value in values if ORDER[found[1]](rank[value], bound))
        if not met:
            raise CellError(Message("never-met", Hint("lowest-first", {"allowed": tuple(by_name)}), cell=text))
        return met

    @staticmethod
    def _known(text: str, by_name: dict[str, Any]) -> Any:
        if text in by_name:
            return by_name[text]
        if set(by_name) == {"true", "false"}:
            raise CellError(Message("cell-not-a-bool", value=text))
        raise CellError(Message("not-one-of", _sign_hint(text) or nearest_or_listed(text, by_name), value=text))


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
        return DecisionTest(self._attribute, values, text, self._place)

    def _other_than(self, inner: Condition) -> Condition:
        return Not(inner)

    def _is_everything(self, inner: Condition) -> bool:
        return inner == ALWAYS or (isinstance(inner, DecisionTest) and inner.values == frozenset(self._values))


class _FactCells(_Cells):
    """Cells over a fact, by its type."""

    def __init__(self, fact: Fact, names: Names, place: Place) -> None:
        super().__init__(names, place)
        self._fact = fact
        self.name = fact.path

    def _listed(self, inner: str) -> list[str]:
        whole = inner.strip(BLANKS)
        return [whole] if whole in self._fact.values else super()._listed(inner)

    def _other_than(self, inner: Condition) -> Condition:
        fact = self._fact
        if isinstance(inner, In) and fact.type in FINITE:
            return In(fact, frozenset(fact.values) - inner.values, f"not({inner.text})", self._place)
        return And((Not(StateTest(fact, "absent", "absent", self._place)), Not(inner)))

    def _is_everything(self, inner: Condition) -> bool:
        if isinstance(inner, In):
            return inner.values == frozenset(self._fact.values)
        if isinstance(inner, Compare):
            return inner.must_hold()
        return inner == ALWAYS or (isinstance(inner, And) and all(map(self._is_everything, inner.parts)))

    def _refuse_ends(self, raw: list[Any]) -> None:
        texts = [_text(one) for one in raw]
        if self._fact.type in SUMS and len(texts) == 2 and all(map(_WHOLE.fullmatch, texts)):
            low, high = texts
            if int(low) < int(high):
                raise CellError(Message("list-of-ends", low=low, high=high))

    def _test(self, text: str) -> Condition:
        fact = self._fact
        if text in STATES:
            return StateTest(fact, cast("Any", text), text, self._place)
        if fact.type in FINITE:
            return In(fact, self._finite(text, fact.values, fact.type is FactType.ORDERED), text, self._place)
        if fact.type in NUMERIC:
            return self._numeric(text)
        if fact.type in (FactType.TEXT, FactType.TEXT_SET):
            return self._textual(text)
        hint = "use-received-on" if fact.type is FactType.INSTANT else None
        raise CellError(Message("only-states", hint, type=fact.type.value))

    def _textual(self, text: str) -> Condition:
        if _ORDERED.fullmatch(text):
            raise CellError(Message("values-without-order", "write-the-text", cell=text))
        if not 0 < len(text) <= LONGEST_FACT:
            raise CellError(Message("never-met", "text-at-most", cell=text, limit=LONGEST_FACT))
        if self._fact.type is FactType.TEXT_SET and text not in self._names.parties:
            near = nearest_or_listed(text, self._names.parties)
            raise CellError(Message("unknown-name", near, what="department", name=text))
        return In(self._fact, frozenset([text]), text, self._place)

    def _numeric(self, text: str) -> Condition:
        interval = _interval(text)
        if interval:
            opening, first, last, closing = interval
            low = self._compare(">=" if opening == "[" else ">", first, text)
            high = self._compare("<=" if closing == "]" else "<", last, text)
            self._refuse_empty(low, high, text)
            return And((low, high))
        ordered = _ORDERED.fullmatch(text)
        if ordered:
            test = self._compare(ordered[1], ordered[2], text)
            self._refuse_impossible(test)
            return test
        value = self._constant(text)
        if value is None:
            hint = self._suggest_alone(text)
            raise CellError(Message("cell-of-other-type", hint, value=text, wanted=_WHAT[self._fact.type]))
        self._refuse_impossible(Compare(self._fact, ">=", Constant(value), text))
        self._refuse_impossible(Compare(self._fact, "<=", Constant(value), text))
        return In(self._fact, frozenset([value]), text, self._place)

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
                code = "parameter-is-a-mapping" if parameter.is_table else "parameter-in-other-unit"
                raise CellError(Message(code, name=text, unit=parameter.unit, type=fact.type.value))
            self._refuse_other_unit(text, parameter.unit)
            return OfParameter(text)
        shifted = _PLUS_DAYS.fullmatch(text)
        path, days = (shifted[1], int(shifted[2] + shifted[3])) if shifted else (text, 0)
        other = self._names.facts.get(path)
        if other is None:
            hint = self._suggest(path)
            raise CellError(Message("operand-of-other-type", hint, value=text, wanted=_WHAT[fact.type]))
        if other.type is not fact.type:
            raise CellError(Message("fact-of-other-type", name=path, other=other.type.value, type=fact.type.value))
        if shifted and fact.type is not FactType.DATE:
            raise CellError(Message("only-dates-take-days", cell=text))
        if other is fact and not days:
            raise CellError(Message("compares-with-itself"))
        self._refuse_other_unit(path, other.unit)
        return OfFact(other, days)

    def _refuse_other_unit(self, name: str, unit: str | None) -> None:
        own = self._fact.unit
        if unit != own and unit in _KNOWN_UNITS and own in _KNOWN_UNITS:
            raise CellError(Message("units-differ", name=name, unit=unit, own=own))

    def _suggest(self, text: str) -> Hint | str:
        near = nearest(text, [*self._names.parameters, *self._names.facts])
        return near or _sign_hint(text) or "write-operand"

    def _suggest_alone(self, text: str) -> Hint | str:
        """What to write instead of an invalid plain value: a fact or parameter needs a sign of order."""
        near = nearest(text, [*self._names.parameters, *self._names.facts])
        return _sign_hint(text) or (Hint("takes-a-sign", near.params) if near else _EXAMPLES[self._fact.type])

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
                raise CellError(Message("no-such-day", value=text)) from None
            if isinstance(error, MessageError) and _NUMBER_LIKE.fullmatch(text):
                raise CellError(error.message) from None
            return None

    def _refuse_impossible(self, test: Compare) -> None:
        if not test.may_hold():
            fact = self._fact
            ends = [date.fromordinal(end) if fact.type is FactType.DATE else end for end in (fact.least, fact.most)]
            least, most = (written(fact, end) for end in ends)
            raise CellError(
                Message("never-met", Hint("values-from-to", {"least": least, "most": most}), cell=test.text)
            )

    def _refuse_empty(self, low: Compare, high: Compare, text: str) -> None:
        if isinstance(low.operand, Constant) and isinstance(high.operand, Constant):
            first, last = (ordinal(end.operand.value) for end in (low, high) if isinstance(end.operand, Constant))
            # Fen, whole numbers and days are all integers, so `(4..5)` is empty.
            if first + (low.order == ">") > last - (high.order == "<"):
                raise CellError(Message("empty-interval", cell=text))
        self._refuse_impossible(low)
        self._refuse_impossible(high)


def _merge(parts: list[Condition]) -> Condition:
    """One test where all parts are plain values of the same subject; else any of them."""
    if all(isinstance(part, In) for part in parts):
        tests = cast("list[In]", parts)
        text = ", ".join(test.text for test in tests)
        return In(tests[0].fact, frozenset().union(*(test.values for test in tests)), text, tests[0].place)
    if all(isinstance(part, DecisionTest) for part in parts):
        decided = cast("list[DecisionTest]", parts)
        text = ", ".join(test.text for test in decided)
        return DecisionTest(
            decided[0].attribute, frozenset().union(*(test.values for test in decided)), text, decided[0].place
        )
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


__all__ = ["STATES", "CellError", "misread", "read_cell"]
