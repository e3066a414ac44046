"""Memory and start-up of each contestant alone, in a fresh process."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks import alone, complaints, peers
from benchmarks.contestants import LIMIT, OURS
from complaint_rules import Engine
from complaint_rules.match.engines import available

RUNS = 3
COUNT = 500


class Weight(NamedTuple):
    """Milliseconds to import and to load, megabytes added; or why there are none."""

    ruleset: str
    contestant: str
    import_ms: float
    load_ms: float
    megabytes: float
    failure: str | None = None


def names() -> list[str]:
    """All contestants that can run here; ours with a trace, which takes the most."""
    return [*(f"{name}, {OURS[1]}" for name in available()), LIMIT, *(peer.name for peer in peers.installed())]


def measure(ruleset: str, only: Sequence[str] = ()) -> list[Weight]:
    """Medians over fresh processes, each of which also decides a few hundred complaints."""
    compiled = Engine.load(ruleset).ruleset
    batch = complaints.known(compiled, complaints.at_random(COUNT, seed=11), seed=11)
    found = []
    for name in names():
        if only and name not in only:
            continue
        runs = [alone.measure(ruleset, name, batch, timeout=120) for _ in range(RUNS)]
        failed = [run for run in runs if isinstance(run, str)]
        done = [run for run in runs if not isinstance(run, str)]
        if failed:
            found.append(Weight(ruleset, name, 0, 0, 0, failed[0]))
        else:
            middle = [statistics.median(run[place] for run in done) for place in range(3)]
            found.append(Weight(ruleset, name, *middle))
    return found
