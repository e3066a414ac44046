"""The explainer: answers questions about the decisions of one program."""

from __future__ import annotations

from collections.abc import Collection

from complaint_rules.compile.program import Program
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.explain import next_question
from complaint_rules.explain import why_not as not_so
from complaint_rules.explain.next_question import Ask
from complaint_rules.explain.paths import entries_of
from complaint_rules.explain.relevance import Relevance
from complaint_rules.explain.what_if import WhatIf
from complaint_rules.explain.why import Explanation, Explanations
from complaint_rules.explain.why_not import WhyNot


class Explainer:
    """Explains decisions of one program. May be used from many threads."""

    def __init__(self, program: Program) -> None:
        self._what_if = WhatIf(program)

    def explain(self, decision: DecisionBase, path: str) -> Explanation:
        """Why an entry is as it is.

        Raises:
            PathError: the decision has no such entry.
        """
        return Explanations(decision, self._what_if).of(path)

    def explain_all(self, decision: DecisionBase) -> list[Explanation]:
        """Why each entry is as it is."""
        explanations = Explanations(decision, self._what_if)
        return [explanations.of_entry(entry) for entry in entries_of(decision)]

    def why_not(self, decision: DecisionBase, wanted: str) -> WhyNot:
        """Why the decision does not have an entry, and what would lead to it.

        Raises:
            PathError: no decision under the ruleset has such an entry.
        """
        return not_so.why_not(decision, wanted, self._what_if)

    def next_questions(self, decision: DecisionBase) -> tuple[Ask, ...]:
        """What to ask next, the most decisive first; none where the decision is final."""
        return next_question.next_questions(Relevance(self._what_if, decision.sheet))

    def first_question(self, decision: DecisionBase, passed: Collection[str] = ()) -> Ask | None:
        """The most decisive question except those about facts that were passed over; None where there is none."""
        return next_question.first_question(Relevance(self._what_if, decision.sheet), passed)
