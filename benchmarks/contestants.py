"""Everyone who decides the same complaints: our engines, the written-out function, and the peers.

A peer's decision is: the complaint laid out, the peer asked which conditions are true, everything else settled by the
code that the written-out function uses too. So a peer pays for its own work and for the least that is needed beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks import peers
from benchmarks.handwritten import HandWritten
from benchmarks.outcomes import Decide, Outcome, outcome
from benchmarks.peers.peer import Peer
from benchmarks.policies import Policy
from complaint_rules import Decision, Engine
from complaint_rules.assembly import Assembly
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.match.engines import available

Group = Literal["ours", "limit", "explains", "silent"]
Complaints = Sequence[Mapping[str, Any]]

OURS = ("decide", "with trace")
"""How much of a decision of ours is asked for."""

LIMIT = "written out"


@dataclass(frozen=True)
class Contestant:
    """Decides complaints. `run` is what is timed; `decide` gives the outcome that is compared.

    `explains`: says of its own accord why; `limit`: no engine at all.
    """

    name: str
    group: Group
    run: Callable[[Complaints], object]
    decide: Decide
    unsafe: str | None = None


def fresh_engine(ruleset: str | Path, name: str) -> Engine:
    """An engine that has decided nothing yet, whatever others of its kind have."""
    return Engine(Assembly(load_ruleset(ruleset), name))  # type: ignore[arg-type]  # one of the engines' names


def all_contestants(ruleset: str | Path, only: Sequence[str] = ()) -> list[Contestant]:
    """All that can run here, or those named; what a peer can't express leaves it out, and is said on stderr."""
    policy = Policy(load_ruleset(ruleset))
    written = HandWritten(policy)
    found = [_ours(ruleset, name, depth) for name in available() for depth in OURS if _wanted(f"{name}, {depth}", only)]
    found.append(Contestant(LIMIT, "limit", _one_by_one(written.decide), written.decide))
    for peer in peers.installed():
        if _wanted(peer.name, only):
            try:
                found.append(borrowing(peer, policy, written))
            except NotImplementedError as error:
                print(f"{peer.name} is left out: {error}", file=sys.stderr)
    return found


def _wanted(name: str, only: Sequence[str]) -> bool:
    return not only or name in only


def _ours(ruleset: str | Path, name: str, depth: str) -> Contestant:
    engine = fresh_engine(ruleset, name)
    look = _status if depth == "decide" else _everything
    run = _one_by_one(lambda complaint: look(engine.decide(complaint)))
    return Contestant(f"{name}, {depth}", "ours", run, lambda complaint: outcome(engine.decide(complaint)))


def _status(decision: Decision) -> object:
    return decision.status


def _everything(decision: Decision) -> object:
    return decision.status, decision.questions, decision.trace


def _one_by_one(decide: Callable[[Mapping[str, Any]], object]) -> Callable[[Complaints], object]:
    def run(complaints: Complaints) -> None:
        for complaint in complaints:
            decide(complaint)

    return run


def borrowing(peer: Peer, policy: Policy, written: HandWritten) -> Contestant:
    """A peer, with the written-out code for what it can't express."""
    return with_match(peer, peer.load(peer.write(peers.question(policy))), written)


def with_match(peer: Peer, match: Any, written: HandWritten) -> Contestant:
    """A peer that is loaded already."""
    lay_out, settle = written.lay_out, written.settle
    group: Group = "explains" if peer.explains else "silent"
    if not peer.batched:

        def decide(complaint: Mapping[str, Any]) -> Outcome:
            laid = lay_out(complaint)
            return settle(laid, match(laid.row))

        return Contestant(peer.name, group, _one_by_one(decide), decide, peer.unsafe)

    def decide_all(complaints: Complaints) -> list[Outcome]:
        laid = [lay_out(complaint) for complaint in complaints]
        met = match([one.row for one in laid])
        return [settle(one, flags) for one, flags in zip(laid, met, strict=True)]

    return Contestant(peer.name, group, decide_all, lambda complaint: decide_all([complaint])[0], peer.unsafe)
