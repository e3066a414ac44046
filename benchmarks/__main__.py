"""Measure and print the page: `python -m benchmarks`; with `--write` it becomes `docs/benchmarks.md`.

Parts may be named, to measure these only: `python -m benchmarks decide stages start` needs no prover,
`python -m benchmarks peers --ruleset chain-supermarket --only "rete, with trace" --only zen-engine` compares two.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import speed, synthetic
from benchmarks.parts import COMPARE_PEERS, PARTS, Asked, versions

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

HEAD = """# Speed

Written by `make bench` from one run. Machines differ and are shared: compare figures within a table only.
"""


def page(names: Sequence[str], asked: Asked, measured: dict[str, list[Any]]) -> Iterator[str]:
    """The lines of the page; each part is measured, and noted in `measured`, before its section is written."""
    yield HEAD
    yield f"{_machine()}; one core is used, but for the threads and zen-engine's batches, which may use more."
    if any(name in COMPARE_PEERS for name in names):
        yield f"\n{versions()}"
    for name, part in PARTS.items():
        if name in names:
            measured[name] = part.measure(asked)
            yield from part.lines(measured[name])


def _machine() -> str:
    """The machine's shape."""
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30 if hasattr(os, "sysconf") else 0
    memory = f", {gigabytes:.0f} GB of memory" if gigabytes else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.system()}, {platform.machine()}, {os.cpu_count()} cores{memory}"


def main() -> None:
    """Print the page, and write it where that is asked for."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the speed of complaint-rules.")
    reader.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of {', '.join(PARTS)}; by default all")
    reader.add_argument("--ruleset", action="append", help="a ruleset to measure; by default both")
    reader.add_argument("--only", action="append", help="a contestant, among peers, to measure; by default all")
    reader.add_argument("--size", action="append", type=int, help="a size of made-up ruleset; by default all four")
    reader.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    reader.add_argument("--write", action="store_true", help="write docs/benchmarks.md, which takes all parts")
    given = reader.parse_args()
    unknown = [part for part in given.parts if part not in PARTS]
    if unknown:
        reader.error(f"`{unknown[0]}` is no part; the parts are {', '.join(PARTS)}")
    if given.write and (given.parts or given.ruleset or given.only or given.size):
        reader.error("`--write` takes all parts, or the page would lose the others")
    asked = Asked(given.ruleset or speed.RULESETS, given.only or (), given.size or synthetic.SIZES)
    measured: dict[str, list[Any]] = {}
    lines = []
    for line in page(given.parts or [*PARTS], asked, measured):
        print(line, flush=True)
        lines.append(line)
    if given.json:
        rows = {name: [row._asdict() for row in found] for name, found in measured.items()}
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if given.write:
        PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
