"""What is wanted of an entry: whether a scenario gives it, may yet give it, and which rules may give it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaint_rules.compile import effect
from complaint_rules.compile.effect import Effect
from complaint_rules.compile.program import Program
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.entries.choices import UNDETERMINED
from complaint_rules.entries.plan import key_of
from complaint_rules.entries.slot import NOTHING, Key
from complaint_rules.evaluate.functions import ATTRIBUTES, attribute_value, slot_of
from complaint_rules.explain.paths import Goal
from complaint_rules.explain.what_if import Scenario
from complaint_rules.vocabulary import GRANTED

GRANTING = ("permit", "require")


def gives(wanted: Goal, at: Scenario) -> bool:
    """Whether a scenario has the entry as it is wanted."""
    return any([_gives(wanted, at, key) for key in wanted.keys])


def _gives(wanted: Goal, at: Scenario, key: Key) -> bool:
    group, value = key[0], wanted.value
    if group in ATTRIBUTES:
        return attribute_value(at.at.working(group).value) == value
    said: Any = at.says(key)
    if said is None:
        return False
    if group == "remedies":
        return said.status == value if value else said.status in GRANTED
    if group == "items":
        return bool(said.status == (value or "payable"))
    if group == "deadlines":
        return value is None or said.within == value
    return group != "actions" or value is None or said.when == value


def may_give(wanted: Goal, at: Scenario) -> bool:
    """Whether answers may lead to the entry: an over-approximation."""
    return any([gives(wanted, at) or _may(wanted, at, key) for key in wanted.keys])


def _may(wanted: Goal, at: Scenario, key: Key) -> bool:
    slot = slot_of(key)
    if slot not in at.at.evaluator.speakers:
        return False
    group, value = key[0], wanted.value
    evaluator = at.at.evaluator
    if value == UNDETERMINED or evaluator.standing & evaluator.speakers[slot]:
        return True  # such rules hold while facts are unknown, which completions do not show
    ways = [way for way in at.at.could_be(slot) if way is not NOTHING]
    if group in ATTRIBUTES:
        return any([attribute_value(way) == value for way in ways])
    if group == "remedies":
        asked = (value,) if value else GRANTED
        return any([way.status in asked for way in ways])
    if group == "items":
        return bool(ways)
    if group in ("actions", "prohibited"):
        acts = [way.when for way in ways if (way.when is not None) == (group == "actions")]
        return any([value is None or when == value for when in acts])
    return bool(ways)


def suits(wanted: Goal, way: Any) -> bool:
    """Whether a remedy in one completion agrees with what is wanted of all of them."""
    if wanted.value == "forbidden":
        return way is NOTHING or way.status == "forbidden"
    return way is not NOTHING and way.status in (("required",) if wanted.value == "required" else GRANTED)


def says_it(wanted: Goal, say: object) -> bool:
    """Whether a rule's effect, as written or compiled, would give the entry as it is wanted."""
    value = wanted.value
    if isinstance(say, effect.SetSeverity):
        return say.tier == value
    if isinstance(say, effect.AssignLead):
        return say.party == value
    if isinstance(say, effect.FindLiability):
        return say.finding == value
    if isinstance(say, effect.RequestAction):
        return value is None or say.when == value
    if isinstance(say, effect.SetDeadline):
        return value is None or not isinstance(say.within, effect.Duration) or say.within.text == value
    mode = getattr(say, "mode", None)
    if mode is not None:
        asked = {None: GRANTING, "permitted": GRANTING, "required": ("require",), "forbidden": ("forbid",)}[value]
        return mode in asked
    payable = getattr(say, "payable", None)
    if payable is not None:
        return bool(payable) == (value != "not_payable")
    return True


def speaks_of(wanted: Goal, say: Effect) -> bool:
    """Whether an effect writes the entry at all."""
    return key_of(say) in wanted.keys


def speaking_rules(keys: Iterable[Key], program: Program) -> list[CompiledRule]:
    """The rules that can affect some entries: those that write them, their exceptions and what these rules read."""
    rules = [rule for rule in program.rules if rule is not None]
    slots = {slot_of(key) for key in keys}
    if any(group == "support" for group, _ in slots):
        slots.add(("lead", ""))  # the lead is never a supporting department too
    found = {rule.position: rule for rule in rules if any(slot_of(key_of(say)) in slots for say in rule.effects)}
    left = [*found.values()]
    while left:
        rule = left.pop()
        others = [one for one in rules if one.position in rule.silencers or one.writes & rule.reads]
        left += [one for one in others if one.position not in found]
        found |= {one.position: one for one in others}
    return [*found.values()]
