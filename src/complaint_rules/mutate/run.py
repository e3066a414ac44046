"""Runs a ruleset's mutants against its cases and properties, and keeps the score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from complaint_rules.compile.rule import Ruleset
from complaint_rules.load.folder import Layer, read_cases
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.caught import Witness, first_to_notice, witness
from complaint_rules.mutate.mutants import Mutant, make_mutants
from complaint_rules.mutate.proposals import Proposal, Proposals
from complaint_rules.mutate.provers import Provers
from complaint_rules.mutate.search import Search
from complaint_rules.mutate.slip import Kind
from complaint_rules.mutate.unread import is_unread

Fate = Literal["caught by a case", "caught by a property", "survived", "equivalent"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: `by` names the case or property; `proposal` would catch a survivor."""

    mutant: Mutant
    fate: Fate
    by: str | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """So many mutants, so many of them caught; those proved equivalent are counted in neither."""

    caught: int
    of: int
    equivalent: int = 0

    @property
    def percent(self) -> float:
        """The share caught, rounded down to a tenth, so that only all of them are 100; 100 of none."""
        return self.caught * 1000 // self.of / 10 if self.of else 100.0

    @property
    def survived(self) -> int:
        """How many nothing notices."""
        return self.of - self.caught


@dataclass(frozen=True, slots=True)
class Mutation:
    """The mutation test of one ruleset's own layer."""

    ruleset: str
    layer: Layer
    verdicts: tuple[Verdict, ...]
    proposals: tuple[Proposal, ...]

    @property
    def score(self) -> Tally:
        """All mutants."""
        return tally(self.verdicts)

    @property
    def by_kind(self) -> Mapping[Kind, Tally]:
        """Each kind of mutant that was made."""
        kinds: tuple[Kind, ...] = get_args(Kind)
        return {
            kind: tally(found) for kind in kinds if (found := [one for one in self.verdicts if one.mutant.kind == kind])
        }

    @property
    def survivors(self) -> list[Verdict]:
        """What nothing notices."""
        return [one for one in self.verdicts if one.fate == "survived"]


def tally(verdicts: Sequence[Verdict]) -> Tally:
    """Count verdicts."""
    equivalent = sum(one.fate == "equivalent" for one in verdicts)
    caught = sum(one.fate.startswith("caught") for one in verdicts)
    return Tally(caught, len(verdicts) - equivalent, equivalent)


def mutate(
    ruleset: Ruleset, layer: Layer, *, provers: Provers | None = None, progress: Callable[[int], None] | None = None
) -> Mutation:
    """Make every mutant of a stack's top layer and see what notices it.

    Args:
        ruleset: the compiled stack.
        layer: its top layer, with the folder that the cases lie in.
        provers: who checks properties and proves mutants equivalent; by default nobody.
        progress: told how many mutants are done.

    Raises:
        RulesetError: a file of cases is not in order.
    """
    trial = _Trial(ruleset, layer, provers or Provers())
    verdicts = []
    for number, mutant in enumerate(make_mutants(ruleset, layer), 1):
        verdicts.append(trial.judge(mutant))
        if progress is not None:
            progress(number)
    return Mutation(ruleset.id, layer, tuple(verdicts), tuple(trial.proposals.made))


class _Trial:
    """Judges mutants one by one."""

    def __init__(self, ruleset: Ruleset, layer: Layer, provers: Provers) -> None:
        self._original = Original(ruleset)
        self._witnesses = [*_witnesses(layer, self._original)]
        self._provers = provers
        self._already_broken = frozenset(provers.broken_properties(ruleset))
        search = Search(self._original, [one.complaint for one in self._witnesses])
        self.proposals = Proposals(self._original, search)

    def judge(self, mutant: Mutant) -> Verdict:
        beside = Beside(self._original, mutant.ruleset)
        noticed = first_to_notice(self._witnesses, beside)
        if noticed is not None:
            self._witnesses.remove(noticed)  # what notices one slip often notices the next: ask it first
            self._witnesses.insert(0, noticed)
            return Verdict(mutant, "caught by a case", noticed.case)
        broken = [id for id in self._provers.broken_properties(mutant.ruleset) if id not in self._already_broken]
        if broken:
            return Verdict(mutant, "caught by a property", broken[0])
        if is_unread(mutant, self._original.ruleset):
            return Verdict(mutant, "equivalent")
        proposal = self.proposals.catch(mutant, beside)
        return self._proved(mutant, beside) if proposal is None else Verdict(mutant, "survived", proposal=proposal)

    def _proved(self, mutant: Mutant, beside: Beside) -> Verdict:
        """The search found no difference: is there a proof that there is none, or a complaint after all?"""
        found = self._provers.find_difference(self._original.ruleset, mutant.ruleset)
        if found is None:
            return Verdict(mutant, "equivalent")
        proposal = self.proposals.take(found, mutant, beside) if isinstance(found, Mapping) else None
        proposal = proposal or self.proposals.by_rules(mutant, beside)
        return Verdict(mutant, "survived", proposal=proposal)


def _witnesses(layer: Layer, original: Original) -> Iterator[Witness]:
    for case, at in read_cases(layer.folder):
        one = witness(case, at.place(), original)
        if one is not None:
            yield one
