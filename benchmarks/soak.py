"""What a service that never stops comes to: `python -m benchmarks.soak` fails where memory grows past what is stated.

Three parts, each of an engine in a fresh process: many reloads of a retail-store of which one rule is edited each time;
decisions of complaints that are never alike, in one span of law, which was prepared before; sixteen threads that decide
while the ruleset is reloaded, every decision held against that of the interpreter on the same version. `--short` is the
form for every change, under a minute; the long one is `make soak`.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from benchmarks import complaints
from benchmarks.alone import megabytes
from complaint_rules import Engine
from complaint_rules.facts.fact import FactType, declared_facts
from complaint_rules.load.folder import find_folder
from complaint_rules.match.engines import available
from complaint_rules.reload import ReloadingEngine

RULESET = "retail-store"
TEST = 'claimed_amount: "<= locker_limit"'
BATCH = 1_000
MONTH = date(2026, 3, 1)
"""The month in which complaints are received that are never alike."""

VERSIONS = 4
THREADS = 16
PAUSE_SECONDS = 0.05
"""Between two decisions of a thread; without it the thread that reloads would hardly get its turn."""


class Form(NamedTuple):
    """How often each part is done, and the megabytes that it may add, by part and engine."""

    counts: dict[str, int]
    most_mb: dict[str, dict[str, float]]


LONG = Form(
    {"reloads": 1_000, "decisions": 1_000_000, "threads": 300},
    {
        "reloads": {"rete": 100, "python": 50, "interpreter": 50},
        "decisions": {"rete": 100, "python": 100, "interpreter": 100},
        "threads": {"rete": 100, "python": 50, "interpreter": 50},
    },
)
SHORT = Form(
    {"reloads": 12, "decisions": 2_000, "threads": 4},
    {
        "reloads": {"rete": 110, "python": 38, "interpreter": 36},
        "decisions": {"rete": 74, "python": 71, "interpreter": 76},
        "threads": {"rete": 270, "python": 205, "interpreter": 205},
    },
)
"""A third more than was measured, on a retail-store of 690 conjunctions; with 259 of them it was half as much.

Most of what a few reloads add is there after the third: one version that is held, and one that is let go.
"""


class Soaked(NamedTuple):
    """What one part came to: how often it was done, decisions, megabytes added, and decisions that were wrong."""

    part: str
    engine: str
    count: int
    decisions: int
    added_mb: float
    wrong: int = 0

    def holds(self, most_mb: float) -> bool:
        """Whether no decision was wrong and memory grew by no more than this."""
        return self.wrong == 0 and self.added_mb <= most_mb

    def line(self, most_mb: float) -> str:
        """All of it in one line."""
        mark = "ok    " if self.holds(most_mb) else "FAILED"
        done = f"{self.count:,} {self.part} with {self.decisions:,} decisions, {self.wrong} of them wrong"
        return f"{mark} {self.engine}: {done}; {self.added_mb:.1f} MB added (at most {most_mb:.0f})"


class Edited:
    """A copy of the ruleset in a folder of its own, of which one rule can be edited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / RULESET
        shutil.copytree(find_folder(RULESET), self.folder)
        facts = declared_facts()
        self._flags = [fact.path for fact in facts if fact.group is None and fact.type is FactType.BOOL]
        self._file = self.folder / "belongings.yaml"
        self._text = self._file.read_text(encoding="utf-8")
        assert self._text.count(TEST) == 1, f"{self._file.name} has no longer one `{TEST}`"

    def edit(self, number: int) -> None:
        """Give one rule another figure and other tests, so that no version is like another; saved by rename."""
        tests = f'claimed_amount: "< {100 + number}.00"'
        tests += "".join(f", {name}: true" for place, name in enumerate(self._flags) if number >> place & 1)
        beside = self._file.with_suffix(".next")
        beside.write_text(self._text.replace(TEST, tests), encoding="utf-8")
        beside.replace(self._file)


def reloads(engine: str, count: int) -> Soaked:
    """Edit, load and decide, over and over; nobody holds more than the last engine."""
    batch = complaints.at_random(20, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        edited = Edited(Path(folder))

        def once(number: int) -> None:
            edited.edit(number)
            loaded = Engine.load(edited.folder, engine=engine)
            for complaint in batch:
                _ = loaded.decide(complaint).trace

        once(0)
        before = megabytes()
        for number in range(1, count + 1):
            once(number)
        gc.collect()
        return Soaked("reloads", engine, count, count * len(batch), megabytes() - before)


def decisions(engine: str, count: int) -> Soaked:
    """Complaints of which no two are alike, in one span of law, with all that a service asks of a decision."""
    loaded = Engine.load(RULESET, engine=engine)
    loaded.warm([MONTH])
    in_use = loaded.days_in_use
    rng = random.Random(7)
    before = megabytes()
    for seed in range(count // BATCH):
        for complaint in complaints.at_random(BATCH, seed=seed):
            received = datetime.combine(MONTH, time(rng.randrange(24), rng.randrange(60)), UTC)
            complaint["received_at"] = (received + timedelta(rng.randrange(28))).isoformat()
            decision = loaded.decide(complaint)
            _ = decision.status, decision.questions, decision.trace
    gc.collect()
    assert loaded.days_in_use == in_use, "the law changed in that month"
    return Soaked("complaints", engine, count, count, megabytes() - before)


def threads(engine: str, count: int) -> Soaked:
    """Sixteen threads decide while the ruleset is reloaded; each decision must be that of the version it names."""
    batch = complaints.at_random(12, seed=3)
    with tempfile.TemporaryDirectory() as folder:
        edited = Edited(Path(folder))
        expected: dict[str, list[Any]] = {}
        for number in range(VERSIONS):
            edited.edit(number)
            reference = Engine.load(edited.folder, engine="interpreter")
            expected[reference.ruleset.digest] = [_compared(reference.decide(one).to_dict()) for one in batch]
        rules, over = ReloadingEngine(edited.folder, engine=engine), Event()

        def work(shift: int) -> tuple[int, int]:
            done = wrong = 0
            while done < len(batch) or not over.is_set():
                place = (shift + done) % len(batch)
                data = rules.decide(batch[place]).to_dict()
                wrong += _compared(data) != expected[data["ruleset"]["digest"]][place]
                done += 1
                over.wait(PAUSE_SECONDS)
            return done, wrong

        before = megabytes()
        with ThreadPoolExecutor(THREADS) as pool:
            running = [pool.submit(work, shift) for shift in range(THREADS)]
            try:
                for number in range(count):
                    edited.edit(number % VERSIONS)
                    rules.reload()
            finally:
                over.set()
            found = [one.result() for one in running]
        refused = rules.last_error is not None
        done, wrong = (sum(each) for each in zip(*found, strict=True))
        gc.collect()
        return Soaked("reloads under threads", engine, count, done, megabytes() - before, wrong + refused)


def _compared(data: dict[str, Any]) -> str:
    """A decision but for the engine that made it."""
    return json.dumps({**data, "engine": None}, sort_keys=True)


PARTS = {"reloads": reloads, "decisions": decisions, "threads": threads}


def alone(part: str, engine: str, count: int) -> Soaked:
    """Run one part in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.soak", "--alone", part, engine, str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own program
    return Soaked(*json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print what each part came to; exit 1 where memory grew too much or a decision was wrong."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=(__doc__ or "").split("\n")[0])
    reader.add_argument("--short", action="store_true", help="a minute instead of hours")
    reader.add_argument("--part", action="append", choices=PARTS, help="this part only; may be repeated")
    reader.add_argument("--engine", action="append", choices=available(), help="this engine only; may be repeated")
    reader.add_argument("--alone", nargs=3, metavar=("PART", "ENGINE", "COUNT"), help=argparse.SUPPRESS)
    given = reader.parse_args()
    if given.alone:
        part, engine, count = given.alone
        logging.getLogger("complaint_rules.calendars").setLevel(logging.ERROR)  # each load warns of the coming year
        print(json.dumps(PARTS[part](engine, int(count))))
        return
    form, failed = SHORT if given.short else LONG, False
    for part in given.part or PARTS:
        for engine in given.engine or available():
            found, most = alone(part, engine, form.counts[part]), form.most_mb[part][engine]
            print(found.line(most), flush=True)
            failed = failed or not found.holds(most)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
