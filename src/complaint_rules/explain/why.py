"""Why: the chain from an entry back to what was stated, and a sufficient reason for it.

The chain is what the trace says of the rules behind the entry. The sufficient reason is found by elimination: each fact
that can be made unknown without changing the entry, or how certain it is, is left out. The remaining facts, all others
unknown, still give the entry, and none of them can be left out. A fact that no test behind the entry reads keeps rules
away: those that might fire without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from complaint_rules.compile.condition import facts_read, leaves
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decide.called import NAME_OF
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.trace import RuleLine
from complaint_rules.entries.plan import key_of
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.functions import ATTRIBUTES, attribute_value
from complaint_rules.explain.answers import ExplanationData, Ground
from complaint_rules.explain.goal import speaking_rules
from complaint_rules.explain.paths import Entry, find_entry
from complaint_rules.explain.rendering import as_markdown, as_text, render_why
from complaint_rules.explain.what_if import WhatIf
from complaint_rules.facts.fact import ALWAYS_STATED, Fact
from complaint_rules.facts.sheet import FactSheet, with_values
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import written
from complaint_rules.trace.kept import PreparedRule
from complaint_rules.trace.whatever import whatever


class Explanation(ExplanationData["Explanation"]):
    """Why an entry is as it is.

    `entry` is the entry in the contract's shape; `rules` those behind it, with their satisfied tests and their clauses;
    `grounds` the facts that suffice for the entry, as certain as it is; `waits_for` those that can change it, empty
    where every completion has it; `whatever` those that the rules behind it wait for, where today's reading does not
    give the entry but every completion does, each by some of these rules; `parts` explain the parts of the decision
    that the rules read, or the terms of a sum.

    For a stored decision `grounds`, `silenced` and `parameters` are empty, since they need the rules, and `grounds` is
    null as JSON data.
    """

    __slots__ = ()

    def to_text(self, lang: str = "en", depth: int = 2) -> str:
        """The explanation for a person to read.

        Args:
            lang: `en` or `zh`.
            depth: 1 one sentence for each rule; 2 clauses, facts and figures too; 3 down to what was stated.
        """
        return as_text(render_why(self, lang, depth))

    def to_markdown(self, lang: str = "en", depth: int = 2) -> str:
        """The explanation as Markdown; see `to_text`."""
        return as_markdown(render_why(self, lang, depth))


class Explanations:
    """Explains entries of one decision; each explanation is cached."""

    def __init__(self, decision: DecisionBase, what_if: WhatIf) -> None:
        self._decision = decision
        self._what_if = what_if
        self._made: dict[str, Explanation] = {}

    def of(self, path: str) -> Explanation:
        """Explain an entry.

        Raises:
            PathError: the decision has no such entry.
        """
        return self.of_entry(find_entry(path, self._decision))

    def of_entry(self, entry: Entry) -> Explanation:
        """Explain an entry that the decision has."""
        found = self._made.get(entry.path)
        if found is None:
            found = self._made[entry.path] = self._explain(entry)
        return found

    def _explain(self, entry: Entry) -> Explanation:
        decision = self._decision
        data = _data(decision, entry)
        because = rules_behind(data)
        trace = decision.trace
        program = decision.evaluation.evaluator.program
        ruleset = program.ruleset
        fired = {line.rule: line for line in trace.rules}
        rules = tuple(
            [fired.get(id) or PreparedRule(ruleset.rule(id), program.figures).line(False, ()) for id in because]
        )
        speak = {rule.id for rule in ruleset.rules if _speaks(rule, entry.keys)}
        figures = {name for id in because for name in ruleset.rule(id).parameters}
        parameters = tuple([line for line in trace.parameters if line.parameter in figures])
        assumed = [line.rule for line in rules if line.basis]
        assumed += [f"parameters.{line.parameter}" for line in parameters if line.basis]
        spoken = "department" if entry.path == "department.lead" else entry.path  # an overridden lead is recorded there
        grounds = Grounds(self._what_if, decision, entry.keys, because).found() if entry.keys else ()
        waits_for = _waits_for(decision, entry, data)
        assumed += [f"presumed.{one.fact}" for one in grounds if one.state == "presumed"]
        return Explanation(
            entry.path,
            data,
            rules,
            grounds,
            waits_for,
            whatever(because, waits_for, trace),
            tuple([one for one in trace.silenced if one.rule in speak]),
            tuple([one for one in trace.overridden if one.output in (entry.path, spoken)]),
            parameters,
            tuple(assumed),
            tuple([self.of(path) for path in self._parts(entry, rules)]),
            decision,
        )

    def _parts(self, entry: Entry, rules: Sequence[RuleLine]) -> Iterator[str]:
        """The entries that make up an entry, and those that its rules read."""
        if entry.path == "payable":
            yield from payable_parts(self._decision)
        for part in attributes_read(rules):
            if attribute_value(self._decision.evaluation.working(part).value) is not None:
                yield "department.lead" if part == "lead" else part


def _waits_for(decision: DecisionBase, entry: Entry, data: Any) -> tuple[str, ...]:
    """The facts that can change an entry."""
    at = decision.evaluation
    if entry.path.startswith("department."):
        slots = [key for key in entry.keys if key in at.evaluator.speakers]
        return at.evaluator.paths(reduce(or_, [at.waits_for(key) for key in slots], 0))
    return waits_of(data)


def waits_of(data: Any) -> tuple[str, ...]:
    """The facts that an entry, as JSON data, says it waits for."""
    listed = data if isinstance(data, list) else [data]
    return tuple(dict.fromkeys([fact for one in listed for fact in one.get("waits_for", ())]))


def payable_parts(decision: DecisionBase) -> Iterator[str]:
    """The paths of the entries that make up the payable sum."""
    for remedy in decision.remedies:
        if remedy.max_fen and remedy.status != "forbidden":
            yield f"remedies.{remedy.kind}"
    for item in decision.items:
        if item.status != "not_payable":
            yield f"items.{item.item}"


def attributes_read(rules: Iterable[RuleLine]) -> list[str]:
    """The parts of the decision itself that rules read, each once."""
    read = [held.fact for line in rules for held in line.held if held.fact.startswith("decision.")]
    return [name.removeprefix("decision.") for name in dict.fromkeys(read)]


def _data(decision: DecisionBase, entry: Entry) -> Any:
    """An entry's data in the contract's shape."""
    data = said_of(decision, entry)
    if entry.path.startswith("department."):
        return data | {"because": [rule for key in entry.keys for rule in _ids(decision, key)]}
    return data


def said_of(decision: DecisionBase, entry: Entry) -> Any:
    """An entry in the contract's shape; for a lead or a supporting department, the whole entry of departments."""
    data = decision.said
    part, *rest = entry.path.split(".")
    if part == "department" or not rest:
        return data[part]
    found = [one for one in data[part] if one[NAME_OF[part]] == rest[0]]
    return found if part == "approvals" else found[0]


def _ids(decision: DecisionBase, key: Key) -> Sequence[str]:
    at = decision.evaluation
    if key not in at.evaluator.speakers:
        return ()
    value = at.working(key[0]).value if key[0] in ATTRIBUTES else at.today(key)
    return at.ids(at.evaluator.space.plan.settling(key).attribution(at.candidates(key), value)[0])


def rules_behind(data: Any) -> tuple[str, ...]:
    """The ids of the rules behind an entry, as JSON data, each once."""
    listed = data if isinstance(data, list) else [data]
    return tuple(dict.fromkeys([rule for one in listed for rule in one.get("because", ())]))


# --- the facts that suffice for the entry


class Grounds:
    """Finds the premises of an entry of one decision."""

    def __init__(
        self, what_if: WhatIf, decision: DecisionBase, keys: Sequence[Key], because: Sequence[str] = ()
    ) -> None:
        """Take an entry.

        Args:
            what_if: evaluates scenarios under the rules.
            decision: whose entry it is.
            keys: the outputs that the entry includes.
            because: the ids of the rules behind it; the facts that these read are eliminated last.
        """
        self._what_if = what_if
        self._sheet = decision.sheet
        self._decision = decision
        self._keys = keys
        self._because = because
        self._read = self._read_by_rules()

    def found(self) -> tuple[Ground, ...]:
        """The facts without which the entry would not be certain, in the contract's order."""
        sheet, premises = self.least()
        return tuple([self._ground(name, facts, sheet) for name, facts in premises.items()])

    def least(self) -> tuple[FactSheet, dict[str, list[Fact]]]:
        """The sheet with every fact made unknown that changes neither the outputs nor whether they are certain.

        Returns:
            The sheet, and the premises that are left on it, by name.
        """
        wanted = self._says(self._sheet)
        left = self._premises()
        rules = speaking_rules(self._keys, self._what_if.program)
        read = reduce(or_, [fact.bit for rule in rules for fact in rule.facts], 0)
        idle = [name for name, facts in left.items() if not any(fact.bit & read for fact in facts)]
        sheet = _forgetting(self._sheet, [fact for name in idle for fact in left.pop(name)])
        order = sorted(left, key=lambda name: self._is_read(left[name]))
        again = True
        while again:
            again = False
            for name in order:
                if name in left:
                    without = _forgetting(sheet, left[name])
                    if self._says(without) == wanted:
                        sheet, again = without, True
                        del left[name]
        return sheet, left

    def _premises(self) -> dict[str, list[Fact]]:
        """The stated and presumed facts, by name; a group that does not apply is one premise."""
        found: dict[str, list[Fact]] = {}
        for fact in self._what_if.facts:
            value = self._sheet.values[fact.index]
            if value is ABSENT and fact.may_be_absent:
                continue  # it is never unknown
            if value is ABSENT:
                found.setdefault(str(fact.group), []).append(fact)
            elif value is not UNKNOWN and fact.path not in ALWAYS_STATED:
                found[fact.path] = [fact]
        return found

    def _read_by_rules(self) -> set[str]:
        """The facts that satisfied tests behind the entry read, or its sums and needs."""
        rules = [self._what_if.program.ruleset.rule(id) for id in self._because]
        read = {held.fact for line in self._decision.trace.rules if line.rule in self._because for held in line.held}
        tested = {fact for rule in rules for leaf in leaves(rule.condition) for fact in facts_read(leaf)}
        return read | {fact.path for rule in rules for fact in rule.facts - tested}

    def _is_read(self, facts: Sequence[Fact]) -> bool:
        return any(fact.path in self._read for fact in facts)

    def _says(self, sheet: FactSheet) -> tuple[object, ...]:
        """The value of each output, and whether no answer could change it."""
        at = self._what_if.at(sheet)
        return tuple([(at.says(key), at.waits_for(key) == 0) for key in self._keys])

    def _ground(self, name: str, facts: list[Fact], sheet: FactSheet) -> Ground:
        fact = facts[0]
        absent = self._sheet.values[fact.index] is ABSENT
        value = None if absent else written(fact, self._sheet.values[fact.index])
        kept = () if self._is_read(facts) else self._kept_away(facts, sheet)
        return Ground(name, self._sheet.state(fact), value, kept)

    def _kept_away(self, facts: list[Fact], sheet: FactSheet) -> tuple[str, ...]:
        """The rules that could change the entry and that become possible once a premise is made unknown too."""
        before = self._what_if.at(sheet).at
        after = self._what_if.at(_forgetting(sheet, facts)).at
        others = [rule for rule in self._what_if.program.rules if rule is not None and rule.id not in self._because]
        silencers = {one for id in self._because for one in self._what_if.program.ruleset.rule(id).silencers}
        speaking = [rule for rule in others if _speaks(rule, self._keys) or rule.position in silencers]

        def risen(rules: Sequence[CompiledRule]) -> tuple[str, ...]:
            possible = [rule for rule in rules if after.is_possible(rule.position)]
            return tuple([rule.id for rule in possible if not before.is_possible(rule.position)])

        return risen(speaking) or risen(others)


def _forgetting(sheet: FactSheet, facts: Sequence[Fact]) -> FactSheet:
    return with_values(sheet, [(fact, UNKNOWN) for fact in facts])


def _speaks(rule: CompiledRule, keys: Sequence[Key]) -> bool:
    """Whether a rule writes one of some entries."""
    return any(key_of(effect) in keys for effect in rule.effects)
