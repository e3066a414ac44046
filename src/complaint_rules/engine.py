"""The front door: load a ruleset, decide complaints."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from complaint_rules.compile.program import Programs
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.decide.decider import Decider
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.match.engines import EngineName, choose, make_matcher
from complaint_rules.match.matcher import Matcher
from complaint_rules.trace.trace import Trace, trace_of

_engines: dict[tuple[str, str], Engine] = {}
_lock = Lock()


class Engine:
    """Decides complaints under one ruleset. May be used from many threads.

    Compiled rulesets are kept by digest: loading an unchanged ruleset again costs no more than reading its files.
    """

    def __init__(self, ruleset: Ruleset, engine: EngineName) -> None:
        self.ruleset = ruleset
        self.engine: EngineName = engine
        self._programs = Programs(ruleset)
        self._sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self._deciders: dict[int, tuple[Matcher, Decider]] = {}
        self._lock = Lock()

    @classmethod
    def load(cls, ruleset: str | Path, *, engine: str | None = None) -> Engine:
        """Load a ruleset by shipped id or by folder.

        Args:
            ruleset: such as ``"retail-store"``, or the path of a ruleset's folder.
            engine: ``"rete"`` (durable-rules), ``"python"`` (generated code) or ``"interpreter"``; by default ``rete`` where
                durable-rules is installed, else ``python``.

        Raises:
            RulesetError: with every problem of the ruleset, each with file, line and column.
            EngineUnavailableError: the engine can't run here.
        """
        name = choose(engine)
        compiled = load_ruleset(ruleset)
        with _lock:
            found = _engines.get((compiled.digest, name))
            if found is None:
                found = _engines[compiled.digest, name] = cls(compiled, name)
        return found

    def decide(self, complaint: Complaint | Mapping[str, Any]) -> Decision:
        """Decide one complaint.

        Raises:
            ComplaintError: with every fact that is wrong.
            CalendarError: a deadline would run past the calendar's covered years.
        """
        sheet = self._sheets.sheet(Complaint.of(complaint))
        program = self._programs.on(sheet.as_of)
        matcher, decider = self._deciders.get(id(program)) or self._prepare(sheet.as_of)
        return decider.decide(sheet, matcher.match(sheet))

    def _prepare(self, day: Any) -> tuple[Matcher, Decider]:
        program = self._programs.on(day)
        with self._lock:
            found = self._deciders.get(id(program))
            if found is None:
                found = (make_matcher(self.engine, program), Decider(program, self.engine, trace_of))
                self._deciders[id(program)] = found
        return found

    def __repr__(self) -> str:
        return f"<Engine {self.engine}: {self.ruleset.id} {self.ruleset.version}>"


__all__ = ["Engine", "Trace"]
