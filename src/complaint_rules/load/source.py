"""The shape of a ruleset's files, as authors write them. Meaning (facts, cells, amounts) is the compiler's business."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema

from complaint_rules.facts.scalars import text_schema
from complaint_rules.messages import Message, MessageError


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
        raise MessageError(Message("named-twice", value=twice))
    return dict.fromkeys(value)


def _matching(pattern: str, code: str) -> AfterValidator:
    """A validator that refuses a text which does not match a pattern, with the message of a code."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise MessageError(Message(code, value=text))
        return text

    return AfterValidator(check)


def _schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema(text_schema(pattern))


_ID, _NAME = "[a-z][a-z0-9_-]{0,79}", "[a-z][a-z0-9_]{0,79}"
_DAY, _VERSION = "[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]+\.[0-9]+\.[0-9]+"
Id = Annotated[str, _matching(_ID, "not-an-id"), _schema(_ID)]
Name = Annotated[str, _matching(_NAME, "not-a-plain-name"), _schema(_NAME)]
IsoDay = Annotated[str, _matching(_DAY, "not-a-date"), _schema(_DAY)]
Version = Annotated[str, _matching(_VERSION, "not-a-version"), _schema(_VERSION)]
Language = Annotated[str, _matching("1", "unknown-language-version"), _schema("1")]
Year = Annotated[str, _matching("[0-9]{4}", "not-a-year"), _schema("[0-9]{4}")]
YearOrDay = Annotated[str, _matching(f"[0-9]{{4}}|{_DAY}", "not-a-date-or-year"), _schema(f"[0-9]{{4}}|{_DAY}")]
Names = Annotated[list[str], BeforeValidator(_as_list)]
Condition = dict[str, Any]
Confidence = Literal["primary", "secondary", "derived", "unverified"]
CONFIDENCES: tuple[str, ...] = get_args(Confidence)
"""How sure a figure or a text is: read in the source itself (the default), on a page that reports it, derived from
published figures, or not looked up at all."""
LawOf = Literal["occurred", "received", "settled"]


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
"""Accepted findings of `check`: the kind of finding, and the reason."""


class InForce(_Shape):
    """The first day of an event that a ruleset applies to; `check` considers no earlier one."""

    from_: IsoDay = Field(alias="from")


class Effective(_Shape):
    """From and until which day a rule is in force, both included."""

    from_: IsoDay | None = Field(default=None, alias="from")
    until: IsoDay | None = None


class Rung(_Shape):
    """One rung of the authority ladder; without `upto` it has no limit."""

    role: str
    upto: str | None = None


class Alternatives(_Shape):
    """Remedies that exclude one another, and who chooses among them; without `choice` nobody in particular."""

    of: Annotated[list[str], Field(min_length=1)]
    choice: Literal["customer", "house"] | None = None


class OwnFact(_Shape):
    """A fact that the ruleset adds; it arrives under `extra`. The values of an enum may come with labels."""

    type: Literal["bool", "integer", "money", "date", "text", "enum"]
    title: Label
    unit: str | None = None
    values: Annotated[dict[str, Label | None], BeforeValidator(_as_mapping)] | None = None
    ordered: StrictBool = False
    changes: Literal["never", "rises", "freely"] = "never"
    privacy: Literal["none", "personal", "medical"] = "personal"


class Parameter(_Shape):
    """A figure by date or, under a year, for that calendar year. A null figure says that there is none.

    `by` names the fact whose value selects the figure of a place; `law_of` says which day selects it.
    """

    title: Label | None = None
    unit: Literal["CNY", "CNY/day", "CNY/month", "CNY/year", "days", "years", "percent", "number"]
    by: str | None = None
    law_of: LawOf | None = None
    values: dict[YearOrDay, Any]
    binding: StrictBool = False
    cite: Names = []
    basis: Literal["assumption"] | None = None
    reason: Reason | None = None
    confidence: Confidence | None = None
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
    law_of: LawOf | None = None
    confidence: Confidence | None = None
    needs_clock: Names = []
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


class NamedCalendar(_Shape):
    """The calendar that counts days; `announced_until` is for a country that announces its days year by year."""

    country: str
    announced_until: Year | None = None


def _as_calendar(value: object) -> object:
    return {"country": value} if isinstance(value, str) else value


_CALENDAR_SCHEMA = {
    "type": "object",
    "properties": {"country": {"type": "string"}, "announced_until": {"type": ["integer", "string"]}},
    "required": ["country"],
    "additionalProperties": False,
}

CalendarName = Annotated[
    NamedCalendar,
    BeforeValidator(_as_calendar),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, _CALENDAR_SCHEMA],
            "description": "`CN`, another country, `weekends`, or the name of a file in `calendars`",
        }
    ),
]
"""A calendar by its name; a plain text is the name alone."""


class Header(RuleFile):
    """`ruleset.yaml`."""

    ruleset: Id
    language: Language
    version: Version
    title: Label
    notice: Label | None = None
    extends: Names = []
    calendar: CalendarName | None = None
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
    alternatives: dict[Name, Alternatives] = {}
    facts: dict[Name, OwnFact] = {}
    effective: InForce | None = None
    accept: Accepted = {}


class AnnouncedYear(_Shape):
    """The days of one year where it differs from one with Saturdays and Sundays at rest; others may be listed too."""

    rest: list[IsoDay]
    work: list[IsoDay] = []
    source: str | None = None


class CalendarFile(_Shape):
    """A file in `calendars`: the announced days of a calendar, year by year."""

    calendar: str
    years: dict[Year, AnnouncedYear]


class Clause(_Shape):
    """One clause or article of a registered document, in our words."""

    id: str
    title: Label
    kind: Literal["decides", "process", "context"]
    says: str
    confidence: Confidence | None = None
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
