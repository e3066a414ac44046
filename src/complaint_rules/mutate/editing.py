"""Edits of complaints as mappings: one fact set or removed, or its group removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType
from complaint_rules.facts.stating import put, written

Complaint = Mapping[str, Any]
ALWAYS_THERE = ("id", "received_at", "kind")


def with_fact(complaint: Complaint, fact: Fact, value: Any) -> dict[str, Any]:
    """The complaint with a fact set to a value, given as the engine holds it."""
    made = dict(complaint)
    put(made, fact, written(fact, value))
    return made


def without_fact(complaint: Complaint, fact: Fact) -> dict[str, Any]:
    """The complaint with a fact unknown; its group stays."""
    made = dict(complaint)
    if fact.group is None:
        if fact.path not in ALWAYS_THERE:
            made.pop(fact.path, None)
    else:
        name = fact.path.split(".", 1)[1]
        made[fact.group] = {key: value for key, value in (complaint.get(fact.group) or {}).items() if key != name}
    return made


def without_group(complaint: Complaint, group: str) -> dict[str, Any]:
    """The complaint without a group of facts."""
    return {key: value for key, value in complaint.items() if key != group}


def can_be_set(fact: Fact) -> bool:
    """Whether a caller states the fact and the search may change it."""
    return fact.path not in ("id", "received_at", RECEIVED_ON) and fact.type is not FactType.DEPENDANTS


def smaller(complaint: Complaint) -> Iterator[dict[str, Any]]:
    """Every complaint with one element removed: a group, a fact, or a fact of a group."""
    for key in complaint:
        if key not in ALWAYS_THERE:
            yield without_group(complaint, key)
    for key, value in complaint.items():
        if isinstance(value, Mapping):
            for name in value:
                yield {**complaint, key: {other: one for other, one in value.items() if other != name}}
