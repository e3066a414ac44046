"""What an author changed from one ruleset to another, and what reads it, found without the solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from complaint_rules.compile import effect
from complaint_rules.compile.amount import Amount, parameters_in
from complaint_rules.compile.condition import parameters_tested
from complaint_rules.compile.names import Label
from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.entries.plan import key_of
from complaint_rules.entries.slot import Key
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.stating import written
from complaint_rules.frozen_dict import FrozenDict
from complaint_rules.prove.structural_diff import StructuralDiff

Kind = Literal["parameter", "rule", "fact", "presumed", "authority", "alternatives", "tiers", "clocks"]
Way = Literal["added", "removed", "changed"]
Part = Literal["condition", "effects", "exceptions", "in force", "binding", "parameters"]

_BOUNDS = (("least", "min"), ("most", "max"), ("cap", "cap"))

Since = tuple[date, str]
"""The day from which a figure applies, and its place; an empty place is the default."""

Figures = Mapping[Since | None, Any]
"""Figures by when and where they apply; a value that depends on neither is under None."""


class ReadingRule(NamedTuple):
    """A rule that reads what changed: in its condition, or for an output or one bound of an output."""

    rule: CompiledRule
    output: Key | None = None
    bound: str | None = None


class Edit(NamedTuple):
    """One thing that differs in the new ruleset.

    `old` and `new` are figures or values, by the day from which they apply where there is one; `parts` names the parts
    of a rule that differ.
    """

    kind: Kind
    name: str
    label: Label
    way: Way
    old: Figures = FrozenDict()
    new: Figures = FrozenDict()
    unit: str | None = None
    parts: tuple[Part, ...] = ()
    readers: tuple[ReadingRule, ...] = ()


def edits_of(alike: StructuralDiff) -> list[Edit]:
    """Everything that differs in the new ruleset, parameters first."""
    old, new = alike.old, alike.new
    return [*_parameters(old, new), *_rules(alike), *_facts(old, new), *_presumed(old, new), *_lists(old, new)]


def _way(old: object, new: object) -> Way:
    return "added" if old is None else "removed" if new is None else "changed"


def _parameters(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    for name in dict.fromkeys([*old.parameters, *new.parameters]):
        one, other = old.parameters.get(name), new.parameters.get(name)
        ours, theirs = _figures(one), _figures(other)
        days = [day for day in sorted({*ours, *theirs}) if ours.get(day) != theirs.get(day)]
        known = other or one
        if known is None or not (days or _way(one, other) != "changed" or _unit(one) != _unit(other)):
            continue
        yield Edit(
            "parameter",
            name,
            known.title,
            _way(one, other),
            {day: ours[day] for day in days if day in ours},
            {day: theirs[day] for day in days if day in theirs},
            known.unit,
            readers=tuple(_readers(name, new if other is not None else old)),
        )


def _unit(parameter: DatedParameter | None) -> str | None:
    return None if parameter is None else parameter.unit


def _figures(parameter: DatedParameter | None) -> dict[Since, Any]:
    if parameter is None:
        return {}
    found = {(step.start, ""): _plain(step.figure.value) for step in parameter.steps}
    return found | {
        (step.start, place): _plain(own.value) for step in parameter.steps for place, own in step.local.items()
    }


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _readers(name: str, ruleset: Ruleset) -> Iterator[ReadingRule]:
    for rule in ruleset.rules:
        if name in parameters_tested(rule.condition):
            yield ReadingRule(rule)
        for said in rule.effects:
            if isinstance(said, effect.SetRemedy | effect.SetItem):
                for attribute, bound in _BOUNDS:
                    amount: Amount | None = getattr(said, attribute)
                    if amount is not None and name in parameters_in(amount):
                        yield ReadingRule(rule, key_of(said), bound)
            elif name in effect.parameters_of(said):
                yield ReadingRule(rule, key_of(said))


def _rules(alike: StructuralDiff) -> Iterator[Edit]:
    old, new = alike.old, alike.new
    partners = alike.partners
    for rule in new.rules:
        partner = partners.get(rule.position)
        if partner is None:
            yield Edit("rule", rule.id, rule.title, "added")
            continue
        parts = tuple(_parts(old.rules[partner], rule, partners))
        if parts:
            yield Edit("rule", rule.id, rule.title, "changed", parts=parts)
    known = set(partners.values())
    yield from (Edit("rule", rule.id, rule.title, "removed") for rule in old.rules if rule.position not in known)


def _parts(one: CompiledRule, other: CompiledRule, partners: Mapping[int, int]) -> Iterator[Part]:
    if one.condition != other.condition:
        yield "condition"
    if one.effects != other.effects:
        yield "effects"
    if {*one.silencers} != {partners.get(at) for at in other.silencers}:
        yield "exceptions"
    if (one.start, one.until) != (other.start, other.until):
        yield "in force"
    if one.binding != other.binding:
        yield "binding"


def _facts(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    ours, theirs = ({fact.path: fact for fact in ruleset.facts} for ruleset in (old, new))
    for path in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(path), theirs.get(path)
        known = other or one
        if known is not None and one != other and not (one and other and _declared(one) == _declared(other)):
            yield Edit("fact", path, (known.en, known.zh), _way(one, other))


def _declared(fact: Fact) -> tuple[object, ...]:
    return fact.type, fact.values, fact.unit, fact.least, fact.most


def _presumed(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    ours, theirs = (
        {
            fact.path: (fact, written(fact, ruleset.presume[fact.index]))
            for fact in ruleset.facts
            if fact.index in ruleset.presume
        }
        for ruleset in (old, new)
    )
    for path in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(path), theirs.get(path)
        known = other or one
        if known is not None and (one and one[1]) != (other and other[1]):
            fact = known[0]
            before: Figures = {None: one[1]} if one else {}
            after: Figures = {None: other[1]} if other else {}
            yield Edit("presumed", path, (fact.en, fact.zh), _way(one, other), before, after)


_LISTS: tuple[tuple[Kind, Label, Callable[[Ruleset], object]], ...] = (
    ("tiers", ("order of tiers", "等级顺序"), lambda ruleset: ruleset.names.ranks),
    ("clocks", ("order of clocks", "时限顺序"), lambda ruleset: list(ruleset.names.clocks)),
    ("authority", ("who may approve up to what", "审批权限"), lambda ruleset: ruleset.authority),
    ("alternatives", ("alternatives", "择一组"), lambda ruleset: ruleset.names.alternatives),
)


def _lists(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    for kind, label, read in _LISTS:
        if read(old) != read(new):
            yield Edit(kind, kind, label, "changed")
