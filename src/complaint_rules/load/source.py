"""The shape of a ruleset's files, as its authors write them. Meaning (facts, cells, amounts) is the compiler's business."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class _Shape(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,79}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
IsoDay = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Names = Annotated[list[str], BeforeValidator(_as_list)]
Condition = dict[str, Any]


class Label(_Shape):
    """A label in English and Chinese."""

    en: str
    zh: str


class Effective(_Shape):
    """From and until which day a rule is in force, both included."""

    from_: IsoDay | None = Field(default=None, alias="from")
    until: IsoDay | None = None


class Rung(_Shape):
    """One rung of the authority ladder; without `upto` it has no limit."""

    role: str
    upto: str | None = None


class OwnFact(_Shape):
    """A fact that the ruleset adds; it arrives under `extra`."""

    type: Literal["bool", "integer", "money", "date", "text", "enum"]
    title: Label
    unit: str | None = None
    values: list[str] | None = None
    ordered: bool = False


class Parameter(_Shape):
    """A figure by date. A null figure says that there is none from that day on."""

    title: Label | None = None
    unit: Literal["CNY", "CNY/day", "CNY/year", "days", "years", "percent", "number"]
    values: dict[IsoDay, str | dict[str, str] | None]
    binding: bool = False
    cite: Names = []
    basis: Literal["assumption"] | None = None
    reason: str | None = None
    confidence: Literal["secondary", "unverified"] | None = None
    source: str | None = None


class _Stated(_Shape):
    id: Id
    title: Label | None = None
    cite: Names = []
    basis: Literal["assumption"] | None = None
    reason: str | None = None
    exception_to: Names = []
    binding: bool = False
    effective: Effective | None = None
    confidence: Literal["secondary", "unverified"] | None = None


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
    reason: str | None = None


class RuleFile(_Shape):
    """A file of rules, tables, parameters or properties."""

    rules: list[Rule] = []
    tables: list[Table] = []
    parameters: dict[Name, Parameter] = {}
    properties: list[Property] = []


class Header(RuleFile):
    """`ruleset.yaml`."""

    ruleset: Id
    language: Literal["1"]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Label
    notice: Label | None = None
    extends: Names = []
    calendar: Literal["CN"] | None = None
    timezone: str | None = None
    tiers: list[Name] | dict[Name, Label] = []
    departments: dict[Name, Label] = {}
    roles: dict[Name, Label] = {}
    clocks: dict[Name, Label] = {}
    actions: dict[Name, Label] = {}
    prohibited: dict[Name, Label] = {}
    approvals: dict[Name, Label] = {}
    presume: dict[str, Any] = {}
    authority: list[Rung] = []
    facts: dict[Name, OwnFact] = {}


class Clause(_Shape):
    """One clause or article of a registered document, in our words."""

    id: str
    title: Label
    kind: Literal["decides", "process", "context"]
    says: str
    confidence: Literal["secondary", "unverified"] | None = None
    cut: bool = False


class Silence(_Shape):
    """What a document does not say."""

    on: str
    note: str


class ClauseFile(_Shape):
    """A registered document: a company procedure or a law."""

    document: Id
    title: Label
    complete: bool = True
    clauses: list[Clause]
    silent: list[Silence] = []
    in_force: IsoDay | None = None


class Case(_Shape):
    """A worked complaint: what goes in, what is expected of the decision."""

    case: str
    complaint: dict[str, Any]
    expect: dict[str, Any]
    because: str | None = None
