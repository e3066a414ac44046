"""What the cases have shown: which rules fired in which case, and the outcomes of each test of each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from complaint_rules.cases import CaseResult
from complaint_rules.compile.condition import DecisionTest, Leaf, leaves
from complaint_rules.decision import Decision
from complaint_rules.errors import Place
from complaint_rules.evaluate.functions import attribute_value
from complaint_rules.masks import positions
from complaint_rules.match.grades import FOR_NOW, POSSIBLE, grade_test

State = Literal["true", "false", "unknown"]
STATES: tuple[State, ...] = get_args(State)


class CaseRef(NamedTuple):
    """A case by name and place."""

    case: str
    place: Place


class Seen:
    """Collects results of cases. A test is identified by its rule's id and its number among the rule's tests."""

    def __init__(self, results: Iterable[CaseResult] = ()) -> None:
        self.passed = 0
        self.failed: list[CaseResult] = []
        self._fired: dict[str, list[CaseRef]] = {}
        self._tests: dict[tuple[str, int], Counter[State]] = {}
        for result in results:
            self.note(result)

    def note(self, result: CaseResult) -> None:
        """Add the result of one case."""
        if result.passed:
            self.passed += 1
        else:
            self.failed.append(result)
        if result.decision is not None:
            self._note_rules(CaseRef(result.case, result.place), result.decision)
            self._note_tests(result.decision)

    @property
    def count(self) -> int:
        """How many cases were run."""
        return self.passed + len(self.failed)

    def fired(self, rule: str) -> tuple[CaseRef, ...]:
        """The cases in which a rule fired: its condition held, and no exception silenced it."""
        return tuple(self._fired.get(rule, ()))

    def test(self, rule: str, number: int) -> Counter[State]:
        """How often a test was true, false and unknown while its rule was in force."""
        return self._tests.get((rule, number), Counter())

    def _note_rules(self, case: CaseRef, decision: Decision) -> None:
        at = decision.evaluation
        for rule in at.evaluator.names(positions(at.fired)):
            self._fired.setdefault(rule, []).append(case)

    def _note_tests(self, decision: Decision) -> None:
        for rule in decision.evaluation.evaluator.program.rules:
            if rule is not None:
                for number, leaf in enumerate(leaves(rule.condition)):
                    self._tests.setdefault((rule.id, number), Counter()).update(_states(leaf, decision))


def _states(leaf: Leaf, decision: Decision) -> tuple[State, ...]:
    """The outcomes of a test, as written in the rule: before any `not` around it.

    A test on a part of the decision that may change has two outcomes: that of today, and unknown.
    """
    at = decision.evaluation
    if isinstance(leaf, DecisionTest):
        working = at.working(leaf.attribute)
        met = {attribute_value(one) in leaf.values for one in working.could_be}
        holds: State = "true" if attribute_value(working.value) in leaf.values else "false"
        return (holds, "unknown") if len(met) > 1 else (holds,)
    grade = grade_test(leaf, decision.sheet.values, at.evaluator.program.figures)
    if grade >= FOR_NOW:
        return ("true",)
    return ("unknown",) if grade == POSSIBLE else ("false",)
