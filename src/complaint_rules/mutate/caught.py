"""Which cases kill a mutant: the original meets some expectation that the mutant does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from complaint_rules.cases import unmet
from complaint_rules.decision import Decision
from complaint_rules.errors import ComplaintError, Place
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.load.source import Case
from complaint_rules.mutate.beside import Beside, Original
from complaint_rules.mutate.outcomes import outputs_of

_OF_THE_TRACE = ("rules", "silenced", "trace")


@dataclass(frozen=True, slots=True, eq=False)
class Killer:
    """A case that the ruleset decides, with the expectations that it meets."""

    case: str
    place: Place | None
    complaint: Mapping[str, Any]
    sheet: FactSheet
    expect: Mapping[str, Any]
    asks_of: frozenset[str]

    @property
    def asks_for_trace(self) -> bool:
        """Whether it expects something of the trace, which takes longer to make than the decision."""
        return any(path.split(".")[0] in _OF_THE_TRACE for path in self.expect)


def witness(case: Case, place: Place | None, original: Original) -> Killer | None:
    """A case that may kill mutants; None where its complaint is rejected, whatever the rules say."""
    try:
        sheet = original.sheet(case.complaint)
        data = original.decide(sheet).to_dict()
    except ComplaintError:
        return None
    failed = {one.path for one in unmet(case.expect, data, original.ruleset.names.tiers)}
    met = {path: wanted for path, wanted in case.expect.items() if path not in failed}
    return Killer(case.case, place, case.complaint, sheet, met, outputs_of(met))


def notices(one: Killer, mutant: Beside) -> bool:
    """Whether a case kills the mutant: its expectations fail on it."""
    if not mutant.may_differ(one.sheet):
        return False
    data = said_by(mutant.decide(one.complaint, one.sheet), trace=one.asks_for_trace)
    return bool(unmet(one.expect, data, mutant.ruleset.names.tiers))


def first_to_notice(witnesses: Iterable[Killer], mutant: Beside) -> Killer | None:
    """The first case that kills the mutant; those with expectations about the changed outputs are tried first."""
    asked = sorted(witnesses, key=lambda one: not (mutant.says & one.asks_of))
    return next((one for one in asked if notices(one, mutant)), None)


def said_by(decision: Decision, *, trace: bool) -> dict[str, Any]:
    """A decision as JSON data, with its trace or without."""
    return decision.to_dict() if trace else decision.said
