"""The order of evaluation: rules that set a part of the decision before those that read it, exceptions first."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_rules.compile.rule import CompiledRule
from complaint_rules.errors import Message, Problem, RulesetError


def in_order(rules: Sequence[CompiledRule], silencers: Sequence[Sequence[int]]) -> list[int]:
    """Order rules topologically; rules that are independent stay in the author's order.

    Args:
        rules: in the author's order.
        silencers: for each rule the indexes of its exceptions.

    Raises:
        RulesetError: the rules form a cycle; the error shows it.
    """
    writers: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        for attribute in rule.writes:
            writers.setdefault(attribute, []).append(index)
    before = [
        sorted({*silencers[index], *(w for attribute in rule.reads for w in writers.get(attribute, ()))})
        for index, rule in enumerate(rules)
    ]
    done: list[int] = []
    state = [0] * len(rules)
    for index in range(len(rules)):
        _visit(index, before, state, done, rules)
    return done


def _visit(
    first: int, before: list[list[int]], state: list[int], done: list[int], rules: Sequence[CompiledRule]
) -> None:
    path = [first]
    while path:
        index = path[-1]
        if state[index] == 2:
            path.pop()
            continue
        state[index] = 1
        waiting = next((other for other in before[index] if state[other] != 2), None)
        if waiting is None:
            state[index] = 2
            done.append(path.pop())
        elif state[waiting] == 1:
            raise RulesetError(_circle(path[path.index(waiting) :], rules))
        else:
            path.append(waiting)


def _circle(circle: list[int], rules: Sequence[CompiledRule]) -> Problem:
    steps = tuple(
        {"rule": rules[index].id, "reads": _read_of(rules[index], rules[after])} for index, after in _pairs(circle)
    )
    return Problem(Message("circle-of-rules", circle=steps), rules[circle[0]].place)


def _pairs(circle: list[int]) -> list[tuple[int, int]]:
    return list(zip(circle, [*circle[1:], circle[0]], strict=True))


def _read_of(rule: CompiledRule, needed: CompiledRule) -> str | None:
    """The part of the decision for which a rule waits for another; None where that is its exception."""
    return min(rule.reads & needed.writes, default=None)
