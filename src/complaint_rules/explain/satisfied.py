"""The satisfied tests of a rule, rendered from the rules or from a stored trace."""

from __future__ import annotations

from typing import Protocol

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.trace import RuleLine
from complaint_rules.explain.sentences import Sentences
from complaint_rules.trace.holding import ConditionReader
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.reasons import held_text


class SatisfiedTests(Protocol):
    """Renders the satisfied tests of one complaint."""

    def held(self, line: RuleLine) -> list[str]:
        """The satisfied tests of one rule, each once."""
        ...


def tests_of(decision: DecisionBase, labels: Labels) -> SatisfiedTests:
    """The renderer of the satisfied tests of a decision."""
    return AsStored(labels) if decision.is_stored else ByRules(decision, labels)


class ByRules:
    """Renders tests as sentences, from the rules' conditions."""

    def __init__(self, decision: DecisionBase, labels: Labels) -> None:
        program = decision.evaluation.evaluator.program
        self._ruleset = program.ruleset
        self._sentences = Sentences(labels, program.figures)
        self._reader = ConditionReader(decision.evaluation, decision.trace.facts, program.figures)

    def held(self, line: RuleLine) -> list[str]:
        """The satisfied tests of one rule, each once."""
        found = []
        for test in self._reader.holding(self._ruleset.rule(line.rule).condition):
            value = self._reader.held(test.leaf).value
            found.append(self._sentences.held(test.leaf, value, negated=test.negated))
        return list(dict.fromkeys(found))


class AsStored:
    """Renders tests as the trace has them."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def held(self, line: RuleLine) -> list[str]:
        """The satisfied tests of one rule, each once."""
        return list(dict.fromkeys([held_text(held, self._labels) for held in line.held]))
