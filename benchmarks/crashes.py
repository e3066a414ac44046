"""Kills writers of a log with SIGKILL at random moments, two at work at a time, and looks for what they acknowledged.

`python -m benchmarks.crashes [--kills 10000] [--postgres]`. Writers are forked from a parent that has imported all and
made the records. Each opens the log, appends, and writes the digest of each record down once its append has returned.
After every hundred kills all that was written down must be in the log, which must verify; then a new log is made, so
that making and upgrading one is interrupted too. On PostgreSQL all
write to one log.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from benchmarks.complaints import at_random
from complaint_rules import AuditLog, Engine, Record
from tests.audit.postgres import server

DIFFERENT = 40
AT_A_TIME = 2
A_LOG = 100
SECONDS = (0.1, 0.1, 0.1, 0.4)
"""How long a writer lives at most, one of these: opening a log takes some hundredths, making one some tenths."""

DIGEST_BYTES = 72
"""Of a digest with its newline."""


class Outcome(NamedTuple):
    """What came of it: kills, acknowledged entries, entries in all, and what is wrong."""

    kills: int
    acknowledged: int
    entries: int
    wrong: list[str]


def records(engine: Engine) -> list[Record]:
    return [engine.record(complaint) for complaint in at_random(DIFFERENT)]


def write(url: str, made: Sequence[Record], number: int, acknowledged: int, engine: Engine) -> None:
    """What a writer does until it is killed."""
    with AuditLog(url, wait_seconds=60) as log:
        log.keep_rules(engine)
        for count in range(100_000):
            one = made[count % len(made)]
            name = f"K-{number}-{count}"
            decision = {**one.decision, "complaint_id": name}
            digest = f"sha256:{number:032x}{count:032x}"
            log.append(replace(one, decision=decision, digest=digest))
            os.write(acknowledged, f"{digest}\n".encode())


def start(url: str, made: Sequence[Record], number: int, path: Path, engine: Engine) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        write(url, made, number, descriptor, engine)
        code = 0
    except Exception as error:  # noqa: BLE001  # told by the parent
        path.with_suffix(".error").write_text(f"{type(error).__name__}: {error}; {error.__cause__!r}")
    finally:
        os._exit(code)


def kill_some(
    url: str, made: Sequence[Record], kills: int, folder: Path, rng: random.Random, engine: Engine, first: int = 0
) -> Outcome:
    """Kill writers of one log, then look; `first` is the number of the first writer."""
    path = folder / "acknowledged"
    path.unlink(missing_ok=True)
    writers: list[tuple[float, int]] = []
    wrong: list[str] = []
    number, done = first, 0
    slower = 1 if url.startswith("sqlite") else 3
    while done < kills:
        while len(writers) < AT_A_TIME:
            number += 1
            child = start(url, made, number, path, engine)
            writers.append((time.monotonic() + rng.uniform(0, rng.choice(SECONDS) * slower), child))
        writers.sort()
        moment, child = writers.pop(0)
        time.sleep(max(moment - time.monotonic(), 0))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            error = path.with_suffix(".error")
            wrong.append(f"a writer ended by itself: {error.read_text() if error.exists() else status}")
        done += 1
    for _, child in writers:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return look(url, path, done + len(writers), wrong)


def prepare(url: str, engine: Engine) -> None:
    """Make a log."""
    with AuditLog(url) as log:
        log.keep_rules(engine)


def look(url: str, path: Path, kills: int, wrong: list[str]) -> Outcome:
    """Whether all that was acknowledged is there, and the log verifies."""
    written = path.read_bytes() if path.exists() else b""
    acknowledged = {line.decode() for line in written.split(b"\n") if len(line) == DIGEST_BYTES - 1}
    with AuditLog(url) as log:
        found = {entry.outline["record"]["digest"] for entry in log.find()}
        result = log.verify()
    wrong += [f"lost: {digest}" for digest in sorted(acknowledged - found)]
    wrong += [one.text() for one in result.findings]
    return Outcome(kills, len(acknowledged), result.size, wrong)


def crash(kills: int, seed: int, url: str | None = None) -> Iterator[Outcome]:
    """Kill writers, a hundred a log; of PostgreSQL all of one log."""
    rng = random.Random(seed)
    engine = Engine.load("retail-store", engine="python")
    made = records(engine)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(f"sqlite:///{folder}/warm.db", engine)
        gc.freeze()
        for part in range(0, kills, A_LOG):
            for left in folder.iterdir():
                left.unlink()
            place = url or f"sqlite:///{folder}/log.db"
            if url or part // A_LOG % 2:
                prepare(place, engine)  # of every other log of SQLite the writers make the tables themselves
            yield kill_some(place, made, min(A_LOG, kills - part), folder, rng, engine, 1_000 * part)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with server() if arguments.postgres else nullcontext() as url:
        run(arguments.kills, arguments.seed, url)


def run(count: int, seed: int, url: str | None) -> None:
    start_ = time.monotonic()
    kills = acknowledged = entries = 0
    wrong: list[str] = []
    for outcome in crash(count, seed, url):
        kills, acknowledged = kills + outcome.kills, acknowledged + outcome.acknowledged
        entries = outcome.entries if url else entries + outcome.entries
        wrong += outcome.wrong
    print(
        f"{kills:,} kills, {acknowledged:,} acknowledged of {entries:,} entries, {len(wrong)} wrong, "
        f"{time.monotonic() - start_:.0f} s"
    )
    for one in wrong[:20]:
        print(one)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
