"""The decision log: what an append costs, how fast a log is verified and searched, its size and the memory it takes.

`python -m benchmarks.log [--entries N] [--url URL]` makes a log of N decisions and measures. Records are of random
complaints to the store's ruleset; of a large log each is appended many times under other ids, since deciding them all
would take longer than all that is measured here.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.alone import most_megabytes
from benchmarks.complaints import at_random
from complaint_rules import AuditLog, Engine, Record, Signer

RULESET = "retail-store"
DIFFERENT = 300
APPENDS = 500


def records(engine: Engine, count: int) -> Iterator[Record]:
    """Records under different ids; their digests are made up, since nothing here checks them."""
    made = [engine.record(complaint) for complaint in at_random(min(count, DIFFERENT))]
    for number in range(count):
        one = made[number % len(made)]
        name = f"L-{number}"
        decision = {**one.decision, "complaint_id": name}
        yield replace(one, complaint={**one.complaint, "id": name}, decision=decision, digest=f"sha256:{number:064x}")


def fill(url: str, count: int) -> list[float]:
    """Append decisions; returns the seconds that each append took."""
    spent = []
    with AuditLog(url, origin="benchmark.example/log") as log:
        engine = Engine.load(RULESET)
        log.keep_rules(engine)
        for record in records(engine, count):
            start = time.perf_counter()
            log.append(record)
            spent.append(time.perf_counter() - start)
    return spent


def verify(url: str) -> dict[str, Any]:
    with AuditLog(url) as log:
        checkpoint = log.checkpoint(Signer.new("benchmark.example/log"))
        start, cpu = time.perf_counter(), time.process_time()
        found = log.verify(checkpoint)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    assert found.ok, found.findings[:3]
    return {"seconds": seconds, "cpu": cpu, "entries": found.size}


def search(url: str) -> dict[str, Any]:
    with AuditLog(url) as log:
        wanted: dict[str, Any] = {"tier": "serious", "finding": "company"}
        start = time.perf_counter()
        count = sum(1 for _ in log.find(**wanted))
        all_ = time.perf_counter() - start
        start = time.perf_counter()
        first = next(log.find(complaint="L-77"))
        one = time.perf_counter() - start
    assert first.complaint_id == "L-77"
    return {"found": count, "seconds": all_, "seconds_by_id": one}


def replay(url: str) -> dict[str, Any]:
    with AuditLog(url) as log:
        start = time.perf_counter()
        found = log.replay()
    return {"seconds": time.perf_counter() - start, "entries": found.entries, "ok": found.ok}


STEPS: dict[str, Callable[[str], dict[str, Any]]] = {"verify": verify, "search": search, "replay": replay}


def alone(step: str, url: str) -> dict[str, Any]:
    """A step in a process of its own, with the memory that it took."""
    command = [sys.executable, "-m", "benchmarks.log", "--step", step, "--url", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # ourselves
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--url")
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--replay", action="store_true", help="replay too: some milliseconds an entry")
    arguments = parser.parse_args()
    if arguments.step:
        found = STEPS[arguments.step](arguments.url)
        print(json.dumps({**found, "mb": most_megabytes()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments.url or f"sqlite:///{folder}/log.db", arguments.entries, replayed=arguments.replay)


def measure(url: str, count: int, *, replayed: bool) -> None:
    start = time.perf_counter()
    spent = fill(url, count)
    print(
        f"append: median {statistics.median(spent) * 1000:.2f} ms, "
        f"99 % within {sorted(spent)[-len(spent) // 100] * 1000:.2f} ms"
    )
    print(f"        {count:,} in {time.perf_counter() - start:.0f} s, with making the records")
    if url.startswith("sqlite"):
        size = sum(path.stat().st_size for path in Path(url.removeprefix("sqlite:///")).parent.glob("log.db*"))
        print(f"size:   {size / count / 1000:.2f} kB an entry")
    found = alone("verify", url)
    rate, cpu = found["entries"] / found["seconds"], found["entries"] / found["cpu"]
    print(f"verify: {rate:,.0f} entries/s, {cpu:,.0f} a second of processor time, {found['mb']:.0f} MB")
    found = alone("search", url)
    print(
        f"search: {found['found']:,} found in {found['seconds']:.2f} s, "
        f"one by id in {found['seconds_by_id'] * 1000:.1f} ms, {found['mb']:.0f} MB"
    )
    if replayed:
        found = alone("replay", url)
        print(f"replay: {found['entries'] / found['seconds']:,.0f} entries/s, {found['mb']:.0f} MB")


if __name__ == "__main__":
    main()
