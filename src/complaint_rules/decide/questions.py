"""Questions: the unknown facts whose answers may change an entry of the decision.

Read off the claims: never too few. Where two rules wait for one fact in opposite ways it may name a fact that in truth
can't matter; `explain.asking` puts each to the test.
"""

from __future__ import annotations

from complaint_rules.decide.outputs import hanging, path
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.resolve.entries import Question
from complaint_rules.resolve.resolver import Resolution


def any_question(resolution: Resolution, sheet: FactSheet) -> bool:
    """Whether an answer may still change anything."""
    return any(True for _ in hanging(resolution, sheet))


def find_questions(resolution: Resolution, sheet: FactSheet) -> tuple[Question, ...]:
    """All questions, those that affect the most entries first, then in the contract's order of facts."""
    affected: dict[int, dict[str, None]] = {}
    facts = resolution.resolver.program.ruleset.facts
    for key, waits in hanging(resolution, sheet):
        name, left = path(key), waits
        while left:
            affected.setdefault((left & -left).bit_length() - 1, {})[name] = None
            left &= left - 1
    ranked = sorted(affected.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple([Question(facts[index].path, tuple(outputs)) for index, outputs in ranked])
