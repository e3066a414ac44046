"""The `python` engine: readable Python generated from a program, one function for each value of the most telling fact.

The text is registered with `linecache`, so that a traceback or a debugger shows it; `PythonMatcher.source` holds it.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Sequence
from typing import Any

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.match.expression import Injected, expression, fact_name
from complaint_rules.match.index import most_telling, under
from complaint_rules.match.matcher import Hit, Prepared

Function = Callable[[Sequence[Any], int, list[Hit]], None]


class PythonMatcher:
    """Matches by generated code."""

    name = "python"

    def __init__(self, program: Program) -> None:
        self.index = most_telling(program)
        injected = Injected()
        lines = [f'"""{program.ruleset.id} {program.ruleset.version} on {program.day}: generated, not to be edited."""']
        branches: dict[Any, str] = {}
        for value in [*self.index.values, UNKNOWN, ABSENT]:
            branches[value] = f"when_{fact_name(self.index)}_is_{str(value).lower()}"
            lines += ["", "", *self._function(branches[value], value, program, injected)]
        self.source = "\n".join(lines) + "\n"
        filename = f"<complaint-rules {program.ruleset.digest[7:19]} {program.day}>"
        linecache.cache[filename] = (len(self.source), None, self.source.splitlines(True), filename)
        exec(compile(self.source, filename, "exec"), injected.names)  # noqa: S102  # our own generated text
        self._branches: dict[Any, Function] = {value: injected.names[name] for value, name in branches.items()}
        self._place = self.index.index

    def match(self, sheet: FactSheet) -> list[Hit]:
        """Run the branch of the sheet's most telling fact."""
        hits: list[Hit] = []
        self._branches[sheet.values[self._place]](sheet.values, sheet.unknown, hits)
        return hits

    def _function(self, name: str, value: Any, program: Program, injected: Injected) -> list[str]:
        body: list[str] = []
        facts: dict[str, Fact] = {}
        for alternative, tests in under(program, self.index, value):
            rule = program.rules[alternative.position]
            assert rule is not None
            for test in tests:
                facts |= {fact_name(fact): fact for fact in facts_read(test.leaf)}
            parts = [text for text in (expression(test, injected) for test in tests) if text != "True"]
            note = "; ".join(f"{_said(test)}" for test in alternative.tests) or "always"
            body.append(f"    # {rule.id}: {' '.join(note.split())}")
            hit = f"hits.append({_hit(alternative, injected)})"
            body += [f"    if {' and '.join(parts)}:", f"        {hit}"] if parts else [f"    {hit}"]
        reads = [f"    {local} = v[{fact.index}]" for local, fact in facts.items()]
        return [f"def {name}(v, unknown, hits):", *reads, *(body or ["    return"])]


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
