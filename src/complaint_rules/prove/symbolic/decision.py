"""A decision over a symbolic complaint: when every rule fires, and every slot's entry.

The semantics is that of `evaluate` and `entries`. Entries are encoded only when a query needs them.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from math import lcm
from typing import Any

from complaint_rules.compile import effect
from complaint_rules.compile.amount import Amount, facts_in
from complaint_rules.compile.condition import Attribute, Condition, facts_read, leaves
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.entries.plan import key_of
from complaint_rules.entries.slot import Key
from complaint_rules.entries.urgency import when_rank
from complaint_rules.facts.fact import Fact
from complaint_rules.prove.symbolic.amounts import AmountEncoder, SymbolicSum, UnroundedAmounts
from complaint_rules.prove.symbolic.candidate import SymbolicCandidate, any_fires
from complaint_rules.prove.symbolic.capped import Capped
from complaint_rules.prove.symbolic.choices import DISPUTED, Said, SymbolicChoice, SymbolicFinding, SymbolicLead, Tier
from complaint_rules.prove.symbolic.complaint import SymbolicComplaint
from complaint_rules.prove.symbolic.conditions import ConditionEncoder, in_force, lacks
from complaint_rules.prove.symbolic.deadlines import SymbolicSpan, spans_said
from complaint_rules.prove.symbolic.items import ItemEncoder, SymbolicItem
from complaint_rules.prove.symbolic.remedies import RemedyEncoder, SymbolicRemedy
from complaint_rules.prove.symbolic.terms import Truth, any_of, both, either, no
from complaint_rules.prove.symbolic.workspace import Workspace


class SymbolicDecision:
    """The decision of a ruleset on a symbolic complaint."""

    def __init__(
        self,
        ruleset: Ruleset,
        complaint: SymbolicComplaint,
        space: Workspace,
        name: str,
        like: SymbolicDecision | None = None,
    ) -> None:
        """Encode every rule.

        Args:
            ruleset: the compiled stack.
            complaint: the symbolic complaint.
            space: where definitions are kept.
            name: a prefix for their names.
            like: the decision, under the same ruleset, of the complaint with which this one shares variables; terms
                that read only shared facts are reused.
        """
        self.ruleset = ruleset
        self.complaint = complaint
        self.holds: list[Truth] = []
        """By position, whether a rule is in force and its condition holds."""
        self.fires: list[Truth] = []
        """By position, whether it holds and no exception to it fires."""
        self._conditions = ConditionEncoder(complaint, self)
        self._space = space
        self._name = name
        self._says: dict[Key, list[tuple[int, Any]]] = {}
        for rule in ruleset.rules:
            for said in rule.effects:
                self._says.setdefault(key_of(said), []).append((rule.position, said))
        self._chosen: dict[str, SymbolicChoice] = {}
        self._like = like
        self._shared: set[int] = set()
        for rule in ruleset.rules:
            self._lay(rule)
        self._amounts = AmountEncoder(complaint, space)

    def _lay(self, rule: CompiledRule) -> None:
        if self._like is not None and self._is_shared(rule):
            self._shared.add(rule.position)
            self.holds.append(self._like.holds[rule.position])
            self.fires.append(self._like.fires[rule.position])
            return
        holds = both(in_force(rule, self.complaint), self.meets(rule.condition))
        holds = self._named(holds, f"holds {rule.id}")
        self.holds.append(holds)
        fires = both(holds, no(any_of(self.fires[other] for other in rule.silencers)))
        self.fires.append(self._named(fires, rule.id) if rule.silencers else holds)

    def _is_shared(self, rule: CompiledRule) -> bool:
        """Whether a rule reads only what both complaints share."""
        facts = [*self._picking, *(fact for leaf in leaves(rule.condition) for fact in facts_read(leaf))]
        return (
            self._shared.issuperset(rule.silencers)
            and all(self._candidates_shared((attribute, "")) for attribute in rule.reads)
            and self.complaint.shares(facts)
        )

    def _candidates_shared(self, key: Key) -> bool:
        """Whether all candidates of an output come from shared rules and read only shared facts."""
        says = self._says.get(key, [])
        facts = [fact for _, said in says for amount in effect.amounts_of(said) for fact in facts_in(amount)]
        facts += [
            fact for _, said in says if isinstance(said, effect.SetItem) for group in said.needs for fact in group
        ]
        return self._shared.issuperset(position for position, _ in says) and self.complaint.shares(facts)

    @cached_property
    def _picking(self) -> list[Fact]:
        return self.complaint.picking

    def _named(self, term: Truth, name: str) -> Truth:
        return self._space.named(term, f"{self._name}{name}")

    # --- what conditions read of the decision

    def meets(self, condition: Condition) -> Truth:
        """Whether a condition holds."""
        return self._conditions.holds(condition)

    def is_among(self, attribute: Attribute, values: frozenset[str]) -> Truth:
        """Whether a part of the decision is one of these values."""
        return self._named(self.chosen(attribute).is_among(values), f"{attribute} in {sorted(values)}")

    def chosen(self, attribute: str) -> SymbolicChoice:
        """The tier, the lead or the finding; not to be called before the last rule that sets it is encoded."""
        if attribute not in self._chosen:
            shared = self._like if self._like is not None and self._candidates_shared((attribute, "")) else None
            self._chosen[attribute] = self._choose(attribute) if shared is None else shared.chosen(attribute)
        return self._chosen[attribute]

    def _choose(self, attribute: str) -> SymbolicChoice:
        candidates = self.candidates((attribute, ""))
        said = [
            Said(candidate.position, candidate.fires, _value(candidate.effect), candidate.binding)
            for candidate in candidates
        ]
        if attribute == "severity":
            return Tier(said, self.ruleset.names.ranks)
        return SymbolicLead(said) if attribute == "lead" else SymbolicFinding(said)

    # --- outputs

    @property
    def keys(self) -> Collection[Key]:
        """All outputs that some rule writes."""
        return self._says.keys()

    def candidates(self, key: Key) -> list[SymbolicCandidate]:
        """The candidates of an output, in the order of evaluation; for an act, actions and prohibitions."""
        says = self._says.get(key, [])
        if key[0] in ("actions", "prohibited"):
            says = [*self._says.get(("actions", key[1]), []), *self._says.get(("prohibited", key[1]), [])]
        return [self._candidate(position, say) for position, say in says]

    def _candidate(self, position: int, say: Any) -> SymbolicCandidate:
        fires = both(self.fires[position], no(self._lacking(say)))
        return SymbolicCandidate(position, fires, say, self.ruleset.rules[position].binding)

    def _lacking(self, say: effect.Effect) -> Truth:
        """Whether a deadline is undecidable because a parameter has no figure."""
        names = effect.parameters_of(say) if isinstance(say, effect.SetDeadline) else ()
        return any_of(lacks(self.ruleset.parameters[name], self.complaint) for name in names)

    def speaks(self, key: Key) -> Truth:
        """Whether a rule that fires writes an output."""
        return any_fires(self.candidates(key))

    def spans_of(self, position: int, say: effect.SetDeadline) -> list[tuple[Truth, SymbolicSpan]]:
        """The spans that one rule may set on a clock, each with whether it does."""
        said = spans_said(say, self.complaint)
        return [(both(self.fires[position], there), span) for there, span in said]

    def spans(self, clock: str) -> list[tuple[Truth, SymbolicSpan]]:
        """The spans that are set on a clock."""
        candidates = self.candidates(("deadlines", clock))
        return [one for candidate in candidates for one in self.spans_of(candidate.position, candidate.effect)]

    def helps(self, department: str) -> Truth:
        """Whether a department supports; the lead does not."""
        return both(self.speaks(("support", department)), no(self.chosen("lead").is_value(department)))

    @cached_property
    def _remedies(self) -> RemedyEncoder:
        return RemedyEncoder(self._amounts)

    @cached_property
    def _items(self) -> ItemEncoder:
        return ItemEncoder(self.complaint, self._amounts)

    @cached_property
    def _settled(self) -> dict[Key, Any]:
        return {}

    def remedy(self, kind: str) -> SymbolicRemedy:
        """The entry of one remedy.

        Raises:
            NotEncodedError: a limit can't be encoded.
        """
        key = ("remedies", kind)
        if self._like is not None and self._candidates_shared(key):
            return self._like.remedy(kind)
        if key not in self._settled:
            with self._space.apart():
                entry = self._remedies.settle(self.candidates(key))
                self._settled[key] = entry._replace(**self._named_parts(key, entry))
        found: SymbolicRemedy = self._settled[key]
        return found

    def item(self, name: str) -> SymbolicItem:
        """The entry of one item.

        Raises:
            NotEncodedError: a sum can't be encoded.
        """
        key = ("items", name)
        if self._like is not None and self._candidates_shared(key):
            return self._like.item(name)
        if key not in self._settled:
            with self._space.apart():
                entry = self._items.settle(self.candidates(key))
                self._settled[key] = entry._replace(**self._named_parts(key, entry))
        found: SymbolicItem = self._settled[key]
        return found

    def meets_needs(self, say: effect.SetItem) -> Truth:
        """Whether a rule makes an item payable and its needs are satisfied."""
        return self._items.is_met(say)

    @cached_property
    def unit(self) -> int:
        """The number of parts of a fen in which all shares of the sum payable are whole numbers.

        Raises:
            NotEncodedError: a sum can't be encoded.
        """
        said = [
            say
            for key, says in self._says.items()
            for position, say in says
            if key[0] in ("remedies", "items") and self.fires[position] is not False
        ]
        with self._space.apart():
            return lcm(*[self._amounts.part(amount).below for say in said for amount in effect.amounts_of(say)])

    def unrounded(self, key: Key) -> SymbolicRemedy | SymbolicItem:
        """The entry of a remedy or an item, its sums in parts of a fen.

        Raises:
            NotEncodedError: a sum can't be encoded.
        """
        if self.unit == 1:
            return self.remedy(key[1]) if key[0] == "remedies" else self.item(key[1])
        if self._like is not None and self._candidates_shared(key):
            return self._like.unrounded(key)
        place = f"unrounded {key[0]}", key[1]
        if place not in self._settled:
            amounts = UnroundedAmounts(self._amounts, self.unit)
            settling = RemedyEncoder(amounts) if key[0] == "remedies" else ItemEncoder(self.complaint, amounts)
            with self._space.apart():
                entry = settling.settle(self.candidates(key))
                self._settled[place] = entry._replace(**self._named_parts(place, entry))
        found: SymbolicRemedy | SymbolicItem = self._settled[place]
        return found

    def _named_parts(self, key: Key, entry: SymbolicRemedy | SymbolicItem) -> dict[str, Any]:
        """The fields of an entry, each under a fresh name."""
        name, space = f"{self._name}{key[0]}.{key[1]}", self._space
        most = Capped(space.named_number(entry.most.fen, f"{name}.max"), space.named(entry.most.open, f"{name}.open"))
        return {
            "there": space.named(entry.there, f"{name}.there"),
            "status": space.named_number(entry.status, f"{name}.status"),
            "least": space.named_number(entry.least, f"{name}.min"),
            "most": most,
            "clash": space.named(entry.clash, f"{name}.clash"),
        }

    def sum_of(self, amount: Amount) -> SymbolicSum:
        """An amount in fen.

        Raises:
            NotEncodedError: it can't be encoded.
        """
        with self._space.apart():
            return self._amounts.sum(amount)

    def acts(self, action: str) -> list[tuple[Truth, str]]:
        """The times requested for an action, each with whether it is requested and no prohibition overrides it."""
        candidates = self.candidates(("actions", action))
        against = [candidate for candidate in candidates if isinstance(candidate.effect, effect.ProhibitAction)]
        never, not_here = any_fires(against, binding=True), any_fires(against)
        return [
            (both(candidate.fires, no(never if candidate.binding else not_here)), candidate.effect.when)
            for candidate in candidates
            if isinstance(candidate.effect, effect.RequestAction)
        ]

    def prohibits(self, act: str) -> Truth:
        """Whether an act is prohibited: by a statute, or by a house where no statute requests it."""
        candidates = self.candidates(("prohibited", act))
        against = [candidate for candidate in candidates if isinstance(candidate.effect, effect.ProhibitAction)]
        asked = any_fires(
            [candidate for candidate in candidates if isinstance(candidate.effect, effect.RequestAction)], binding=True
        )
        return either(any_fires(against, binding=True), both(any_fires(against, binding=False), no(asked)))

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

    def lacking(self, rule: CompiledRule) -> dict[str, Truth]:
        """The parameters that a rule reads, each with whether it has no figure."""
        return {name: lacks(self.ruleset.parameters[name], self.complaint) for name in rule.parameters}


def _value(say: Any) -> str:
    if isinstance(say, effect.SetSeverity):
        return say.tier
    if isinstance(say, effect.AssignLead):
        return say.party
    finding: str = say.finding
    return finding + DISPUTED if say.disputed else finding
