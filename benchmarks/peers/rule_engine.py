"""rule-engine: one parsed rule a condition; names are looked up in dicts and typed, so that slips show when parsed."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.infix import Infix
from benchmarks.peers.peer import Match, Peer, Question

_NUMBERS = frozenset({"money", "money per day", "integer", "date"})


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


LANGUAGE = Infix(
    both="and",
    either="or",
    negation="not ({})",
    not_among="not ({} in {})",
    holds=lambda name, values: f"({' or '.join(f'{value} in {name}' for value in values)})",
    literal=_value,
)


def write(question: Question) -> tuple[list[str], dict[str, str]]:
    """A rule's text for each condition, and the types of the facts."""
    return [LANGUAGE.expression(tree) for tree in question.conditions], question.facts


def load(written: tuple[list[str], dict[str, str]]) -> Match:
    """All rules parsed, over one context."""
    import rule_engine

    texts, facts = written
    kinds = rule_engine.DataType
    types = {name: kinds.FLOAT if kind in _NUMBERS else kinds.STRING for name, kind in facts.items()}
    types |= {name: kinds.BOOLEAN for name, kind in facts.items() if kind == "bool"}
    types |= {name: kinds.ARRAY(kinds.STRING) for name, kind in facts.items() if kind == "set of texts"}
    resolver = rule_engine.type_resolver_from_dict(types)
    context = rule_engine.Context(type_resolver=resolver, resolver=rule_engine.resolve_item)
    rules = [rule_engine.Rule(text, context=context) for text in texts]
    return lambda row: [rule.matches(row) for rule in rules]


PEERS = (Peer("rule-engine", "rule-engine", "rule_engine", write, load),)
