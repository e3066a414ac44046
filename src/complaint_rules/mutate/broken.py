"""Which property a mutant breaks and the original satisfies, shown by actual decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaint_rules.compile.property import CompiledProperty, Monotone
from complaint_rules.decision import Decision
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.fact import Fact
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.editing import Complaint
from complaint_rules.mutate.pairs import Pairs
from complaint_rules.properties.holding import holds, holds_between


@dataclass(frozen=True, slots=True)
class Breach:
    """A property that a mutant breaks, by id, and the one or two complaints that show it."""

    property: str
    complaints: tuple[Complaint, ...]


class BrokenProperties:
    """Checks a ruleset's properties against its mutants.

    Args:
        original: the unmutated ruleset.
        seeds: the complaints of its cases.
    """

    def __init__(self, original: Original, seeds: Iterable[Complaint]) -> None:
        self._original = original
        self._pairs = Pairs(original, seeds)
        stated = original.ruleset.properties
        self._properties = sorted(stated, key=lambda one: isinstance(one.statement, Monotone))  # the quick ones first

    def find(self, mutant: Beside, complaints: Iterable[Complaint]) -> Breach | None:
        """The first breach shown by a complaint, alone or paired with one made from it; None where there is none.

        Args:
            mutant: the mutant.
            complaints: complaints that it decides differently from the original.
        """
        both = _Both(self._original, mutant)
        for complaint in complaints:
            for property in self._properties:
                for shown in self._compared(property, complaint):
                    if both.only_mutant_breaks(property, shown):
                        return Breach(property.id, shown)
        return None

    def _compared(self, property: CompiledProperty, complaint: Complaint) -> Iterator[tuple[Complaint, ...]]:
        """What the property quantifies over: the complaint, or pairs made from it."""
        statement = property.statement
        if not isinstance(statement, Monotone):
            yield (complaint,)
        elif isinstance(statement.driver, Fact):
            yield from self._pairs.along(statement.driver, complaint)
        else:
            yield from self._pairs.at_one_moment(complaint)


class _Both:
    """Decisions of a ruleset and of its mutant."""

    def __init__(self, original: Original, mutant: Beside) -> None:
        self._original = original
        self._mutant = mutant
        self._made: dict[str, tuple[Decision, Decision] | None] = {}

    def only_mutant_breaks(self, property: CompiledProperty, complaints: tuple[Complaint, ...]) -> bool:
        """Whether the mutant breaks a property on one complaint, or between two, and the original does not."""
        found = [pair for pair in map(self._decide, complaints) if pair is not None]
        if len(found) < len(complaints) or all(new is old for old, new in found):
            return False
        return not _kept(property, [new for _, new in found]) and _kept(property, [old for old, _ in found])

    def _decide(self, complaint: Complaint) -> tuple[Decision, Decision] | None:
        """Both decisions, one object where the mutation has no effect; None where the complaint is rejected."""
        key = json.dumps(complaint, default=str)
        if key not in self._made:
            self._made[key] = self._decided(complaint)
        return self._made[key]

    def _decided(self, complaint: Complaint) -> tuple[Decision, Decision] | None:
        try:
            sheet = self._original.sheet(complaint)
            old = self._original.decide(sheet)
            return old, self._mutant.decide(complaint, sheet) if self._mutant.may_differ(sheet) else old
        except ComplaintError:
            return None


def _kept(property: CompiledProperty, decisions: list[Decision]) -> bool:
    return holds(property, *decisions) if len(decisions) == 1 else holds_between(property, *decisions)
