"""Start-up: importing the library, loading and compiling a ruleset, the first decision; each in a fresh process."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

RUNS = 9

_PROGRAM = """
import json, sys, time
start = time.perf_counter()
import complaint_rules
imported = time.perf_counter()
engine = complaint_rules.Engine.load(sys.argv[1], engine=sys.argv[2])
loaded = time.perf_counter()
engine.decide({"id": "1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "lost_property"}).status
decided = time.perf_counter()
again = complaint_rules.Engine.load(sys.argv[1], engine=sys.argv[2])
print(json.dumps([imported - start, loaded - imported, decided - loaded, time.perf_counter() - decided]))
"""


def measure(ruleset: str, engine: str) -> dict[str, float]:
    """Milliseconds, medians over fresh processes."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-c", _PROGRAM, ruleset, engine], check=True, capture_output=True, text=True
        )
        runs.append(json.loads(done.stdout))
    names = ("import", "load and compile", "first decision", "load again")
    return {name: statistics.median(run[i] for run in runs) * 1000 for i, name in enumerate(names)}
