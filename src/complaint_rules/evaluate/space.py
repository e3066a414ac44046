"""The functions of one program, and which complaints share them.

Functions that serve all complaints are slow to make and fast to use; those for one complaint, with its known facts
substituted, are the opposite. So the first few complaints have their own. Where unknown facts are compared with each
other, or with a parameter that has no figure, only complaints with the same values of these facts can share functions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable
from functools import reduce
from operator import or_
from threading import Lock
from typing import Any
from weakref import ReferenceType, ref

from complaint_rules.cache import BoundedCache
from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.compile.condition import Compare, OfFact
from complaint_rules.compile.effect import SetDeadline
from complaint_rules.compile.formulas import is_complete
from complaint_rules.compile.program import Program
from complaint_rules.entries.plan import unfigured
from complaint_rules.evaluate.diagram import Diagrams
from complaint_rules.evaluate.functions import Functions, ProgramPlan
from complaint_rules.evaluate.sums import sums_of
from complaint_rules.evaluate.tests import Tests, lacks
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.masks import positions

MOST_NODES = 200_000
"""Nodes made for all complaints of a program; an entry that exceeds it is computed for each complaint alone."""

MOST_NODES_OF_ONE = 200_000
"""Nodes made for one complaint; an entry that exceeds it is approximated on the safe side."""

_MOST_TOLD = 2048

_MOST_ALIKE = 4
"""The maximum number of cached functions by values of compared facts."""

_MOST_COUNTED = 4096

MOST_HOLDERS = 24
"""Shared functions that all programs of a process cache together, some 20 MB each for a large ruleset. Beyond it the
oldest are evicted; a program that is used again makes its own again."""

_holders: deque[ReferenceType[Space]] = deque()
_holding = Lock()


class Space:
    """The functions of one program, made when incomplete complaints ask for them. May be used from many threads."""

    alike_before_shared = 8
    """Number of incomplete complaints with the same values of compared facts before these share functions: making
    shared ones takes ten to thirty times as long as making those of one complaint."""

    def __init__(self, program: Program) -> None:
        plan = self.plan = ProgramPlan(program)
        self.every = (1 << len(program.ruleset.facts)) - 1
        """All facts, as a mask."""
        self._of_all: Functions | None = None
        pairs = [
            (leaf.fact, leaf.operand.fact)
            for leaf in plan.leaves
            if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact)
        ]
        unlimited = [leaf.fact for leaf in plan.leaves if isinstance(leaf, Compare) and lacks(leaf, program.figures)]
        self._unlimited = reduce(or_, [fact.bit for fact in unlimited], 0)
        self._linked = _linked([left.bit | right.bit for left, right in pairs])
        self._operands = reduce(or_, [operand.bit for _, operand in pairs], 0)
        self._alike: BoundedCache[Hashable, Functions] = BoundedCache(_MOST_ALIKE)
        """By the values of facts that are compared with an unknown fact or a parameter without a figure."""
        self._times: BoundedCache[int, int] = BoundedCache(_MOST_COUNTED)
        self.dependants = next(fact for fact in program.ruleset.facts if fact.path == "injury.dependants")
        self.reads = _mask(plan)
        """The facts, as a mask, that rules and their sums read."""
        self._reads_of: BoundedCache[Any, int] = BoundedCache(_MOST_TOLD)
        self.told: BoundedCache[Any, tuple[Hashable, int]] = BoundedCache(_MOST_TOLD)
        self.unfigured = [
            rule
            for rule in plan.rules
            if any([isinstance(one, SetDeadline) and unfigured(one, program) for one in rule.effects])
        ]
        """The rules that set a clock by a parameter without a figure."""
        self.lacking = tuple(
            [
                key
                for key, candidates in plan.slots.items()
                if any([a.lacking for one in candidates for a in _amounts(one.effect)])
            ]
        )
        """The slots of which some sum reads a parameter without a figure."""

    def is_blank(self, sheet: FactSheet) -> bool:
        """Whether a listed person has blank fields that a formula needs."""
        listed = sheet.values[self.dependants.index]
        return isinstance(listed, tuple) and bool(self.reads & self.dependants.bit) and not is_complete(listed)

    def reads_of(self, terms: Any) -> int:
        """The facts, as a mask, that the sums of a remedy or an item read."""
        found = self._reads_of.get(terms)
        if found is None:
            found = self._reads_of.put(terms, reduce(or_, [amount.mask for amount in sums_of(terms)], 0))
        return found

    def shared(self, sheet: FactSheet) -> Functions | None:
        """The functions for this and other complaints; None until enough complaints came that can share them."""
        compared = self._compared(sheet)
        key = compared, tuple([sheet.values[index] for index in positions(compared)])
        found = self._alike.get(key) if compared else self._of_all
        if found is None:
            mark = hash(key)
            times = self._times.put(mark, self._times.get(mark, 0) + 1)
            if times >= self.alike_before_shared:
                self._hold()
                if compared:
                    return self._alike.put(key, self._functions(MOST_NODES, sheet, compared))
                found = self._of_all = self._functions(MOST_NODES)
        return found

    def own(self, sheet: FactSheet) -> Functions:
        """Functions for one complaint alone, with all its known facts substituted."""
        return self._functions(MOST_NODES_OF_ONE, sheet, self.every)

    def _functions(self, most_nodes: int, sheet: FactSheet | None = None, plugged: int = 0) -> Functions:
        plan, diagrams = self.plan, Diagrams(most_nodes)
        if sheet is None:
            return Functions(plan, diagrams, Tests(diagrams, plan.axes, plan.program))
        tests = Tests(diagrams, plan.axes, plan.program, plan.leaves, sheet.values, plugged)
        return Functions(plan, diagrams, tests)

    def _compared(self, sheet: FactSheet) -> int:
        """The facts, as a mask, that tests link with an unknown operand or with a parameter without a figure."""
        found = open_ = self._unlimited | (sheet.unknown & self._operands)
        if open_:
            for linked in self._linked:
                if linked & open_:
                    found |= linked
        return found

    def _hold(self) -> None:
        """Count this program among those with shared functions; evict the oldest functions where there are too many."""
        with _holding:
            _holders.append(ref(self))
            oldest = [_holders.popleft()() for _ in range(len(_holders) - MOST_HOLDERS)]
        for space in oldest:
            if space is not None:
                space.forget()

    def forget(self) -> None:
        """Drop the shared functions; later complaints make them again."""
        self._of_all = None
        self._alike.clear()
        self._times.clear()


def _linked(pairs: Iterable[int]) -> list[int]:
    """Masks of facts, joined where they overlap."""
    found: list[int] = []
    for pair in pairs:
        joined = reduce(or_, [one for one in found if one & pair], pair)
        found = [*[one for one in found if not one & pair], joined]
    return found


def _mask(plan: ProgramPlan) -> int:
    mask = 0
    for rule in plan.rules:
        for fact in rule.facts:
            mask |= fact.bit
    return mask


def _amounts(say: Any) -> list[AmountEvaluator]:
    found = [getattr(say, name, None) for name in ("least", "most", "cap")]
    return [one for one in found if isinstance(one, AmountEvaluator)]
