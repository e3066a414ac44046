"""The decisions of a program as functions of the facts: when each rule fires, and the settled value of each slot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from threading import RLock
from typing import Any

from complaint_rules.compile.condition import (
    And,
    Compare,
    Condition,
    DecisionTest,
    In,
    Leaf,
    Not,
    Or,
    StateTest,
    leaves,
)
from complaint_rules.compile.program import Program
from complaint_rules.entries.choices import Choices, Chosen, Tiers
from complaint_rules.entries.duties import Doings, Presence, Spans
from complaint_rules.entries.items import UNMET, Items
from complaint_rules.entries.plan import ItemSum, make_plans
from complaint_rules.entries.remedies import Remedies
from complaint_rules.entries.slot import NOTHING, Key, Settling, SlotCandidate, adding
from complaint_rules.entries.urgency import when_rank
from complaint_rules.evaluate.axis import Axis
from complaint_rules.evaluate.diagram import Diagram, Diagrams, TooManyNodesError
from complaint_rules.evaluate.tests import Tests, axes_of, lacks
from complaint_rules.facts.fact import Fact

ATTRIBUTES = ("severity", "liability", "lead")
DOINGS = "doings"
"""The group of acts, whether asked for or prohibited."""


def slot_of(key: Key) -> Key:
    """The slot of an entry: an action and a prohibition of the same act are settled together."""
    return (DOINGS, key[1]) if key[0] in ("actions", "prohibited") else key


class ProgramPlan:
    """The parts of a program: the candidates of every rule, how each slot is settled, and the axes of its facts."""

    def __init__(self, program: Program) -> None:
        self.program = program
        clocks = program.ruleset.names.clocks
        self._settling: dict[str, Settling] = {
            "severity": Tiers(),
            "lead": Choices(findings=False),
            "liability": Choices(findings=True),
            "support": Presence(),
            "approvals": Presence(),
            "deadlines": Spans(),
            DOINGS: Doings(lambda when: when_rank(when, clocks)),
            "remedies": Remedies(),
            "items": Items(),
        }
        plans = make_plans(program)
        self.rules = [rule for rule in program.rules if rule is not None]
        self.conditions = {rule.position: rule.condition for rule in self.rules}
        self.silencers = {rule.position: plans[rule.position].silencers for rule in self.rules}  # type: ignore[union-attr]
        self.candidates: dict[int, list[tuple[Key, SlotCandidate]]] = {}
        self.slots: dict[Key, list[SlotCandidate]] = {(name, ""): [] for name in ATTRIBUTES}
        for rule in self.rules:
            plan = plans[rule.position]
            assert plan is not None
            said = [(slot_of(key), SlotCandidate(rule.position, rule.binding, say)) for key, say in plan.says]
            self.candidates[rule.position] = said
            for key, candidate in said:
                self.slots.setdefault(key, []).append(candidate)
        self.leaves: list[Leaf] = [
            leaf for rule in self.rules for leaf in leaves(rule.condition) if not isinstance(leaf, DecisionTest)
        ]
        needs = [fact for candidates in self.slots.values() for one in candidates for fact in needs_of(one)]
        self.axes: dict[int, Axis] = axes_of(self.leaves, needs, program.figures)
        self.lacks_figures = any([lacks(leaf, program.figures) for leaf in self.leaves])
        """Whether a test compares with a parameter that has no figure."""

    def settling(self, key: Key) -> Settling:
        """How a slot is settled."""
        return self._settling[key[0]]


def needs_of(candidate: SlotCandidate) -> Iterator[Fact]:
    """The facts that a candidate for an item needs."""
    if isinstance(candidate.effect, ItemSum):
        for group in candidate.effect.needs:
            yield from group


class Functions:
    """When each rule fires, and the settled value of each slot, as diagrams; each is made on first use.

    May be used from many threads.
    """

    def __init__(self, plan: ProgramPlan, diagrams: Diagrams, tests: Tests) -> None:
        self.plan = plan
        self._diagrams = diagrams
        self._tests = tests
        self.points = tests.points
        """By fact or parameter, the values that a node's children represent where they are not cells."""
        self.first_compared = tests.first_compared
        """The variable of the first fact, if that has values instead of cells."""
        self._lock = RLock()
        self._leaves: dict[tuple[Any, ...], Diagram] = {}
        self._fires: dict[int, Diagram | None] = {}
        self._slots: dict[Key, Diagram | None] = {}
        """None where the limit of nodes was exceeded."""

    def fires(self, position: int) -> Diagram | None:
        """The function that is true where a rule fires; None where it exceeds the limit of nodes."""
        return self._made(self._fires, position, self._firing)

    def slot(self, key: Key) -> Diagram | None:
        """The function to a slot's settled value, its sums not evaluated; None where it exceeds the limit of nodes."""
        return self._made(self._slots, key, self._settled)

    def _made(self, made: dict[Any, Diagram | None], key: Any, make: Callable[[Any], Diagram]) -> Diagram | None:
        found = made.get(key)
        if found is None and key not in made:
            with self._lock:
                try:
                    found = made[key] = make(key)
                except TooManyNodesError:
                    found = made[key] = None
        return found

    def _firing(self, position: int) -> Diagram:
        diagrams = self._diagrams
        found = self._condition(self.plan.conditions[position])
        for other in self.plan.silencers[position]:
            if found is diagrams.false:
                break
            found = diagrams.both(found, diagrams.negation(_small(self.fires(other))))
        return found

    def _settled(self, key: Key) -> Diagram:
        settling, diagrams = self.plan.settling(key), self._diagrams
        state: Diagram = diagrams.terminal(settling.start)
        for candidate in self.plan.slots[key]:
            for where, one in self._met(_small(self.fires(candidate.position)), candidate):
                state = diagrams.step(where, state, adding(settling, one))
        found = diagrams.map(settling.settle, state)
        if key[0] == "support":  # the lead department is not also a supporting one
            helps: Callable[[Any, Any], Hashable] = lambda one, by: one if by.value != key[1] else NOTHING  # noqa: E731
            found = diagrams.apply(helps, found, _small(self.slot(("lead", ""))))
        return found

    def _met(self, fires: Diagram, candidate: SlotCandidate) -> list[tuple[Diagram, SlotCandidate]]:
        """Where a candidate applies unchanged, and where the needs of its item are not met and it pays nothing."""
        if not (isinstance(candidate.effect, ItemSum) and candidate.effect.needs):
            return [(fires, candidate)]
        met: Diagram = self._diagrams.true
        for group in candidate.effect.needs:
            some: Diagram = self._diagrams.false
            for fact in group:
                some = self._diagrams.either(some, self._tests.need(fact))
            met = self._diagrams.both(met, some)
        unmet = self._diagrams.both(fires, self._diagrams.negation(met))
        return [(self._diagrams.both(fires, met), candidate), (unmet, candidate._replace(effect=UNMET))]

    def _condition(self, condition: Condition) -> Diagram:
        diagrams = self._diagrams
        if isinstance(condition, And):
            found: Diagram = diagrams.true
            for part in condition.parts:
                found = diagrams.both(found, self._condition(part))
            return found
        if isinstance(condition, Or):
            found = diagrams.false
            for part in condition.parts:
                found = diagrams.either(found, self._condition(part))
            return found
        if isinstance(condition, Not):
            return diagrams.negation(self._condition(condition.part))
        if isinstance(condition, DecisionTest):
            return self._decided(condition)
        return self._leaf(condition)

    def _leaf(self, leaf: Leaf) -> Diagram:
        key = same_test(leaf)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = self._tests.test(leaf)
        return found

    def _decided(self, leaf: DecisionTest) -> Diagram:
        """A test on a part of the decision."""
        value = _small(self.slot((leaf.attribute, "")))
        return self._diagrams.map(lambda value: attribute_value(value) in leaf.values, value)


def _small(found: Diagram | None) -> Diagram:
    """The diagram, if there is one.

    Raises:
        TooManyNodesError: it exceeded the limit of nodes.
    """
    if found is None:
        raise TooManyNodesError
    return found


def attribute_value(value: Any) -> str | None:
    """The plain value of a tier, a lead or a finding."""
    return value.value if isinstance(value, Chosen) else value


def same_test(leaf: Leaf) -> tuple[Any, ...]:
    """A key that is the same for tests that hold on the same complaints."""
    assert not isinstance(leaf, DecisionTest)
    if isinstance(leaf, StateTest):
        return StateTest, leaf.fact.index, leaf.state
    if isinstance(leaf, In):
        return In, leaf.fact.index, leaf.values
    return Compare, leaf.fact.index, leaf.order, leaf.operand
