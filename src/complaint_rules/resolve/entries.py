"""The entries of a decision: small, typed, immutable. Sums are fen; None as a bound means that there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from complaint_rules.money import yuan

RemedyStatus = Literal["required", "permitted", "forbidden"]
ItemStatus = Literal["payable", "pending", "not_payable"]
Because = tuple[str, ...]
"""Ids of the rules that produced an entry, `ruleset-id/rule-id`."""


class Severity(NamedTuple):
    """The tier; `could_be` lists every tier still possible, lowest first (None: that no rule gives one)."""

    tier: str | None
    rank: int
    could_be: tuple[str | None, ...]
    because: Because


class Department(NamedTuple):
    """Who leads and who helps."""

    lead: str | None
    support: tuple[str, ...]
    because: Because


class Liability(NamedTuple):
    """Who is liable; `disputed` where the law is unsettled."""

    finding: str
    disputed: bool
    because: Because


class Deadline(NamedTuple):
    """One clock; `due` is None while its start has not happened."""

    clock: str
    within: str
    start: str
    due: datetime | None
    because: Because


class Approval(NamedTuple):
    """Who must approve what."""

    role: str
    purpose: str
    because: Because


class Step(NamedTuple):
    """A step of an approval ladder; `upto_fen` None has no limit."""

    upto_fen: int | None
    role: str

    @property
    def upto(self) -> str | None:
        """The limit in yuan, as the contract writes it."""
        return yuan(self.upto_fen)


class Remedy(NamedTuple):
    """A remedy and what may be agreed today. `could_be` lists the statuses that the unknown facts leave open."""

    kind: str
    status: RemedyStatus
    min_fen: int | None
    max_fen: int | None
    could_be: tuple[RemedyStatus, ...]
    approval_ladder: tuple[Step, ...]
    because: Because

    @property
    def min(self) -> str | None:
        """The least in yuan, as the contract writes it."""
        return yuan(self.min_fen)

    @property
    def max(self) -> str | None:
        """The most in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.max_fen)


class Item(NamedTuple):
    """An item of injury compensation; `missing` lists the facts, evidence or figures that it waits for."""

    item: str
    status: ItemStatus
    min_fen: int
    max_fen: int | None
    missing: tuple[str, ...]
    because: Because

    @property
    def min(self) -> str | None:
        """The least in yuan, as the contract writes it."""
        return yuan(self.min_fen)

    @property
    def max(self) -> str | None:
        """The most in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.max_fen)


class Payable(NamedTuple):
    """Bounds of the whole sum that the company may agree to today."""

    min_fen: int
    max_fen: int | None

    @property
    def min(self) -> str | None:
        """The least in yuan, as the contract writes it."""
        return yuan(self.min_fen)

    @property
    def max(self) -> str | None:
        """The most in yuan, as the contract writes it; None where there is no bound."""
        return yuan(self.max_fen)


class Action(NamedTuple):
    """Something to do, and when."""

    do: str
    when: str
    because: Because


class Prohibition(NamedTuple):
    """Something not to do."""

    do: str
    because: Because


class Question(NamedTuple):
    """An unknown fact and the entries that its answer can change."""

    fact: str
    affects: tuple[str, ...]


class Review(NamedTuple):
    """What a person must look at: rules that disagree, and the safer value that was kept."""

    output: str
    message: str
    kept: str
    rules: Because


class Overridden(NamedTuple):
    """A rule whose say on an output gave way to a statute's."""

    rule: str
    output: str
    by: Because
