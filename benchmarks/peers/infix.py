"""Conditions as infix expressions over names: one writer for the peers whose languages differ only in their words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.policies import Absent, AllOf, Among, AnyOf, Holds, OrderOfTwo, Test, Tree


@dataclass(frozen=True)
class Infix:
    """A language's words.

    `negation` is put around a text and `not_among` around a name and a list; `holds` says of a name that one of some
    values, each as `literal` writes it, is in its list.
    """

    both: str
    either: str
    negation: str
    not_among: str
    holds: Callable[[str, Sequence[str]], str]
    literal: Callable[[Any], str] = json.dumps

    def expression(self, tree: Tree) -> str:
        """A condition in the language."""
        if isinstance(tree, AllOf | AnyOf):
            word = self.both if isinstance(tree, AllOf) else self.either
            return f" {word} ".join(f"({self.expression(part)})" for part in tree.parts)
        return self._test(tree)

    def _test(self, test: Test) -> str:
        name = test.fact
        there = f"{name} != null {self.both} "
        if isinstance(test, Absent):
            return f"{name} {'!=' if test.negated else '=='} null"
        if isinstance(test, Among | Holds):
            values = [self.literal(value) for value in test.values]
        if isinstance(test, Among):
            if len(values) == 1:
                return f"{name} {'!=' if test.negated else '=='} {values[0]}"
            return (self.not_among if test.negated else "{} in {}").format(name, f"[{', '.join(values)}]")
        if isinstance(test, Holds):
            held = there + self.holds(name, values)
            return self.negation.format(held) if test.negated else held
        if isinstance(test, OrderOfTwo):
            days = f"{'-' if test.days < 0 else '+'} {abs(test.days)}"
            return f"{there}{test.other} != null {self.both} {name} {test.order} {test.other} {days}"
        text = f"{name} {test.order} {test.bound}"
        return there + text if test.may_be_absent else text
