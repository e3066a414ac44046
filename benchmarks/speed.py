"""Decisions per second on one core: one complaint in (a plain mapping), one decision out.

Every engine decides the same complaints in the same process, and their decisions are compared whole before anything is timed. Rounds
of all engines alternate, so that a slow spell of the machine falls on all of them; the median round counts, the spread is shown.

Three depths are timed: `decide` (every entry and the status), `+ trace` (with the questions and the trace as data), `+ JSON` (all of it as
text). Two loads: the cases beside the ruleset, over and over, as a service meets the same situations again; and random complaints never
seen before, each decided once, where next to nothing that is kept from earlier complaints helps.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from benchmarks import complaints
from complaint_rules import Decision, Engine

ENGINES = ("rete", "python", "interpreter")
RULESETS = ("chain-supermarket", "retail-store")
ROUNDS = 7


class Speed(NamedTuple):
    """Microseconds for one complaint: the median round, the fastest and the slowest."""

    ruleset: str
    engine: str
    load: str
    depth: str
    median: float
    fastest: float
    slowest: float

    @property
    def per_second(self) -> float:
        return 1e6 / self.median


DEPTHS: dict[str, Callable[[Decision], Any]] = {
    "decide": lambda decision: decision.status,
    "+ trace": lambda decision: (decision.status, decision.questions, decision.trace),
    "+ JSON": lambda decision: decision.to_json(),
}


def check_equal(engines: Sequence[Engine], batch: Sequence[dict[str, Any]]) -> None:
    """Stop unless every engine decides every complaint alike."""
    for complaint in batch:
        found = []
        for engine in engines:
            data = engine.decide(complaint).to_dict()
            del data["engine"]
            found.append(data)
        assert all(data == found[0] for data in found), f"engines differ on {complaint}"


def timed(engine: Engine, batch: Sequence[dict[str, Any]], look: Callable[[Decision], Any]) -> float:
    """Microseconds for one complaint over one pass."""
    gc.collect()
    start = time.perf_counter()
    for complaint in batch:
        look(engine.decide(complaint))
    return (time.perf_counter() - start) / len(batch) * 1e6


def measure(ruleset: str) -> list[Speed]:
    """All engines, loads and depths for one ruleset."""
    engines = [Engine.load(ruleset, engine=name) for name in ENGINES]
    cases = complaints.of_cases(ruleset)
    check_equal(engines, [*cases, *complaints.at_random(200, seed=1)])
    found: list[Speed] = []
    for load in ("cases", "random"):
        for depth, look in DEPTHS.items():
            rounds: dict[str, list[float]] = {engine.engine: [] for engine in engines}
            for number in range(ROUNDS):
                for engine in engines:
                    if load == "cases":
                        batch = cases * (1 if engine.engine == "interpreter" else 10)
                    else:
                        batch = complaints.at_random(100 if engine.engine == "interpreter" else 500, seed=100 + number)
                    rounds[engine.engine].append(timed(engine, batch, look))
            for name, times in rounds.items():
                found.append(Speed(ruleset, name, load, depth, statistics.median(times), min(times), max(times)))
    return found


def stages(ruleset: str) -> dict[str, dict[str, float]]:
    """Where the time of `decide` goes, by engine: microseconds of each stage over the cases."""
    from complaint_rules import Complaint

    cases = complaints.of_cases(ruleset)
    found: dict[str, dict[str, float]] = {}
    for name in ENGINES:
        assembly = Engine.load(ruleset, engine=name)._assembly  # noqa: SLF001  # the stages are not public
        for complaint in cases:
            assembly.decide(Complaint.of(complaint))
        models = [Complaint.of(complaint) for complaint in cases]
        sheets = [assembly._sheets.sheet(model) for model in models]  # noqa: SLF001
        pairs = [assembly._deciders[assembly._programs.span(sheet.as_of)] for sheet in sheets]  # noqa: SLF001
        hits = [matcher.match(sheet) for (matcher, _), sheet in zip(pairs, sheets, strict=True)]

        def clock(work: Callable[[], Any]) -> float:
            times = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                for _ in range(3):
                    work()
                times.append((time.perf_counter() - start) / 3 / len(cases) * 1e6)
            return statistics.median(times)

        found[name] = {
            "validate": clock(lambda: [Complaint.of(complaint) for complaint in cases]),
            "lay out": clock(lambda: [assembly._sheets.sheet(model) for model in models]),
            "match": clock(lambda: [matcher.match(sheet) for (matcher, _), sheet in zip(pairs, sheets, strict=True)]),
            "settle": clock(
                lambda: [d.decide(s, h) for (_, d), s, h in zip(pairs, sheets, hits, strict=True)]
            ),
        }
    return found
