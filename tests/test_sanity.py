"""Random complaints under each shipped ruleset: whatever comes in, the decision says who acts and how soon.

400 complaints a ruleset; `SANITY=10000` draws more. What fails is first cut down to the facts that it takes.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benchmarks.complaints import at_random
from complaint_rules import Engine
from complaint_rules.decision import Decision
from complaint_rules.errors import ComplaintRulesError
from complaint_rules.load.folder import read_stack, shipped_ids

COUNT = int(os.environ.get("SANITY", "400"))
REQUIRED = ("id", "received_at", "kind")
WITH_TIERS = [name for name in shipped_ids() if read_stack(name)[-1].header.tiers]


@pytest.mark.parametrize("ruleset", WITH_TIERS)
def test_every_decision_on_a_random_complaint_is_whole(ruleset):
    engine = Engine.load(ruleset, engine="python")
    found: dict[str, dict[str, Any]] = {}
    for complaint in at_random(COUNT):
        for fault in faults(engine.decide(complaint)):
            found.setdefault(fault, complaint)
    smallest = {fault: minimal(complaint, still(engine, fault)) for fault, complaint in found.items()}
    assert smallest == {}


def faults(decision: Decision) -> Iterator[str]:
    """What is missing from a decision or makes no sense in it; nothing that depends on the sums of one complaint."""
    if decision.severity.tier is None:
        yield "no tier"
    if decision.department.lead is None:
        yield "no lead"
    if not decision.deadlines:
        yield "no deadline"
    for name, least, most in ranges(decision):
        if least is not None and (least < 0 or (most is not None and most < least)):
            yield f"no sum can be agreed to: {name}"
    for note in decision.review:
        if note.kind == "figure":
            continue  # of a figure that is not published yet
        yield f"review of {note.entry} ({', '.join(note.rules)})"


def ranges(decision: Decision) -> Iterator[tuple[str, int | None, int | None]]:
    yield from ((f"remedies.{one.kind}", one.min_fen, one.max_fen) for one in decision.remedies)
    yield from ((f"items.{one.item}", one.min_fen, one.max_fen) for one in decision.items)
    yield "payable", decision.payable.min_fen, decision.payable.max_fen


def still(engine: Engine, fault: str) -> Callable[[dict[str, Any]], bool]:
    def has_fault(complaint: dict[str, Any]) -> bool:
        try:
            return fault in faults(engine.decide(complaint))
        except ComplaintRulesError:
            return False

    return has_fault


def minimal(complaint: dict[str, Any], holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The complaint without any fact or group that can be left out while something holds of it."""
    smaller = True
    while smaller:
        smaller = False
        for path in paths(complaint):
            candidate = without(complaint, path)
            if holds(candidate):
                complaint, smaller = candidate, True
                break
    return complaint


def paths(complaint: dict[str, Any]) -> list[tuple[str, ...]]:
    tops = [name for name in complaint if name not in REQUIRED]
    inner = [(name, key) for name in tops if isinstance(complaint[name], dict) for key in complaint[name]]
    return [*((name,) for name in tops), *inner]


def without(complaint: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    made = copy.deepcopy(complaint)
    holder = made
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return made


def test_a_complaint_is_cut_down_to_the_facts_that_a_fault_takes():
    complaint = {"id": "x", "received_at": "y", "kind": "other", "a": 1, "g": {"b": 2, "c": 3}, "h": {"d": 4}}
    assert minimal(complaint, lambda one: "c" in one.get("g", {})) == {
        "id": "x",
        "received_at": "y",
        "kind": "other",
        "g": {"c": 3},
    }
