"""What an unsettled rule waits for: the unknown facts that can still turn it, through its exceptions and what it reads."""

from __future__ import annotations

from complaint_rules.compile.alternatives import Test
from complaint_rules.compile.condition import All, AnyOf, Condition, Decided, Not, facts_read
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN, grade_test
from complaint_rules.match.interpreter import opposite
from complaint_rules.resolve.plan import Key
from complaint_rules.resolve.resolver import Resolution, grade_decided

_KEYS: dict[str, Key] = {"severity": ("severity", ""), "liability": ("liability", ""), "lead": ("lead", "")}


class Waiting:
    """Finds, for rules of one resolution, the unknown facts that matter to them, as a mask of facts."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self._sheet: FactSheet = resolution.sheet
        self._program = resolution.resolver.program
        self._masks: dict[int, int] = {}

    def mask(self, position: int) -> int:
        """The unknown facts that the rule at a position waits for."""
        found = self._masks.get(position)
        if found is None:
            self._masks[position] = 0
            found = self._masks[position] = self._of_rule(position)
        return found

    def facts(self, mask: int) -> list[str]:
        """The paths of a mask, in the contract's order."""
        return [fact.path for fact in self._program.ruleset.facts if mask & fact.bit]

    def _of_rule(self, position: int) -> int:
        rule = self._program.rules[position]
        assert rule is not None
        grades = self._resolution.grades
        _, mask = self._walk(rule.condition, negated=False)
        for silencer in rule.silencers:
            if 0 < grades.get(silencer, 0) < CERTAIN:
                mask |= self.mask(silencer)
        return mask

    def _walk(self, condition: Condition, *, negated: bool) -> tuple[int, int]:
        """The grade of a condition and the unknown facts that can turn it; none where it is settled."""
        if isinstance(condition, Not):
            return self._walk(condition.part, negated=not negated)
        if isinstance(condition, All | AnyOf):
            parts = [self._walk(part, negated=negated) for part in condition.parts]
            is_any = isinstance(condition, AnyOf) != negated
            grade = (max if is_any else min)([grade for grade, _ in parts], default=0 if is_any else CERTAIN)
            mask = 0
            for _, waits in parts:
                mask |= waits
        elif isinstance(condition, Decided):
            grade = grade_decided(Test(condition, negated), self._resolution)
            mask = self.of_attribute(condition.attribute)
        else:
            plain = grade_test(condition, self._sheet, self._program.figures)
            grade = opposite(condition, plain) if negated else plain
            mask = 0
            for fact in facts_read(condition):
                mask |= fact.bit & self._sheet.unknown
        return grade, mask if 0 < grade < CERTAIN else 0

    def of_attribute(self, attribute: str) -> int:
        """The unknown facts that a part of the decision waits for."""
        mask = 0
        for grade, position, _ in self._resolution.claims.get(_KEYS[attribute], ()):
            if grade < CERTAIN:
                mask |= self.mask(position)
        return mask
