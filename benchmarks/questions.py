"""Questions until a decision is final: how many a clerk has to ask, by the order in which they are asked.

Each complaint starts with its kind, its group and a few facts; the answers come from the same complaint with every fact
known. Three orders on the same complaints:

- *most decisive first*: what `next_questions` puts first, asked anew after each answer;
- *contract's order, open only*: the first fact, in the contract's order, that can still change an entry;
- *contract's order*: every unknown fact that the ruleset reads, one after the other, until the decision is final.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from benchmarks import complaints
from complaint_rules import Decision, Engine
from complaint_rules.explain.next_question import Ask
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.stating import put
from complaint_rules.testing.complaints import unanswered

RULESETS = ("mall-emergency", "crisis-prevention", "chain-supermarket", "retail-store", "home-furnishing-mall")
COMPLAINTS = 60


class Asked(NamedTuple):
    """Questions for one complaint, on average, by order; the most that one complaint took, and complaints."""

    ruleset: str
    decisive: float
    open_only: float
    in_order: float
    most: int
    complaints: int


def measure(ruleset: str) -> Asked:
    """Ask about random complaints in each order."""
    engine = Engine.load(ruleset, engine="python")
    batch = complaints.at_random(COMPLAINTS, seed=complaints.SEED + 7)
    truths = complaints.known(engine.ruleset, batch)
    read = complaints.facts_read_by(engine.ruleset)
    facts = [fact for fact in engine.ruleset.facts if fact.path in read]
    counts: dict[str, list[int]] = {"decisive": [], "open_only": [], "in_order": []}
    for stated, truth in zip(batch, truths, strict=True):
        start = stated | {"received_at": truth["received_at"]}
        counts["decisive"].append(_count(engine, start, truth, _most_decisive))
        counts["open_only"].append(_count(engine, start, truth, _first_open))
        counts["in_order"].append(_count(engine, start, truth, lambda _, __, c: _next(c, engine, facts)))
    means = [statistics.mean(found) for found in counts.values()]
    return Asked(ruleset, *means, max(counts["decisive"]), len(batch))


def _count(
    engine: Engine,
    complaint: Mapping[str, Any],
    truth: Mapping[str, Any],
    choose: Callable[[Decision, Ask, Mapping[str, Any]], Fact | None],
) -> int:
    """Questions asked until no answer can change anything."""
    known = dict(complaint)
    asked = 0
    while True:
        decision = engine.decide(known)
        first = decision.first_question()
        if first is None:
            return asked
        fact = choose(decision, first, known)
        assert fact is not None, "something is open, and nothing is left to ask"
        put(known, fact, _told(truth, fact.path))
        asked += 1


def _most_decisive(decision: Decision, first: Ask, _complaint: Mapping[str, Any]) -> Fact | None:
    return decision.evaluation.evaluator.program.ruleset.names.facts[first.fact]


def _first_open(decision: Decision, _first: Ask, _complaint: Mapping[str, Any]) -> Fact | None:
    names = {one.fact for one in decision.next_questions()}
    facts = decision.evaluation.evaluator.program.ruleset.facts
    return next((fact for fact in facts if fact.path in names), None)


def _next(complaint: Mapping[str, Any], engine: Engine, facts: list[Fact]) -> Fact | None:
    open_ = {fact.path for fact in unanswered(complaint, engine)}
    return next((fact for fact in facts if fact.path in open_), None)


def _told(truth: Mapping[str, Any], path: str) -> Any:
    group, _, name = path.rpartition(".")
    return (truth[group] if group else truth)[name]
