"""Decides the complaints of a file one after the other; errors in one are reported, and the next one is decided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from complaint_rules.commands.console import DONE, WRONG, Console
from complaint_rules.decision import Decision
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintError, ComplaintRulesError, Problem
from complaint_rules.intake.complaints import Intake, Stated, read_complaints


@dataclass(slots=True)
class Deciding:
    """The decisions of one file, as an iterator; `code` is the exit code once it has run out."""

    _intake: Intake
    _engine: Engine
    _console: Console
    code: int = DONE
    _last: Stated | None = None

    def __iter__(self) -> Iterator[Decision]:
        done = 0
        for stated in self._intake.complaints:
            self._last = stated
            decision = self._decide(stated)
            if decision is not None:
                done += 1
                self._console.count(done, "decided")
                yield decision
                self._console.flush()
        if self.many:
            self._console.count(done, "decided", last=True)

    @property
    def engine(self) -> Engine:
        """The engine that decides them."""
        return self._engine

    @property
    def many(self) -> bool:
        """Whether the file has a list of complaints, or lines; only certain once all of them are decided."""
        return self._intake.many

    def write(self, found: Sequence[Mapping[str, Any]]) -> None:
        """Write the results of all decisions as JSON: a list, or a single one where the file has one complaint."""
        if self.many or found:
            data = found if self.many else found[0]
            self._console.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")

    def refuse(self, error: ComplaintRulesError) -> None:
        """Report an error about the complaint decided last."""
        assert self._last is not None
        self._refuse(self._last, error.problems)

    def _decide(self, stated: Stated) -> Decision | None:
        if stated.problems:
            self._refuse(stated, stated.problems)
            return None
        try:
            return self._engine.decide(stated.data)
        except ComplaintError as error:
            self._refuse(stated, error.problems)
        return None

    def _refuse(self, stated: Stated, problems: tuple[Problem, ...]) -> None:
        self.code = WRONG
        report(stated, problems, self._console, many=self.many)


def deciding(
    file: str, ruleset: str, console: Console, *, engine: str | None, calendar: str | None, input_format: str | None
) -> Deciding:
    """Load the ruleset and open the file.

    Raises:
        RulesetError: the ruleset has problems.
        CalendarError: the file of announced days has problems.
        EngineUnavailableError: the engine can't run here.
        ComplaintError: the file as a whole can't be read.
    """
    loaded = Engine.load(ruleset, engine=engine, calendar=calendar)
    return Deciding(read_complaints(file, console.stdin, input_format), loaded, console)


def report(stated: Stated, problems: Sequence[Problem], console: Console, *, many: bool) -> None:
    """Write the problems of a complaint, with its place in the file; one of many is named, at least by number."""
    zh = console.lang == "zh"
    named, numbered = ("投诉`{}`", "第{}件投诉") if zh else ("complaint `{}`", "complaint number {}")
    name = named.format(stated.id) if stated.id else numbered.format(stated.number)
    whose = name if many or stated.id else None
    console.problems([stated.located(problem) for problem in problems], whose)
