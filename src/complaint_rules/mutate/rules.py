"""Mutations of one rule, each as a whole ruleset that shares everything else with the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from complaint_rules.compile.alternatives import MOST_ALTERNATIVES, how_many
from complaint_rules.compile.condition import Or
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.mutate.conditions import conditions_mistaken
from complaint_rules.mutate.effects import effects_mistaken
from complaint_rules.mutate.names_used import NamesUsed
from complaint_rules.mutate.operator import AppliedOperator

_NEVER = Or(())
_DAY = timedelta(1)


def rule_mistaken(rule: CompiledRule, ruleset: Ruleset, used: NamesUsed) -> Iterator[AppliedOperator[Ruleset]]:
    """Every mutation of one rule that the compiler would accept.

    A mutation only removes names and reads or exchanges them for others of their kind, so that the order of evaluation,
    and with it every rule's position, is unchanged.
    """
    for condition in conditions_mistaken(rule.condition, tuple(ruleset.names.tiers)):
        changed = replace(rule, condition=condition.made)
        if how_many(changed.condition) <= MOST_ALTERNATIVES:
            yield condition.into(with_rules(ruleset, [changed]))
    for effects in effects_mistaken(rule.effects, used):
        yield effects.into(with_rules(ruleset, [replace(rule, effects=effects.made)]))
    if len(rule.effects) == 1:
        yield AppliedOperator("effect", "the rule dropped", with_rules(ruleset, [replace(rule, condition=_NEVER)]))
    for index, target in enumerate(rule.exception_to):
        yield AppliedOperator("exception", f"exception_to: {target} removed", _without_exception(rule, index, ruleset))
    yield from _days(rule, ruleset)


def with_rules(ruleset: Ruleset, rules: Sequence[CompiledRule]) -> Ruleset:
    """A ruleset with the given rules replacing those at their positions."""
    by_position = {rule.position: rule for rule in rules}
    return replace(ruleset, rules=tuple(by_position.get(rule.position, rule) for rule in ruleset.rules))


def _without_exception(rule: CompiledRule, index: int, ruleset: Ruleset) -> Ruleset:
    kept = (*rule.exception_to[:index], *rule.exception_to[index + 1 :])
    layer = rule.id.partition("/")[0]
    full = {target if "/" in target else f"{layer}/{target}" for target in kept}
    silenced = [ruleset.rules[position] for position in rule.silences]
    freed = [other for other in silenced if other.id not in full and other.table not in full]
    changed = [replace(other, silencers=tuple(p for p in other.silencers if p != rule.position)) for other in freed]
    gone = {other.position for other in freed}
    silences = tuple(position for position in rule.silences if position not in gone)
    return with_rules(ruleset, [*changed, replace(rule, exception_to=kept, silences=silences)])


def _days(rule: CompiledRule, ruleset: Ruleset) -> Iterator[AppliedOperator[Ruleset]]:
    for shift in (-_DAY, _DAY):
        if rule.start is not None:
            start = rule.start + shift
            if rule.until is None or start <= rule.until:
                yield _moved("from", rule.start, start, replace(rule, start=start), ruleset)
        if rule.until is not None:
            until = rule.until + shift
            if rule.start is None or rule.start <= until:
                yield _moved("until", rule.until, until, replace(rule, until=until), ruleset)


def _moved(end: str, old: date, new: date, rule: CompiledRule, ruleset: Ruleset) -> AppliedOperator[Ruleset]:
    turn = new if end == "from" else new + _DAY
    made = replace(with_rules(ruleset, [rule]), changes=with_change(ruleset, turn))
    return AppliedOperator("day", f"effective {end}: {old} -> {new}", made)


def with_change(ruleset: Ruleset, day: date) -> tuple[date, ...]:
    """The days on which the law in force changes, plus one; a superfluous day is harmless."""
    return tuple(sorted({*ruleset.changes, day}))
