"""Suppositions: a complaint as it might be, and what the rules would make of it.

Nothing here says what rules mean: each supposition is matched and resolved like any complaint. Hundreds of them may be
looked at for one question, so they are matched by generated Python, whichever engine decided; all engines agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from complaint_rules.compile.program import Program
from complaint_rules.decide.outputs import hangs_on, keys_of, says
from complaint_rules.explain.telling import Telling
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import UNKNOWN
from complaint_rules.keeping import Kept
from complaint_rules.match.engines import make_matcher
from complaint_rules.match.matcher import Hit
from complaint_rules.resolve.plan import Key
from complaint_rules.resolve.resolver import Resolution, Resolver

MOST_RESOLUTIONS = 4096
"""Resolutions kept for one program; when there are more, all are dropped."""


class Supposed(NamedTuple):
    """A complaint as it stands or might stand, and what the rules make of it."""

    sheet: FactSheet
    resolution: Resolution

    def says(self, key: Key) -> object:
        """What an output comes to."""
        return says(self.resolution, self.sheet, key)

    def hangs_on(self, key: Key) -> int:
        """The unknown facts, as a mask, that an output may hang on; never too few."""
        return hangs_on(self.resolution, self.sheet, key)

    @property
    def open(self) -> dict[Key, int]:
        """The outputs that may still change, each with the facts, as a mask, that it may hang on."""
        masks = {key: self.hangs_on(key) for key in keys_of(self.resolution)}
        return {key: mask for key, mask in masks.items() if mask}

    @property
    def open_facts(self) -> int:
        """The facts, as a mask, that some output may hang on."""
        return reduce(or_, self.open.values(), 0)


class Supposing:
    """Makes suppositions under one program. May be used from many threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.facts = program.ruleset.facts
        self.telling = Telling(program)
        self._matcher = make_matcher("python", program)
        self._resolver = Resolver(program)
        self._resolutions: Kept[frozenset[Hit], Resolution] = Kept(MOST_RESOLUTIONS)

    def at(self, sheet: FactSheet) -> Supposed:
        """What the rules make of a sheet."""
        met = frozenset(self._matcher.match(sheet))
        found = self._resolutions.get(met)
        if found is None:
            found = self._resolutions.keep(met, self._resolver.resolve(met))
        return Supposed(sheet, found)

    def given(self, sheet: FactSheet, fact: Fact, value: Any) -> Supposed:
        """What they would make of it if a fact had a value."""
        return self.at(with_values(sheet, [(fact, value)]))

    def answers(self, sheet: FactSheet, fact: Fact) -> Iterator[tuple[Any, Supposed]]:
        """What they would make of each answer to a fact that the rules tell apart."""
        for value in self.telling.values(fact, sheet):
            yield value, self.given(sheet, fact, value)


def with_values(sheet: FactSheet, given: Iterable[tuple[Fact, Any]]) -> FactSheet:
    """A sheet with other values for some facts; UNKNOWN among them makes a fact unknown."""
    values = sheet.values.copy()
    unknown, presumed = sheet.unknown, sheet.presumed
    filled = sheet.filled.copy()
    for fact, value in given:
        values[fact.index] = value
        filled.append(fact.index)
        presumed &= ~fact.bit
        unknown = unknown | fact.bit if value is UNKNOWN else unknown & ~fact.bit
    return FactSheet(sheet.complaint_id, sheet.received_at, sheet.as_of, values, unknown, presumed, sheet.blank, filled)


def facts_of(mask: int, facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a mask, in the contract's order."""
    while mask:
        yield facts[(mask & -mask).bit_length() - 1]
        mask &= mask - 1
