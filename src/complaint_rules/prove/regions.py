"""Regions: from one complaint that two rulesets decide differently to all that are alike in why, until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.prove.aspects import Aspect, Bound
from complaint_rules.prove.changes import NO_LIMIT, Change
from complaint_rules.prove.constants import sums_said
from complaint_rules.prove.difference import Comparison
from complaint_rules.prove.encode.terms import Truth, all_of, any_of, no
from complaint_rules.prove.finding import Unsettled
from complaint_rules.prove.generalise import General
from complaint_rules.prove.literals import Literal as OneLiteral
from complaint_rules.prove.literals import Literals
from complaint_rules.prove.wording import say
from complaint_rules.resolve.plan import Key

MOST_REGIONS = 50
_NOT_GENERAL = say("no-region")


@dataclass(frozen=True, slots=True)
class Shift:
    """How one output changes in a region; throughout it where `exact`, else it differs throughout."""

    path: str
    old: str | None
    new: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Complaints that meet all the literals: each is decided differently in just these outputs."""

    literals: tuple[OneLiteral, ...]
    shifts: tuple[Shift, ...]
    witness: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Differences:
    """Where two rulesets decide differently. Without regions and with nothing missing they are proved equivalent."""

    regions: tuple[Region, ...]
    unsettled: tuple[Unsettled, ...]
    more: bool
    """Whether there are more regions than were asked for."""

    @property
    def complete(self) -> bool:
        """Whether it is proved that there is no other difference."""
        return not self.more and not self.unsettled


def find_regions(
    old: Ruleset, new: Ruleset, most: int = MOST_REGIONS, progress: Callable[[int, int, str], None] | None = None
) -> Differences:
    """Everything that two rulesets decide differently, as regions.

    Args:
        old: a compiled stack.
        new: another.
        most: how many regions to find.
        progress: told how many outputs are settled, or regions found, and of how many: of these what is nearer its end.

    Returns:
        The regions, each with a complaint in it, and whether there are more of them. `complete` without regions is the
        proof that both decide alike.

    Raises:
        NotComparableError: they count days in different time zones.
        WitnessError: the engine does not bear a region's complaint out; a fault of the prover.
        ProverMissingError: Z3 is not installed.
    """
    search = _Search(Comparison(old, new))
    regions: list[Region] = []

    def tell(settled: int, found: int) -> None:
        if progress is not None:
            ways = (settled, len(search.comparison.keys), "outputs"), (found, most, "regions")
            progress(*max(ways, key=lambda way: way[0] / way[1]))

    for region in search.regions(tell):
        if len(regions) == most:
            return Differences(tuple(regions), tuple(search.comparison.unsettled), more=True)
        regions.append(region)
    return Differences(tuple(regions), tuple(search.comparison.unsettled), more=False)


class _Search:
    """Finds one region after the other."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._aspects = [comparison.aspects(key) for key in comparison.keys]
        """Output by output, those easy to settle first."""
        self._literals = Literals(comparison)
        self._sums = sums_said(comparison)

    def regions(self, tell: Callable[[int, int], None]) -> Iterator[Region]:
        """All regions; `tell` is told how many outputs are settled and regions found."""
        blocked: list[Truth] = []
        for settled, key in enumerate(self.comparison.keys):
            tell(settled, len(blocked))
            for region in self._on(key, blocked):
                yield region
                tell(settled, len(blocked) + 1)

    def _on(self, key: Key, blocked: list[Truth]) -> Iterator[Region]:
        """The regions in which an output differs, beside those already found."""
        comparison = self.comparison
        differs = any_of(aspect.differs for aspect in comparison.aspects(key))
        while (model := comparison.ask(key, differs, *blocked)) is not None:
            complaint = comparison.witness(differs, *blocked, model=model)
            region = None if complaint is None else self._around(complaint, differs, blocked)
            if region is None:
                comparison.unsettled.append(Unsettled(".".join(filter(None, key)), _NOT_GENERAL))
                return
            yield region
            blocked.append(no(all_of(self._literals.term(literal) for literal in region.literals)))

    # --- one region

    def _around(self, complaint: Mapping[str, Any], differs: Truth, blocked: Sequence[Truth]) -> Region | None:
        comparison = self.comparison
        solver = comparison.space.solver_about(differs, *blocked, seconds=2.0)

        def shows(made: Mapping[str, Any]) -> bool:
            return bool(comparison.decided(made)) and solver.check(*self._terms(self._literals.of(made)))[0] == "sat"

        if shows(complaint):
            complaint = comparison.smallest(complaint, shows)
        shifts = self._shifts(comparison.decided(complaint))
        general = General(self._literals, self._but(shifts), comparison)
        literals = general.widest(self._literals.of(complaint))
        return None if literals is None else Region(tuple(literals), tuple(shifts), complaint)

    def _terms(self, literals: Sequence[OneLiteral]) -> list[Truth]:
        return [term for term in map(self._literals.term, literals) if not isinstance(term, bool)]

    def _shifts(self, found: Sequence[Change]) -> list[Shift]:
        """What changes of what is in logic; of a tier that changes, what else it could be is left open."""
        known = {aspect.path for aspects in self._aspects for aspect in aspects}
        tier = any(path == "severity.tier" for path, _, _ in found)
        return [
            Shift(path, old, new, self._is_exact(path, old, new))
            for path, old, new in found
            if path in known and not (tier and path.startswith("severity.could_be"))
        ]

    def _is_exact(self, path: str, old: str | None, new: str | None) -> bool:
        known = self._sums.get(path.rpartition(".")[0])
        return not path.endswith((".min", ".max")) or known is None or {old, new} <= known | {None, "0.00", NO_LIMIT}

    def _but(self, shifts: Sequence[Shift]) -> list[Truth]:
        """For each output, that something else of it changes, or that something of this does not."""
        by_path = {shift.path: shift for shift in shifts}
        free = "severity.could_be" if "severity.tier" in by_path else None
        return [
            any_of(
                no(_shows(aspect, by_path.get(aspect.path)))
                for aspect in aspects
                if free is None or not aspect.path.startswith(free)
            )
            for aspects in self._aspects
        ]


def _shows(aspect: Aspect, shift: Shift | None) -> Truth:
    if shift is None:
        return no(aspect.differs)
    if shift.exact or not isinstance(aspect, Bound):
        return aspect.says(shift.old, shift.new)
    return aspect.differs
