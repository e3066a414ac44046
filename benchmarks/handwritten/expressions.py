"""Conditions as Python expressions over local names, one for each fact."""

from __future__ import annotations

from benchmarks.policies import Absent, AllOf, Among, AnyOf, Holds, Order, OrderOfTwo, Test, Tree


def python(tree: Tree) -> str:
    """The expression that is true where the tree is."""
    if isinstance(tree, AllOf):
        return " and ".join(_inner(part) for part in tree.parts) or "True"
    if isinstance(tree, AnyOf):
        return " or ".join(_inner(part) for part in tree.parts) or "False"
    return _test(tree)


def _inner(tree: Tree) -> str:
    text = python(tree)
    return f"({text})" if " and " in text or " or " in text else text


def _test(test: Test) -> str:
    name = test.fact
    if isinstance(test, Absent):
        return f"{name} is {'not ' if test.negated else ''}None"
    if isinstance(test, Among):
        return _among(test)
    if isinstance(test, Holds):
        held = f"{name} is not None and not {set(test.values)!r}.isdisjoint({name})"
        return f"not ({held})" if test.negated else held
    if isinstance(test, OrderOfTwo):
        other = f"{test.other} {'-' if test.days < 0 else '+'} {abs(test.days)}" if test.days else test.other
        return f"{name} is not None and {test.other} is not None and {name} {test.order} {other}"
    return _order(test)


def _order(test: Order) -> str:
    text = f"{test.fact} {test.order} {test.bound}"
    return f"{test.fact} is not None and {text}" if test.may_be_absent else text


def _among(test: Among) -> str:
    if len(test.values) > 1:
        values = ", ".join(map(repr, test.values))
        return f"{test.fact} {'not ' if test.negated else ''}in {{{values}}}"
    value = test.values[0]
    if isinstance(value, bool):
        return f"{test.fact} is {'not ' if test.negated else ''}{value}"
    return f"{test.fact} {'!=' if test.negated else '=='} {value!r}"
