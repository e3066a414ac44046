"""A decision over a complaint of which nothing is settled: every rule's grades, every output's entry.

The same laws as `resolve.resolver`. What no question asks for is never put into logic.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

from complaint_rules.compile import effect
from complaint_rules.compile.amount import Amount, facts_in
from complaint_rules.compile.condition import Attribute, Compare, OfParameter, facts_read, leaves
from complaint_rules.compile.rule import Rule, Ruleset
from complaint_rules.decide.urgency import when_rank
from complaint_rules.facts.fact import Fact
from complaint_rules.prove.encode.amounts import Reckoning, Sum, lacks
from complaint_rules.prove.encode.choices import DISPUTED, Chosen, Said, Single, Tier
from complaint_rules.prove.encode.complaint import SymbolicComplaint
from complaint_rules.prove.encode.deadlines import Span, counted, spans_said
from complaint_rules.prove.encode.grading import NEVER, DecidedParts, Grader, Grades, every, in_force
from complaint_rules.prove.encode.items import Items, SymbolicItem
from complaint_rules.prove.encode.outputs import Capped, Claim
from complaint_rules.prove.encode.remedies import Remedies, SymbolicRemedy
from complaint_rules.prove.encode.terms import Truth, any_of, both, either, no
from complaint_rules.prove.encode.workspace import Workspace
from complaint_rules.resolve.plan import Key, key_of

_UNDETERMINED = "undetermined"


class SymbolicDecision(DecidedParts):
    """What a ruleset makes of a complaint."""

    def __init__(
        self,
        ruleset: Ruleset,
        complaint: SymbolicComplaint,
        space: Workspace,
        name: str,
        like: SymbolicDecision | None = None,
    ) -> None:
        """Grade every rule.

        Args:
            ruleset: the compiled stack.
            complaint: the unknowns.
            space: where definitions are kept.
            name: a prefix for their names.
            like: the decision, under the same ruleset, of the complaint that this one is like; what reads only facts
                that both share is taken over.
        """
        self.ruleset = ruleset
        self.complaint = complaint
        self.grader = Grader(complaint, self)
        self.met: list[Grades] = []
        """Grades of the conditions alone, by position."""
        self.grades: list[Grades] = []
        """Grades with exceptions taken into account."""
        self._space = space
        self._name = name
        self._says: dict[Key, list[tuple[int, Any]]] = {}
        for rule in ruleset.rules:
            for said in rule.effects:
                self._says.setdefault(key_of(said), []).append((rule.position, said))
        self._chosen: dict[str, Chosen] = {}
        self._like = like
        self._shared: set[int] = set()
        for rule in ruleset.rules:
            self._grade(rule)
        self._reckoning = Reckoning(complaint, space)

    def _grade(self, rule: Rule) -> None:
        if self._like is not None and self._is_shared(rule):
            self._shared.add(rule.position)
            self.met.append(self._like.met[rule.position])
            self.grades.append(self._like.grades[rule.position])
            return
        there = in_force(rule, self.complaint.occurred_on)
        met = every([Grades(there, there, there), self.grader.grade(rule.condition)])
        met = self._named(met, f"met {rule.id}")
        self.met.append(met)
        grades = met
        if rule.silencers and met is not NEVER:
            silenced = [self.grades[other] for other in rule.silencers]
            grades = Grades(*(self._left(met, silenced, grade) for grade in (1, 2, 3)))
            grades = self._named(grades, rule.id)
        self.grades.append(grades)

    def _is_shared(self, rule: Rule) -> bool:
        """Whether a rule reads only what both complaints share."""
        facts = [self._occurred_on, *(fact for leaf in leaves(rule.condition) for fact in facts_read(leaf))]
        return (
            self._shared.issuperset(rule.silencers)
            and all(self._claims_shared((attribute, "")) for attribute in rule.reads)
            and self.complaint.shares(facts)
        )

    def _claims_shared(self, key: Key) -> bool:
        """Whether all that is claimed of an output is claimed alike, of shared facts."""
        says = self._says.get(key, [])
        facts = [fact for _, said in says for amount in effect.amounts_of(said) for fact in facts_in(amount)]
        facts += [fact for _, said in says if isinstance(said, effect.Item) for group in said.needs for fact in group]
        return self._shared.issuperset(position for position, _ in says) and self.complaint.shares(facts)

    @cached_property
    def _occurred_on(self) -> Fact:
        return next(fact for fact in self.complaint.facts if fact.path == "occurred_on")

    @staticmethod
    def _left(met: Grades, silencers: list[Grades], grade: int) -> Truth:
        """An exception of grade *e* leaves a rule at most grade *3 - e*."""
        return both(met.at_least(grade), no(any_of(one.at_least(4 - grade) for one in silencers)))

    def _named(self, grades: Grades, name: str) -> Grades:
        certain = self._space.named(grades.certain, f"{self._name}{name}=3")
        same = grades.for_now is grades.certain
        for_now = certain if same else self._space.named(grades.for_now, f"{self._name}{name}>=2")
        if grades.possible is grades.for_now:
            return Grades(for_now, for_now, certain)
        return Grades(self._space.named(grades.possible, f"{self._name}{name}>=1"), for_now, certain)

    # --- what conditions read of the decision

    def could_be(self, attribute: Attribute, values: frozenset[str]) -> Grades:
        """The grade of the test that a part of the decision is one of these values."""
        return self._named(self.chosen(attribute).grades(values), f"{attribute} in {sorted(values)}")

    def chosen(self, attribute: str) -> Chosen:
        """The tier, the lead or the finding; first asked for after the last rule that sets it."""
        if attribute not in self._chosen:
            shared = self._like if self._like is not None and self._claims_shared((attribute, "")) else None
            self._chosen[attribute] = self._choose(attribute) if shared is None else shared.chosen(attribute)
        return self._chosen[attribute]

    def _choose(self, attribute: str) -> Chosen:
        claims = [
            Said(claim.position, claim.grades, _value(claim.say), claim.binding, claim.alone)
            for claim in self.claims((attribute, ""))
        ]
        if attribute == "severity":
            return Tier(claims, self.ruleset.names.ranks)
        if attribute == "lead":
            return Single(claims, None, None)
        return Single(claims, _UNDETERMINED, _UNDETERMINED + DISPUTED)

    # --- outputs

    @property
    def keys(self) -> Collection[Key]:
        """All outputs that some rule speaks of."""
        return self._says.keys()

    def claims(self, key: Key) -> list[Claim]:
        """What rules claim of an output, in the order of evaluation; of an action, prohibitions too."""
        says = self._says.get(key, [])
        if key[0] == "actions":
            says = says + self._says.get(("prohibited", key[1]), [])
        claimants = {position for position, _ in says}
        return [self._claim(position, say, claimants) for position, say in says]

    def _claim(self, position: int, say: Any, claimants: Collection[int]) -> Claim:
        grades = self.grades[position]
        others = [
            self.grades[other].possible for other in self.ruleset.rules[position].silencers if other not in claimants
        ]
        alone = both(grades.possible, self.met[position].certain, no(any_of(others)))
        lacking = self._lacking(say)
        if lacking is not False:
            grades = Grades(*(both(grade, no(lacking)) for grade in grades))
        return Claim(position, grades, say, self.ruleset.rules[position].binding, alone)

    def _lacking(self, say: effect.Effect) -> Truth:
        """Whether a deadline can't be said for want of a figure."""
        names = effect.parameters_of(say) if isinstance(say, effect.Deadline) else ()
        return any_of(lacks(self.ruleset.parameters[name], self.complaint.occurred_on) for name in names)

    def fires(self, key: Key) -> Truth:
        """Whether some claim on an output counts now."""
        return any_of(claim.grades.for_now for claim in self.claims(key))

    def spans_of(self, position: int, say: effect.Deadline) -> list[tuple[Truth, Span]]:
        """The span that one rule sets on a clock, as far as the rule counts now."""
        counts = self.grades[position].for_now
        said = spans_said(say, self.ruleset, self.complaint.occurred_on)
        return [(both(counts, there), span) for there, span in said]

    def spans(self, clock: str) -> list[tuple[Truth, Span]]:
        """The spans that count now on a clock."""
        return counted(self.claims(("deadlines", clock)), self.ruleset, self.complaint.occurred_on)

    @cached_property
    def _remedies(self) -> Remedies:
        return Remedies(self._reckoning)

    @cached_property
    def _items(self) -> Items:
        return Items(self.complaint, self._reckoning)

    @cached_property
    def _settled(self) -> dict[Key, Any]:
        return {}

    def remedy(self, kind: str) -> SymbolicRemedy:
        """The entry of one remedy.

        Raises:
            NotEncodedError: a limit is not put into logic.
        """
        key = ("remedies", kind)
        if self._like is not None and self._claims_shared(key):
            return self._like.remedy(kind)
        if key not in self._settled:
            with self._space.apart():
                entry = self._remedies.settle(self.claims(key))
                self._settled[key] = entry._replace(**self._named_parts(key, entry))
        found: SymbolicRemedy = self._settled[key]
        return found

    def item(self, name: str) -> SymbolicItem:
        """The entry of one item.

        Raises:
            NotEncodedError: a sum is not put into logic.
        """
        key = ("items", name)
        if self._like is not None and self._claims_shared(key):
            return self._like.item(name)
        if key not in self._settled:
            with self._space.apart():
                entry = self._items.settle(self.claims(key))
                self._settled[key] = entry._replace(**self._named_parts(key, entry))
        found: SymbolicItem = self._settled[key]
        return found

    def _named_parts(self, key: Key, entry: SymbolicRemedy | SymbolicItem) -> dict[str, Any]:
        """The parts of an entry by names of their own."""
        name, space = f"{self._name}{key[0]}.{key[1]}", self._space
        most = Capped(space.named_number(entry.most.fen, f"{name}.max"), space.named(entry.most.open, f"{name}.open"))
        return {
            "there": space.named(entry.there, f"{name}.there"),
            "status": space.named_number(entry.status, f"{name}.status"),
            "least": space.named_number(entry.least, f"{name}.min"),
            "most": most,
            "clash": space.named(entry.clash, f"{name}.clash"),
        }

    def sum_of(self, amount: Amount) -> Sum:
        """An amount in fen.

        Raises:
            NotEncodedError: it is not put into logic.
        """
        with self._space.apart():
            return self._reckoning.sum(amount)

    def acts(self, action: str) -> list[tuple[Truth, str]]:
        """The times asked for an action, each with whether it counts: a prohibition beats it, a binding one always."""
        claims = self.claims(("actions", action))
        against = [claim for claim in claims if isinstance(claim.say, effect.Prohibit)]
        statute_no = any_of(claim.grades.for_now for claim in against if claim.binding)
        house_no = any_of(claim.grades.for_now for claim in against)
        return [
            (both(claim.grades.for_now, no(statute_no), either(no(house_no), claim.binding)), claim.say.when)
            for claim in claims
            if isinstance(claim.say, effect.Action)
        ]

    def when(self, action: str) -> list[tuple[Truth, str]]:
        """For each time that an action may have, soonest first, whether it has it."""
        asked = self.acts(action)
        clocks = self.ruleset.names.clocks
        found: list[tuple[Truth, str]] = []
        sooner: Truth = False
        for time in sorted({when for _, when in asked}, key=lambda when: when_rank(when, clocks)):
            there = any_of(counts for counts, when in asked if when == time)
            found.append((both(there, no(sooner)), time))
            sooner = either(sooner, there)
        return found

    def undecided(self, position: int) -> Truth:
        """Whether a rule that may count can't be decided for want of a figure."""
        rule = self.ruleset.rules[position]
        parts = [self._lacking(say) for say in rule.effects]
        parts += [
            lacks(self.ruleset.parameters[leaf.operand.name], self.complaint.occurred_on)
            for leaf in leaves(rule.condition)
            if isinstance(leaf, Compare) and isinstance(leaf.operand, OfParameter)
        ]
        lacking = any_of(parts)
        return both(self.grades[position].possible, lacking)


def _value(say: Any) -> str:
    if isinstance(say, effect.Severity):
        return say.tier
    if isinstance(say, effect.Lead):
        return say.party
    finding: str = say.finding
    return finding + DISPUTED if say.disputed else finding
