"""Cases that would kill the surviving mutants: few, each for as many mutants as its complaint distinguishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from complaint_rules.load.source import Case
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.caught import notices, witness
from complaint_rules.mutate.editing import Complaint
from complaint_rules.mutate.mutants import Mutant
from complaint_rules.mutate.naming import name_case, reason_for
from complaint_rules.mutate.outcomes import is_weighty, to_expect
from complaint_rules.mutate.search import Counterexample, Search

_MOST_NEW = 3
_MOST_EXPECTED = 12


@dataclass(slots=True, eq=False)
class Proposal:
    """A case to write, and the mutants that it would kill."""

    case: str
    because: str
    complaint: Complaint
    expect: dict[str, Any]
    catches: list[Mutant] = field(default_factory=list)

    def as_case(self) -> Case:
        """The proposal as a case, like one read from a file."""
        expect = dict(self.expect)
        return Case(case=self.case, because=self.because, complaint=dict(self.complaint), expect=expect)


class Proposals:
    """Collects cases that would kill one ruleset's surviving mutants."""

    def __init__(self, original: Original, search: Search) -> None:
        self._original = original
        self._search = search
        self.made: list[Proposal] = []

    def difference(self, beside: Beside) -> Counterexample | None:
        """A complaint that a mutant decides differently: that of a proposal, or else one found by the search.

        A counterexample without paths is decided the same, but by other rules.
        """
        for proposal in self.made:
            found = self._search.compare(proposal.complaint, beside)
            if found is not None and any(map(is_weighty, found.paths)):
                return found
        return self._search.find(beside)

    def catch(self, found: Counterexample, mutant: Mutant, beside: Beside) -> Proposal | None:
        """A case that kills the mutant: an earlier proposal with the expectations it lacks, or else a new one.

        Args:
            found: a complaint that it decides differently.
            mutant: the mutant.
            beside: the same mutant, ready to decide.

        Returns:
            None where no case can expect the difference.
        """
        for proposal in self.made:
            if found.paths and self._extended(proposal, mutant, beside):
                return proposal
        return self._new(found, mutant, beside)

    def _extended(self, proposal: Proposal, mutant: Mutant, beside: Beside) -> bool:
        found = self._search.compare(proposal.complaint, beside)
        if found is None:
            return False
        if not any(map(is_weighty, found.paths)):
            return False
        expect = _expected(found, 1)
        more = {**proposal.expect, **{path: value for path, value in expect.items() if path not in proposal.expect}}
        if len(more) > _MOST_EXPECTED or not self._catches(proposal.complaint, more, beside):
            return False
        proposal.expect = more
        proposal.catches.append(mutant)
        return True

    def _new(self, found: Counterexample, mutant: Mutant, beside: Beside) -> Proposal | None:
        expect = _expected(found, _MOST_NEW)
        complaint = {**found.complaint, "id": f"M-{len(self.made) + 1}"}
        if not self._catches(complaint, expect, beside):
            complaint = dict(found.complaint)  # some rule may read its id
        if not expect or not self._catches(complaint, expect, beside):
            return None
        name, because = name_case(mutant, complaint, self._original.ruleset), reason_for(mutant, self._original.ruleset)
        proposal = Proposal(self._unlike(name), because, complaint, expect)
        proposal.catches.append(mutant)
        self.made.append(proposal)
        return proposal

    def _unlike(self, name: str) -> str:
        """A name that no other proposal has."""
        alike = sum(one.case == name or one.case.startswith(f"{name} (") for one in self.made)
        return f"{name} ({alike + 1})" if alike else name

    def _catches(self, complaint: Complaint, expect: dict[str, Any], beside: Beside) -> bool:
        one = witness(Case(case="", complaint=dict(complaint), expect=expect), None, self._original)
        return one is not None and len(one.expect) == len(expect) and notices(one, beside)


def _expected(found: Counterexample, most: int) -> dict[str, Any]:
    expect = to_expect(found.paths, found.old, most)
    if not expect and found.fired:
        expect = {"rules": [*found.fired]}
    elif not expect and found.silenced:
        expect = {"silenced": [*found.silenced]}
    return expect
