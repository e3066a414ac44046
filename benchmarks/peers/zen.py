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

from benchmarks.peers.infix import Infix
from benchmarks.peers.peer import Match, MatchMany, Met, Peer, Question, Row, flags

_KEY = "policy"


LANGUAGE = Infix(
    both="and",
    either="or",
    negation="not({})",
    not_among="{} not in {}",
    holds=lambda name, values: f"some({name}, # in [{', '.join(values)}])",
)


def write_table(question: Question) -> str:
    """A graph: input, one table, output."""
    rows = [
        {"_id": f"row-{number}", "condition": LANGUAGE.expression(tree), "number": str(number)}
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
    return f"[{', '.join(LANGUAGE.expression(tree) for tree in question.conditions)}]"


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
