"""The data of a page about a ruleset: its layers, its rules with the cases that fire them, a sample decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from complaint_rules.cases import CaseResult
from complaint_rules.compile.rule import Ruleset
from complaint_rules.coverage.matrix import Matrix, make_matrix
from complaint_rules.coverage.seen import Seen
from complaint_rules.coverage.stack import Stack, open_stack
from complaint_rules.decision import Decision
from complaint_rules.load.folder import Layer, read_cases, read_stack


@dataclass(frozen=True, slots=True)
class Sample:
    """A case worth showing: its complaint as written, and the decision."""

    case: str
    complaint: Mapping[str, Any]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Subject:
    """A ruleset opened for description. `sample` is None where none of its own cases is decided."""

    layers: Sequence[Layer]
    stack: Stack
    seen: Seen
    matrix: Matrix
    sample: Sample | None

    @property
    def ruleset(self) -> Ruleset:
        """The compiled stack."""
        return self.stack.ruleset


def open_subject(ruleset: str, progress: Callable[[Seen], None] | None = None) -> Subject:
    """Read a ruleset and run its own cases.

    Args:
        ruleset: a shipped id or a folder.
        progress: called after each case.

    Raises:
        RulesetError: with every problem of the ruleset or of its cases.
    """
    stack, seen = open_stack(ruleset), Seen()
    best: CaseResult | None = None
    for result in stack.run():
        seen.note(result)
        if result.decision is not None and result.passed and (best is None or _telling(result) > _telling(best)):
            best = result
        if progress is not None:
            progress(seen)
    layers = read_stack(ruleset)
    return Subject(layers, stack, seen, make_matrix(stack, seen), _sample(layers[-1], best))


def _telling(result: CaseResult) -> tuple[int, int]:
    """A sort key for how much a case shows: the kinds of its entries, then how little it leaves open."""
    assert result.decision is not None
    decision, trace = result.decision, result.decision.trace
    kinds = (
        decision.severity.tier,
        decision.department.lead,
        decision.deadlines,
        decision.approvals,
        [one for one in decision.remedies if one.status != "forbidden"],
        [one for one in decision.remedies if one.status == "forbidden"],
        decision.items,
        decision.prohibited,
        decision.questions,
        trace.silenced,
        trace.overridden,
        trace.parameters,
    )
    return sum(map(bool, kinds)), -len(decision.questions) - len(trace.undecided)


def _sample(own: Layer, best: CaseResult | None) -> Sample | None:
    if best is None or best.decision is None:
        return None
    case = next(case for case, at in read_cases(own.folder) if at.place() == best.place)
    return Sample(case.case, case.complaint, best.decision)
