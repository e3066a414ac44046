"""The front door: load a ruleset, decide complaints. What it needs for that is imported with the first ruleset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaint_rules.facts.complaint import Complaint

if TYPE_CHECKING:
    from complaint_rules.assembly import Assembly
    from complaint_rules.compile.rule import Ruleset
    from complaint_rules.decide.decision import Decision
    from complaint_rules.match.engines import EngineName


class Engine:
    """Decides complaints under one ruleset. May be used from many threads.

    Compiled rulesets are kept by digest: loading an unchanged ruleset again costs no more than reading its files.
    """

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly

    @classmethod
    def load(cls, ruleset: str | Path, *, engine: str | None = None) -> Engine:
        """Load a ruleset by shipped id or by folder.

        Args:
            ruleset: such as ``"retail-store"``, or the path of a ruleset's folder.
            engine: ``"rete"`` (durable-rules), ``"python"`` (generated code) or ``"interpreter"``; by default ``rete``
                where durable-rules is installed, else ``python``.

        Raises:
            RulesetError: with every problem of the ruleset, each with file, line and column.
            EngineUnavailableError: the engine can't run here.
        """
        from complaint_rules.assembly import assemble

        return cls(assemble(ruleset, engine))

    @property
    def ruleset(self) -> Ruleset:
        """The compiled ruleset."""
        return self._assembly.ruleset

    @property
    def engine(self) -> EngineName:
        """The engine that matches: `rete`, `python` or `interpreter`."""
        return self._assembly.engine

    def decide(self, complaint: Complaint | Mapping[str, Any]) -> Decision:
        """Decide one complaint.

        Raises:
            ComplaintError: with every fact that is wrong.
            CalendarError: a deadline would run past the calendar's covered years.
        """
        return self._assembly.decide(Complaint.of(complaint))

    def __repr__(self) -> str:
        return f"<Engine {self.engine}: {self.ruleset.id} {self.ruleset.version}>"
