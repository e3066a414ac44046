"""The decision: immutable; what is asked for rarely (questions, trace) is worked out on demand from its own record."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, NoReturn, Protocol

from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.export import export
from complaint_rules.decide.offer import Limits, Offer, judge_offer
from complaint_rules.decide.outline import Outline
from complaint_rules.decide.questions import any_question, find_questions
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.resolve.entries import (
    Action,
    Approval,
    Deadline,
    Department,
    Item,
    Liability,
    Overridden,
    Payable,
    Prohibition,
    Question,
    Remedy,
    Review,
    Severity,
)
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.resolver import Resolution

Status = Literal["final", "provisional"]


class RulesetRef(NamedTuple):
    """Which rules decided."""

    id: str
    version: str
    digest: str


class Entries(NamedTuple):
    """What a decision says."""

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


class Later(Protocol):
    """What is worked out of a decision when it is asked for: by later stages, handed in by the front door."""

    def trace(self, decision: Decision) -> Any:
        """Facts, rules, exceptions and parameters that led to it."""
        ...

    @property
    def explainer(self) -> Any:
        """Answers why, why not and what to ask next; see `complaint_rules.explain.explainer`."""
        ...


class Record(NamedTuple):
    """What a decision keeps so that questions and traces can be worked out later, and nothing else."""

    outline: Outline
    sheet: FactSheet
    later: Later


class Decision:
    """The decision on one complaint.

    All sums are fen; `to_dict` writes them as yuan with two decimals. The attributes are those of `Entries`,
    besides `status`, `questions` and `trace`, which are worked out when first asked for.
    """

    __slots__ = ("_entries", "_questions", "_record", "_trace")

    _entries: Entries
    _record: Record
    _questions: tuple[Question, ...] | None
    _trace: Any

    def __init__(self, entries: Entries, record: Record) -> None:
        put = object.__setattr__
        put(self, "_entries", entries)
        put(self, "_record", record)
        put(self, "_questions", None)
        put(self, "_trace", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a decision can't be changed (`{name}`)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a decision can't be changed (`{name}`)")

    def __copy__(self) -> Decision:
        return self  # nothing of it can change

    def __deepcopy__(self, _memo: object) -> Decision:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a decision can't be pickled, since it belongs to its engine; send `to_dict()` or `to_json()`")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self._entries)

    def __repr__(self) -> str:
        e = self._entries
        by = f"{e.ruleset.id} {e.ruleset.version}"
        return f"<Decision {e.complaint_id}: {e.severity.tier}, {e.department.lead}, by {by}>"

    @property
    def complaint_id(self) -> str:
        """The complaint's id."""
        return self._entries.complaint_id

    @property
    def ruleset(self) -> RulesetRef:
        """Which rules decided: id, version, digest."""
        return self._entries.ruleset

    @property
    def engine(self) -> str:
        """The engine that matched."""
        return self._entries.engine

    @property
    def as_of(self) -> date:
        """The day whose law and parameters were applied."""
        return self._entries.as_of

    @property
    def severity(self) -> Severity:
        """The tier."""
        return self._entries.severity

    @property
    def department(self) -> Department:
        """Who leads, who helps."""
        return self._entries.department

    @property
    def liability(self) -> Liability:
        """Who is liable."""
        return self._entries.liability

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """One entry a clock."""
        return self._entries.deadlines

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """Who must approve what."""
        return self._entries.approvals

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What is required, permitted, forbidden."""
        return self._entries.remedies

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of injury compensation."""
        return self._entries.items

    @property
    def payable(self) -> Payable:
        """Bounds of the whole sum that may be agreed to today."""
        return self._entries.payable

    @property
    def actions(self) -> tuple[Action, ...]:
        """What to do; what is soonest first."""
        return self._entries.actions

    @property
    def prohibited(self) -> tuple[Prohibition, ...]:
        """What not to do."""
        return self._entries.prohibited

    @property
    def review(self) -> tuple[Review, ...]:
        """What a person must look at."""
        return self._entries.review

    @property
    def overridden(self) -> tuple[Overridden, ...]:
        """House rules that gave way to statute."""
        return self._entries.overridden

    @property
    def status(self) -> Status:
        """`final` where no unknown fact can change anything, else `provisional`."""
        if self._questions is None and not any_question(self.resolution, self.sheet):
            object.__setattr__(self, "_questions", ())
        return "final" if self._questions == () else "provisional"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The unknown facts that can still change an entry."""
        if self._questions is None:
            found = find_questions(self.resolution, self.sheet)
            object.__setattr__(self, "_questions", found)
            return found
        return self._questions

    @property
    def trace(self) -> Any:
        """Facts, rules, exceptions, parameters and calendar that led here; see `complaint_rules.trace`."""
        if self._trace is None:
            object.__setattr__(self, "_trace", self._record.later.trace(self))
        return self._trace

    @property
    def entries(self) -> Entries:
        """Everything that the decision says, as one tuple."""
        return self._entries

    @property
    def resolution(self) -> Resolution:
        """The record that later stages read: grades and claims of every rule."""
        return self._record.outline.resolution

    @property
    def sheet(self) -> FactSheet:
        """The fact sheet that was decided."""
        return self._record.sheet

    @property
    def _compiled(self) -> Ruleset:
        return self._record.outline.resolution.resolver.program.ruleset

    def offer(self, kind: str, amount: object = None) -> Offer:
        """May this remedy be offered at this amount today, who must approve, what limits it.

        Args:
            kind: a remedy, such as ``"refund"``.
            amount: yuan, as a string or number with at most two decimals; None for a remedy that is no sum of money.

        Returns:
            The answer; sums in fen.

        Raises:
            OfferError: no such remedy, or not an amount of money.
        """
        return judge_offer(
            kind, amount, self.remedies, self.approvals, self._compiled.authority, lambda: self._limits(kind)
        )

    def _limits(self, kind: str) -> Limits:
        resolution = self.resolution
        claims: Sequence[Claim] = resolution.claims.get(("remedies", kind), ())
        return Limits(claims, lambda some: resolution.ids([claim[1] for claim in some]), self.sheet)

    def explain(self, path: str) -> Any:
        """Why an entry is as it is: rules, tests, facts, exceptions, figures and clauses, back to what was stated.

        Args:
            path: an entry, such as ``"severity"``, ``"remedies.refund"`` or ``"deadlines.respond"``.

        Returns:
            An `Explanation`, with `to_dict`, `to_text` and `to_markdown`.

        Raises:
            PathError: there is no such entry.
        """
        return self._record.later.explainer.explain(self, path)

    def why_not(self, wanted: str) -> Any:
        """Why an entry is not as it might be, and the smallest change of facts that would bring it about.

        Args:
            wanted: an entry, such as ``"remedies.refund"``, or an entry and its value, such as
                ``"severity=major"`` or ``"remedies.refund=required"``.

        Returns:
            A `WhyNot`, with `to_dict`, `to_text` and `to_markdown`.

        Raises:
            PathError: no decision of this ruleset has such an entry.
        """
        return self._record.later.explainer.why_not(self, wanted)

    def next_questions(self) -> Any:
        """What to ask next, most decisive first: exactly the unknown facts that can still change an entry.

        Returns:
            A tuple of `Ask`, each with two answers that lead to different decisions; empty where the decision is final.
        """
        return self._record.later.explainer.next_questions(self)

    def explain_all(self) -> Any:
        """Why each entry is as it is: a list of `Explanation`."""
        return self._record.later.explainer.explain_all(self)

    def first_question(self, passed: Collection[str] = ()) -> Any:
        """The first of `next_questions`, found without the others; None where there is none.

        Args:
            passed: the paths of facts not to ask for.
        """
        return self._record.later.explainer.first_question(self, passed)

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON data, in the contract's shape."""
        return export(self._entries, self.status, self.questions) | {"trace": self.trace.to_dict()}

    def to_json(self, *, indent: int | None = None) -> str:
        """The decision as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_text(self, lang: str = "en") -> str:
        """The decision for a person to read, in English (`en`) or Chinese (`zh`)."""
        return str(self.trace.to_text(self, lang))
