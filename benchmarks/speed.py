"""Decisions per second on one core: one complaint in (a plain mapping), one decision out.

Every engine decides the same complaints in the same process, and their decisions are compared whole before anything
is timed. Rounds of all engines alternate, so that a slow spell of the machine falls on all of them; the median
round counts, the spread is shown.

Three depths are timed: `decide` (every entry and the status), `+ trace` (with the questions and the trace as data),
`+ JSON` (all of it as text). Two loads: the cases beside the ruleset, over and over, as a service meets the same
situations again; and random complaints never seen before, each decided once, where next to nothing that is kept
from earlier complaints helps.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from benchmarks import complaints
from complaint_rules import Complaint, Decision, Engine
from complaint_rules.assembly import Assembly
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.match.engines import EngineName

ENGINES: tuple[EngineName, ...] = ("rete", "python", "interpreter")
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
    cases = complaints.of_cases(ruleset)
    check_equal(_fresh_engines(ruleset), [*cases, *complaints.at_random(200, seed=1)])
    found: list[Speed] = []
    for load in ("cases", "random"):
        for depth, look in DEPTHS.items():
            engines = _fresh_engines(ruleset)
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


def _fresh_engines(ruleset: str) -> list[Engine]:
    """Engines that have decided nothing yet, so that no depth profits from what an earlier one has seen."""
    compiled = load_ruleset(ruleset)
    return [Engine(Assembly(compiled, name)) for name in ENGINES]


def stages(ruleset: str) -> dict[str, dict[str, float]]:
    """Where the time of `decide` goes, by engine: microseconds of each stage over the cases."""
    cases = complaints.of_cases(ruleset)
    return {name: _stages(Engine.load(ruleset, engine=name)._assembly, cases) for name in ENGINES}  # noqa: SLF001


def _stages(assembly: Assembly, cases: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The stages are not public; this is the one place outside that looks at them."""
    sheets_of, programs, deciders = assembly._sheets, assembly._programs, assembly._deciders  # noqa: SLF001
    models = [Complaint.of(complaint) for complaint in cases]
    for model in models:
        assembly.decide(model)
    sheets = [sheets_of.sheet(model) for model in models]
    pairs = [deciders[programs.of(sheet)] for sheet in sheets]
    matched = [(decider, sheet, matcher.match(sheet)) for (matcher, decider), sheet in zip(pairs, sheets, strict=True)]
    work: dict[str, Callable[[], object]] = {
        "validate": lambda: [Complaint.of(complaint) for complaint in cases],
        "lay out": lambda: [sheets_of.sheet(model) for model in models],
        "match": lambda: [matcher.match(sheet) for (matcher, _), sheet in zip(pairs, sheets, strict=True)],
        "settle": lambda: [decider.decide(sheet, hits) for decider, sheet, hits in matched],
    }
    return {name: _clock(one) / len(cases) for name, one in work.items()}


def _clock(work: Callable[[], object]) -> float:
    """Microseconds of one run: the median of rounds of three."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(3):
            work()
        times.append((time.perf_counter() - start) / 3 * 1e6)
    return statistics.median(times)
