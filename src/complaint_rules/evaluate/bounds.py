"""An approximation of completions, used where the exact functions would exceed the limit of nodes.

Every rule may fire or not, and a slot may have the value of any one of its candidates, of all of them, or of none. So
nothing is granted, nothing is final, every tier that a rule names is possible, and every unknown fact may matter.
"""

from __future__ import annotations

from complaint_rules.entries.slot import Key, SlotCandidate, settled
from complaint_rules.evaluate.diagram import Diagram, Node, Terminal
from complaint_rules.evaluate.functions import ProgramPlan
from complaint_rules.masks import positions


class Bounds:
    """Replaces the functions of a program that are too large to be made."""

    def __init__(self, plan: ProgramPlan, unknown: int) -> None:
        """Make the approximations of all rules and slots.

        Args:
            plan: the rules.
            unknown: the unknown facts, as a mask, that they read.
        """
        self._variables = [*positions(unknown)]
        self.fires: dict[int, Diagram] = {
            rule.position: self._any([Terminal(False), Terminal(True)]) for rule in plan.rules
        }
        self.slots: dict[Key, Diagram] = {
            key: self._slot(plan, key, candidates) for key, candidates in plan.slots.items()
        }

    def _slot(self, plan: ProgramPlan, key: Key, candidates: list[SlotCandidate]) -> Diagram:
        settling = plan.settling(key)
        ways = [settled(settling, some) for some in ([], *[[candidate] for candidate in candidates], candidates)]
        return self._any([Terminal(way) for way in dict.fromkeys(ways)])

    def _any(self, ways: list[Terminal]) -> Diagram:
        """A function that may have any of some values and depends on every unknown fact."""
        if len(ways) == 1 or not self._variables:
            return ways[-1]
        found: Diagram = Node(self._variables[-1], tuple(ways))
        for var in reversed(self._variables[:-1]):
            found = Node(var, (found, ways[0]))
        return found
