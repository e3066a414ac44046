"""Synthesises complaints that satisfy a rule: each of its tests in turn is given a value for which it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import DecisionTest, In, Leaf, OfFact, StateTest, facts_read
from complaint_rules.compile.effect import AssignLead, FindLiability, SetSeverity
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.errors import ComplaintError
from complaint_rules.evaluate.functions import attribute_value
from complaint_rules.facts.fact import OWN_GROUP, Fact
from complaint_rules.match.grades import FOR_NOW, grade_test
from complaint_rules.mutate.beside import Original
from complaint_rules.mutate.editing import Complaint, can_be_set, with_fact, without_fact, without_group
from complaint_rules.mutate.nearby import Nearby

_DEEPEST = 2


class Meeting:
    """Changes complaints until they satisfy an alternative of a rule, under the original ruleset."""

    def __init__(self, original: Original, nearby: Nearby) -> None:
        self._original = original
        self._nearby = nearby

    def meet(self, complaint: Complaint, alternative: Alternative, depth: int = 0) -> Complaint | None:
        """A complaint like the one given that satisfies all tests of an alternative; None where none is found."""
        for test in alternative.tests:
            met = self._meet_test(complaint, test)
            if met is None:
                return None
            complaint = met
        for test in alternative.decided:
            decided = self._decide_so(complaint, test, depth)
            if decided is None:
                return None
            complaint = decided
        return complaint

    def _meet_test(self, complaint: Complaint, test: Test) -> Complaint | None:
        for candidate in (complaint, *self._candidates(complaint, test.leaf)):
            if self._holds(candidate, test):
                return candidate
        return None

    def _candidates(self, complaint: Complaint, leaf: Leaf) -> Iterator[Complaint]:
        assert not isinstance(leaf, DecisionTest)
        fact = leaf.fact
        if isinstance(leaf, StateTest):
            yield without_fact(complaint, fact)
            if fact.group is not None and fact.group != OWN_GROUP.get(str(complaint["kind"])):
                yield without_group(complaint, fact.group)
        if isinstance(leaf, In):
            wanted = sorted(leaf.values, key=str)
            yield from (with_fact(complaint, fact, _one(fact, value)) for value in wanted if can_be_set(fact))
        sheet = self._original.sheet(complaint)
        for read in facts_read(leaf):
            if can_be_set(read):
                for value in self._nearby.of(read, sheet):
                    made = with_fact(complaint, read, value)
                    yield made
                    yield from self._beside(made, leaf, read)

    def _beside(self, complaint: Complaint, leaf: Leaf, read: Fact) -> Iterator[Complaint]:
        """Both facts of a comparison changed together, where changing one is not enough."""
        operand = getattr(leaf, "operand", None)
        if not isinstance(operand, OfFact) or operand.fact is read or not can_be_set(operand.fact):
            return
        sheet = self._original.sheet(complaint)
        for value in self._nearby.of(operand.fact, sheet)[:6]:
            yield with_fact(complaint, operand.fact, value)

    def _holds(self, complaint: Complaint, test: Test) -> bool:
        try:
            sheet = self._original.sheet(complaint)
        except ComplaintError:
            return False
        figures = self._original.programs.of(sheet).figures
        return grade_test(test.leaf, sheet.values, figures, negated=test.negated) >= FOR_NOW

    def _decide_so(self, complaint: Complaint, test: Test, depth: int) -> Complaint | None:
        if self._decided(complaint, test):
            return complaint
        if depth >= _DEEPEST:
            return None
        for rule in self._writers(test):
            for alternative in self._alternatives(rule, complaint):
                made = self.meet(complaint, alternative, depth + 1)
                if made is not None and self._decided(made, test):
                    return made
        return None

    def _decided(self, complaint: Complaint, test: Test) -> bool:
        try:
            decision = self._original.decide(self._original.sheet(complaint))
        except ComplaintError:
            return False
        leaf = test.leaf
        assert isinstance(leaf, DecisionTest)
        could_be = decision.evaluation.working(leaf.attribute).could_be
        return all((attribute_value(one) in leaf.values) != test.negated for one in could_be)

    def _writers(self, test: Test) -> list[CompiledRule]:
        """The rules with an effect that satisfies a test on the decision."""
        leaf = test.leaf
        assert isinstance(leaf, DecisionTest)
        return [
            rule
            for rule in self._original.ruleset.rules
            for effect in rule.effects
            if (said := _said(effect, leaf.attribute)) is not None and (said in leaf.values) != test.negated
        ]

    def _alternatives(self, rule: CompiledRule, complaint: Complaint) -> list[Alternative]:
        program = self._original.programs.of(self._original.sheet(complaint))
        return [one for one in program.alternatives if one.position == rule.position][:8]


def _one(fact: Fact, value: Any) -> Any:
    return frozenset([value]) if fact.type.value == "set of texts" else value


def _said(effect: Any, attribute: str) -> str | None:
    if isinstance(effect, SetSeverity) and attribute == "severity":
        return effect.tier
    if isinstance(effect, FindLiability) and attribute == "liability":
        return effect.finding
    return effect.party if isinstance(effect, AssignLead) and attribute == "lead" else None
