"""The decision: immutable; what is rarely needed (questions, trace) is computed on demand from its own record."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal, NoReturn, Protocol, Self

from complaint_rules.compile.rule import RulesetRef
from complaint_rules.decide.decision_shape import DECISION, SAID, Stored
from complaint_rules.decide.entries import (
    Action,
    Approval,
    Deadline,
    Department,
    Entries,
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
from complaint_rules.decide.glossary import Glossary, StoredLabels
from complaint_rules.decide.offer import Offer, StoredOffers
from complaint_rules.decide.trace import Trace
from complaint_rules.errors import Message, Problem, RulesetNeededError
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.facts.sheet import FactSheet

Status = Literal["final", "provisional"]


class Source(Protocol):
    """Where a decision gets what is rarely needed: the rules that made it, or what was stored with it."""

    def status(self, decision: DecisionBase) -> Status:
        """Whether an unknown fact can change anything."""
        ...

    def questions(self, decision: DecisionBase) -> tuple[Question, ...]:
        """The unknown facts that can still change an entry."""
        ...

    def trace(self, decision: DecisionBase) -> Trace:
        """What led to the decision."""
        ...

    def glossary(self) -> Glossary:
        """The labels of names."""
        ...

    def labels(self, decision: DecisionBase) -> StoredLabels:
        """The labels that a reader without the rules needs."""
        ...

    def judge(self, decision: DecisionBase, kind: str, amount: object) -> Offer:
        """Judge an offer."""
        ...

    def offers(self, decision: DecisionBase) -> StoredOffers:
        """What a reader without the rules needs to judge offers."""
        ...


class DecisionBase:
    """A decision: its identity, entries and offers; later stages add its trace and explanations.

    Callers get the subclass `complaint_rules.Decision`.
    """

    __slots__ = ("_entries", "_evaluation", "_questions", "_source", "_trace")

    _entries: Entries
    _evaluation: Evaluation | None
    _source: Source
    _questions: tuple[Question, ...] | None
    _trace: Trace | None

    def __init__(self, entries: Entries, source: Source, evaluation: Evaluation | None = None) -> None:
        """Wrap settled entries.

        Args:
            entries: all entries of the decision.
            source: where it gets the rest from.
            evaluation: the complaint evaluated under every rule; None for a decision that was read from a store.
        """
        put = object.__setattr__
        put(self, "_entries", entries)
        put(self, "_evaluation", evaluation)
        put(self, "_source", source)
        put(self, "_questions", None)
        put(self, "_trace", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a decision can't be changed (`{name}`)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a decision can't be changed (`{name}`)")

    def __copy__(self) -> Self:
        return self  # it is immutable

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a decision can't be pickled, since it belongs to its engine; send `to_dict()` or `to_json()`")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DecisionBase) and self.to_dict() == other.to_dict()

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
        """One entry for each clock."""
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
        """What to do, the soonest first."""
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
        """House rules that a statute overrides."""
        return self._entries.overridden

    @property
    def status(self) -> Status:
        """`final` where no unknown fact can change anything, else `provisional`."""
        return self._source.status(self)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The unknown facts that can still change an entry."""
        if self._questions is None:
            found = self._source.questions(self)
            object.__setattr__(self, "_questions", found)
            return found
        return self._questions

    @property
    def trace(self) -> Trace:
        """Facts, rules, exceptions, parameters and calendar that led here."""
        if self._trace is None:
            found = self._source.trace(self)
            object.__setattr__(self, "_trace", found)
            return found
        return self._trace

    @property
    def entries(self) -> Entries:
        """All entries of the decision, as one tuple."""
        return self._entries

    @property
    def is_stored(self) -> bool:
        """Whether it was read from a store, without the rules that made it."""
        return self._evaluation is None

    @property
    def evaluation(self) -> Evaluation:
        """The complaint evaluated under every rule; later stages read it.

        Raises:
            RulesetNeededError: the decision was read from a store.
        """
        if self._evaluation is None:
            raise self.needs_rules("evaluation")
        return self._evaluation

    @property
    def sheet(self) -> FactSheet:
        """The fact sheet that was decided.

        Raises:
            RulesetNeededError: the decision was read from a store.
        """
        return self.evaluation.sheet

    @property
    def glossary(self) -> Glossary:
        """The labels of the ruleset's names; views of the decision read it."""
        return self._source.glossary()

    def needs_rules(self, asked: str) -> RulesetNeededError:
        """The error for a request that only the rules can answer."""
        ruleset = self._entries.ruleset
        return RulesetNeededError(
            Problem(Message("ruleset-needed", asked=asked, ruleset=ruleset.id, version=ruleset.version))
        )

    def offer(self, kind: str, amount: object = None) -> Offer:
        """Judge whether this remedy may be offered at this amount today, who must approve it, and what limits it.

        Args:
            kind: a remedy, such as ``"refund"``.
            amount: yuan, as a string or number with at most two decimals; None for a remedy that isn't a sum of money.

        Returns:
            The answer; sums in fen.

        Raises:
            OfferError: no such remedy, or not an amount of money.
        """
        return self._source.judge(self, kind, amount)

    @property
    def said(self) -> dict[str, Any]:
        """The decision without its trace, as JSON data."""
        data: dict[str, Any] = SAID.written(self._members)
        return data

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON data, in the contract's shape."""
        stored = Stored(self.trace, self._source.offers(self), self._source.labels(self))
        data: dict[str, Any] = DECISION.written((*self._members, stored))
        return data

    @property
    def _members(self) -> tuple[Any, ...]:
        """The members of the decision, in the contract's order."""
        id, *head = self._entries[:4]
        return id, self.status, *head, *self._entries[4:-2], self.questions, self.review

    def to_json(self, *, indent: int | None = None) -> str:
        """The decision as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)
