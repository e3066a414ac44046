"""The shape of a ruleset's files, as authors write them. Meaning (facts, cells, amounts) is the compiler's business."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema

from complaint_rules.errors import shown


class _Shape(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_mapping(value: object) -> object:
    """A list of names as a mapping without labels."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return value
    twice = next((name for index, name in enumerate(value) if name in value[:index]), None)
    if twice is not None:
        raise ValueError(f"{shown(twice)} is named twice")
    return dict.fromkeys(value)


def _matching(pattern: str, otherwise: str) -> AfterValidator:
    """Hold a text to a pattern, and say in words what is wrong where it differs."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(otherwise)
        return text

    return AfterValidator(check)


def _schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


_ID, _NAME = "[a-z][a-z0-9_-]{0,79}", "[a-z][a-z0-9_]{0,79}"
_DAY, _VERSION = "[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]+\.[0-9]+\.[0-9]+"
Id = Annotated[str, _matching(_ID, "is not an id; write small letters, digits, - and _, a letter first"), _schema(_ID)]
Name = Annotated[
    str, _matching(_NAME, "is not a name; write small letters, digits and _, a letter first"), _schema(_NAME)
]
IsoDay = Annotated[str, _matching(_DAY, "is not a date; write it as 2026-11-20"), _schema(_DAY)]
Version = Annotated[str, _matching(_VERSION, "is not a version; write three numbers such as 1.0.0"), _schema(_VERSION)]
Language = Annotated[str, _matching("1", "is a language that this version does not read; write 1"), _schema("1")]
Names = Annotated[list[str], BeforeValidator(_as_list)]
Condition = dict[str, Any]


class Label(_Shape):
    """A label in English and Chinese."""

    en: str
    zh: str


def _as_label(value: object) -> object:
    return {"en": value, "zh": ""} if isinstance(value, str) else value


_LABEL_SCHEMA = {
    "type": "object",
    "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
    "required": ["en", "zh"],
    "additionalProperties": False,
}

Reason = Annotated[
    Label,
    BeforeValidator(_as_label),
    WithJsonSchema({"anyOf": [{"type": "string"}, _LABEL_SCHEMA], "description": "why, in one line"}),
]
"""A reason in both languages; a plain text is in English only."""


Accepted = dict[str, Reason]
"""Findings of `check` that are let stand: the kind of finding, and why."""


class InForce(_Shape):
    """From which day of an event on a ruleset speaks; `check` asks about no earlier one."""

    from_: IsoDay = Field(alias="from")


class Effective(_Shape):
    """From and until which day a rule is in force, both included."""

    from_: IsoDay | None = Field(default=None, alias="from")
    until: IsoDay | None = None


class Rung(_Shape):
    """One rung of the authority ladder; without `upto` it has no limit."""

    role: str
    upto: str | None = None


class OwnFact(_Shape):
    """A fact that the ruleset adds; it arrives under `extra`. The values of an enum may come with labels."""

    type: Literal["bool", "integer", "money", "date", "text", "enum"]
    title: Label
    unit: str | None = None
    values: Annotated[dict[str, Label | None], BeforeValidator(_as_mapping)] | None = None
    ordered: StrictBool = False
    changes: Literal["never", "rises", "freely"] = "never"


class Parameter(_Shape):
    """A figure by date. A null figure says that there is none from that day on."""

    title: Label | None = None
    unit: Literal["CNY", "CNY/day", "CNY/year", "days", "years", "percent", "number"]
    values: dict[IsoDay, Any]
    binding: StrictBool = False
    cite: Names = []
    basis: Literal["assumption"] | None = None
    reason: Reason | None = None
    confidence: Literal["secondary", "unverified"] | None = None
    source: str | None = None
    accept: Accepted = {}


class _Stated(_Shape):
    id: Id
    title: Label | None = None
    cite: Names = []
    basis: Literal["assumption"] | None = None
    reason: Reason | None = None
    exception_to: Names = []
    binding: StrictBool = False
    effective: Effective | None = None
    confidence: Literal["secondary", "unverified"] | None = None
    accept: Accepted = {}


class Rule(_Stated):
    """One rule: when its condition holds, its effects follow."""

    when: Condition | None = None
    then: dict[str, Any]


class Table(_Stated):
    """Rules that differ only in their values: one a row."""

    when: list[str]
    then: list[str]
    rows: list[list[Any]]


class Property(_Shape):
    """What must always hold; proved, not run."""

    id: Id
    title: Label | None = None
    always: dict[str, Any] | None = None
    never: dict[str, Any] | None = None
    monotone: dict[str, Any] | None = None
    reason: Reason | None = None
    accept: Accepted = {}


class RuleFile(_Shape):
    """A file of rules, tables, parameters or properties."""

    rules: list[Rule] = []
    tables: list[Table] = []
    parameters: dict[Name, Parameter] = {}
    properties: list[Property] = []


class Header(RuleFile):
    """`ruleset.yaml`."""

    ruleset: Id
    language: Language
    version: Version
    title: Label
    notice: Label | None = None
    extends: Names = []
    calendar: Literal["CN"] | None = None
    timezone: str | None = None
    tiers: Annotated[dict[Name, Label | None], BeforeValidator(_as_mapping)] = {}
    departments: dict[Name, Label] = {}
    roles: dict[Name, Label] = {}
    clocks: dict[Name, Label] = {}
    actions: dict[Name, Label] = {}
    prohibited: dict[Name, Label] = {}
    approvals: dict[Name, Label] = {}
    presume: dict[str, Any] = {}
    authority: list[Rung] = []
    facts: dict[Name, OwnFact] = {}
    effective: InForce | None = None
    accept: Accepted = {}


class Clause(_Shape):
    """One clause or article of a registered document, in our words."""

    id: str
    title: Label
    kind: Literal["decides", "process", "context"]
    says: str
    confidence: Literal["secondary", "unverified"] | None = None
    cut: StrictBool = False


class Silence(_Shape):
    """What a document does not say."""

    on: str
    note: str


class ClauseFile(_Shape):
    """A registered document: a company procedure or a law."""

    document: Id
    title: Label
    complete: StrictBool = True
    clauses: list[Clause]
    silent: list[Silence] = []
    in_force: IsoDay | None = None


class Case(_Shape):
    """A worked complaint: what goes in, what is expected of the decision."""

    case: str
    complaint: dict[str, Any]
    expect: dict[str, Any]
    because: str | None = None
