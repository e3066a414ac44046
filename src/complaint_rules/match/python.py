"""The `python` engine: readable Python generated from a program, one function for each value of the most telling fact.

The text is registered with `linecache`, so that a traceback or a debugger shows it; `PythonMatcher.source` holds it.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.match.expression import Injected, expression, fact_name
from complaint_rules.match.index import ByName, most_named, most_telling, under
from complaint_rules.match.matcher import Hit, Prepared

Function = Callable[[Sequence[Any], int, list[Hit]], None]

Left = tuple[Alternative, tuple[Test, ...]]
"""An alternative, and the tests left to do of it."""

MOST_TOGETHER = 32
"""Alternatives that name values of one fact, in one function."""


class _Branch(NamedTuple):
    """What to run for one value of the most telling fact: a function, and those found by the value of another one."""

    always: str
    named: list[tuple[str, list[tuple[Test, ...]]]]
    fact: Fact | None


class PythonMatcher:
    """Matches by generated code."""

    name = "python"

    def __init__(self, program: Program) -> None:
        self.index = most_telling(program)
        self._program = program
        self._injected = Injected()
        self._lines = [
            f'"""{program.ruleset.id} {program.ruleset.version} on {program.day}: generated, not to be edited."""'
        ]
        branches = {value: self._branch(value) for value in [*self.index.values, UNKNOWN, ABSENT]}
        self.source = "\n".join(self._lines) + "\n"
        filename = f"<complaint-rules {program.ruleset.digest[7:19]} {program.day}>"
        linecache.cache[filename] = (len(self.source), None, self.source.splitlines(True), filename)
        made: dict[str, Any] = self._injected.names
        exec(compile(self.source, filename, "exec"), made)  # noqa: S102  # our own generated text
        self._branches: dict[Any, Function] = {value: made[branch.always] for value, branch in branches.items()}
        self._by_name: dict[Any, ByName[Function]] = {
            value: ByName(branch.fact, [(made[name], tests) for name, tests in branch.named])
            for value, branch in branches.items()
            if branch.fact is not None
        }
        self._place = self.index.index

    def match(self, sheet: FactSheet) -> list[Hit]:
        """Run the branch of the sheet's most telling fact."""
        hits: list[Hit] = []
        values, unknown = sheet.values, sheet.unknown
        value = values[self._place]
        self._branches[value](values, unknown, hits)
        if value in self._by_name:
            for function in self._by_name[value].of(values):
                function(values, unknown, hits)
        return hits

    def _branch(self, value: Any) -> _Branch:
        """Write the functions for one value of the most telling fact."""
        found = list(under(self._program, self.index, value))
        fact, is_named = most_named([tests for _, tests in found])
        name = f"when_{fact_name(self.index)}_is_{str(value).lower()}"
        self._write(name, [one for one in found if not is_named(one[1])])
        named = [one for one in found if is_named(one[1])]
        parts = [named[start : start + MOST_TOGETHER] for start in range(0, len(named), MOST_TOGETHER)]
        for number, part in enumerate(parts):
            self._write(f"{name}_{number}", part)
        return _Branch(name, [(f"{name}_{number}", [t for _, t in part]) for number, part in enumerate(parts)], fact)

    def _write(self, name: str, found: Sequence[Left]) -> None:
        """Write one function."""
        body: list[str] = []
        facts: dict[str, Fact] = {}
        for alternative, tests in found:
            rule = self._program.rules[alternative.position]
            assert rule is not None
            for test in tests:
                facts |= {fact_name(fact): fact for fact in facts_read(test.leaf)}
            parts = [text for text in (expression(test, self._injected) for test in tests) if text != "True"]
            note = "; ".join(f"{_said(test)}" for test in alternative.tests) or "always"
            body.append(f"    # {rule.id}: {' '.join(note.split())}")
            hit = f"hits.append({_hit(alternative, self._injected)})"
            body += [f"    if {' and '.join(parts)}:", f"        {hit}"] if parts else [f"    {hit}"]
        reads = [f"    {local} = v[{fact.index}]" for local, fact in facts.items()]
        self._lines += ["", "", f"def {name}(v, unknown, hits):", *reads, *(body or ["    return"])]


def _said(test: Test) -> str:
    leaf: Any = test.leaf
    return f"{'not ' if test.negated else ''}{leaf.fact.path} {leaf.text}"


def _hit(alternative: Alternative, injected: Injected) -> str:
    """The expression of the hit: which of its grades, given the mask of unknown facts."""
    prepared = Prepared(alternative)
    text = injected(prepared.certain)
    if alternative.two_if_unknown:
        text = f"{injected(prepared.for_now)} if unknown & {alternative.two_if_unknown} else {text}"
    if alternative.one_if_unknown:
        text = f"{injected(prepared.possible)} if unknown & {alternative.one_if_unknown} else {text}"
    return text
