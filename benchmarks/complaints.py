"""The complaints that are decided: the cases beside a ruleset, others like them, and random ones from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks.policies import DAY
from complaint_rules import Engine
from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.program import Circumstances, stated_under
from complaint_rules.compile.rule import Ruleset
from complaint_rules.errors import ComplaintRulesError
from complaint_rules.facts.fact import NEVER_ABSENT, OWN_GROUP, SUMS, Fact, FactType, declared_facts
from complaint_rules.facts.stating import put
from complaint_rules.load.folder import find_folder, read_cases
from complaint_rules.testing.complaints import unanswered
from complaint_rules.testing.values import Values

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
    received = _received(rng)
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


def _received(rng: random.Random) -> str:
    return RECEIVED.format(day=rng.randint(1, 27), hour=rng.randint(0, 23), minute=rng.randint(0, 59))


def _value(rng: random.Random, fact: Fact) -> Any:
    if fact.values:
        return rng.choice(fact.values)
    if fact.type in SUMS:
        return f"{rng.choice([50, 150, 200, 800, 5000, 20000]) + rng.randint(0, 99)}.{rng.randint(0, 99):02}"
    if fact.type is FactType.INTEGER:
        return rng.randint(max(fact.least, 1), min(fact.most or 60, 60))
    if fact.type is FactType.DATE:
        return f"2026-10-{rng.randint(1, 31):02}"
    return None


def known(ruleset: Ruleset, complaints: Sequence[Mapping[str, Any]], seed: int = SEED) -> list[dict[str, Any]]:
    """The same complaints with every fact that the ruleset reads answered, at random but for what they say.

    What a complaint leaves out as not applying stays so. Whatever the law's span, it is received on a day of ours; a
    day of settlement on which figures are lacking is taken out.
    """
    rng = random.Random(seed)
    read = facts_read_by(ruleset)
    return [_answered(rng, ruleset, read, complaint) for complaint in complaints]


def alike(ruleset: Ruleset, cases: Sequence[Mapping[str, Any]], count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """Complaints like known ones, no two of them the same: sums and figures up to a fifth more or less, other days."""
    rng = random.Random(seed)
    return [_like(rng, ruleset, rng.choice(cases), f"A-{number}") for number in range(count)]


def _like(rng: random.Random, ruleset: Ruleset, case: Mapping[str, Any], name: str) -> dict[str, Any]:
    made = {**case, "id": name, "received_at": _received(rng)}
    for fact in ruleset.facts:
        place = made if fact.group is None else made.get(fact.group, {})
        value = place.get(fact.path.rsplit(".", 1)[-1])
        if value is not None and fact.path != "settled_on":  # a day later there may be no figures
            put(made, fact, _near(rng, fact, value))
    return made


def _near(rng: random.Random, fact: Fact, value: Any) -> Any:
    if fact.type in SUMS:
        return f"{float(value) * rng.uniform(0.8, 1.2):.2f}"
    if fact.type is FactType.INTEGER and fact.unit != "percent":
        return min(max(round(value * rng.uniform(0.8, 1.2)), fact.least), fact.most or value)
    if fact.type is FactType.DATE:
        return str(date.fromisoformat(str(value)) + timedelta(rng.randint(-2, 2)))
    return value


def lacks_figures(ruleset: Ruleset, settled: date) -> bool:
    """Whether a parameter has no figure for what is settled on a day."""
    circumstances = Circumstances(all_on(DAY)._replace(settled=settled))
    return any(one.figure.value is None for one in stated_under(ruleset, circumstances).values())


def facts_read_by(ruleset: Ruleset) -> frozenset[str]:
    """The paths that some condition, amount or need of a ruleset reads."""
    return Values.of(ruleset).read


def _answered(
    rng: random.Random, ruleset: Ruleset, read: frozenset[str], complaint: Mapping[str, Any]
) -> dict[str, Any]:
    made = dict(complaint)
    if "settled_on" in made and lacks_figures(ruleset, date.fromisoformat(str(made["settled_on"]))):
        del made["settled_on"]
    if not str(made["received_at"]).startswith("2026-11") or "occurred_on" in made:
        made["received_at"] = _received(rng)
        made.pop("occurred_on", None)
    for fact in unanswered(made, ruleset):
        if fact.path in read:
            put(made, fact, _known_value(rng, fact))
    return made


def _known_value(rng: random.Random, fact: Fact) -> Any:
    if fact.type is FactType.DEPENDANTS:
        return [_dependant(rng) for _ in range(rng.randint(0, 3))]
    if fact.type is FactType.TEXT_SET:
        return rng.choice([[], ["quality_control"], ["purchasing", "somebody"]])
    if fact.type is FactType.INTEGER and fact.unit == "percent":
        return rng.choice([0, 0, 20, 50])
    return _value(rng, fact)


def _dependant(rng: random.Random) -> dict[str, Any]:
    return {
        "age": rng.choice([3, 10, 17, 40, 62, 80]),
        "incapable": rng.random() < 0.5,
        "supporters": rng.randint(1, 3),
    }
