"""The complaints that are decided: the cases beside a ruleset, and random ones from a seed."""

from __future__ import annotations

import random
from typing import Any

from complaint_rules import Engine
from complaint_rules.errors import ComplaintRulesError
from complaint_rules.facts.fact import NEVER_ABSENT, OWN_GROUP, Fact, FactType, declared_facts
from complaint_rules.load.folder import find_folder, read_cases

SEED = 20261120
RECEIVED = "2026-11-{day:02}T{hour:02}:{minute:02}:00+08:00"


def of_cases(ruleset: str) -> list[dict[str, Any]]:
    """The complaints of the ruleset's cases, but for those that a case expects to be refused."""
    engine = Engine.load(ruleset, engine="interpreter")
    found = []
    for case, _ in read_cases(find_folder(ruleset)):
        try:
            engine.decide(case.complaint)
        except ComplaintRulesError:
            continue
        found.append(case.complaint)
    return found


def at_random(count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """Random complaints: any kind, its own group stated, each other fact stated with one chance in three."""
    rng = random.Random(seed)
    return [_one(rng, number) for number in range(count)]


def _one(rng: random.Random, number: int) -> dict[str, Any]:
    facts = declared_facts()
    kind = rng.choice(next(fact for fact in facts if fact.path == "kind").values)
    groups = {OWN_GROUP.get(kind), *NEVER_ABSENT}
    groups |= {group for group in ("purchase", "injury", "merchant") if rng.random() < 0.15}
    received = RECEIVED.format(day=rng.randint(1, 27), hour=rng.randint(0, 23), minute=rng.randint(0, 59))
    complaint: dict[str, Any] = {"id": f"R-{number}", "received_at": received, "kind": kind}
    for fact in facts:
        if fact.path in ("id", "received_at", "received_on", "kind", "occurred_on"):
            continue
        if fact.group is None or fact.group in groups:
            if fact.group:
                complaint.setdefault(fact.group, {})
            if rng.random() < (0.6 if fact.group == OWN_GROUP.get(kind) else 0.33):
                value = _value(rng, fact)
                if value is not None:
                    place = complaint if fact.group is None else complaint[fact.group]
                    place[fact.path.rsplit(".", 1)[-1]] = value
    return complaint


def _value(rng: random.Random, fact: Fact) -> Any:
    if fact.values:
        return rng.choice(fact.values)
    if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY):
        return f"{rng.choice([50, 150, 200, 800, 5000, 20000]) + rng.randint(0, 99)}.{rng.randint(0, 99):02}"
    if fact.type is FactType.INTEGER:
        return rng.randint(max(fact.least, 1), min(fact.most or 60, 60))
    if fact.type is FactType.DATE:
        return f"2026-10-{rng.randint(1, 31):02}"
    return None
