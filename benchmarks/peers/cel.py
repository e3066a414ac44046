"""The Common Expression Language by its Rust implementation: one compiled program that lists whether each holds.

Measured before this was chosen: a program for each condition over a shared context takes as long.
"""

from __future__ import annotations

from benchmarks.peers.infix import Infix
from benchmarks.peers.peer import Match, Peer, Question

CEL = Infix(
    both="&&",
    either="||",
    negation="!({})",
    not_among="!({} in {})",
    holds=lambda name, values: f"{name}.exists(one, one in [{', '.join(values)}])",
)


def write(question: Question) -> str:
    """One expression for all conditions."""
    return f"[{', '.join(CEL.expression(tree) for tree in question.conditions)}]"


def load(written: str) -> Match:
    """A compiled program."""
    import cel

    execute: Match = cel.compile(written).execute
    return execute


PEERS = (Peer("CEL (Rust)", "common-expression-language", "cel", write, load),)
