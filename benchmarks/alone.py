"""One contestant alone in a fresh process: how long it takes to get ready, what memory it takes, how fast it then is.

Ours is counted from the bare interpreter. A peer is counted from where the policy lies before it as its own text: the
code that it borrows, and ours that wrote the text, are no cost of its own. `python -m benchmarks.alone` reads what to
do from standard input and answers there.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

BEFORE = 2
"""Rounds before any is timed: ours keep what comes again, from the second time on."""

ROUNDS = 3
OUTCOMES = 20


class Alone(NamedTuple):
    """Milliseconds to import and to load, megabytes held at the end, microseconds for one decision.

    `fired` has the rules of the first complaints, to be compared with what others say of them.
    """

    import_ms: float
    load_ms: float
    megabytes: float
    median: float
    fired: list[list[str]]


def measure(ruleset: str | Path, contestant: str, complaints: Sequence[Any], timeout: float) -> Alone | str:
    """Measure in a fresh process, or say why it can't be."""
    task = json.dumps({"ruleset": str(ruleset), "contestant": contestant, "complaints": complaints})
    command = [sys.executable, "-m", "benchmarks.alone"]
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            command, input=task, check=False, capture_output=True, text=True, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        return f"not done after {timeout:.0f} s"
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        return lines[-1][:120] if lines else f"ended with signal {-done.returncode}"
    return Alone(**json.loads(done.stdout.splitlines()[0]))  # a library may print more as it is torn down


def megabytes() -> float:
    """Resident memory now; where the system does not say, the most that it has been."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024


def most_megabytes() -> float:
    """The most resident memory of this process alone; `ru_maxrss` begins with that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    return megabytes()


class _Ready(NamedTuple):
    """What a contestant is once loaded: its decisions, the rules that these say fired, and what it took."""

    run: Callable[[Sequence[Any]], object]
    fired: Callable[[Any], list[str]]
    import_ms: float
    load_ms: float
    before: float


def _ours(ruleset: str, name: str, depth: str) -> _Ready:
    before, start = megabytes(), time.perf_counter()
    import complaint_rules

    imported = time.perf_counter()
    engine = complaint_rules.Engine.load(ruleset, engine=name)
    loaded = time.perf_counter()

    def run(complaints: Sequence[Any]) -> None:
        for complaint in complaints:
            decision = engine.decide(complaint)
            _ = decision.status if depth == "decide" else (decision.status, decision.questions, decision.trace)

    def fired(complaint: Any) -> list[str]:
        return [line.rule for line in engine.decide(complaint).trace.rules]

    return _Ready(run, fired, (imported - start) * 1000, (loaded - imported) * 1000, before)


def _other(ruleset: str, name: str) -> _Ready:
    import importlib

    from benchmarks import contestants, handwritten, peers, policies
    from complaint_rules.compile.ruleset import load_ruleset

    policy = policies.Policy(load_ruleset(ruleset))
    if name == contestants.LIMIT:
        before, start = megabytes(), time.perf_counter()
        function = handwritten.HandWritten(policy)
        loaded = time.perf_counter()

        def run(complaints: Sequence[Any]) -> None:
            for complaint in complaints:
                function.decide(complaint)

        decide = function.decide
        imported = start
    else:
        peer = peers.PEERS[name]
        borrowed = handwritten.HandWritten(policy)
        text = peer.write(peers.question(policy))
        before, start = megabytes(), time.perf_counter()
        importlib.import_module(peer.module)
        imported = time.perf_counter()
        one = contestants.with_match(peer, peer.load(text), borrowed)
        loaded = time.perf_counter()
        run, decide = one.run, one.decide  # type: ignore[assignment]

    def fired(complaint: Any) -> list[str]:
        return [rule for rule, _ in decide(complaint)["fired"]]

    return _Ready(run, fired, (imported - start) * 1000, (loaded - imported) * 1000, before)


def main() -> None:
    """Do one task."""
    task = json.load(sys.stdin)
    complaints = task["complaints"]
    name, _, depth = task["contestant"].partition(", ")
    ours = name in ("rete", "python", "interpreter")
    ready = _ours(task["ruleset"], name, depth) if ours else _other(task["ruleset"], task["contestant"])
    fired = [ready.fired(complaint) for complaint in complaints[:OUTCOMES]]
    for _ in range(BEFORE):
        ready.run(complaints)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ready.run(complaints)
        times.append((time.perf_counter() - start) / len(complaints) * 1e6)
    held = megabytes() - ready.before
    print(json.dumps(Alone(ready.import_ms, ready.load_ms, held, statistics.median(times), fired)._asdict()))


if __name__ == "__main__":
    main()
