"""Run every measurement and print the page: `python -m benchmarks`; with `--write` it becomes `docs/benchmarks.md`."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import speed, start
from complaint_rules.match.engines import choose

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

HEAD = """# Speed

Written by `make bench` from one run. Machines differ and are shared: compare figures within a table only.

- **decide**: a plain mapping in, every entry and the status out. **+ trace**: with the questions and the trace as data.
  **+ JSON**: all of it as text.
- **cases**: the cases beside the ruleset, over and over, as a service meets the same situations again. **random**:
  complaints drawn at random, each decided once: next to nothing that is kept from earlier ones helps, which is the
  worst load there is.
- Before anything is timed, whole decisions of all engines are compared on the cases and on 200 random complaints.
  Rounds of the engines alternate; the median counts.
"""

TAIL = """
## What to make of it

- The default engine is `{default}`. durable-rules takes its facts as JSON text and gives back one action at a time,
  which is where `rete` spends its time; the generated code of `python` has neither.
- What is kept by pattern of rules met makes the difference between the two loads: where every complaint is unlike all
  before it, most outputs are settled anew.
- A trace costs several times the decision itself, and JSON more still. They are worked out only when asked for.
"""


def page() -> Iterator[str]:
    """The lines of the page, measured as it is read."""
    yield HEAD
    yield f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores of which one is used.\n"
    yield "| ruleset | engine | load | depth | decisions/s | us each | fastest-slowest us |"
    yield "|---|---|---|---|---:|---:|---:|"
    for ruleset in speed.RULESETS:
        for row in speed.measure(ruleset):
            figures = f"{row.per_second:,.0f} | {row.median:.1f} | {row.fastest:.0f}-{row.slowest:.0f}"
            yield f"| {row.ruleset} | {row.engine} | {row.load} | {row.depth} | {figures} |"
    yield "\n## Where the time of one `decide` goes\n\nMicroseconds, over the cases, each stage timed alone.\n"
    yield "| ruleset | engine | validate | lay out | match | settle |"
    yield "|---|---|---:|---:|---:|---:|"
    for ruleset in speed.RULESETS:
        for engine, parts in speed.stages(ruleset).items():
            yield f"| {ruleset} | {engine} | " + " | ".join(f"{time:.1f}" for time in parts.values()) + " |"
    yield "\n## Start-up in a fresh process\n\nMilliseconds.\n"
    yield "| ruleset | engine | import | load and compile | first decision | load again |"
    yield "|---|---|---:|---:|---:|---:|"
    for ruleset in speed.RULESETS:
        for engine in ("rete", "python"):
            parts = start.measure(ruleset, engine)
            yield f"| {ruleset} | {engine} | " + " | ".join(f"{time:.0f}" for time in parts.values()) + " |"
    yield TAIL.format(default=choose(None))


def main() -> None:
    """Print the page, and write it where that is asked for."""
    lines = []
    for line in page():
        print(line, flush=True)
        lines.append(line)
    if "--write" in sys.argv[1:]:
        PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
