"""The resolver: grades every rule, exceptions and readings of the decision included, and gathers what the rules claim.

Rules come in the order of evaluation, so that whatever sets a part of the decision has spoken before anything reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import Decided
from complaint_rules.compile.program import Program
from complaint_rules.match.grades import CERTAIN, FOR_NOW, POSSIBLE
from complaint_rules.match.matcher import Hit
from complaint_rules.resolve.choices import Choice, choose, nothing_chosen
from complaint_rules.resolve.entries import Review
from complaint_rules.resolve.graded import Graded, mask_of, positions
from complaint_rules.resolve.output import Output, View
from complaint_rules.resolve.part import Part, Parts, by_key, part_of
from complaint_rules.resolve.plan import Claim, Key, make_plans, unfigured, vocabulary_order
from complaint_rules.resolve.waiting import Crowds, Reached, crowd, joint

ATTRIBUTES: dict[str, Key] = {name: (name, "") for name in ("severity", "liability", "lead")}


class Resolution:
    """Every rule's grade, and what was claimed of every output.

    It follows from the hits alone, so that complaints which meet the same rules share it.
    """

    __slots__ = (
        "_choices",
        "_claims",
        "_grades",
        "_once",
        "_open_hits",
        "_parts",
        "_reached",
        "graded",
        "lacking",
        "met",
        "notes",
        "resolver",
    )

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.met = Graded()
        """Rules by the grade of their conditions alone."""
        self.graded = Graded()
        """Rules by their grade with exceptions taken into account."""
        self.lacking: list[int] = []
        """Positions of the rules that count or may count, and can't be decided for want of a figure."""
        self.notes: list[Review] = []
        self._choices: dict[str, Choice] = {}
        self._grades: dict[int, int] | None = None
        self._claims: dict[Key, list[Claim]] | None = None
        self._parts: dict[str, Part] = {}
        self._open_hits: dict[int, list[Hit]] = {}
        self._reached: dict[tuple[int, ...], Reached] = {}
        self._once: dict[Callable[[Resolution], Any], Any] = {}

    def once(self, make: Callable[[Resolution], View]) -> View:
        """What a function makes of this resolution; made once and kept."""
        if make not in self._once:
            self._once[make] = make(self)
        found: View = self._once[make]
        return found

    def choice(self, attribute: str) -> Choice:
        """A part of the decision; settled when first asked for, which is after the last rule that sets it."""
        found = self._choices.get(attribute)
        if found is None:
            part = self.part(attribute)
            found = nothing_chosen(attribute) if part is None else part.all[0].once(choose)
            self._choices[attribute] = found
        return found

    @property
    def grades(self) -> Mapping[int, int]:
        """Grades with exceptions taken into account, by position and in that order."""
        if self._grades is None:
            self._grades = self.graded.by_position()
        return self._grades

    @property
    def claims(self) -> Mapping[Key, Sequence[Claim]]:
        """What rules say of every output, in the order in which they first speak of it."""
        if self._claims is None:
            claims: dict[Key, list[Claim]] = {}
            for position, grade in self.grades.items():
                for key, say in self.resolver.says(position):
                    claims.setdefault(key, []).append((grade, position, say))
            self._claims = claims  # whole at once: another thread may ask at the same time
        return self._claims

    @property
    def keys(self) -> Mapping[Key, None]:
        """The outputs of which rules say something, in the same order."""
        says = self.resolver.says
        return dict.fromkeys([key for position in self.grades for key, _ in says(position)])

    def part(self, name: str) -> Part | None:
        """A part of the decision, shared by all complaints with the same claims; None where no rule speaks of it."""
        found = self._parts.get(name)
        if found is None and self.resolver.parts.speakers.get(name, 0) & self.graded.any:
            found = self._parts[name] = self.resolver.parts.part(name, self.graded, self._is_assured)
        return found

    @property
    def outputs(self) -> dict[Key, Output]:
        """The outputs of all parts."""
        parts = [part for name in self.resolver.parts.speakers if (part := self.part(name)) is not None]
        return {key: output for part in parts for key, output in part.once(by_key).items()}

    def output(self, key: Key) -> Output | None:
        """The output of a key; None where no rule speaks of it."""
        part = self.part(part_of(key[0]))
        return None if part is None else part.once(by_key).get(key)

    def _is_assured(self, speakers: int) -> bool:
        """Whether some of these rules, as a mask, counts whatever the answers: only another of them can silence it."""
        others = self.graded.any & ~speakers
        silencers = self.resolver.silencing
        return any([not silencers[one] & others for one in positions(speakers & self.met.masks[CERTAIN])])

    def waits(self, position: int, unknown: int) -> int:
        """The unknown facts, as a mask, for which an uncertain rule waits.

        Its own, those of its exceptions and of what it reads.
        """
        return self._hangs((position,), unknown)

    def hangs(self, claims: Iterable[Claim], unknown: int) -> int:
        """The unknown facts, as a mask, that can turn the uncertain ones among claims.

        Args:
            claims: what rules say of an output.
            unknown: the facts that are unknown.
        """
        uncertain = tuple([position for grade, position, _ in claims if grade < CERTAIN])
        return self._hangs(uncertain, unknown) if uncertain else 0

    def _hangs(self, positions: tuple[int, ...], unknown: int) -> int:
        found = self._reached.get(positions)
        if found is None:
            found = self._reached[positions] = self._reach(positions)
        mask = found.plain
        for one in found.crowded:
            mask |= self.resolver.crowds.waits(one, unknown)
        return mask & unknown

    def _reach(self, positions: tuple[int, ...]) -> Reached:
        """All uncertain rules on which some hang: their exceptions, and whatever sets what they read."""
        plain, crowded = 0, []
        left, seen = [*positions], set(positions)
        while left:
            position = left.pop()
            hits = self._open_hits.get(position, [])
            if len(hits) > 1:
                crowded.append(crowd(hits))
            else:
                plain |= joint(hits)
            others = [one for one in self.resolver.silencers[position] if 0 < self.grades.get(one, 0) < CERTAIN]
            for attribute in self.resolver.reads[position]:
                if len(self.choice(attribute).could_be) > 1:
                    said = self.claims.get(ATTRIBUTES[attribute], ())
                    others += [one for grade, one, _ in said if grade < CERTAIN]
            left += dict.fromkeys([one for one in others if one not in seen])
            seen.update(others)
        return Reached(plain, tuple(crowded))

    def read_beside(self, bit: int) -> int:
        """The facts, as a mask, that uncertain rules read together with a fact."""
        mask = 0
        for hits in self._open_hits.values():
            own = joint(hits)
            if own & bit:
                mask |= own
        return mask

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Rule ids of positions."""
        names = self.resolver.ids
        return tuple([names[position] for position in positions])

    def waits_for(self, hit: Hit) -> None:
        """Note an alternative that keeps its rule's own condition uncertain."""
        self._open_hits.setdefault(hit.position, []).append(hit)


class Asks:
    """What alternatives ask of the decision, and their grade but for that; one for all that ask the same."""

    __slots__ = ("grade", "tests")

    def __init__(self, grade: int, tests: tuple[Test, ...]) -> None:
        self.grade = grade
        self.tests = tests


class Resolver:
    """Resolves the hits of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rules = program.ruleset.rules
        self.ids = tuple(rule.id for rule in self.rules)
        self.named = tuple((id,) for id in self.ids)
        """The ids, each alone as an entry's `because` has it."""
        self.places = tuple(str(rule.place) for rule in self.rules)
        self.reads = tuple(tuple(sorted(rule.reads)) for rule in self.rules)
        self.binding = frozenset(rule.position for rule in self.rules if rule.binding)
        self.ranks = program.ruleset.names.ranks
        self.dependants = next(fact for fact in program.ruleset.facts if fact.path == "injury.dependants")
        plans = make_plans(program)
        self.silencers = tuple(() if plan is None else plan.silencers for plan in plans)
        self.silencing = tuple(mask_of(others) for others in self.silencers)
        """The same as masks."""
        self._silenced = mask_of(position for position, others in enumerate(self.silencers) if others)
        self._says = tuple(() if plan is None else plan.says for plan in plans)
        self._asks: dict[Hit, Asks] = {}
        self._alike: dict[object, Asks] = {}
        self.crowds = Crowds()
        self.parts = Parts(self, self._says, vocabulary_order(program))
        self._lacking: dict[int, list[str]] = {}
        for rule in [rule for rule in program.rules if rule is not None]:
            names = [name for effect in rule.effects for name in unfigured(effect, program)]
            if names:
                self._lacking[rule.position] = names
        for alternative in program.alternatives:
            if alternative.lacks:
                self._lacking.setdefault(alternative.position, []).extend(alternative.lacks)

    def says(self, position: int) -> tuple[tuple[Key, Any], ...]:
        """What a rule says, output by output."""
        return self._says[position]

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
        met, asking = self._sorted(hits, resolution)
        graded = resolution.graded
        resolution.met, graded.masks = met, [*met.masks]
        counting = met.any
        first: dict[int, list[tuple[Asks, int]]] = {}
        for asks, askers in asking.items():
            counting |= askers
            first.setdefault(askers & -askers, []).append((asks, askers))
        for position in positions(counting & self._silenced | sum(first)):
            for asks, askers in first.get(1 << position, ()):
                grade = min([asks.grade, *[grade_decided(test, resolution) for test in asks.tests]])
                if grade:
                    met.lift(askers, grade)
                    graded.lift(askers, grade)
            against = self.silencing[position] & graded.any
            if against:
                strongest = max([graded.of(other) for other in positions(against)])
                graded.lower(position, CERTAIN - strongest)
        if self._lacking:
            resolution.lacking = [position for position in positions(graded.any) if position in self._lacking]
            resolution.notes += [self._lacks(position) for position in resolution.lacking]
        return resolution

    def _sorted(self, hits: Iterable[Hit], resolution: Resolution) -> tuple[Graded, dict[Asks, int]]:
        """The rules by the grade of their best hit on facts alone, and those that also ask the same of the decision."""
        masks = [0, 0, 0, 0]
        asking: dict[Asks, int] = {}
        for hit in hits:
            if hit.decided:
                asks = self._asks.get(hit) or self._asks_of(hit)
                asking[asks] = asking.get(asks, 0) | 1 << hit.position
            else:
                masks[hit.grade] |= 1 << hit.position
            if hit.grade < CERTAIN:
                resolution.waits_for(hit)
        _, possible, for_now, certain = masks
        return Graded((0, possible & ~(for_now | certain), for_now & ~certain, certain)), asking

    def _asks_of(self, hit: Hit) -> Asks:
        same = (hit.grade, *[(test.leaf, test.negated) for test in hit.decided])
        asks = self._alike.setdefault(same, Asks(hit.grade, hit.decided))
        self._asks[hit] = asks
        return asks

    def _lacks(self, position: int) -> Review:
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(self._lacking[position]))
        message = f"`{self.ids[position]}` ({self.places[position]}) can't be decided: no figure for parameter {names}"
        return Review("parameters", message, "undecided", (self.ids[position],))


def grade_decided(test: Test, resolution: Resolution) -> int:
    """The grade of one test on the decision, against the working value and all that it could be."""
    leaf = test.leaf
    assert isinstance(leaf, Decided)
    choice = resolution.choice(leaf.attribute)
    met = [value in leaf.values for value, _ in choice.could_be]
    if all(met):
        grade = CERTAIN
    elif choice.value[0] in leaf.values:
        grade = FOR_NOW
    else:
        grade = POSSIBLE if any(met) else 0
    return CERTAIN - grade if test.negated else grade
