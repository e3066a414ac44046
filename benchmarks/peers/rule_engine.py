"""rule-engine: one parsed rule a condition; names are looked up in dicts and typed, so that slips show when parsed."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.peer import Match, Peer, Question
from benchmarks.policies import Absent, AllOf, Among, AnyOf, Holds, OrderOfTwo, Test, Tree

_NUMBERS = frozenset({"money", "money per day", "integer", "date"})


def expression(tree: Tree) -> str:
    """A condition in the library's language."""
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
            return f"{name} {'!=' if test.negated else '=='} {_value(test.values[0])}"
        held = f"{name} in [{', '.join(map(_value, test.values))}]"
        return f"not ({held})" if test.negated else held
    if isinstance(test, Holds):
        held = f"{name} != null and ({' or '.join(f'{_value(one)} in {name}' for one in test.values)})"
        return f"not ({held})" if test.negated else held
    if isinstance(test, OrderOfTwo):
        days = f"{'-' if test.days < 0 else '+'} {abs(test.days)}"
        return f"{name} != null and {test.other} != null and {name} {test.order} {test.other} {days}"
    text = f"{name} {test.order} {test.bound}"
    return f"{name} != null and {text}" if test.may_be_absent else text


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def write(question: Question) -> tuple[list[str], dict[str, str]]:
    """A rule's text for each condition, and the types of the facts."""
    return [expression(tree) for tree in question.conditions], question.facts


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
