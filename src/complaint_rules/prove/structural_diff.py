"""What two rulesets have in common, found without the solver: rules that fire alike, outputs with the same candidates.

Only the rest must be encoded for a query about their difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from complaint_rules.compile import effect
from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import facts_read, leaves, needs_unknown, parameters_tested
from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.entries.plan import key_of
from complaint_rules.entries.slot import Key
from complaint_rules.facts.fact import Fact

Said = tuple[int, effect.Effect]
"""The position of a rule, and its effect on an output."""


class StructuralDiff:
    """Which rules of two rulesets certainly fire on the same complaints, and which outputs certainly agree.

    `partners` maps the position of a new rule to that of the old rule with its id, and `twins` to that of the old rule
    that fires on the same complaints. `changed` lists the outputs that may differ, in the order of the effects.
    """

    def __init__(self, old: Ruleset, new: Ruleset) -> None:
        self.old, self.new = old, new
        self.twins: dict[int, int] = {}
        self.partners = _partners(old, new)
        self._says = _says(old), _says(new)
        self._odd_facts = _odd_facts(old, new)
        self._odd_parameters = _odd_parameters(old, new)
        self._same_attributes: dict[str, bool] = {}
        for rule in new.rules:
            partner = self.partners.get(rule.position)
            if partner is not None and self._fire_alike(old.rules[partner], rule):
                self.twins[rule.position] = partner
        keys = dict.fromkeys([*self._says[0], *self._says[1]])
        self.changed = [key for key in keys if not self._claimed_alike(key)]

    # --- rules

    def _fire_alike(self, one: CompiledRule, other: CompiledRule) -> bool:
        """Whether both certainly fire on the same complaints, whatever their effects."""
        if (one.condition, one.start, one.until, one.law_of) != (
            other.condition,
            other.start,
            other.until,
            other.law_of,
        ):
            return False
        if not self._odd_parameters.isdisjoint(parameters_tested(other.condition)):
            return False
        if any(self._is_odd(fact) for leaf in leaves(other.condition) for fact in facts_read(leaf)):
            return False
        silencers = {self.twins.get(position) for position in other.silencers}
        if silencers != set(one.silencers):
            return False
        return all(self.is_attribute_alike(attribute) for attribute in other.reads)

    def is_attribute_alike(self, attribute: str) -> bool:
        """Whether a part of the decision agrees; not to be called before the last rule that sets it is compared."""
        if attribute not in self._same_attributes:
            self._same_attributes[attribute] = self._claimed_alike((attribute, ""))
        return self._same_attributes[attribute]

    def _is_odd(self, fact: Fact) -> bool:
        return fact.path in self._odd_facts

    # --- outputs

    def candidates(self, key: Key, *, new: bool) -> list[Said]:
        """The candidates for an output in one of the two; for an act, actions and prohibitions."""
        says = self._says[new]
        if key[0] in ("actions", "prohibited"):
            return [*says.get(("actions", key[1]), ()), *says.get(("prohibited", key[1]), ())]
        return list(says.get(key, ()))

    def _claimed_alike(self, key: Key) -> bool:
        """Whether an output has the same candidates from the same rules."""
        if self._settled_otherwise(key):
            return False
        ours, theirs = self.candidates(key, new=False), self.candidates(key, new=True)
        return len(ours) == len(theirs) and all(self._say_alike(*pair) for pair in zip(ours, theirs, strict=True))

    def _settled_otherwise(self, key: Key) -> bool:
        """Whether equal candidates may be settled differently: by the order of tiers or clocks, or who may approve."""
        old, new = self.old, self.new
        if key[0] == "severity":
            return old.names.ranks != new.names.ranks
        if key[0] == "actions":
            return list(old.names.clocks) != list(new.names.clocks)
        if key[0] == "support":
            return not self.is_attribute_alike("lead")
        if key[0] != "remedies":
            return False
        return old.authority != new.authority or old.names.alternatives != new.names.alternatives

    def _say_alike(self, one: Said, other: Said) -> bool:
        say = other[1]
        return (
            self.twins.get(other[0]) == one[0]
            and one[1] == say
            and self.old.rules[one[0]].binding == self.new.rules[other[0]].binding
            and not self._odd_parameters & set(effect.parameters_of(say))
            and not any(self._is_odd(fact) for fact in facts_of(say))
        )

    # --- what must be encoded

    def needed(self, *, new: bool) -> set[int]:
        """The positions of the rules on which the changed outputs depend; of the new ruleset, those without a twin."""
        reached = self._reached(new=new)
        if new:
            return reached - self.twins.keys()
        return reached | self._reach(self._twins_in_new(), new=False)

    def _twins_in_new(self) -> Iterable[int]:
        return [self.twins[position] for position in self._reached(new=True) if position in self.twins]

    def behind(self, key: Key, *, new: bool) -> set[int]:
        """The positions of the rules on which one output depends."""
        keys = [key, ("lead", "")] if key[0] == "support" else [key]
        return self._reach([position for one in keys for position, _ in self.candidates(one, new=new)], new=new)

    def read_behind(self, key: Key) -> set[str]:
        """The parts of the decision that rules behind an output read."""
        sides = (True, self.new), (False, self.old)
        return {name for new, one in sides for at in self.behind(key, new=new) for name in one.rules[at].reads}

    def facts_of_changed(self, key: Key) -> set[str]:
        """The paths of the facts that are read by those rules behind an output that have no twin."""
        matched = set(self.twins), set(self.twins.values())
        rules = [
            ruleset.rules[position]
            for new, ruleset in ((True, self.new), (False, self.old))
            for position in self.behind(key, new=new) - matched[not new]
        ]
        return {fact.path for rule in rules for leaf in leaves(rule.condition) for fact in facts_read(leaf)}

    def _reached(self, *, new: bool) -> set[int]:
        keys = [*self.changed]
        if any(key[0] == "support" for key in keys):
            keys.append(("lead", ""))
        if self.old.authority != self.new.authority:
            keys += [key for key in self._says[new] if key[0] == "approvals"]
        return self._reach([position for key in keys for position, _ in self.candidates(key, new=new)], new=new)

    def _reach(self, positions: Iterable[int], *, new: bool) -> set[int]:
        rules = (self.new if new else self.old).rules
        found: set[int] = set()
        left = list(positions)
        while left:
            position = left.pop()
            if position not in found:
                found.add(position)
                left += rules[position].silencers
                left += [at for name in rules[position].reads for at, _ in self.candidates((name, ""), new=new)]
        return found

    def asking_what_is_unknown(self) -> Iterator[str]:
        """The ids of rules behind the changed outputs that hold only while a fact is unknown."""
        for new, ruleset in enumerate((self.old, self.new)):
            for position in sorted(self._reached(new=bool(new))):
                if needs_unknown(ruleset.rules[position].condition):
                    yield ruleset.rules[position].id

    def facts(self, *, new: bool) -> list[Fact]:
        """The facts on which the changed outputs depend in one of the two rulesets, each once."""
        ruleset = self.new if new else self.old
        found: dict[str, Fact] = {}
        for position in self._reached(new=new) | (set() if new else self.needed(new=False)):
            for leaf in leaves(ruleset.rules[position].condition):
                found |= {fact.path: fact for fact in facts_read(leaf)}
        for key in self.changed:
            found |= {fact.path: fact for _, say in self.candidates(key, new=new) for fact in facts_of(say)}
        return list(found.values())


def facts_of(say: effect.Effect) -> Iterator[Fact]:
    """The facts that an effect reads."""
    for amount in effect.amounts_of(say):
        yield from facts_in(amount)
    if isinstance(say, effect.SetItem):
        yield from (fact for group in say.needs for fact in group)


def _partners(old: Ruleset, new: Ruleset) -> dict[int, int]:
    """For each new rule's position, that of the old rule with its id, or with its id in the top layer."""
    full = {rule.id: rule.position for rule in old.rules}
    own = {_local(rule.id): rule.position for rule in old.rules if _of_top_layer(rule, old)}
    found = {}
    for rule in new.rules:
        position = full.get(rule.id, own.get(_local(rule.id)) if _of_top_layer(rule, new) else None)
        if position is not None:
            found[rule.position] = position
    return found


def _of_top_layer(rule: CompiledRule, ruleset: Ruleset) -> bool:
    return rule.id.split("/", 1)[0] == ruleset.layers[-1]


def _local(rule: str) -> str:
    return rule.split("/", 1)[1]


def _says(ruleset: Ruleset) -> dict[Key, list[Said]]:
    found: dict[Key, list[Said]] = {}
    for rule in ruleset.rules:
        for said in rule.effects:
            found.setdefault(key_of(said), []).append((rule.position, said))
    return found


def _odd_parameters(old: Ruleset, new: Ruleset) -> set[str]:
    """The names of parameters that have other figures in the other ruleset."""
    return {
        name
        for name in old.parameters.keys() & new.parameters.keys()
        if _stated(old.parameters[name]) != _stated(new.parameters[name])
    }


def _stated(parameter: DatedParameter) -> tuple[object, ...]:
    """What defines a parameter: its figures, its unit, and what selects a figure."""
    figures = [
        (step.start, step.figure.value, {place: one.value for place, one in step.local.items()})
        for step in parameter.steps
    ]
    return figures, parameter.unit, parameter.law_of, parameter.by


def _odd_facts(old: Ruleset, new: Ruleset) -> set[str]:
    """The paths of facts that the two declare, or presume, differently."""
    ours, theirs = ({fact.path: fact for fact in ruleset.facts} for ruleset in (old, new))
    missing = object()
    return {
        path
        for path in ours.keys() | theirs.keys()
        if ours.get(path) != theirs.get(path)
        or old.presume.get(ours[path].index, missing) != new.presume.get(theirs[path].index, missing)
    }
