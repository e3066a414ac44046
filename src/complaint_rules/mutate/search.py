"""Searches for a complaint that a mutant decides differently: near the mutation first, then at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, get_args

from complaint_rules.compile.alternatives import Alternative, alternatives
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import facts_read, leaves
from complaint_rules.compile.effect import SetItem, amounts_of
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Kind
from complaint_rules.facts.fact import Fact
from complaint_rules.masks import positions
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.caught import said_by
from complaint_rules.mutate.editing import Complaint, can_be_set, smaller, with_fact, without_fact
from complaint_rules.mutate.meeting import Meeting
from complaint_rules.mutate.nearby import Nearby
from complaint_rules.mutate.outcomes import Outcomes, differing, is_weighty, outcomes

TRIES = 150
_MOST_PAIRS = 24
_MOST_NEAR = 500
_CONTEXTS = 6


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A complaint that a mutant decides differently, and in which paths; without any, only other rules fire.

    `uncut` is the complaint before shrinking.
    """

    complaint: Complaint
    paths: tuple[str, ...]
    old: Outcomes
    fired: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()
    uncut: Complaint | None = None


class Search:
    """Looks for differences between one ruleset and its mutants.

    Args:
        original: the unmutated ruleset.
        seeds: complaints to start from, such as those of its cases.
    """

    def __init__(self, original: Original, seeds: Sequence[Complaint]) -> None:
        self._original = original
        self._nearby = Nearby(original.ruleset)
        self._meeting = Meeting(original, self._nearby)
        self._bare = [_bare(kind, seeds) for kind in get_args(Kind)]
        self._seeds = [*seeds]
        self._contexts = [*islice(self._unlike(seeds), _CONTEXTS)]
        self._occurred_on = next(fact for fact in original.ruleset.facts if fact.path == "occurred_on")
        self._neighbours: dict[int, list[Fact]] = {}

    def _unlike(self, seeds: Sequence[Complaint]) -> Iterator[Complaint]:
        """One seed for each distinct combination of tier, lead and liability."""
        met: set[tuple[str | None, ...]] = set()
        for seed in seeds:
            decision = self._original.decide(self._original.sheet(seed))
            kind = (decision.severity.tier, decision.department.lead, decision.liability.finding)
            if kind not in met:
                met.add(kind)
                yield seed

    def find(self, mutant: Beside) -> Counterexample | None:
        """A complaint that the mutant decides differently, shrunk to the facts needed; None where none was found."""
        chance = random.Random(7)  # noqa: S311  # a search, no secret
        lesser: Counterexample | None = None
        moving: list[Complaint] = []
        for complaint in self._candidates(mutant, moving, chance):
            found = self.compare(complaint, mutant)
            if found is not None and any(map(is_weighty, found.paths)):
                return self._cut_down(found, mutant)
            if found is not None and (lesser is None or (found.paths and not lesser.paths)):
                lesser = found
            if lesser is None and len(moving) < 40 and self._moves(complaint, mutant):
                moving.append(complaint)
        return self._cut_down(lesser, mutant) if lesser is not None else None

    def compare(self, complaint: Complaint, mutant: Beside) -> Counterexample | None:
        """How a mutant decides one complaint differently; None where it does not."""
        try:
            sheet = self._original.sheet(complaint)
            if not mutant.may_differ(sheet):
                return None
            old, new = self._original.decide(sheet), mutant.decide(complaint, sheet)
        except ComplaintError:
            return None
        before = outcomes(said_by(old, trace=False))
        paths = differing(before, outcomes(said_by(new, trace=False)))
        if paths:
            return Counterexample(complaint, tuple(paths), before)
        fired, silenced = _lost(_fired(old), _fired(new)), _lost(_silenced(old), _silenced(new))
        return Counterexample(complaint, (), before, fired, silenced) if fired or silenced else None

    def _moves(self, complaint: Complaint, mutant: Beside) -> bool:
        try:
            return mutant.may_differ(self._original.sheet(complaint))
        except ComplaintError:
            return False

    def _candidates(self, mutant: Beside, moving: list[Complaint], chance: random.Random) -> Iterator[Complaint]:
        yield from self._seeds
        near = [*islice(self._near(mutant), _MOST_NEAR)]
        yield from near
        facts = self._facts_about(mutant)
        start = [*moving, *near] or self._seeds or self._bare
        for _ in range(TRIES if facts else 0):
            complaint = chance.choice(moving or start)
            for _ in range(chance.choice((1, 1, 2, 3, 4))):
                complaint = self._changed(complaint, chance.choice(facts), chance)
            yield complaint

    def _near(self, mutant: Beside) -> Iterator[Complaint]:
        """Complaints that satisfy the rule before or after the mutation, and those one fact away from them."""
        for base in self._meeting_all(mutant):
            yield base
            for fact in self._read(mutant):
                if not can_be_set(fact):
                    continue
                for value in self._nearby.of(fact, self._original.sheet(base)):
                    yield with_fact(base, fact, value)
                yield without_fact(base, fact)  # last: a stated fact makes a clearer case

    def _meeting_all(self, mutant: Beside) -> Iterator[Complaint]:
        """Complaints that satisfy all changed rules: made from bare complaints first, then from seeds."""
        picks = list(islice(product(*[self._ways(position, mutant) for position in mutant.changed[:2]]), _MOST_PAIRS))
        if not mutant.changed:
            return
        for pick in picks:
            met = (self._meet(base, pick) for base in self._bare)
            yield from islice((complaint for complaint in met if complaint is not None), 1)
        for pick in picks[:2]:
            met = (self._meet(seed, pick) for seed in self._contexts)
            yield from (complaint for complaint in met if complaint is not None)

    def _meet(self, complaint: Complaint | None, pick: Sequence[Alternative]) -> Complaint | None:
        for way in pick:
            complaint = self._meeting.meet(complaint, way) if complaint is not None else None
        return complaint

    def _ways(self, position: int, mutant: Beside) -> list[Alternative]:
        """The alternatives of a rule before and after the mutation; those it added or removed come first."""
        spread: list[dict[Any, Alternative]] = []
        for ruleset in (self._original.ruleset, mutant.ruleset):
            figures = {name: one.values[-1][1] for name, one in ruleset.parameters.items()}
            ways = alternatives(ruleset.rules[position], figures)
            spread.append({(way.tests, way.decided): way for way in ways})
        both = spread[0].keys() & spread[1].keys()
        found = spread[0] | spread[1]
        return [found[key] for key in sorted(found, key=both.__contains__)][:16]

    def _read(self, mutant: Beside) -> list[Fact]:
        rules = [self._original.ruleset.rules[position] for position in mutant.changed[:2]]
        return list(dict.fromkeys([*(fact for rule in rules for fact in facts_of(rule)), self._occurred_on]))

    def _facts_about(self, mutant: Beside) -> list[Fact]:
        """Facts read by the changed rules and by those that override them, are overridden or have similar effects."""
        found: list[Fact] = []
        for position in mutant.changed[:3]:
            if position not in self._neighbours:
                self._neighbours[position] = self._about(self._original.ruleset.rules[position])
            found += self._neighbours[position]
        if not mutant.changed:
            found = list(self._original.ruleset.facts)
        return [fact for fact in dict.fromkeys(found) if can_be_set(fact)]

    def _about(self, rule: CompiledRule) -> list[Fact]:
        said = {type(one) for one in rule.effects}
        linked = {*rule.silencers, *rule.silences}
        others = [
            other
            for other in self._original.ruleset.rules
            if other.position in linked or said & {type(one) for one in other.effects}
        ]
        return [*facts_of(rule) * 3, *(fact for other in others for fact in facts_of(other))]

    def _changed(self, complaint: Complaint, fact: Fact, chance: random.Random) -> Complaint:
        if chance.random() < 0.2:
            return without_fact(complaint, fact)
        try:
            values = self._nearby.of(fact, self._original.sheet(complaint))
        except ComplaintError:
            return complaint
        return with_fact(complaint, fact, chance.choice(values)) if values else complaint

    def told_apart(self, complaint: Complaint, mutant: Beside) -> Counterexample | None:
        """How a mutant decides a complaint differently, shrunk to the facts needed; None where it does not."""
        found = self.compare(complaint, mutant)
        return None if found is None else self._cut_down(found, mutant)

    def _cut_down(self, found: Counterexample, mutant: Beside) -> Counterexample:
        """The same difference with every unnecessary fact removed."""
        kept, uncut = set(found.paths[:1]), found.complaint
        again = True
        while again:
            again = False
            for complaint in smaller(found.complaint):
                less = self.compare(complaint, mutant)
                if less is not None and (_shows(less, found, kept) if kept else not less.paths):
                    found, again = less, True
                    break
        return replace(found, uncut=uncut)


def _shows(less: Counterexample, found: Counterexample, paths: set[str]) -> bool:
    """Whether a smaller complaint also differs in some path, with the original's outcome there unchanged."""
    return any(path in less.paths and less.old.get(path) == found.old.get(path) for path in paths)


def _bare(kind: str, seeds: Sequence[Complaint]) -> Complaint:
    received = seeds[0]["received_at"] if seeds else "2026-11-20T10:00:00+08:00"
    return {"id": "M-1", "received_at": received, "kind": kind}


def facts_of(rule: CompiledRule) -> list[Fact]:
    """The facts that a rule's tests, amounts and needs read, repeated for each read."""
    tested = [fact for leaf in leaves(rule.condition) for fact in facts_read(leaf)]
    summed = [fact for one in rule.effects for amount in amounts_of(one) for fact in facts_in(amount)]
    needed = [fact for one in rule.effects if isinstance(one, SetItem) for group in one.needs for fact in group]
    return [*tested, *summed, *needed]


def _fired(decision: Decision) -> set[str]:
    at = decision.evaluation
    return set(at.evaluator.names(positions(at.fired)))


def _silenced(decision: Decision) -> set[str]:
    """The rules whose conditions are satisfied but which do not fire."""
    at = decision.evaluation
    return set(at.evaluator.names(positions(at.holds & ~at.fired)))


def _lost(old: set[str], new: set[str]) -> tuple[str, ...]:
    return tuple(sorted(old - new))
