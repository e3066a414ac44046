"""Measure and print the page: `python -m benchmarks`; with `--write` it becomes `docs/benchmarks.md`.

Parts may be named, to measure these only: `python -m benchmarks decide stages start` needs no prover.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import proofs, speed, start
from complaint_rules.load.folder import shipped_ids
from complaint_rules.match.engines import choose

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

HEAD = """# Speed

Written by `make bench` from one run. Machines differ and are shared: compare figures within a table only.
"""

DECIDE = """
## Decisions

- **decide**: a plain mapping in, every entry and the status out. **+ trace**: with the questions and the trace as data.
  **+ JSON**: all of it as text.
- **cases**: the cases beside the ruleset, over and over, as a service meets the same situations again. **random**:
  complaints drawn at random, each decided once: next to nothing that is kept from earlier ones helps, which is the
  worst load there is.
- Before anything is timed, whole decisions of all engines are compared on the cases and on 200 random complaints.
  Rounds of the engines alternate; the median counts.
"""

CHECK = f"""
## Proofs

`complaint-rules check` in a fresh process, first with everything asked anew, then from the cache. The aim is less than
{proofs.AIM} seconds for each shipped ruleset.

- **answered**: questions about the ruleset that were settled. **asked of the solver**: how often it had to think; one
  answer often settles many questions, and a question may take several.
- **findings**: those that nobody has accepted yet, and those accepted with a reason.
"""

TAIL = """
## What to make of it

- The default engine is `{default}`. durable-rules takes its facts as JSON text and gives back one action at a time,
  which is where `rete` spends its time; the generated code of `python` has neither.
- What is kept by pattern of rules met makes the difference between the two loads: where every complaint is unlike all
  before it, most outputs are settled anew.
- A trace costs several times the decision itself, and JSON more still. They are worked out only when asked for.
"""


def page(parts: Sequence[str]) -> Iterator[str]:
    """The lines of the page, measured as it is read."""
    yield HEAD
    yield f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores of which one is used."
    for name, lines in PARTS.items():
        if name in parts:
            yield from lines()
    if "decide" in parts:
        yield TAIL.format(default=choose(None))


def decide() -> Iterator[str]:
    yield DECIDE
    yield "| ruleset | engine | load | depth | decisions/s | us each | fastest-slowest us |"
    yield "|---|---|---|---|---:|---:|---:|"
    for ruleset in speed.RULESETS:
        for row in speed.measure(ruleset):
            figures = f"{row.per_second:,.0f} | {row.median:.1f} | {row.fastest:.0f}-{row.slowest:.0f}"
            yield f"| {row.ruleset} | {row.engine} | {row.load} | {row.depth} | {figures} |"


def stages() -> Iterator[str]:
    yield "\n## Where the time of one `decide` goes\n\nMicroseconds, over the cases, each stage timed alone.\n"
    yield "| ruleset | engine | validate | lay out | match | settle |"
    yield "|---|---|---:|---:|---:|---:|"
    for ruleset in speed.RULESETS:
        for engine, times in speed.stages(ruleset).items():
            yield f"| {ruleset} | {engine} | " + " | ".join(f"{time:.1f}" for time in times.values()) + " |"


def startup() -> Iterator[str]:
    yield "\n## Start-up in a fresh process\n\nMilliseconds.\n"
    yield "| ruleset | engine | import | load and compile | first decision | load again |"
    yield "|---|---|---:|---:|---:|---:|"
    for ruleset in speed.RULESETS:
        for engine in ("rete", "python"):
            times = start.measure(ruleset, engine)
            yield f"| {ruleset} | {engine} | " + " | ".join(f"{time:.0f}" for time in times.values()) + " |"


def check() -> Iterator[str]:
    yield CHECK
    yield "| ruleset | seconds | from the cache | answered | asked of the solver | findings | accepted | not settled |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for ruleset in shipped_ids():
        row = proofs.measure(ruleset)
        counts = f"{row.answered:,} | {row.asked:,} | {row.findings} | {row.accepted} | {row.unsettled}"
        yield f"| {ruleset} | {row.seconds:.1f} | {row.cached_seconds:.2f} | {counts} |"


PARTS: dict[str, Callable[[], Iterator[str]]] = {"decide": decide, "stages": stages, "start": startup, "check": check}


def main() -> None:
    """Print the page, and write it where that is asked for."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the speed of complaint-rules.")
    reader.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of {', '.join(PARTS)}; by default all")
    reader.add_argument("--write", action="store_true", help="write docs/benchmarks.md, which takes all parts")
    asked = reader.parse_args()
    unknown = [part for part in asked.parts if part not in PARTS]
    if unknown:
        reader.error(f"`{unknown[0]}` is no part; the parts are {', '.join(PARTS)}")
    if asked.write and asked.parts:
        reader.error("`--write` takes all parts, or the page would lose the others")
    lines = []
    for line in page(asked.parts or [*PARTS]):
        print(line, flush=True)
        lines.append(line)
    if asked.write:
        PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
