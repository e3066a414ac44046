"""Entries that every completion has, though today's reading does not: each answer makes one of their rules fire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from complaint_rules.decide.trace import Trace


def whatever(because: Iterable[str], waits_for: Sequence[str], trace: Trace) -> tuple[str, ...]:
    """The facts of which each answer makes a rule behind an entry fire; empty where today's reading has the entry.

    Args:
        because: the ids of the rules behind it.
        waits_for: the facts that can change it.
        trace: the trace of the decision.
    """
    if waits_for:
        return ()
    waiting = {line.rule: line.waits_for for line in trace.undecided}
    listed = {fact for rule in because for fact in waiting.get(rule, ())}
    return tuple([line.fact for line in trace.facts if line.fact in listed])
