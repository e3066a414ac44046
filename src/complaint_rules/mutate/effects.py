"""Slips in effects: an effect forgotten, another name of the ruleset written, a span or sum off by one unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from complaint_rules.compile import effect
from complaint_rules.compile.amount import Amount
from complaint_rules.compile.effect import Duration, DurationOf, Effect
from complaint_rules.mutate.amounts import amounts_mistaken
from complaint_rules.mutate.names_used import NamesUsed
from complaint_rules.mutate.slip import Slip

_MODES: dict[effect.Mode, tuple[effect.Mode, ...]] = {
    "permit": ("forbid", "require"),
    "forbid": ("permit",),
    "require": ("permit",),
}


def effects_mistaken(effects: tuple[Effect, ...], used: NamesUsed) -> Iterator[Slip[tuple[Effect, ...]]]:
    """Every slip in a rule's effects; that the only one is dropped is a slip of the rule, not one of its effects."""
    for index, one in enumerate(effects):
        before, after = effects[:index], effects[index + 1 :]
        if before or after:
            yield Slip("effect", f"{said(one)} dropped", (*before, *after))
        for slip in _mistaken(one, used):
            if slip.made not in effects:
                yield slip.into((*before, slip.made, *after))


def _mistaken(one: Effect, used: NamesUsed) -> Iterator[Slip[Effect]]:
    for other in used.instead_of(one):
        yield Slip("output", f"{said(one)} -> {said(other)}", other)
    if isinstance(one, effect.Deadline):
        yield from _deadline(one, used)
    elif isinstance(one, effect.Liability):
        flipped = replace(one, disputed=not one.disputed)
        yield Slip("output", f"{said(one)} -> {said(flipped)}", flipped)
    elif isinstance(one, effect.Remedy):
        yield from _remedy(one)
    elif isinstance(one, effect.Item):
        yield from _item(one)


def _deadline(one: effect.Deadline, used: NamesUsed) -> Iterator[Slip[Effect]]:
    if isinstance(one.within, Duration) and one.within.unit != "at once":
        for count in (one.within.count - 1, one.within.count + 1):
            if count > 0:
                made: Effect = replace(one, within=_span(count, one.within))
                yield Slip("threshold", f"{said(one)} -> {said(made)}", made)
    for within in used.other_spans(one):
        made = replace(one, within=within)
        yield Slip("output", f"{said(one)} -> {said(made)}", made)


def _span(count: int, span: Duration) -> Duration:
    if span.unit == "h":
        return replace(span, count=count, text=f"{count}h")
    unit = span.unit if count != 1 else span.unit.removesuffix("s")
    return replace(span, count=count, text=f"{count} {unit}")


def _remedy(one: effect.Remedy) -> Iterator[Slip[Effect]]:
    for mode in _MODES[one.mode]:
        bare = mode == "forbid"
        bare_of = replace(one, least=None, most=None, public=False) if bare else one
        made: Effect = replace(bare_of, mode=mode)
        yield Slip("output", f"{said(one)} -> {said(made)}", made)
    if one.public:
        yield Slip("effect", f"{said(one)}: no longer public", replace(one, public=False))
    yield from _limits(one)


def _limits(one: effect.Remedy) -> Iterator[Slip[Effect]]:
    for name, limit in (("least", one.least), ("most", one.most)):
        if limit is not None:
            called = "min" if name == "least" else "max"
            without: Effect = _with_limit(one, name, None)
            yield Slip("effect", f"{said(one)}: its {called} dropped", without)
            for slip in amounts_mistaken(limit):
                yield slip.into(_with_limit(one, name, slip.made), before=f"{said(one)}: ")


def _with_limit(one: effect.Remedy, name: str, limit: Amount | None) -> effect.Remedy:
    return replace(one, least=limit) if name == "least" else replace(one, most=limit)


def _item(one: effect.Item) -> Iterator[Slip[Effect]]:
    if one.payable:
        refused = effect.Item(one.item, payable=False, least=None, most=None, needs=())
        yield Slip("output", f"{said(one)} -> not_payable", refused)
    yield from _sums(one)
    for index, group in enumerate(one.needs):
        others = (*one.needs[:index], *one.needs[index + 1 :])
        names = " or ".join(fact.path for fact in group)
        yield Slip("effect", f"{said(one)}: its need {names} dropped", replace(one, needs=others))
        for fact in group if len(group) > 1 else ():
            rest = tuple(other for other in group if other is not fact)
            needs = (*one.needs[:index], rest, *one.needs[index + 1 :])
            yield Slip("value", f"{said(one)}: {fact.path} no longer enough", replace(one, needs=needs))


def _sums(one: effect.Item) -> Iterator[Slip[Effect]]:
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
    if isinstance(one, effect.Deadline):
        span = one.within.parameter if isinstance(one.within, DurationOf) else one.within.text
        return f"deadline.{one.clock}: {span} from {one.start}"
    if isinstance(one, effect.Remedy):
        return f"{one.mode} {one.kind}"
    if isinstance(one, effect.Item):
        return f"item {one.item}"
    return _plainly(one)


def _plainly(one: Effect) -> str:
    if isinstance(one, effect.Approval):
        return f"approval by {one.role} for {one.purpose}"
    if isinstance(one, effect.Action):
        return f"action {one.do}: {one.when}"
    if isinstance(one, effect.Liability):
        return f"liability: {one.finding}{', disputed' if one.disputed else ''}"
    if isinstance(one, effect.Severity):
        return f"severity: {one.tier}"
    if isinstance(one, effect.Prohibit):
        return f"prohibit {one.do}"
    assert isinstance(one, effect.Lead | effect.Support)
    return f"{'lead' if isinstance(one, effect.Lead) else 'support'}: {one.party}"
