"""The effects of each rule of a program, by entry, with amounts compiled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from complaint_rules.compile import effect
from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.compile.program import Program
from complaint_rules.entries.slot import Key
from complaint_rules.facts.fact import Fact


class Range(NamedTuple):
    """A remedy effect with its limits compiled."""

    mode: effect.Mode
    least: AmountEvaluator | None
    most: AmountEvaluator | None
    cap: AmountEvaluator | None = None
    group: str | None = None
    public: bool = False


class ItemSum(NamedTuple):
    """An item effect with its sums compiled."""

    payable: bool
    least: AmountEvaluator | None
    most: AmountEvaluator | None
    needs: tuple[tuple[Fact, ...], ...]
    cap: AmountEvaluator | None = None


class RulePlan(NamedTuple):
    """The effects of one rule by entry, and the positions of its exceptions in force."""

    says: tuple[tuple[Key, Any], ...]
    silencers: tuple[int, ...]


def make_plans(program: Program) -> tuple[RulePlan | None, ...]:
    """The plan of every rule in force, by position."""
    reckoners: dict[Any, AmountEvaluator] = {}

    def reckoner(amount: Any) -> AmountEvaluator | None:
        if amount is None:
            return None
        found = reckoners.get(amount)
        if found is None:
            found = reckoners[amount] = AmountEvaluator(amount, program.figures)
        return found

    def said(one: effect.Effect) -> tuple[Key, Any]:
        return key_of(one), laid_out(one)

    def laid_out(one: effect.Effect) -> Any:
        if isinstance(one, effect.SetRemedy | effect.SetItem):
            least = reckoner(one.least)
            most = least if one.most is one.least else reckoner(one.most)
            if isinstance(one, effect.SetRemedy):
                return Range(one.mode, least, most, reckoner(one.cap), one.group, one.public)
            return ItemSum(one.payable, least, most, one.needs, reckoner(one.cap))
        if isinstance(one, effect.SetDeadline):
            return replace(one, within=duration(one.within, program))
        return one

    in_force = {rule.position for rule in program.rules if rule is not None}
    return tuple(
        None
        if rule is None
        else RulePlan(
            tuple(said(one) for one in rule.effects if not lacking(one, program)),
            tuple(other for other in rule.silencers if other in in_force),
        )
        for rule in program.rules
    )


def duration(within: effect.Duration | effect.DurationOf, program: Program) -> effect.Duration:
    """A span with its parameter resolved for the program's days."""
    if isinstance(within, effect.Duration):
        return within
    return effect.spanning(int(program.figures[within.parameter]), within.unit)


def lacking(one: effect.Effect, program: Program) -> list[str]:
    """The parameters without a figure that keep an effect from applying at all."""
    return unfigured(one, program) if isinstance(one, effect.SetDeadline) else []


def unfigured(one: effect.Effect, program: Program) -> list[str]:
    """The parameters without a figure that an effect reads."""
    return [name for name in effect.parameters_of(one) if program.figures[name] is None]


def key_of(one: effect.Effect) -> Key:
    """The key of the entry that an effect is about."""
    if isinstance(one, effect.SetSeverity):
        return ("severity", "")
    if isinstance(one, effect.AssignLead):
        return ("lead", "")
    if isinstance(one, effect.FindLiability):
        return ("liability", "")
    if isinstance(one, effect.AssignSupport):
        return ("support", one.party)
    if isinstance(one, effect.SetDeadline):
        return ("deadlines", one.clock)
    if isinstance(one, effect.RequireApproval):
        return ("approvals", f"{one.purpose} {one.role}")
    if isinstance(one, effect.SetRemedy):
        return ("remedies", one.kind)
    if isinstance(one, effect.SetItem):
        return ("items", one.item)
    return ("actions" if isinstance(one, effect.RequestAction) else "prohibited", one.do)


def path_of(group: str, name: str) -> str:
    """The path of an entry in a decision."""
    if group in ("lead", "support"):
        return "department"
    if group == "approvals":
        return f"approvals.{name.split(' ', 1)[0]}"
    return f"{group}.{name}" if name else group


def vocabulary_order(program: Program) -> dict[Key, int]:
    """The order of the entries of each group: the vocabulary's, and the ruleset's own names after it."""
    names = program.ruleset.names
    approvals = [f"{purpose} {role}" for purpose in names.approvals for role in names.parties]
    groups = names.entries | {"support": [*names.parties], "approvals": approvals}
    order = {(group, name): index for group, listed in groups.items() for index, name in enumerate(listed)}
    return order | {("severity", ""): 0, ("liability", ""): 0, ("lead", ""): 0}
