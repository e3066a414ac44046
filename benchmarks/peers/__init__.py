"""What users would pick instead, each used as its authors advise; what is not installed is named as left out."""

from __future__ import annotations

from benchmarks.peers import cel, clips, durable, jsonlogic, rule_engine, zen
from benchmarks.peers.peer import Peer, Question
from benchmarks.policies import Policy, fact_name

PEERS: dict[str, Peer] = {
    peer.name: peer
    for peer in (
        *zen.PEERS,
        *rule_engine.PEERS,
        *cel.PEERS,
        *clips.PEERS,
        *jsonlogic.PEERS,
        *durable.PEERS,
    )
}


def installed() -> list[Peer]:
    """The peers that can be measured here."""
    return [peer for peer in PEERS.values() if peer.installed]


def left_out() -> list[str]:
    """The packages that are not installed here."""
    return sorted({peer.package for peer in PEERS.values() if not peer.installed})


def question(policy: Policy) -> Question:
    """What a policy asks of a peer."""
    types = {fact_name(fact): fact.type.value for fact in policy.facts}
    return Question(policy.conditions, types, {fact_name(fact): fact.values for fact in policy.facts if fact.values})
