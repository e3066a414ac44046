"""Latency of single decisions: the middle one, and the one in a hundred that takes longest."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks import complaints, contest
from benchmarks.contestants import Contestant, all_contestants
from complaint_rules import Engine

COUNT = 2_000


class Latency(NamedTuple):
    """Microseconds of one decision among never-seen complaints and cases, half and half."""

    ruleset: str
    contestant: str
    p50: float
    p99: float


def measure(ruleset: str, only: Sequence[str] = ()) -> list[Latency]:
    """All contestants that decide one by one."""
    compiled = Engine.load(ruleset).ruleset
    cases = complaints.known(compiled, complaints.of_cases(ruleset))
    new = contest.unseen(compiled, COUNT // 2, seed=7)
    batch = [one for pair in zip((cases * (COUNT // len(cases) + 1))[: COUNT // 2], new, strict=True) for one in pair]
    warm_up = contest.unseen(compiled, 100, seed=8)
    found = []
    for one in all_contestants(ruleset, only):
        one.run(warm_up)
        times = sorted(_each(one, batch))
        found.append(Latency(ruleset, one.name, times[len(times) // 2], times[len(times) * 99 // 100]))
    return found


def _each(contestant: Contestant, batch: contest.Complaints) -> list[float]:
    gc.collect()
    times = []
    for complaint in batch:
        start = time.perf_counter()
        contestant.run([complaint])
        times.append((time.perf_counter() - start) * 1e6)
    return times
