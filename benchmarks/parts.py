"""The parts of a run: what each measures, and how its section of the page is written from what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks import (
    contest,
    growth,
    latency,
    memory,
    page_ours,
    page_peers,
    peers,
    proofs,
    questions,
    speed,
    start,
    synthetic,
    threads,
)
from complaint_rules.load.folder import shipped_ids


class Asked(NamedTuple):
    """What a run is asked for: rulesets and contestants by name, none for all; and the sizes of made-up rulesets."""

    rulesets: Sequence[str] = speed.RULESETS
    only: Sequence[str] = ()
    sizes: Sequence[int] = synthetic.SIZES


class Part(NamedTuple):
    """One part: its rows, then the lines of its section."""

    measure: Callable[[Asked], list[Any]]
    lines: Callable[[list[Any]], Iterator[str]]


def _each(measure: Callable[..., list[Any]]) -> Callable[[Asked], list[Any]]:
    """One ruleset after the other, for what compares contestants."""
    return lambda asked: [row for ruleset in asked.rulesets for row in measure(ruleset, asked.only)]


def _stages(asked: Asked) -> list[Any]:
    return [
        page_ours.Stages(ruleset, engine, times)
        for ruleset in asked.rulesets
        for engine, times in speed.stages(ruleset).items()
    ]


def _startup(asked: Asked) -> list[Any]:
    return [
        page_ours.Stages(ruleset, engine, start.measure(ruleset, engine))
        for ruleset in asked.rulesets
        for engine in ("rete", "python")
    ]


PARTS: dict[str, Part] = {
    "decide": Part(
        lambda asked: [row for ruleset in asked.rulesets for row in speed.measure(ruleset)], page_ours.decisions
    ),
    "stages": Part(_stages, page_ours.stages),
    "start": Part(_startup, page_ours.startup),
    "peers": Part(_each(contest.measure), page_peers.peers),
    "growth": Part(lambda asked: growth.measure(asked.only, asked.sizes), page_peers.growth),
    "latency": Part(_each(latency.measure), page_peers.latency),
    "memory": Part(_each(memory.measure), page_peers.memory),
    "threads": Part(_each(threads.measure), page_peers.threads),
    "questions": Part(lambda _: [questions.measure(ruleset) for ruleset in questions.RULESETS], page_ours.questions),
    "check": Part(lambda _: [proofs.measure(ruleset) for ruleset in shipped_ids()], page_ours.checks),
}

COMPARE_PEERS = ("peers", "growth", "latency", "memory", "threads")


def versions() -> str:
    """The peers' versions, and what is left out for want of being installed."""
    found = ", ".join(dict.fromkeys(peer.version for peer in peers.installed()))
    missing = peers.left_out()
    return (
        f"Peers: {found or 'none'}." + (f" Left out, not installed: {', '.join(missing)}." if missing else "")
    ).strip()
