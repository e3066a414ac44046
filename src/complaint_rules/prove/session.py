"""A session of queries about one ruleset: its encoding, the answers so far, and the engines that must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from complaint_rules.assembly import Assembly
from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.decide.glossary import Glossary
from complaint_rules.decision import Decision
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintRulesError, Message, Place, Problem
from complaint_rules.match.engines import available
from complaint_rules.prove.finding import Finding, Unsettled, as_json
from complaint_rules.prove.symbolic.complaint import Days, Likeness, SymbolicComplaint
from complaint_rules.prove.symbolic.conditions import all_figures
from complaint_rules.prove.symbolic.decision import SymbolicDecision
from complaint_rules.prove.symbolic.reading import asked_days, read_by
from complaint_rules.prove.symbolic.terms import Model, Truth
from complaint_rules.prove.symbolic.workspace import Workspace
from complaint_rules.prove.witness import Witnesses
from complaint_rules.prove.wording import say
from complaint_rules.trace.labels import Labels

Key = TypeVar("Key", bound=Hashable)
Shown = Callable[[Sequence[Decision]], bool]
"""Whether the decisions of the witness show what a finding says."""

SECONDS = 30.0
"""The time limit of one query; without an answer by then it counts as unsettled."""


class WitnessError(ComplaintRulesError):
    """A witness that the engines do not confirm: a fault of the prover, never of the ruleset."""

    kind = "prover-fault"
    titles = ("the prover is at fault", "证明器出错")


class Session:
    """Runs queries about one ruleset."""

    def __init__(self, ruleset: Ruleset, header: Place | None = None) -> None:
        """Encode a ruleset.

        Args:
            ruleset: the compiled stack.
            header: where the top layer's header is; by default in a folder with the layer's name.
        """
        self.ruleset = ruleset
        self.own = ruleset.layers[-1]
        self.header = header or Place(f"{self.own}/ruleset.yaml")
        self.days: Days = asked_days(ruleset)
        self.space = Workspace(SECONDS)
        self.vocabulary = read_by(ruleset)
        self.complaint = SymbolicComplaint(ruleset, self.vocabulary, self.days, self.space, "")
        self.decision = SymbolicDecision(ruleset, self.complaint, self.space, "")
        self.unsettled: list[Unsettled] = []
        self.answered: Counter[str] = Counter()
        self.progress: Callable[[int], None] | None = None
        """Called with the number of questions answered."""
        self._others: dict[Likeness, tuple[SymbolicComplaint, SymbolicDecision]] = {}

    # --- queries of the checks

    @property
    def own_rules(self) -> list[CompiledRule]:
        """The rules of the top layer; those below it are checked on their own."""
        return [rule for rule in self.ruleset.rules if rule.id.split("/", 1)[0] == self.own]

    def example(self, kind: str, about: str, *terms: Truth, alone: bool = False) -> Model | None:
        """A model of terms; None where there is none, or where the solver gave no answer, which is noted.

        Args:
            kind: the kind of finding that it is about.
            about: what it is about, in a few words.
            terms: what must hold together.
            alone: whether to use a fresh solver with only what the terms depend on, which suits hard queries.
        """
        answer = self.space.ask_alone(*terms) if alone else self.space.ask(*terms)
        if answer != "unknown":
            self.answer(kind)
        else:
            self.unsettled.append(Unsettled(f"{kind}: {about}", say("no-answer", seconds=f"{SECONDS:g}")))
        return self.space.model if answer == "sat" else None

    def impossible(self, kind: str, terms: Iterable[tuple[Key, Truth]], about: Callable[[Key], str]) -> list[Key]:
        """The keys of the terms that can't be true; one model often rules out many."""
        left = dict(terms)
        found: list[Key] = []
        while left:
            key = next(iter(left))
            term = left.pop(key)
            before = len(self.unsettled)
            model = self.example(kind, about(key), term)
            if model is None:
                if len(self.unsettled) == before:
                    found.append(key)
                continue
            answered = left.items() if self.space.whole else ()
            for other in [other for other, wanted in answered if model.holds(wanted)]:
                del left[other]
                self.answer(kind)
        return found

    def other(self, but: Likeness) -> tuple[SymbolicComplaint, SymbolicDecision]:
        """A second complaint, equal to the first except for some facts, and its decision."""
        if but not in self._others:
            name = f"{len(self._others) + 2}:"
            complaint = SymbolicComplaint(
                self.ruleset, self.vocabulary, self.days, self.space, name, self.complaint, but
            )
            self._others[but] = complaint, SymbolicDecision(self.ruleset, complaint, self.space, name, self.decision)
        return self._others[but]

    def not_analysed(self, about: str, reason: Label) -> None:
        """Note once, as unsettled, what can't be analysed."""
        entry = Unsettled(about, reason)
        if entry not in self.unsettled:
            self.unsettled.append(entry)

    def answer(self, kind: str) -> None:
        """Count a question of some kind as answered."""
        self.answered[kind] += 1
        if self.progress is not None:
            self.progress(sum(self.answered.values()))

    # --- findings

    @cached_property
    def labels(self) -> Labels:
        """The ruleset's labels in Chinese."""
        return Labels(Glossary.of(self.ruleset), "zh")

    def both_names(self, kind: str, name: str | None) -> Label:
        """The id itself for English, its label for Chinese."""
        return str(name), self.labels.of(kind, name)

    @cached_property
    def witnesses(self) -> Witnesses:
        """Finds the smallest witnesses."""
        return Witnesses(self.ruleset, self.space, self.days)

    @cached_property
    def engines(self) -> list[Engine]:
        """All engines that are available here."""
        return [Engine(Assembly(self.ruleset, name)) for name in available()]

    def finding(
        self,
        kind: str,
        message: Label,
        place: Place,
        subjects: Sequence[str],
        terms: Sequence[Truth],
        shown: Shown,
        *,
        cause: Sequence[str] = (),
        about: str | None = None,
        complaints: Sequence[SymbolicComplaint] = (),
        tell: Callable[[Sequence[Decision]], Sequence[Label]] | None = None,
        help: Label | None = None,
        hour: Any = None,
        given: Sequence[Truth] = (),
    ) -> Finding:
        """A finding with its smallest witness, which all engines confirm; without one where none is found in time.

        Where a missing figure keeps the engines from confirming the finding, it is noted as unsettled.

        Raises:
            WitnessError: an engine does not confirm it.
        """
        found = Finding(kind, message, place, tuple(subjects), tuple(cause), about, help=help)
        for stated in ([*given, self.all_figures], given):
            try:
                witness = self.witnesses.simplest(terms, complaints or (self.complaint,), hour, stated)
            except ValueError:
                continue
            for one in (witness.least, witness.whole):
                decided = [[engine.decide(complaint) for complaint in one] for engine in self.engines]
                wrong = [engine for engine, each in zip(self.engines, decided, strict=True) if not shown(each)]
                if not wrong:
                    return replace(found, complaints=one, shows=tuple(tell(decided[-1])) if tell is not None else ())
            if stated is not given:
                said = {"engine": wrong[0].engine, "kind": kind, "en": message[0], "zh": message[1]}
                raise WitnessError(Problem(Message("finding-not-confirmed", **said, witness=as_json(witness.whole))))
        self.not_analysed(f"{kind}: {message[0]}", say("no-witness", seconds=f"{SECONDS:g}"))
        return found

    @cached_property
    def all_figures(self) -> Truth:
        """That no figure that a rule reads is missing."""
        read = {name for rule in self.ruleset.rules for name in rule.parameters}
        return all_figures([self.ruleset.parameters[name] for name in read], self.complaint)


def named(rule: CompiledRule) -> Label:
    """A rule's name in a message: its id and place."""
    return f"`{rule.id}` ({rule.place})", f"`{rule.id}`（{rule.place}）"


def subjects_of(*rules: CompiledRule) -> Iterator[str]:
    """The ids at which a finding about rules may be accepted: each rule, row or table."""
    for rule in rules:
        yield rule.id
        if rule.table is not None:
            yield rule.table
