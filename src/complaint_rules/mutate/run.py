"""Runs a ruleset's mutants against its cases and properties, and computes the mutation score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, get_args

from complaint_rules.compile.rule import Ruleset
from complaint_rules.load.folder import Layer, read_cases
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.broken import Breach, BrokenProperties
from complaint_rules.mutate.caught import Killer, first_to_notice, witness
from complaint_rules.mutate.editing import Complaint
from complaint_rules.mutate.mutants import Mutant, make_mutants
from complaint_rules.mutate.operator import Kind
from complaint_rules.mutate.proposals import Proposal, Proposals
from complaint_rules.mutate.prover import FindDifference, no_prover
from complaint_rules.mutate.search import Counterexample, Search
from complaint_rules.mutate.unread import is_unread

Fate = Literal["caught by a case", "caught by a property", "survived", "equivalent"]
_MOST_TRIED = 4
"""Complaints tried on the properties for one mutant."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one mutant.

    `by` names the case or property that killed it; `shown` are the one or two complaints on which the property is
    broken; `proposal` would kill a survivor.
    """

    mutant: Mutant
    fate: Fate
    by: str | None = None
    shown: tuple[Complaint, ...] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class MutationScore:
    """How many mutants were killed by cases, and of the others by properties; survived; were proved equivalent."""

    by_cases: int
    by_properties: int
    survived: int
    equivalent: int = 0

    @property
    def caught(self) -> int:
        """How many were killed."""
        return self.by_cases + self.by_properties

    @property
    def of(self) -> int:
        """How many could be killed: all but those proved equivalent."""
        return self.caught + self.survived

    @property
    def percent(self) -> float:
        """The percentage killed, rounded down to a tenth so that 100 means all of them; 100 where there are none."""
        return self.caught * 1000 // self.of / 10 if self.of else 100.0


@dataclass(frozen=True, slots=True)
class Mutation:
    """The mutation test of one ruleset's own layer."""

    ruleset: str
    layer: Layer
    verdicts: tuple[Verdict, ...]
    proposals: tuple[Proposal, ...]

    @property
    def score(self) -> MutationScore:
        """The score over all mutants."""
        return tally(self.verdicts)

    @property
    def by_kind(self) -> Mapping[Kind, MutationScore]:
        """The score of each kind of mutant that was made."""
        kinds: tuple[Kind, ...] = get_args(Kind)
        return {
            kind: tally(found) for kind in kinds if (found := [one for one in self.verdicts if one.mutant.kind == kind])
        }

    @property
    def survivors(self) -> list[Verdict]:
        """The mutants that nothing kills."""
        return self.with_fate("survived")

    def with_fate(self, fate: Fate) -> list[Verdict]:
        """The verdicts with one fate."""
        return [one for one in self.verdicts if one.fate == fate]


def tally(verdicts: Sequence[Verdict]) -> MutationScore:
    """Count verdicts."""
    count = Counter(one.fate for one in verdicts)
    return MutationScore(
        count["caught by a case"], count["caught by a property"], count["survived"], count["equivalent"]
    )


def mutate(
    ruleset: Ruleset,
    layer: Layer,
    *,
    find_difference: FindDifference = no_prover,
    progress: Callable[[int], None] | None = None,
) -> Mutation:
    """Make every mutant of a stack's top layer and find what kills it: a case, or else a property.

    Args:
        ruleset: the compiled stack.
        layer: its top layer, whose folder holds the cases.
        find_difference: the prover of equivalence; none by default.
        progress: called with the number of mutants done.

    Raises:
        RulesetError: a file of cases is invalid.
    """
    trial = _Trial(ruleset, layer, find_difference)
    verdicts = []
    for number, mutant in enumerate(make_mutants(ruleset, layer), 1):
        verdicts.append(trial.judge(mutant))
        if progress is not None:
            progress(number)
    return Mutation(ruleset.id, layer, tuple(verdicts), tuple(trial.proposals.made))


class _Trial:
    """Judges mutants one by one."""

    def __init__(self, ruleset: Ruleset, layer: Layer, find_difference: FindDifference) -> None:
        self._original = Original(ruleset)
        self._witnesses = [*_witnesses(layer, self._original)]
        self._find_difference = find_difference
        seeds = [one.complaint for one in self._witnesses]
        self._search = Search(self._original, seeds)
        self._properties = BrokenProperties(self._original, seeds)
        self.proposals = Proposals(self._original, self._search)

    def judge(self, mutant: Mutant) -> Verdict:
        beside = Beside(self._original, mutant.ruleset)
        noticed = first_to_notice(self._witnesses, beside)
        if noticed is not None:
            self._witnesses.remove(noticed)  # a case that kills one mutant often kills the next: try it first
            self._witnesses.insert(0, noticed)
            return Verdict(mutant, "caught by a case", noticed.case)
        if is_unread(mutant, self._original.ruleset):
            return Verdict(mutant, "equivalent")
        found = self.proposals.difference(beside)
        told = self._told_apart(found, mutant, beside) if found is not None and found.paths else None
        return told or self._proved(found, mutant, beside)

    def _told_apart(self, found: Counterexample, mutant: Mutant, beside: Beside) -> Verdict | None:
        """The verdict on a mutant that decides a complaint differently; None where no case can expect it."""
        breach = self._breach(found, beside)
        if breach is not None:
            return Verdict(mutant, "caught by a property", breach.property, breach.complaints)
        proposal = self.proposals.catch(found, mutant, beside)
        return None if proposal is None else Verdict(mutant, "survived", proposal=proposal)

    def _breach(self, found: Counterexample, beside: Beside) -> Breach | None:
        """A property broken on the complaint found, or on that of a case whose expectations miss a difference."""
        known = [one for one in (found.complaint, found.uncut) if one is not None]
        cases = (self._search.compare(one.complaint, beside) for one in self._witnesses)
        unnoticed = (one.complaint for one in cases if one is not None and one.paths)
        return self._properties.find(beside, islice(chain(known, unnoticed), _MOST_TRIED))

    def _proved(self, left: Counterexample | None, mutant: Mutant, beside: Beside) -> Verdict:
        """The verdict by the prover, where the search found no difference that a case can expect.

        Args:
            left: what the search found, such as a complaint that is decided the same, but by other rules.
            mutant: the mutant.
            beside: the same mutant, ready to decide.
        """
        answer = self._find_difference(self._original.ruleset, mutant.ruleset)
        if answer is None:
            return Verdict(mutant, "equivalent")
        found = self._search.told_apart(answer, beside) if isinstance(answer, Mapping) else None
        told = None if found is None else self._told_apart(found, mutant, beside)
        if told is None and left is not None and not left.paths:
            told = self._told_apart(left, mutant, beside)
        return told or Verdict(mutant, "survived")


def _witnesses(layer: Layer, original: Original) -> Iterator[Killer]:
    for case, at in read_cases(layer.folder):
        one = witness(case, at.place(), original)
        if one is not None:
            yield one
