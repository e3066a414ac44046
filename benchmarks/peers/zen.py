"""zen-engine: a decision graph with one decision table that collects the rows met, compiled once.

A row has its whole condition in one cell, in the engine's expression language. Measured before this was chosen: a
column for each fact took about 1.1 times as long (1.4 times with trace), an expression node 1.2 times, a table for each
theme 1.4 times. `evaluate_batch` is the engine's own way to many decisions; a compiled expression that lists all
conditions is its way without a graph, and without a trace.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from benchmarks.peers.peer import Match, MatchMany, Met, Peer, Question, Row, flags
from benchmarks.policies import Absent, AllOf, Among, AnyOf, Holds, Order, OrderOfTwo, Test, Tree

_KEY = "policy"


def expression(tree: Tree) -> str:
    """A condition in the engine's expression language."""
    if isinstance(tree, AllOf):
        return " and ".join(f"({expression(part)})" for part in tree.parts)
    if isinstance(tree, AnyOf):
        return " or ".join(f"({expression(part)})" for part in tree.parts)
    return _test(tree)


def _test(test: Test) -> str:
    name = test.fact
    if isinstance(test, Absent):
        return f"{name} {'!=' if test.negated else '=='} null"
    if isinstance(test, Among):
        if len(test.values) == 1:
            return f"{name} {'!=' if test.negated else '=='} {json.dumps(test.values[0])}"
        return f"{name} {'not ' if test.negated else ''}in {json.dumps(test.values)}"
    if isinstance(test, Holds):
        held = f"{name} != null and some({name}, # in {json.dumps(test.values)})"
        return f"not({held})" if test.negated else held
    if isinstance(test, OrderOfTwo):
        days = f"{'-' if test.days < 0 else '+'} {abs(test.days)}"
        return f"{name} != null and {test.other} != null and {name} {test.order} {test.other} {days}"
    return _order(test)


def _order(test: Order) -> str:
    text = f"{test.fact} {test.order} {test.bound}"
    return f"{test.fact} != null and {text}" if test.may_be_absent else text


def write_table(question: Question) -> str:
    """A graph: input, one table, output."""
    rows = [
        {"_id": f"row-{number}", "condition": expression(tree), "number": str(number)}
        for number, tree in enumerate(question.conditions)
    ]
    table = {
        "hitPolicy": "collect",
        "rules": rows,
        "inputs": [{"id": "condition", "name": "Condition"}],
        "outputs": [{"id": "number", "field": "number", "name": "Number"}],
        "passThrough": False,
        "inputField": None,
        "outputPath": "met",
        "executionMode": "single",
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "Complaint"},
        {"id": "table", "type": "decisionTableNode", "name": "Conditions", "content": table},
        {"id": "out", "type": "outputNode", "name": "Decision"},
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("in", "table"), ("table", "out"))
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return json.dumps({"size": len(rows), "graph": graph})


def load_table(written: str) -> Match:
    """One decision at a time, without a trace."""
    decision, size = _decision(written)
    evaluate = decision.evaluate
    return lambda row: _flags(evaluate(row)["result"], size)


def load_traced(written: str) -> Match:
    """One decision at a time, with the engine's trace."""
    decision, size = _decision(written)
    evaluate = decision.evaluate

    def match(row: Row) -> Met:
        found = evaluate(row, {"trace": True})
        assert found["trace"], "no trace"
        return _flags(found["result"], size)

    return match


def load_batch(written: str) -> MatchMany:
    """Many decisions in one call."""
    import zen

    content = json.loads(written)
    size = content["size"]
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: content["graph"]}}})

    def match(rows: Sequence[Row]) -> list[Met]:
        found = engine.evaluate_batch([{"key": _KEY, "context": row} for row in rows])
        return [_flags(one["data"]["result"], size) for one in found]

    return match


def _decision(written: str) -> tuple[Any, int]:
    import zen

    content = json.loads(written)
    compiled = zen.ZenDecisionContent(json.dumps(content["graph"]))
    return zen.ZenEngine().create_decision(compiled), content["size"]


def _flags(result: dict[str, Any], size: int) -> Met:
    return flags([row["number"] for row in result["met"]], size)


def write_list(question: Question) -> str:
    """One expression that lists whether each condition is true."""
    return f"[{', '.join(expression(tree) for tree in question.conditions)}]"


def load_list(written: str) -> Match:
    """A compiled expression."""
    import zen

    evaluate: Match = zen.compile_expression(written).evaluate
    return evaluate


PEERS = (
    Peer("zen-engine, traced", "zen-engine", "zen", write_table, load_traced, explains=True),
    Peer("zen-engine", "zen-engine", "zen", write_table, load_table),
    Peer("zen-engine, batch", "zen-engine", "zen", write_table, load_batch, batched=True),
    Peer("zen-engine, expression", "zen-engine", "zen", write_list, load_list),
)
