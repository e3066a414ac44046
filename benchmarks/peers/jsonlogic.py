"""JSON logic by panzi-json-logic, in Python; one application for all conditions.

Chosen over jsonlogic-rs, which takes three times as long here: it turns the rules into Rust's values on every call.
"""

from __future__ import annotations

from typing import Any

from benchmarks.peers.peer import Match, Peer, Question
from benchmarks.policies import Absent, AllOf, Among, AnyOf, Holds, OrderOfTwo, Test, Tree


def logic(tree: Tree) -> Any:
    """A condition as JSON logic."""
    if isinstance(tree, AllOf):
        return {"and": [logic(part) for part in tree.parts]}
    if isinstance(tree, AnyOf):
        return {"or": [logic(part) for part in tree.parts]}
    return _test(tree)


def _test(test: Test) -> Any:
    fact = {"var": test.fact}
    there = {"!==": [fact, None]}
    if isinstance(test, Absent):
        return there if test.negated else {"===": [fact, None]}
    if isinstance(test, Among):
        if len(test.values) == 1:
            return {"!==" if test.negated else "===": [fact, test.values[0]]}
        held: Any = {"in": [fact, list(test.values)]}
        return {"!": [held]} if test.negated else held
    if isinstance(test, Holds):
        held = {"and": [there, {"some": [fact, {"in": [{"var": ""}, list(test.values)]}]}]}
        return {"!": [held]} if test.negated else held
    if isinstance(test, OrderOfTwo):
        other = {"var": test.other}
        return {"and": [there, {"!==": [other, None]}, {test.order: [fact, {"+": [other, test.days]}]}]}
    order = {test.order: [fact, test.bound]}
    return {"and": [there, order]} if test.may_be_absent else order


def write(question: Question) -> list[Any]:
    """A list of rules, which is a rule itself."""
    return [logic(tree) for tree in question.conditions]


def load(written: list[Any]) -> Match:
    """Nothing to compile: the library walks the rules."""
    from json_logic import jsonLogic

    return lambda row: jsonLogic(written, row)


PEERS = (Peer("JSON logic (panzi)", "panzi-json-logic", "json_logic", write, load),)
