"""What a program decides, as functions of the facts: when each rule fires, and what each slot is settled to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from complaint_rules.compile.condition import All, Among, AnyOf, Compare, Condition, Decided, InState, Leaf, Not, leaves
from complaint_rules.compile.program import Program
from complaint_rules.entries.choices import Choices, Chosen, Tiers
from complaint_rules.entries.duties import Doings, Presence, Spans
from complaint_rules.entries.items import UNMET, Items
from complaint_rules.entries.plan import Sum, make_plans
from complaint_rules.entries.remedies import Remedies
from complaint_rules.entries.slot import NOTHING, Claim, Key, Settling, hearing
from complaint_rules.entries.urgency import when_rank
from complaint_rules.evaluate.axis import Axis
from complaint_rules.evaluate.diagram import Diagram, Diagrams
from complaint_rules.evaluate.tests import Tests, axes_of, lacks
from complaint_rules.facts.fact import Fact

ATTRIBUTES = ("severity", "liability", "lead")
DOINGS = "doings"
"""The group of acts, whether asked for or prohibited."""


def slot_of(key: Key) -> Key:
    """The slot of an entry: an action and a prohibition of the same act are settled together."""
    return (DOINGS, key[1]) if key[0] in ("actions", "prohibited") else key


class Plan:
    """A program laid out: the claims of every rule, how each slot is settled, and the axes of its facts."""

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
        self.silencers = {rule.position: plans[rule.position].silencers for rule in self.rules}  # type: ignore[union-attr]
        self.claims: dict[int, list[tuple[Key, Claim]]] = {}
        self.slots: dict[Key, list[Claim]] = {(name, ""): [] for name in ATTRIBUTES}
        for rule in self.rules:
            plan = plans[rule.position]
            assert plan is not None
            said = [(slot_of(key), Claim(rule.position, rule.binding, say)) for key, say in plan.says]
            self.claims[rule.position] = said
            for key, claim in said:
                self.slots.setdefault(key, []).append(claim)
        self.leaves: list[Leaf] = [
            leaf for rule in self.rules for leaf in leaves(rule.condition) if not isinstance(leaf, Decided)
        ]
        needs = [fact for claims in self.slots.values() for one in claims for fact in needs_of(one)]
        self.axes: dict[int, Axis] = axes_of(self.leaves, needs, program.figures)
        self.lacks_figures = any([lacks(leaf, program.figures) for leaf in self.leaves])
        """Whether a test compares with a parameter that has no figure."""

    def settling(self, key: Key) -> Settling:
        """How a slot is settled."""
        return self._settling[key[0]]


def needs_of(claim: Claim) -> Iterator[Fact]:
    """The facts that a claim to an item needs."""
    if isinstance(claim.say, Sum):
        for group in claim.say.needs:
            yield from group


class Functions:
    """When each rule fires, and what each slot is settled to, as diagrams made from the tests of a plan."""

    def __init__(self, plan: Plan, diagrams: Diagrams, tests: Tests) -> None:
        """Make all diagrams.

        Raises:
            TooManyNodesError: they passed the limit of nodes.
        """
        self.plan = plan
        self._diagrams = diagrams
        self._tests = tests
        self.points = tests.points
        """By variable, the values that a node's children stand for where they are no cells."""
        self._leaves: dict[tuple[Any, ...], Diagram] = {}
        self._attributes: dict[str, Diagram] = {}
        self._states: dict[Key, Diagram] = {key: diagrams.terminal(plan.settling(key).start) for key in plan.slots}
        self.fires: dict[int, Diagram] = {}
        """By position, where each rule fires."""
        for rule in plan.rules:
            self._hear(rule.position, rule.condition)
        self.slots: dict[Key, Diagram] = {key: self._settled(key) for key in plan.slots}
        """What each slot is settled to; sums are left as they are written."""

    def _hear(self, position: int, condition: Condition) -> None:
        diagrams = self._diagrams
        fires = self._condition(condition)
        for other in self.plan.silencers[position]:
            if fires is diagrams.false:
                break
            fires = diagrams.both(fires, diagrams.negation(self.fires[other]))
        self.fires[position] = fires
        for key, claim in self.plan.claims[position]:
            for where, one in self._met(fires, claim):
                step = hearing(self.plan.settling(key), one)
                self._states[key] = diagrams.step(where, self._states[key], step)

    def _met(self, fires: Diagram, claim: Claim) -> list[tuple[Diagram, Claim]]:
        """Where a claim stands as it is, and where the needs of an item are not met."""
        if not (isinstance(claim.say, Sum) and claim.say.needs):
            return [(fires, claim)]
        met: Diagram = self._diagrams.true
        for group in claim.say.needs:
            some: Diagram = self._diagrams.false
            for fact in group:
                some = self._diagrams.either(some, self._tests.need(fact))
            met = self._diagrams.both(met, some)
        unmet = self._diagrams.both(fires, self._diagrams.negation(met))
        return [(self._diagrams.both(fires, met), claim), (unmet, claim._replace(say=UNMET))]

    def _condition(self, condition: Condition) -> Diagram:
        diagrams = self._diagrams
        if isinstance(condition, All):
            found: Diagram = diagrams.true
            for part in condition.parts:
                found = diagrams.both(found, self._condition(part))
            return found
        if isinstance(condition, AnyOf):
            found = diagrams.false
            for part in condition.parts:
                found = diagrams.either(found, self._condition(part))
            return found
        if isinstance(condition, Not):
            return diagrams.negation(self._condition(condition.part))
        if isinstance(condition, Decided):
            return self._decided(condition)
        return self._leaf(condition)

    def _leaf(self, leaf: Leaf) -> Diagram:
        key = same_test(leaf)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = self._tests.test(leaf)
        return found

    def _decided(self, leaf: Decided) -> Diagram:
        """A test on a part of the decision, all of whose rules were heard before."""
        found = self._attributes.get(leaf.attribute)
        if found is None:
            found = self._attributes[leaf.attribute] = self._settled((leaf.attribute, ""))
        return self._diagrams.map(lambda value: attribute_value(value) in leaf.values, found)

    def _settled(self, key: Key) -> Diagram:
        settled = self._diagrams.map(self.plan.settling(key).settle, self._states[key])
        if key[0] == "support":  # a department in the lead is no helper
            lead = self._attributes.get("lead") or self._settled(("lead", ""))
            self._attributes["lead"] = lead
            helps: Callable[[Any, Any], Hashable] = lambda one, by: one if by.value != key[1] else NOTHING  # noqa: E731
            settled = self._diagrams.apply(helps, settled, lead)
        return settled


def attribute_value(value: Any) -> str | None:
    """The plain value of a tier, a lead or a finding."""
    return value.value if isinstance(value, Chosen) else value


def same_test(leaf: Leaf) -> tuple[Any, ...]:
    """A key that tests have in common which hold of the same complaints."""
    assert not isinstance(leaf, Decided)
    if isinstance(leaf, InState):
        return InState, leaf.fact.index, leaf.state
    if isinstance(leaf, Among):
        return Among, leaf.fact.index, leaf.values
    return Compare, leaf.fact.index, leaf.order, leaf.operand
