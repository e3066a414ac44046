"""Exceptions: which rules override which, and the order of evaluation that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from complaint_rules.compile.names import Names
from complaint_rules.compile.order import in_order
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.errors import Hint, Message, Place, nearest
from complaint_rules.load.document import Located

Origin = tuple[CompiledRule, Located]


def find_silencers(origins: Sequence[Origin], names: Names, *, is_whole: bool) -> list[set[int]]:
    """For each rule the indexes of its exceptions; problems are noted in `names`.

    Where not all rules could be read (`is_whole` is false), a rule that is not found may be one of those.
    """
    by_name: dict[str, list[int]] = {}
    for index, (rule, _) in enumerate(origins):
        for name in filter(None, (rule.id, rule.table)):
            by_name.setdefault(name, []).append(index)
    silencers: list[set[int]] = [set() for _ in origins]
    for index, (rule, at) in enumerate(origins):
        own_layer = rule.id.split("/", 1)[0]
        for number, target in enumerate(rule.exception_to):
            place = at.place("exception_to", number)
            full = target if "/" in target else f"{own_layer}/{target}"
            if is_whole and full not in by_name:
                names.refuse(Message("unknown-name", _near_rule(target, by_name), what="rule", name=target), place)
            for other in by_name.get(full, ()):
                if _may_silence(rule, origins[other][0], place, names):
                    silencers[other].add(index)
    return silencers


def _may_silence(rule: CompiledRule, other: CompiledRule, place: Place, names: Names) -> bool:
    if other is rule:
        names.refuse(Message("exception-to-itself", rule=rule.id), place)
        return False
    if other.binding and other.layer < rule.layer:
        above = rule.id.split("/", 1)[0]
        names.refuse(Message("exception-to-binding", rule=other.id, layer=above), place)
        return False
    return True


def _near_rule(target: str, by_name: Iterable[str]) -> Hint:
    short = [name.split("/", 1)[1] for name in by_name]
    near = nearest(target, short if "/" not in target else by_name) or nearest(target, by_name)
    return near or Hint("name-a-rule", {})


def arrange(rules: Sequence[CompiledRule], silencers: Sequence[set[int]]) -> list[CompiledRule]:
    """Put rules in order of evaluation, each with its place and its exceptions.

    Raises:
        RulesetError: the rules form a cycle; the error shows it.
    """
    order = in_order(rules, [sorted(found) for found in silencers])
    position = {index: place for place, index in enumerate(order)}
    for index, rule in enumerate(rules):
        rule.position = position[index]
        rule.silencers = tuple(sorted(position[other] for other in silencers[index]))
    arranged = [rules[index] for index in order]
    for rule in arranged:
        for other in rule.silencers:
            arranged[other].silences = (*arranged[other].silences, rule.position)
    return arranged
