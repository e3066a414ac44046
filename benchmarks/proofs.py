"""Proving: `complaint-rules check` on one ruleset, each time in a fresh process, as a user waits for it.

First everything is asked anew, then the same is read from the cache. The cache is a folder of this measurement's own,
so that no earlier run is read, and none is replaced.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any, NamedTuple

AIM = 30
"""Seconds that a check of a shipped ruleset should not exceed."""


class Check(NamedTuple):
    """Seconds, and what came of them."""

    ruleset: str
    seconds: float
    cached_seconds: float
    answered: int
    asked: int
    findings: int
    accepted: int
    unsettled: int


def measure(ruleset: str) -> Check:
    """Check a ruleset anew, and again from the cache."""
    with tempfile.TemporaryDirectory() as cache:
        seconds, report = _timed(ruleset, cache, "--no-cache")
        cached_seconds, again = _timed(ruleset, cache)
    assert not report.pop("cached")
    assert again.pop("cached")
    assert again == report, f"the cache tells another story of {ruleset}"
    accepted = sum(one["accepted"] is not None for one in report["findings"])
    return Check(
        ruleset,
        seconds,
        cached_seconds,
        sum(report["proved"].values()),
        report["asked"],
        len(report["findings"]) - accepted,
        accepted,
        len(report["unsettled"]),
    )


def _timed(ruleset: str, cache: str, *options: str) -> tuple[float, dict[str, Any]]:
    command = [sys.executable, "-m", "complaint_rules.cli", "check", ruleset, "--format", "json", *options]
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603  # our own
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1) or not done.stdout:  # 1: it has findings
        raise SystemExit(done.stderr or f"`check {ruleset}` ended with {done.returncode}")
    return seconds, json.loads(done.stdout)
