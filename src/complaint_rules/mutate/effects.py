"""Mutation operators on effects: one dropped, another name of the ruleset used, a span or sum off by one unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from complaint_rules.compile import effect
from complaint_rules.compile.amount import Amount
from complaint_rules.compile.effect import Duration, DurationOf, Effect
from complaint_rules.mutate.amounts import amounts_mistaken
from complaint_rules.mutate.names_used import NamesUsed
from complaint_rules.mutate.operator import AppliedOperator

_MODES: dict[effect.Mode, tuple[effect.Mode, ...]] = {
    "permit": ("forbid", "require"),
    "forbid": ("permit",),
    "require": ("permit",),
}


def effects_mistaken(effects: tuple[Effect, ...], used: NamesUsed) -> Iterator[AppliedOperator[tuple[Effect, ...]]]:
    """Every mutation of a rule's effects; dropping the only effect is a mutation of the rule instead."""
    for index, one in enumerate(effects):
        before, after = effects[:index], effects[index + 1 :]
        if before or after:
            yield AppliedOperator("effect", f"{said(one)} dropped", (*before, *after))
        for slip in _mistaken(one, used):
            if slip.made not in effects:
                yield slip.into((*before, slip.made, *after))


def _mistaken(one: Effect, used: NamesUsed) -> Iterator[AppliedOperator[Effect]]:
    for other in used.instead_of(one):
        yield AppliedOperator("output", f"{said(one)} -> {said(other)}", other)
    if isinstance(one, effect.SetDeadline):
        yield from _deadline(one, used)
    elif isinstance(one, effect.FindLiability):
        flipped = replace(one, disputed=not one.disputed)
        yield AppliedOperator("output", f"{said(one)} -> {said(flipped)}", flipped)
    elif isinstance(one, effect.SetRemedy):
        yield from _remedy(one)
    elif isinstance(one, effect.SetItem):
        yield from _item(one)


def _deadline(one: effect.SetDeadline, used: NamesUsed) -> Iterator[AppliedOperator[Effect]]:
    if isinstance(one.within, Duration) and one.within.unit != "at once":
        for count in (one.within.count - 1, one.within.count + 1):
            if count > 0:
                made: Effect = replace(one, within=_span(count, one.within))
                yield AppliedOperator("threshold", f"{said(one)} -> {said(made)}", made)
    for within in used.other_spans(one):
        made = replace(one, within=within)
        yield AppliedOperator("output", f"{said(one)} -> {said(made)}", made)


def _span(count: int, span: Duration) -> Duration:
    if span.unit == "h":
        return replace(span, count=count, text=f"{count}h")
    unit = span.unit if count != 1 else span.unit.removesuffix("s")
    return replace(span, count=count, text=f"{count} {unit}")


def _remedy(one: effect.SetRemedy) -> Iterator[AppliedOperator[Effect]]:
    for mode in _MODES[one.mode]:
        bare = mode == "forbid"
        bare_of = replace(one, least=None, most=None, public=False) if bare else one
        made: Effect = replace(bare_of, mode=mode)
        yield AppliedOperator("output", f"{said(one)} -> {said(made)}", made)
    if one.public:
        yield AppliedOperator("effect", f"{said(one)}: no longer public", replace(one, public=False))
    yield from _limits(one)


def _limits(one: effect.SetRemedy) -> Iterator[AppliedOperator[Effect]]:
    for name, limit in (("least", one.least), ("most", one.most)):
        if limit is not None:
            called = "min" if name == "least" else "max"
            without: Effect = _with_limit(one, name, None)
            yield AppliedOperator("effect", f"{said(one)}: its {called} dropped", without)
            for slip in amounts_mistaken(limit):
                yield slip.into(_with_limit(one, name, slip.made), before=f"{said(one)}: ")


def _with_limit(one: effect.SetRemedy, name: str, limit: Amount | None) -> effect.SetRemedy:
    return replace(one, least=limit) if name == "least" else replace(one, most=limit)


def _item(one: effect.SetItem) -> Iterator[AppliedOperator[Effect]]:
    if one.payable:
        refused = effect.SetItem(one.item, payable=False, least=None, most=None, needs=())
        yield AppliedOperator("output", f"{said(one)} -> not_payable", refused)
    yield from _sums(one)
    for index, group in enumerate(one.needs):
        others = (*one.needs[:index], *one.needs[index + 1 :])
        names = " or ".join(fact.path for fact in group)
        yield AppliedOperator("effect", f"{said(one)}: its need {names} dropped", replace(one, needs=others))
        for fact in group if len(group) > 1 else ():
            rest = tuple(other for other in group if other is not fact)
            needs = (*one.needs[:index], rest, *one.needs[index + 1 :])
            yield AppliedOperator("value", f"{said(one)}: {fact.path} no longer enough", replace(one, needs=needs))


def _sums(one: effect.SetItem) -> Iterator[AppliedOperator[Effect]]:
    if one.most is None:
        return
    if one.most is one.least:
        for slip in amounts_mistaken(one.most):
            yield slip.into(replace(one, least=slip.made, most=slip.made), before=f"{said(one)}: ")
        return
    for slip in amounts_mistaken(one.most):
        yield slip.into(replace(one, most=slip.made), before=f"{said(one)}: max ")
    for slip in amounts_mistaken(one.least) if one.least is not None else ():
        yield slip.into(replace(one, least=slip.made), before=f"{said(one)}: min ")


def said(one: Effect) -> str:
    """An effect in the author's words."""
    if isinstance(one, effect.SetDeadline):
        span = one.within.parameter if isinstance(one.within, DurationOf) else one.within.text
        return f"deadline.{one.clock}: {span} from {one.start}"
    if isinstance(one, effect.SetRemedy):
        return f"{one.mode} {one.kind}"
    if isinstance(one, effect.SetItem):
        return f"item {one.item}"
    return _plainly(one)


def _plainly(one: Effect) -> str:
    if isinstance(one, effect.RequireApproval):
        return f"approval by {one.role} for {one.purpose}"
    if isinstance(one, effect.RequestAction):
        return f"action {one.do}: {one.when}"
    if isinstance(one, effect.FindLiability):
        return f"liability: {one.finding}{', disputed' if one.disputed else ''}"
    if isinstance(one, effect.SetSeverity):
        return f"severity: {one.tier}"
    if isinstance(one, effect.ProhibitAction):
        return f"prohibit {one.do}"
    assert isinstance(one, effect.AssignLead | effect.AssignSupport)
    return f"{'lead' if isinstance(one, effect.AssignLead) else 'support'}: {one.party}"
