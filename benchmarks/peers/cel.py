"""The Common Expression Language by its Rust implementation: one compiled program that lists whether each holds.

Measured before this was chosen: a program for each condition over a shared context takes as long.
"""

from __future__ import annotations

import json

from benchmarks.peers.peer import Match, Peer, Question
from benchmarks.policies import Absent, AllOf, Among, AnyOf, Holds, OrderOfTwo, Test, Tree


def expression(tree: Tree) -> str:
    """A condition in CEL."""
    if isinstance(tree, AllOf):
        return " && ".join(f"({expression(part)})" for part in tree.parts)
    if isinstance(tree, AnyOf):
        return " || ".join(f"({expression(part)})" for part in tree.parts)
    return _test(tree)


def _test(test: Test) -> str:
    name = test.fact
    if isinstance(test, Absent):
        return f"{name} {'!=' if test.negated else '=='} null"
    if isinstance(test, Among):
        if len(test.values) == 1:
            return f"{name} {'!=' if test.negated else '=='} {json.dumps(test.values[0])}"
        held = f"{name} in {json.dumps(test.values)}"
        return f"!({held})" if test.negated else held
    if isinstance(test, Holds):
        held = f"{name} != null && {name}.exists(one, one in {json.dumps(test.values)})"
        return f"!({held})" if test.negated else held
    if isinstance(test, OrderOfTwo):
        days = f"{'-' if test.days < 0 else '+'} {abs(test.days)}"
        return f"{name} != null && {test.other} != null && {name} {test.order} {test.other} {days}"
    text = f"{name} {test.order} {test.bound}"
    return f"{name} != null && {text}" if test.may_be_absent else text


def write(question: Question) -> str:
    """One expression for all conditions."""
    return f"[{', '.join(expression(tree) for tree in question.conditions)}]"


def load(written: str) -> Match:
    """A compiled program."""
    import cel

    execute: Match = cel.compile(written).execute
    return execute


PEERS = (Peer("CEL (Rust)", "common-expression-language", "cel", write, load),)
