"""The resolver: grades every rule, exceptions and readings of the decision included, and gathers what the rules claim.

Rules come in the order of evaluation, so that whatever sets a part of the decision has spoken before anything reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

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


Value = tuple[str | None, bool]
"""A value of a part of the decision, and whether it is disputed."""


class Choice(NamedTuple):
    """A part of the decision that must be one value: the working value, and all that it could be.

    `open` says whether an answer can change it, or bring rules to disagree on it.
    """

    value: Value
    could_be: tuple[Value, ...]
    because: tuple[int, ...]
    open: bool


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
            found = self._choices[attribute] = self.resolver.choose(attribute, self)
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

    def severity(self) -> Severity:
        """The tier as an entry of the decision."""
        choice = self.choice("severity")
        tier = choice.value[0]
        could_be = tuple([name for name, _ in choice.could_be])
        return Severity(tier, self.resolver.ranks.get(tier or "", 0), could_be, self.ids(choice.because))

    def liability(self) -> Liability:
        """The finding as an entry of the decision."""
        choice = self.choice("liability")
        return Liability(choice.value[0] or UNDETERMINED, choice.value[1], self.ids(choice.because))

    def note(self, output: str, message: str, kept: str, positions: Iterable[int]) -> None:
        """Note something that a person must look at."""
        self.notes.append(Review(output, message, kept, self.ids(positions)))


class Resolver:
    """Resolves the hits of one program."""

    def __init__(self, program: Program, choose: Callable[[str, Resolution], Choice]) -> None:
        self.program = program
        self.choose = choose
        self.plans = make_plans(program)
        self.rules = program.ruleset.rules
        self.ids = tuple(rule.id for rule in self.rules)
        self.places = tuple(str(rule.place) for rule in self.rules)
        self.reads = tuple(tuple(sorted(rule.reads)) for rule in self.rules)
        self.binding = frozenset(rule.position for rule in self.rules if rule.binding)
        self.dependants = next(fact for fact in program.ruleset.facts if fact.path == "injury.dependants")
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
    met = [value in values for value, _ in choice.could_be]
    if all(met):
        return CERTAIN
    if choice.value[0] in values:
        return FOR_NOW
    return POSSIBLE if any(met) else 0
