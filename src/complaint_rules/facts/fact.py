"""The facts that a condition may name: path, type, unit and labels, read off the complaint's models once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from complaint_rules.facts.complaint import Change, Complaint, Dependant
from complaint_rules.facts.values import VALUES


class FactType(StrEnum):
    """What a fact's value is, and so which cells suit it."""

    BOOL = "bool"
    ENUM = "enum"
    ORDERED = "ordered"
    MONEY = "money"
    MONEY_PER_DAY = "money per day"
    INTEGER = "integer"
    DATE = "date"
    INSTANT = "date-time"
    TEXT = "text"
    TEXT_SET = "set of texts"
    DEPENDANTS = "list of dependants"


FINITE = frozenset({FactType.BOOL, FactType.ENUM, FactType.ORDERED})
"""Types with a known list of values."""

NUMERIC = frozenset({FactType.MONEY, FactType.MONEY_PER_DAY, FactType.INTEGER, FactType.DATE})
"""Types in an order without an end; money as fen."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    `index` is its place in a fact sheet, and `bit` its bit in a mask of facts; `values` lists a finite type's values,
    in order; `changes` says how it may change once it is known. `labels` are those of its values, in English and
    Chinese; they do not count in comparing facts.
    """

    path: str
    type: FactType
    index: int
    en: str
    zh: str
    unit: str | None = None
    values: tuple[Any, ...] = ()
    group: str | None = None
    least: int = 0
    most: int | None = None
    changes: Change = "never"
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)
    bit: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bit", 1 << self.index)

    def label_of(self, value: str) -> tuple[str, str]:
        """The labels of one of its values; a value without one stands for itself, in words."""
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
    """The labels (en, zh) of what is stated of a dependant, by name."""
    return {name: (str(info.title), str(_extra(info)["title_zh"])) for name, info in Dependant.model_fields.items()}


def _fact(path: str, info: FieldInfo, group: str | None, index: int) -> Fact:
    extra = _extra(info)
    unit = extra.get("unit")
    kind, values = _type_of(path, info.annotation, unit, bool(extra.get("ordered")))
    least, most = _limits(info.annotation) if kind is FactType.INTEGER else (0, None)
    changes: Change = extra.get("changes", "never")
    zh, labels = str(extra["title_zh"]), VALUES.get(path, {})
    return Fact(path, kind, index, str(info.title), zh, unit, values, group, least, most, changes, labels)


def _extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


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
        return (FactType.MONEY if unit == "CNY" else FactType.MONEY_PER_DAY), ()
    names = {getattr(part, "__name__", "") for part in _parts(annotation)}
    if "bool" in names:
        return FactType.BOOL, (False, True)
    return (FactType.DATE if "date" in names else FactType.INTEGER), ()


def _parts(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal or not get_args(annotation):
        return [annotation]
    return [part for arg in get_args(annotation) for part in _parts(arg)]


def _limits(annotation: Any) -> tuple[int, int | None]:
    least, most = 0, None
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
