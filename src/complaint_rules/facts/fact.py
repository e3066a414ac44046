"""The facts that a condition may name: path, type, unit and labels, read once from the complaint's models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from complaint_rules.facts.complaint import Change, Complaint, Default, Dependant, Privacy
from complaint_rules.facts.scalars import FIRST_DAY, LAST_DAY
from complaint_rules.facts.values import VALUES
from complaint_rules.limits import LARGEST_OWN_NUMBER
from complaint_rules.money import LARGEST_FEN


class FactType(StrEnum):
    """The type of a fact's value, which determines the cells that are valid for it."""

    BOOL = "bool"
    ENUM = "enum"
    ORDERED = "ordered"
    MONEY = "money"
    MONEY_PER_DAY = "money per day"
    MONEY_PER_MONTH = "money per month"
    INTEGER = "integer"
    DATE = "date"
    INSTANT = "date-time"
    TEXT = "text"
    TEXT_SET = "set of texts"
    DEPENDANTS = "list of dependants"


FINITE = frozenset({FactType.BOOL, FactType.ENUM, FactType.ORDERED})
"""Types with a known list of values."""

SUMS = frozenset({FactType.MONEY, FactType.MONEY_PER_DAY, FactType.MONEY_PER_MONTH})
"""Types of sums of money, in fen: once, per day, per month."""

NUMERIC = SUMS | {FactType.INTEGER, FactType.DATE}
"""Types of numbers in an order; money as fen, days as their ordinals."""

LIMITS: Mapping[FactType, tuple[int, int]] = {
    **dict.fromkeys(sorted(SUMS), (0, LARGEST_FEN)),
    FactType.INTEGER: (0, LARGEST_OWN_NUMBER),
    FactType.DATE: (FIRST_DAY.toordinal(), LAST_DAY.toordinal()),
}
"""The least and the greatest value of a numeric type; a whole-number fact of the contract has limits of its own."""


def ordinal(value: Any) -> int:
    """A value of a numeric type as a number: a day as its ordinal, whole numbers and fen as they are."""
    return value.toordinal() if isinstance(value, date) else int(value)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    `index` is its position in a fact sheet, and `bit` its bit in a mask of facts; `values` lists a finite type's
    values, in order; `limits` are narrower than those of its type; `changes` says how it may change once it is known.
    `labels` are those of its values, in English and Chinese; they are ignored when facts are compared.
    """

    path: str
    type: FactType
    index: int
    en: str
    zh: str
    unit: str | None = None
    values: tuple[Any, ...] = ()
    group: str | None = None
    limits: tuple[int, int] | None = None
    changes: Change = "never"
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)
    presumed: Any = None
    """The value that it has where it is left out, under any ruleset; None: there is no such value."""
    default: Default | None = None
    """Its default where it is left out, if that is not a value: another fact, or absence."""
    privacy: Privacy = "none"
    """How sensitive it is."""
    divisor: int = field(init=False)
    """The denominator over which a sum reads its value: 30 for a daily income that is a thirtieth of a monthly one."""
    bit: int = field(init=False, repr=False, compare=False)
    least: int = field(init=False)
    """The least value of a numeric type, as `ordinal` has it; 0 for other types."""
    most: int = field(init=False)
    """The greatest, likewise."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bit", 1 << self.index)
        object.__setattr__(self, "divisor", self.default.divisor if self.default else 1)
        least, most = self.limits or LIMITS.get(self.type, (0, 0))
        object.__setattr__(self, "least", least)
        object.__setattr__(self, "most", most)

    @property
    def source(self) -> str | None:
        """The path of the fact whose state and value it takes where it is left out, if there is one."""
        return None if self.default is None else self.default.of

    @property
    def may_be_absent(self) -> bool:
        """Whether it is absent, not unknown, where it is left out of a group that applies."""
        return self.default is not None and self.default.of is None

    def allows(self, value: Any) -> bool:
        """Whether a complaint may state this value of a numeric type."""
        return self.least <= ordinal(value) <= self.most

    def label_of(self, value: str) -> tuple[str, str]:
        """The labels of one of its values; a value without labels is its own label, in words."""
        words = value.replace("_", " ")
        return self.labels.get(value, (words, words))


OWN_GROUP: dict[str, str] = {
    "personal_injury": "injury",
    "lost_property": "belongings",
    "vehicle": "vehicle",
    "conflict": "conflict",
    "security_stop": "security_stop",
    "product_quality": "purchase",
    "after_sales": "purchase",
}
"""The group that a kind of complaint makes unknown, not absent, when it is left out (the contract of facts)."""

NEVER_ABSENT = ("requests", "evidence", "extra")
"""Groups whose missing keys are always unknown."""

RECEIVED_ON = "received_on"
"""The day of `received_at` in the ruleset's time zone; derived, for date arithmetic in conditions."""

ALWAYS_STATED = frozenset({"id", "received_at", RECEIVED_ON, "occurred_on"})
"""Facts that every decision knows: which complaint, and of which days."""


@cache
def declared_facts() -> tuple[Fact, ...]:
    """All facts of the contract, in its order: the top level, then each group."""
    top, groups = [], []
    for name, info in Complaint.model_fields.items():
        inner = _group_model(info.annotation)
        if inner is not None:
            groups.append((name, info, inner))
        elif name != "extra":
            top.append((name, info, None))
        if name == "received_at":
            label = FieldInfo(annotation=None, title="day received", json_schema_extra={"title_zh": "接收日期"})
            top.append((RECEIVED_ON, label, None))
    rows = [*top, *((f"{g}.{n}", i, g) for g, _, model in groups for n, i in model.model_fields.items())]
    return tuple(_fact(path, info, group, index) for index, (path, info, group) in enumerate(rows))


def group_label(group: str) -> tuple[str, str]:
    """The labels (en, zh) of a group of facts."""
    info = Complaint.model_fields[group]
    return str(info.title), str(_extra(info)["title_zh"])


@cache
def dependant_labels() -> dict[str, tuple[str, str]]:
    """The labels (en, zh) of the fields of a dependant, by name."""
    return {name: (str(info.title), str(_extra(info)["title_zh"])) for name, info in Dependant.model_fields.items()}


def _fact(path: str, info: FieldInfo, group: str | None, index: int) -> Fact:
    extra = _extra(info)
    unit = extra.get("unit")
    kind, values = _type_of(path, info.annotation, unit, bool(extra.get("ordered")))
    limits = _limits(info.annotation) if kind is FactType.INTEGER else None
    changes: Change = extra.get("changes", "never")
    zh, labels = str(extra["title_zh"]), VALUES.get(path, {})
    default = Default(**extra["presumed_from"]) if "presumed_from" in extra else None
    presumed = extra.get("presumed")
    privacy: Privacy = extra.get("privacy", "none")
    en = str(info.title)
    return Fact(path, kind, index, en, zh, unit, values, group, limits, changes, labels, presumed, default, privacy)


def _extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


_SUM_BY_UNIT = {
    "CNY": FactType.MONEY,
    "CNY/day": FactType.MONEY_PER_DAY,
    "CNY/month": FactType.MONEY_PER_MONTH,
}


def _type_of(path: str, annotation: Any, unit: str | None, ordered: bool) -> tuple[FactType, tuple[Any, ...]]:
    by_path = {
        RECEIVED_ON: FactType.DATE,
        "received_at": FactType.INSTANT,
        "id": FactType.TEXT,
        "liability_confirmed_by": FactType.TEXT_SET,
        "injury.dependants": FactType.DEPENDANTS,
    }
    if path in by_path:
        return by_path[path], ()
    literal = next((a for a in _parts(annotation) if get_origin(a) is Literal), None)
    if literal is not None:
        return (FactType.ORDERED if ordered else FactType.ENUM), get_args(literal)
    if unit is not None and unit.startswith("CNY"):
        return _SUM_BY_UNIT[unit], ()
    names = {getattr(part, "__name__", "") for part in _parts(annotation)}
    if "bool" in names:
        return FactType.BOOL, (False, True)
    return (FactType.DATE if "date" in names else FactType.INTEGER), ()


def _parts(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal or not get_args(annotation):
        return [annotation]
    return [part for arg in get_args(annotation) for part in _parts(arg)]


def _limits(annotation: Any) -> tuple[int, int]:
    least, most = LIMITS[FactType.INTEGER]
    for part in _parts(annotation):
        for rule in getattr(part, "metadata", ()):
            least = getattr(rule, "ge", None) or least
            most = getattr(rule, "le", None) or most
    return least, most


def _group_model(annotation: Any) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel) and part.__name__ != "Dependant":
            return part
    return None
