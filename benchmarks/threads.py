"""Threads: decisions per second of one process, whose threads share one engine."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from benchmarks import complaints
from benchmarks.contestants import Contestant, all_contestants
from complaint_rules import Engine

THREADS = (1, 2, 4, 8)
SECONDS = 0.4


class Throughput(NamedTuple):
    """Decisions per second by number of threads; None where threads can't share the contestant."""

    ruleset: str
    contestant: str
    per_second: tuple[float, ...] | None
    unsafe: str | None


def measure(ruleset: str, only: Sequence[str] = ()) -> list[Throughput]:
    """All contestants on the cases, over and over."""
    compiled = Engine.load(ruleset).ruleset
    cases = complaints.known(compiled, complaints.of_cases(ruleset))
    found = []
    for one in all_contestants(ruleset, only):
        one.run(cases)
        rates = None if one.unsafe else tuple(_rate(one, cases, threads) for threads in THREADS)
        found.append(Throughput(ruleset, one.name, rates, one.unsafe))
    return found


def _rate(contestant: Contestant, cases: Sequence[dict[str, object]], threads: int) -> float:
    """Each thread goes through the cases until the time is up."""
    gc.collect()
    start = time.perf_counter()

    def work() -> int:
        done = 0
        while time.perf_counter() - start < SECONDS:
            contestant.run(cases)
            done += len(cases)
        return done

    with ThreadPoolExecutor(threads) as pool:
        counts = [pool.submit(work) for _ in range(threads)]
        total = sum(count.result() for count in counts)
    return total / (time.perf_counter() - start)
