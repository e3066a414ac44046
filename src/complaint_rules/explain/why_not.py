"""Why not: the rules that could have given an entry, what prevented each, and what would lead to the entry."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.compile.condition import And, Condition, DecisionTest, Leaf, Not, Or, facts_read
from complaint_rules.compile.effect import RequestAction
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.evaluate.functions import attribute_value, slot_of
from complaint_rules.explain.answers import Candidate, Unmet, WhyNotData
from complaint_rules.explain.change import smallest_change
from complaint_rules.explain.goal import gives, says_it, speaks_of
from complaint_rules.explain.paths import Goal, find_wanted
from complaint_rules.explain.rendering import as_markdown, as_text, render_why_not
from complaint_rules.explain.what_if import WhatIf
from complaint_rules.trace.holding import ConditionReader


class WhyNot(WhyNotData):
    """Why a decision does not have an entry, and the smallest change of facts that would lead to it.

    `already` says that the decision has it.
    """

    __slots__ = ()

    def to_text(self, lang: str = "en", depth: int = 2) -> str:
        """The answer for a person to read; `depth` 1 says only what would lead to the entry."""
        return as_text(render_why_not(self, lang, depth))

    def to_markdown(self, lang: str = "en", depth: int = 2) -> str:
        """The answer as Markdown; see `to_text`."""
        return as_markdown(render_why_not(self, lang, depth))


def why_not(decision: DecisionBase, path: str, what_if: WhatIf) -> WhyNot:
    """Explain why a decision does not have an entry.

    Raises:
        PathError: no decision under the ruleset has such an entry.
    """
    ruleset = what_if.program.ruleset
    wanted = find_wanted(path, ruleset)
    already = gives(wanted, what_if.at(decision.sheet))
    judge = _Judge(decision, wanted, what_if, already=already)
    able = [
        rule for rule in ruleset.rules if any(speaks_of(wanted, say) and says_it(wanted, say) for say in rule.effects)
    ]
    candidates = tuple([judge.candidate(rule) for rule in able])
    return WhyNot(wanted, already, candidates, smallest_change(wanted, decision.sheet, what_if), decision)


class _Judge:
    """Finds what prevents each rule from giving the entry."""

    def __init__(self, decision: DecisionBase, wanted: Goal, what_if: WhatIf, *, already: bool) -> None:
        self._wanted = wanted
        self._already = already
        self._program = what_if.program
        self._at = decision.evaluation
        self._reader = ConditionReader(self._at, decision.trace.facts, self._program.figures)
        self._groups = 0

    def candidate(self, rule: CompiledRule) -> Candidate:
        self._groups = 0
        state, unmet, silenced, beaten = self._judged(rule)
        return Candidate(rule.id, state, unmet, silenced, beaten, rule.cite, rule.binding, str(rule.place))

    def _judged(self, rule: CompiledRule) -> tuple[str, tuple[Unmet, ...], tuple[str, ...], tuple[str, ...]]:
        at, position = self._at, rule.position
        if self._program.rules[position] is None:
            return "not_in_force", (), (), ()
        exceptions = [one for one in rule.silencers if self._program.rules[one] is not None]
        silenced = at.evaluator.names([one for one in exceptions if at.is_possible(one) or at.fired >> one & 1])
        if at.fired >> position & 1:
            beaten = () if self._already else self._beaten_by(rule)
            waits = not at.is_certain(position) and not beaten
            return ("waits" if waits else "beaten" if beaten else "counts"), (), silenced, beaten
        if at.holds >> position & 1:
            return "silenced", (), silenced, ()
        unmet = tuple(self._unmet(rule.condition, negated=False, one_of=0))
        return ("waits" if at.is_possible(position) else "not_met"), unmet, silenced, ()

    def _beaten_by(self, rule: CompiledRule) -> tuple[str, ...]:
        """The rules that count and give the entry another value."""
        found = []
        for key in self._wanted.keys:
            slot = slot_of(key)
            for candidate in self._at.possible(slot) if slot in self._at.evaluator.speakers else ():
                same = says_it(self._wanted, candidate.effect) and (
                    slot == key or isinstance(candidate.effect, RequestAction) == (key[0] == "actions")
                )
                other = candidate.position != rule.position and not same
                if other and (
                    self._at.fired >> candidate.position & 1 or getattr(candidate.effect, "mode", "") == "forbid"
                ):
                    found.append(candidate.position)
        return self._at.evaluator.names(found)

    def _unmet(self, condition: Condition, *, negated: bool, one_of: int) -> Iterator[Unmet]:
        """The unsatisfied tests of a condition, or of its negation, on what is known."""
        if isinstance(condition, Not):
            yield from self._unmet(condition.part, negated=not negated, one_of=one_of)
        elif self._reader.holds(condition, negated=negated):
            return
        elif isinstance(condition, And | Or):
            if isinstance(condition, Or) != negated and len(condition.parts) > 1 and not one_of:
                self._groups += 1
                one_of = self._groups
            for part in condition.parts:
                yield from self._unmet(part, negated=negated, one_of=one_of)
        else:
            held = self._reader.held(condition, negated=negated)
            is_open = self._is_open(condition, negated=negated)
            yield Unmet(held.fact, held.test, held.state, held.value, is_open, one_of, condition, negated)

    def _is_open(self, leaf: Leaf, *, negated: bool) -> bool:
        """Whether an answer may satisfy an unsatisfied test, or its negation."""
        if isinstance(leaf, DecisionTest):
            could_be = self._at.working(leaf.attribute).could_be
            return any([(attribute_value(one) in leaf.values) != negated for one in could_be])
        return any([self._at.sheet.unknown & fact.bit for fact in facts_read(leaf)])
