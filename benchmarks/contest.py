"""Peers: the same policy, the same complaints in, the same decisions out; compared whole before anything is timed.

Every fact that the ruleset reads is known, so that no peer is asked for what only we have: answers for what is not
known yet. Rounds of all contestants alternate; medians and the spread of the rounds are shown. Engines of ours are made
afresh for each depth, so that each of them meets the never-seen complaints for the first time.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks import complaints
from benchmarks.contestants import Complaints, Contestant, all_contestants
from benchmarks.outcomes import check_equal, outcome
from complaint_rules import Engine
from complaint_rules.compile.rule import Ruleset

ROUNDS = 7
IN_A_ROUND = 250
COMPARED = 300


class Timing(NamedTuple):
    """Microseconds for one decision: the median round, the fastest and the slowest."""

    ruleset: str
    load: str
    contestant: str
    group: str
    median: float
    fastest: float
    slowest: float


def measure(ruleset: str, only: Sequence[str] = ()) -> list[Timing]:
    """All contestants on one ruleset, on all loads."""
    compiled = Engine.load(ruleset).ruleset
    contestants = all_contestants(ruleset, only)
    cases = complaints.known(compiled, complaints.of_cases(ruleset))
    new = [unseen(compiled, IN_A_ROUND, seed=100 + number) for number in range(ROUNDS)]
    like = [complaints.alike(compiled, cases, IN_A_ROUND, seed=200 + number) for number in range(ROUNDS)]
    again = [(cases * 3)[: max(IN_A_ROUND, len(cases))]] * ROUNDS
    others = complaints.alike(compiled, cases, COMPARED, seed=2)
    compare(ruleset, contestants, [*cases, *others, *unseen(compiled, COMPARED, seed=1)])
    found = []
    for load, batches in (("cases", again), ("alike", like), ("never seen", new)):
        for contestant, times in rounds(contestants, batches).items():
            one = next(other for other in contestants if other.name == contestant)
            middle = statistics.median(times)
            found.append(Timing(ruleset, load, one.name, one.group, middle, min(times), max(times)))
    return found


def compare(ruleset: str, contestants: Sequence[Contestant], batch: Complaints) -> None:
    """Stop unless all contestants decide every complaint as the interpreter does."""
    engine = Engine.load(ruleset, engine="interpreter")
    expected = [outcome(engine.decide(complaint)) for complaint in batch]
    check_equal(expected, batch, {one.name: one.decide for one in contestants})


def unseen(ruleset: Ruleset, count: int, *, seed: int) -> Complaints:
    """Random complaints with every fact answered."""
    return complaints.known(ruleset, complaints.at_random(count, seed=seed), seed=seed)


def rounds(contestants: Sequence[Contestant], batches: Sequence[Complaints]) -> dict[str, list[float]]:
    """Microseconds for one decision, a figure a batch; contestants take turns on each batch."""
    times: dict[str, list[float]] = {one.name: [] for one in contestants}
    for batch in batches:
        for one in contestants:
            gc.collect()
            start = time.perf_counter()
            one.run(batch)
            times[one.name].append((time.perf_counter() - start) / len(batch) * 1e6)
    return times
