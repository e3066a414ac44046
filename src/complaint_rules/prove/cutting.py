"""Shrinks a complaint with the engine as oracle: drops what need not be stated, rounds figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from complaint_rules.compile.condition import Compare, Constant, In, OfFact, OfParameter, leaves
from complaint_rules.compile.rule import Ruleset
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.fact import FINITE, NUMERIC, OWN_GROUP, Fact, FactType, ordinal
from complaint_rules.facts.stating import written
from complaint_rules.prove.symbolic.complaint import limits
from complaint_rules.prove.symbolic.usual import USUAL_DAY, round_figures

Complaint = Mapping[str, Any]
Shows = Callable[[Complaint], bool]
"""Whether a complaint still shows what it must show."""

Near = Mapping[str, Sequence[int]]
"""The numbers worth trying in addition to round ones, best first, by the path of the fact."""

ALWAYS_THERE = ("id", "received_at", "kind")
_KINDS = ("other", "service_quality")
_PASSES = 3


def cut_down(complaint: Complaint, facts: Sequence[Fact], near: Near, shows: Shows) -> Complaint:
    """The complaint with as few facts as possible, and those in round figures.

    Args:
        complaint: one for which `shows` is true.
        facts: the facts that it may state.
        near: the numbers worth trying.
        shows: whether a complaint still shows what it must show.
    """
    for _ in range(_PASSES):
        before = complaint
        for changed in (_usual_times, _with_less, _with_other_kind, _with_simple_values):
            complaint = _first_that_stand(complaint, changed(complaint, facts, near), shows)
        if complaint == before:
            break
    return complaint


Edit = Callable[[Complaint], Complaint]


def _first_that_stand(complaint: Complaint, edits: Iterator[tuple[str, Edit]], shows: Shows) -> Complaint:
    """Apply edits in order; of those with one name, only the first after which `shows` is still true."""
    made: set[str] = set()
    for name, edit in edits:
        if name in made:
            continue
        changed = edit(complaint)
        if changed == complaint or _stands(changed, shows):
            made.add(name)
            complaint = changed
    return complaint


def _stands(complaint: Complaint, shows: Shows) -> bool:
    try:
        return shows(complaint)
    except ComplaintError:
        return False


def _usual_times(complaint: Complaint, _facts: Sequence[Fact], _near: Near) -> Iterator[tuple[str, Edit]]:
    moment = datetime.fromisoformat(complaint["received_at"])
    usual = moment.replace(year=USUAL_DAY.year, month=USUAL_DAY.month, day=USUAL_DAY.day)
    yield (
        "day",
        lambda made: {
            **without(without(made, "occurred_on"), "settled_on"),
            "received_at": usual.replace(hour=10, minute=0).isoformat(),
        },
    )
    yield "hour", lambda made: {**made, "received_at": usual.isoformat()}
    yield "hour", lambda made: {**made, "received_at": moment.replace(hour=10, minute=0).isoformat()}


def _with_less(complaint: Complaint, facts: Sequence[Fact], _near: Near) -> Iterator[tuple[str, Edit]]:
    groups = [path for path, value in complaint.items() if isinstance(value, Mapping)]
    for group in groups:
        yield group, lambda made, group=group: without(made, group)  # type: ignore[misc]
    for fact in reversed(facts):
        if fact.path not in ALWAYS_THERE:
            yield fact.path, lambda made, fact=fact: without(made, fact.path)  # type: ignore[misc]


def _with_other_kind(complaint: Complaint, _facts: Sequence[Fact], _near: Near) -> Iterator[tuple[str, Edit]]:
    """A less specific kind; the group that the old kind left unknown is then absent, or stated as empty."""
    own = OWN_GROUP.get(complaint["kind"])
    for kind in _KINDS:
        yield "kind", lambda made, kind=kind: {**made, "kind": kind}  # type: ignore[misc]
        if own is not None and own not in complaint:
            yield "kind", lambda made, kind=kind: {**made, "kind": kind, own: {}}  # type: ignore[misc]


def _with_simple_values(complaint: Complaint, facts: Sequence[Fact], near: Near) -> Iterator[tuple[str, Edit]]:
    day = complaint["received_at"][:10]
    for fact in facts:
        if stated(complaint, fact.path) is None:
            continue
        if fact.type is FactType.DATE:
            yield fact.path, lambda made, path=fact.path: put(made, path, day)  # type: ignore[misc]
        elif fact.type in FINITE and fact.path not in ALWAYS_THERE:
            for value in fact.values:
                yield fact.path, lambda made, path=fact.path, value=value: put(made, path, value)  # type: ignore[misc]
        elif fact.type in NUMERIC:
            low, high = limits(fact)
            for figure in dict.fromkeys((*round_figures(fact), *near.get(fact.path, ()))):
                if low <= figure <= high:
                    value = written(fact, figure)
                    yield fact.path, lambda made, path=fact.path, value=value: put(made, path, value)  # type: ignore[misc]


# --- complaints as mappings


def stated(complaint: Complaint, path: str) -> Any:
    """The value that a complaint states for a fact; None where it states none."""
    group, _, name = path.rpartition(".")
    inner = complaint.get(group) if group else complaint
    return inner.get(name) if isinstance(inner, Mapping) else None


def put(complaint: Complaint, path: str, value: Any) -> Complaint:
    """The complaint with a fact set to a value, as a caller writes it."""
    group, _, name = path.rpartition(".")
    return {**complaint, group: {**(complaint.get(group) or {}), name: value}} if group else {**complaint, name: value}


def without(complaint: Complaint, path: str) -> Complaint:
    """The complaint without a fact, whose group stays, or without a whole group."""
    group, _, name = path.rpartition(".")
    if not group:
        return {key: value for key, value in complaint.items() if key != name}
    inner = complaint.get(group)
    if not isinstance(inner, Mapping):
        return complaint
    return {**complaint, group: {key: value for key, value in inner.items() if key != name}}


# --- figures


def figures_near(rulesets: Sequence[Ruleset]) -> dict[str, tuple[int, ...]]:
    """Boundary values: numbers at and around the thresholds of the rulesets, by the path of the fact."""
    found: dict[str, set[int]] = {}
    for ruleset in rulesets:
        for leaf in (leaf for rule in ruleset.rules for leaf in leaves(rule.condition)):
            if isinstance(leaf, In) and leaf.fact.type in NUMERIC:
                found.setdefault(leaf.fact.path, set()).update(ordinal(value) for value in leaf.values)
            elif isinstance(leaf, Compare) and not isinstance(leaf.operand, OfFact):
                found.setdefault(leaf.fact.path, set()).update(_figures(leaf.operand, ruleset))
    return {
        path: tuple(sorted({value + by for value in values for by in (0, -1, 1)})) for path, values in found.items()
    }


def _figures(operand: Constant | OfParameter, ruleset: Ruleset) -> Iterator[int]:
    if isinstance(operand, Constant):
        yield ordinal(operand.value)
    else:
        yield from (int(value) for value in ruleset.parameters[operand.name].all_values() if isinstance(value, int))
