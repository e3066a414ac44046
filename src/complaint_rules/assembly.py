"""Puts the stages together for one ruleset: sheets, programs by day, an engine and a decider for each program.

Kept apart from the front door, which is imported by everyone; this is loaded with the first ruleset.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from complaint_rules.compile.program import Program, Programs
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.decide.decider import Decider
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.match.engines import EngineName, choose, make_matcher
from complaint_rules.match.matcher import Matcher

if TYPE_CHECKING:
    from complaint_rules.explain.explainer import Explainer
    from complaint_rules.trace.trace import Trace
    from complaint_rules.trace.tracer import Tracer

_assemblies: dict[tuple[str, str], Assembly] = {}
_lock = Lock()


class OnDemand:
    """What is asked of the decisions of one program later; only who asks pays for what it needs."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._tracer: Tracer | None = None
        self._explainer: Explainer | None = None

    def trace(self, decision: Decision) -> Trace:
        """Facts, rules, exceptions and parameters that led to it."""
        if self._tracer is None:
            from complaint_rules.trace.tracer import Tracer

            self._tracer = Tracer(self._program)
        return self._tracer.trace(decision)

    @property
    def explainer(self) -> Explainer:
        """Answers why, why not and what to ask next."""
        if self._explainer is None:
            from complaint_rules.explain.explainer import Explainer

            self._explainer = Explainer(self._program)
        return self._explainer


class Assembly:
    """All stages for one ruleset and one engine."""

    def __init__(self, ruleset: Ruleset, engine: EngineName) -> None:
        self.ruleset = ruleset
        self.engine: EngineName = engine
        self._programs = Programs(ruleset)
        self._sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self._deciders: dict[int, tuple[Matcher, Decider]] = {}
        self._lock = Lock()

    def decide(self, complaint: Complaint) -> Decision:
        """Lay the complaint out, match it under the law of its day, decide."""
        sheet = self._sheets.sheet(complaint)
        span = self._programs.span(sheet.as_of)
        matcher, decider = self._deciders.get(span) or self._prepare(span, sheet.as_of)
        return decider.decide(sheet, matcher.match(sheet))

    def _prepare(self, span: int, day: date) -> tuple[Matcher, Decider]:
        program = self._programs.on(day)
        with self._lock:
            found = self._deciders.get(span)
            if found is None:
                matcher = make_matcher(self.engine, program)
                found = (matcher, Decider(program, self.engine, OnDemand(program)))
                self._deciders[span] = found
        return found


def assemble(ruleset: str | Path, engine: str | None) -> Assembly:
    """Load, compile and put together; what has the same digest and engine is shared.

    Raises:
        RulesetError: with every problem of the ruleset.
        EngineUnavailableError: the engine can't run here.
    """
    name = choose(engine)
    compiled = load_ruleset(ruleset)
    with _lock:
        key = (compiled.digest, name)
        if key not in _assemblies:
            _assemblies[key] = Assembly(compiled, name)
        return _assemblies[key]
