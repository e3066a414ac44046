"""The `python` engine: readable Python generated from a program, one function for each value of the most telling fact.

The text is registered with `linecache`, so that a traceback or a debugger shows it; `PythonMatcher.source` holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, NamedTuple

from complaint_rules.compile.alternatives import Alternative, Test
from complaint_rules.compile.condition import facts_read
from complaint_rules.compile.program import Program
from complaint_rules.facts.fact import Fact
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.generated import register
from complaint_rules.match.expression import Injected, expression, fact_name, remark
from complaint_rules.match.index import ByName, most_named, most_telling, under
from complaint_rules.match.matcher import Hit, Prepared

Function = Callable[[Sequence[Any], int, list[Hit]], None]

Left = tuple[Alternative, tuple[Test, ...]]
"""An alternative, and its remaining tests."""

MOST_TOGETHER = 32
"""The maximum number of alternatives that name values of one fact in one function."""


class _Branch(NamedTuple):
    """The functions to run for one value of the most telling fact: one always, others by the value of another fact."""

    always: Function
    named: ByName[Function] | None


class PythonMatcher:
    """Matches by generated code, which is written for each value of the most telling fact when it first occurs."""

    name = "python"

    def __init__(self, program: Program) -> None:
        self.index = most_telling(program)
        self._program = program
        self._injected = Injected()
        self._lines: list[str] = []
        self._functions = 0
        self._place = self.index.index
        self._branches: dict[Any, _Branch] = {}
        self._lock = Lock()
        self.source = ""
        """The text of all functions so far."""

    def match(self, sheet: FactSheet) -> list[Hit]:
        """Run the branch of the sheet's most telling fact."""
        hits: list[Hit] = []
        values, unknown = sheet.values, sheet.unknown
        value = values[self._place]
        always, named = self._branches.get(value) or self._prepare(value)
        always(values, unknown, hits)
        if named is not None:
            for function in named.of(values):
                function(values, unknown, hits)
        return hits

    def warm(self) -> None:
        """Write the functions of every value."""
        for value in [*self.index.values, UNKNOWN, ABSENT]:
            if value not in self._branches:
                self._prepare(value)

    def _prepare(self, value: Any) -> _Branch:
        with self._lock:
            found = self._branches.get(value)
            if found is None:
                found = self._branches[value] = self._branch(value)
        return found

    def _branch(self, value: Any) -> _Branch:
        """Write and compile the functions for one value of the most telling fact."""
        program = self._program
        day = program.circumstances.days.occurred
        self._lines = [f"# {remark(program.ruleset.id)} on {day}: generated, not to be edited"]
        found = list(under(program, self.index, value))
        fact, is_named = most_named([tests for _, tests in found])
        always = self._function([one for one in found if not is_named(one[1])])
        named = [one for one in found if is_named(one[1])]
        parts = [named[start : start + MOST_TOGETHER] for start in range(0, len(named), MOST_TOGETHER)]
        functions = [(self._function(part), [tests for _, tests in part]) for part in parts]
        source = "\n".join(self._lines) + "\n"
        self.source += source
        filename = register(source, f"complaint-rules {program.ruleset.digest[7:19]} {day}", self)
        made: dict[str, Any] = self._injected.names
        exec(compile(source, filename, "exec"), made)  # noqa: S102  # our own generated text
        by_name = None if fact is None else ByName(fact, [(made[name], tests) for name, tests in functions])
        return _Branch(made[always], by_name)

    def _function(self, found: Sequence[Left]) -> str:
        """Write one function, and return its name."""
        name = f"matches_{self._functions}"
        self._functions += 1
        body: list[str] = []
        facts: dict[str, Fact] = {}
        for alternative, tests in found:
            rule = self._program.rules[alternative.position]
            assert rule is not None
            for test in tests:
                facts |= {fact_name(fact): fact for fact in facts_read(test.leaf)}
            parts = [text for text in (expression(test, self._injected) for test in tests) if text != "True"]
            body.append(f"    # {remark(rule.id)}: {remark('; '.join(map(_said, alternative.tests)) or 'always')}")
            hit = f"hits.append({_hit(alternative, self._injected)})"
            body += [f"    if {' and '.join(parts)}:", f"        {hit}"] if parts else [f"    {hit}"]
        reads = [f"    {local} = v[{fact.index}]  # {remark(fact.path)}" for local, fact in facts.items()]
        self._lines += ["", "", f"def {name}(v, unknown, hits):", *reads, *(body or ["    return"])]
        return name


def _said(test: Test) -> str:
    leaf: Any = test.leaf
    return f"{'not ' if test.negated else ''}{leaf.fact.path} {leaf.text}"


def _hit(alternative: Alternative, injected: Injected) -> str:
    """The source text that selects the hit of the right grade, given the mask of unknown facts."""
    prepared = Prepared(alternative)
    text = injected(prepared.certain)
    if alternative.two_if_unknown:
        text = f"{injected(prepared.for_now)} if unknown & {alternative.two_if_unknown} else {text}"
    if alternative.one_if_unknown:
        text = f"{injected(prepared.possible)} if unknown & {alternative.one_if_unknown} else {text}"
    return text
