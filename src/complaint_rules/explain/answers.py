"""The data of explanations; `rendering` turns it into text."""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

from complaint_rules.compile.condition import Leaf
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.entries import Overridden
from complaint_rules.decide.trace import ParameterLine, RuleLine, Silenced, rule_data
from complaint_rules.explain.change import Change
from complaint_rules.explain.paths import Goal

Part = TypeVar("Part", bound="ExplanationData[Any]")


class Ground(NamedTuple):
    """A premise of an entry. `keeps_away` lists the rules that might fire if the fact were not known.

    `fact` is the name of a group where the whole group does not apply.
    """

    fact: str
    state: str
    value: Any
    keeps_away: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The premise as JSON data."""
        return {"fact": self.fact, "state": self.state, "value": self.value, "keeps_away": list(self.keeps_away)}


class ExplanationData(NamedTuple, Generic[Part]):
    """The fields of an `Explanation`."""

    path: str
    entry: Any
    rules: tuple[RuleLine, ...]
    grounds: tuple[Ground, ...]
    waits_for: tuple[str, ...]
    whatever: tuple[str, ...]
    silenced: tuple[Silenced, ...]
    overridden: tuple[Overridden, ...]
    parameters: tuple[ParameterLine, ...]
    assumptions: tuple[str, ...]
    parts: tuple[Part, ...]
    decision: DecisionBase

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON data."""
        return {
            "path": self.path,
            "entry": self.entry,
            "rules": [rule_data(one) for one in self.rules],
            "grounds": None if self.decision.is_stored else [one.to_dict() for one in self.grounds],
            "waits_for": [*self.waits_for],
            "whatever": [*self.whatever],
            "silenced": [{"rule": one.rule, "cite": [*one.cite], "by": [*one.by]} for one in self.silenced],
            "overridden": [{"rule": one.rule, "output": one.output, "by": [*one.by]} for one in self.overridden],
            "parameters": [one._asdict() | {"cite": [*one.cite]} for one in self.parameters],
            "assumptions": list(self.assumptions),
            "parts": [one.to_dict() for one in self.parts],
        }


class Unmet(NamedTuple):
    """An unsatisfied test: its cell, its fact, the fact's value, and whether an answer may satisfy it.

    Of tests with the same `one_of` above 0, one is enough.
    """

    fact: str
    test: str
    state: str
    value: Any
    open: bool
    one_of: int
    leaf: Leaf
    negated: bool

    def to_dict(self) -> dict[str, Any]:
        """The test as JSON data."""
        return {
            "fact": self.fact,
            "test": self.test,
            "state": self.state,
            "value": self.value,
            "open": self.open,
            "one_of": self.one_of,
        }


class Candidate(NamedTuple):
    """A rule that could give the entry, and why it does not.

    `state` is `not_in_force`, `not_met`, `waits` (an answer may bring it about), `silenced`, `beaten` or `counts`.
    """

    rule: str
    state: str
    unmet: tuple[Unmet, ...]
    silenced_by: tuple[str, ...]
    beaten_by: tuple[str, ...]
    cite: tuple[str, ...]
    binding: bool
    place: str

    def to_dict(self) -> dict[str, Any]:
        """The candidate as JSON data."""
        return self._asdict() | {
            "unmet": [one.to_dict() for one in self.unmet],
            "silenced_by": list(self.silenced_by),
            "beaten_by": list(self.beaten_by),
            "cite": list(self.cite),
        }


class WhyNotData(NamedTuple):
    """The fields of a `WhyNot`."""

    wanted: Goal
    already: bool
    candidates: tuple[Candidate, ...]
    change: Change
    decision: DecisionBase

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON data."""
        return {
            "wanted": self.wanted.text,
            "already": self.already,
            "rules": [one.to_dict() for one in self.candidates],
            "smallest_change": self.change.to_dict(),
        }
