"""The entries of a decision: small, typed, immutable. Sums are fen; None as a bound means that there is none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

from complaint_rules.compile.rule import RulesetRef
from complaint_rules.money import yuan

RemedyStatus = Literal["required", "permitted", "forbidden", "open"]
ReviewKind = Literal["disagreement", "figure", "calendar"]
ItemStatus = Literal["payable", "pending", "not_payable"]
Because = tuple[str, ...]
"""Ids of the rules that produced an entry, `ruleset-id/rule-id`."""
Facts = tuple[str, ...]
"""Paths of the unknown facts that can change an entry; none where no answer changes it."""


class Severity(NamedTuple):
    """The tier; `could_be` lists every tier that a completion leads to, lowest first (None: no rule gives one)."""

    tier: str | None
    rank: int
    could_be: tuple[str | None, ...]
    because: Because
    waits_for: Facts = ()


class Department(NamedTuple):
    """Who leads and who helps; `could_be` lists every lead that a completion leads to (None: there is none)."""

    lead: str | None
    support: tuple[str, ...]
    because: Because
    could_be: tuple[str | None, ...] = ()
    waits_for: Facts = ()


class Liability(NamedTuple):
    """Who is liable; `disputed` where the law is unsettled. `could_be` lists the findings that completions lead to."""

    finding: str
    disputed: bool
    because: Because
    could_be: tuple[str, ...] = ()
    waits_for: Facts = ()


class Deadline(NamedTuple):
    """One clock; `due` is None while its start has not happened.

    It is None too where no published calendar reaches that far; `not_before` then is the earliest day that it can be.
    `earliest` is the earliest end that a completion leads to, of those with the same start.
    """

    clock: str
    within: str
    start: str
    due: datetime | None
    because: Because
    not_before: date | None = None
    earliest: datetime | None = None
    waits_for: Facts = ()


class Approval(NamedTuple):
    """Who must approve what."""

    role: str
    purpose: str
    because: Because
    waits_for: Facts = ()


class Step(NamedTuple):
    """A step of an approval ladder; `upto_fen` None has no limit."""

    upto_fen: int | None
    role: str

    @property
    def upto(self) -> str | None:
        """The limit in yuan, as the contract writes it."""
        return yuan(self.upto_fen)


class Remedy(NamedTuple):
    """A remedy and what may be agreed today.

    `open` is not yet granted: some answers grant it and others don't. `could_be` lists the statuses that completions
    lead to (None: no rule grants or forbids it); from `settles_from_fen` on a sum settles what is owed, whatever the
    answers. `group` names the alternatives that it belongs to, and `choice` whose choice among them it is. `public`
    says whether an apology is public.
    """

    kind: str
    status: RemedyStatus
    min_fen: int | None
    max_fen: int | None
    could_be: tuple[RemedyStatus | None, ...]
    approval_ladder: tuple[Step, ...]
    because: Because
    settles_from_fen: int | None = None
    waits_for: Facts = ()
    group: str | None = None
    choice: str | None = None
    public: bool | None = None

    @property
    def min(self) -> str | None:
        """The least in yuan, as the contract writes it."""
        return yuan(self.min_fen)

    @property
    def max(self) -> str | None:
        """The most in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.max_fen)

    @property
    def settles_from(self) -> str | None:
        """The least sum that settles what is owed, in yuan, as the contract writes it."""
        return yuan(self.settles_from_fen)


class Item(NamedTuple):
    """An item of injury compensation; `missing` lists the facts, evidence or figures that it waits for."""

    item: str
    status: ItemStatus
    min_fen: int
    max_fen: int | None
    missing: tuple[str, ...]
    because: Because
    waits_for: Facts = ()

    @property
    def min(self) -> str | None:
        """The least in yuan, as the contract writes it."""
        return yuan(self.min_fen)

    @property
    def max(self) -> str | None:
        """The most in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.max_fen)


class Payable(NamedTuple):
    """The whole sum: owed whatever the answers, the most that may be agreed to today, the most that answers allow."""

    min_fen: int
    max_fen: int | None
    now_fen: int | None = 0

    @property
    def min(self) -> str | None:
        """The least in yuan, as the contract writes it."""
        return yuan(self.min_fen)

    @property
    def now(self) -> str | None:
        """What may be agreed to today in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.now_fen)

    @property
    def max(self) -> str | None:
        """The most in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.max_fen)


class Action(NamedTuple):
    """Something to do, and when."""

    do: str
    when: str
    because: Because
    waits_for: Facts = ()


class Prohibition(NamedTuple):
    """Something not to do; `until_known` has the facts whose answer may lift it, empty where no answer does."""

    do: str
    because: Because
    until_known: Facts = ()
    waits_for: Facts = ()


class Question(NamedTuple):
    """An unknown fact and the entries that its answer can change."""

    fact: str
    affects: tuple[str, ...]


class Text(NamedTuple):
    """A text in English and Chinese."""

    en: str
    zh: str


class Review(NamedTuple):
    """What a person must look at.

    Rules that disagree on an entry, of which the safer value was kept; a parameter without a figure, for which an entry
    can't be decided; a deadline in a year whose days of rest are not known.
    """

    kind: ReviewKind
    entry: str
    rules: Because
    parameter: str | None
    year: int | None
    text: Text


class Overridden(NamedTuple):
    """A rule whose effect on an output a statute overrides."""

    rule: str
    output: str
    by: Because


class Entries(NamedTuple):
    """All entries of a decision."""

    complaint_id: str
    ruleset: RulesetRef
    engine: str
    as_of: date
    severity: Severity
    department: Department
    liability: Liability
    deadlines: tuple[Deadline, ...]
    approvals: tuple[Approval, ...]
    remedies: tuple[Remedy, ...]
    items: tuple[Item, ...]
    payable: Payable
    actions: tuple[Action, ...]
    prohibited: tuple[Prohibition, ...]
    review: tuple[Review, ...]
    overridden: tuple[Overridden, ...]
