"""The resolver: grades every rule, exceptions and readings of the decision included, and gathers what the rules claim.

Rules come in the order of evaluation, so that whatever sets a part of the decision has spoken before anything reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import Decided
from complaint_rules.compile.program import Program
from complaint_rules.match.grades import CERTAIN, FOR_NOW, POSSIBLE
from complaint_rules.match.matcher import Hit
from complaint_rules.resolve.entries import Liability, Overridden, Review, Severity
from complaint_rules.resolve.plan import Claim, Key, make_plans

SEVERITY: Key = ("severity", "")
LIABILITY: Key = ("liability", "")
LEAD: Key = ("lead", "")
ATTRIBUTES: dict[str, Key] = {"severity": SEVERITY, "liability": LIABILITY, "lead": LEAD}
UNDETERMINED = "undetermined"


class Choice:
    """A part of the decision that must be one value: the working value, and all that it could be."""

    __slots__ = ("because", "could_be", "disputed", "value")

    def __init__(self, value: str | None, could_be: tuple[Any, ...], because: tuple[int, ...], disputed: bool) -> None:
        self.value = value
        self.could_be = could_be
        self.because = because
        self.disputed = disputed


class Resolution:
    """Every rule's grade, what was claimed of every output, and what was noted on the way.

    It follows from the hits alone, so that complaints which meet the same rules share it.
    """

    __slots__ = ("_choices", "_masks", "_own_masks", "claims", "grades", "met", "notes", "overridden", "resolver")

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._own_masks: dict[int, int] = {}
        self._masks: dict[int, int] = {}
        self.met: dict[int, int] = {}
        """Grades of the conditions alone, by position."""
        self.grades: dict[int, int] = {}
        """Grades with exceptions taken into account."""
        self.claims: dict[Key, list[Claim]] = {}
        self.notes: list[Review] = []
        self.overridden: list[Overridden] = []
        self._choices: dict[str, Choice] = {}

    def choice(self, attribute: str) -> Choice:
        """A part of the decision; settled when first asked for, which is after the last rule that sets it."""
        found = self._choices.get(attribute)
        if found is None:
            settle = {"severity": self._severity, "liability": self._liability, "lead": self._lead}[attribute]
            found = self._choices[attribute] = settle()
        return found

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Rule ids of positions."""
        names = self.resolver.ids
        return tuple([names[position] for position in positions])

    def waits(self, position: int) -> int:
        """The facts, as a mask, for which a rule waits that is not certain: its own, its exceptions', those of what it reads.

        Known facts may be among them; the unknown ones are those that can still turn the rule.
        """
        found = self._masks.get(position)
        if found is None:
            self._masks[position] = 0  # an uncertain rule may wait for itself through what it reads
            rule = self.resolver.rules[position]
            found = self._own_masks.get(position, 0)
            for silencer in rule.silencers:
                if 0 < self.grades.get(silencer, 0) < CERTAIN:
                    found |= self.waits(silencer)
            for attribute in self.resolver.reads[position]:
                for grade, writer, _ in self.claims.get(ATTRIBUTES[attribute], ()):
                    if grade < CERTAIN:
                        found |= self.waits(writer)
            self._masks[position] = found
        return found

    def _severity(self) -> Choice:
        """The highest tier that a rule gives; where none certainly does, the highest that one may give."""
        claims = self.claims.get(SEVERITY, [])
        floor = max([say.rank for grade, _, say in claims if grade == CERTAIN], default=0)
        open_ = sorted({(say.rank, say.tier) for _, _, say in claims if say.rank >= floor})
        fired = [say.rank for grade, _, say in claims if grade >= FOR_NOW]
        rank = max(fired or [say.rank for _, _, say in claims], default=0)
        least = FOR_NOW if fired else POSSIBLE
        because = tuple([p for grade, p, say in claims if say.rank == rank and grade >= least])
        tier = next((say.tier for _, _, say in claims if say.rank == rank), None)
        return Choice(tier, tuple(tier for _, tier in open_), because, False)

    def severity(self) -> Severity:
        """The tier as an entry of the decision."""
        choice = self.choice("severity")
        rank = self.resolver.ranks.get(choice.value or "", 0)
        return Severity(choice.value, rank, choice.could_be, self.ids(choice.because))

    def _liability(self) -> Choice:
        return self._single(LIABILITY, "liability", lambda say: (say.finding, say.disputed), (UNDETERMINED, False))

    def liability(self) -> Liability:
        """The finding as an entry of the decision."""
        choice = self.choice("liability")
        return Liability(choice.value or UNDETERMINED, choice.disputed, self.ids(choice.because))

    def _lead(self) -> Choice:
        return self._single(LEAD, "department", lambda say: (say.party, False), (None, False))

    def _single(self, key: Key, output: str, read: Any, default: tuple[str | None, bool]) -> Choice:
        """One value: the statute's where it speaks, else the rules' if they agree, else noted for review."""
        claims = self.claims.get(key)
        if not claims:
            return Choice(default[0], (default[0],), (), False)
        fired = [claim for claim in claims if claim[0] >= FOR_NOW]
        fired = self._statute_first(fired, output)
        values = list(dict.fromkeys([read(say) for _, _, say in fired]))
        if len(values) > 1 and key == LIABILITY:
            self._disagree(output, fired, [str(value[0]) for value in values], UNDETERMINED)
            value: tuple[str | None, bool] = (UNDETERMINED, True)
        elif len(values) > 1:
            value = values[-1]
            self._disagree(output, fired, [str(value[0]) for value in values], str(value[0]))
        else:
            value = values[0] if values else default
        certain = self._statute_first([claim for claim in claims if claim[0] == CERTAIN], "")
        open_ = [read(say)[0] for _, _, say in certain]
        open_ += [read(say)[0] for g, p, say in claims if g < CERTAIN and self._may_override(p, certain)]
        if not certain:
            open_.append(default[0])
        could_be = tuple(dict.fromkeys([value[0], *open_] if len(values) < 2 else open_))
        return Choice(value[0], could_be, tuple([p for _, p, _ in fired]), value[1])

    def _may_override(self, position: int, certain: Sequence[Claim]) -> bool:
        binding = self.resolver.binding
        return position in binding or not any(p in binding for _, p, _ in certain)

    def _statute_first(self, claims: list[Claim], output: str) -> list[Claim]:
        """Only the binding claims, where there are any; those that give way are noted."""
        if len(claims) < 2:
            return claims
        binding = self.resolver.binding
        statute = [claim for claim in claims if claim[1] in binding]
        if not statute or len(statute) == len(claims):
            return claims
        if output:
            by = self.ids([p for _, p, _ in statute])
            for _, position, _ in claims:
                if position not in binding:
                    self.overridden.append(Overridden(self.resolver.ids[position], output, by))
        return statute

    def _disagree(self, output: str, claims: Sequence[Claim], values: list[str], kept: str) -> None:
        places = ", ".join(f"`{self.resolver.ids[p]}` ({self.resolver.places[p]})" for _, p, _ in claims)
        message = f"rules disagree on {output}: {places} say {' and '.join(values)}"
        self.note(output, message, kept, [p for _, p, _ in claims])

    def note(self, output: str, message: str, kept: str, positions: Iterable[int]) -> None:
        """Note something that a person must look at."""
        self.notes.append(Review(output, message, kept, self.ids(positions)))


class Resolver:
    """Resolves the hits of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.plans = make_plans(program)
        self.rules = program.ruleset.rules
        self.ids = tuple(rule.id for rule in self.rules)
        self.places = tuple(str(rule.place) for rule in self.rules)
        self.reads = tuple(tuple(sorted(rule.reads)) for rule in self.rules)
        self.binding = frozenset(rule.position for rule in self.rules if rule.binding)
        self.ranks = program.ruleset.names.ranks
        self.lacking: dict[int, list[str]] = {}
        for alternative in program.alternatives:
            self.lacking.setdefault(alternative.position, []).extend(alternative.lacks)

    def paths(self, mask: int) -> list[str]:
        """The paths of a mask of facts, in the contract's order."""
        facts = self.program.ruleset.facts
        found = []
        while mask:
            found.append(facts[(mask & -mask).bit_length() - 1].path)
            mask &= mask - 1
        return found

    def resolve(self, hits: Iterable[Hit]) -> Resolution:
        """Grade and gather."""
        resolution = Resolution(self)
        met, grades, claims = resolution.met, resolution.grades, resolution.claims
        masks = resolution._own_masks
        by_rule: dict[int, list[Hit]] = {}
        for hit in hits:
            by_rule.setdefault(hit.position, []).append(hit)
        for position in sorted(by_rule):
            plan = self.plans[position]
            assert plan is not None
            grade = max([_graded(hit, resolution) if hit.decided else hit.grade for hit in by_rule[position]])
            if not grade:
                continue
            met[position] = grade
            if grade < CERTAIN:
                masks[position] = _union([hit.waits for hit in by_rule[position] if hit.grade < CERTAIN])
            for silencer in plan.silencers:
                grade = min(grade, CERTAIN - grades.get(silencer, 0))
            if grade:
                grades[position] = grade
                for key, say in plan.says:
                    claims.setdefault(key, []).append((grade, position, say))
                if self.lacking[position]:
                    self._note_lacking(position, resolution)
        return resolution

    def _note_lacking(self, position: int, resolution: Resolution) -> None:
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(self.lacking[position]))
        message = f"`{self.ids[position]}` ({self.places[position]}) can't be decided: no figure for parameter {names}"
        resolution.note("parameters", message, "undecided", [position])


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _graded(hit: Hit, resolution: Resolution) -> int:
    """The grade of an alternative that also reads the decision."""
    grade = hit.grade
    for test in hit.decided:
        grade = min(grade, grade_decided(test, resolution))
    return grade


def grade_decided(test: Test, resolution: Resolution) -> int:
    """The grade of one test on the decision, against the working value and all that it could be."""
    leaf = test.leaf
    assert isinstance(leaf, Decided)
    choice = resolution.choice(leaf.attribute)
    values = leaf.values
    if test.negated:
        return CERTAIN - _against(values, choice)
    return _against(values, choice)


def _against(values: frozenset[str], choice: Choice) -> int:
    if len(choice.could_be) == 1:
        return CERTAIN if choice.value in values else 0
    met = [value in values for value in choice.could_be]
    if all(met):
        return CERTAIN
    if choice.value in values:
        return FOR_NOW
    return POSSIBLE if any(met) else 0
