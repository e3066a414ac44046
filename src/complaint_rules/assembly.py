"""Wires the stages together for one ruleset: fact sheets, programs by day, and a matcher and decider for each program.

Separate from `engine`, which every caller imports; this module is loaded with the first ruleset.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from complaint_rules.calendars.calendar import Calendar
from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.program import MOST_PROGRAMS, Circumstances, Program, Programs
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.decide.decider import Decider
from complaint_rules.decision import Decision, OnDemand
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.load.announced import Announced
from complaint_rules.load.folder import read_calendar_file, read_stack
from complaint_rules.load.reading import LayerBytes, Reading, known_stack, layers_of, stack_digest
from complaint_rules.match.engines import EngineName, choose, make_matcher
from complaint_rules.match.matcher import Matcher, NetworksExhaustedError

MOST_UNHELD = 2
"""Number of most recently loaded rulesets that stay compiled even when no caller holds their engine."""

AssemblyKey = tuple[str, tuple[str, ...], Hashable, EngineName]
"""The digest; the names of the layers' folders, with which places in traces begin; announced days; the engine."""

_assemblies: WeakValueDictionary[AssemblyKey, Assembly] = WeakValueDictionary()
_loaded_last: dict[AssemblyKey, Assembly] = {}
_lock = Lock()


class Assembly:
    """All stages for one ruleset and one engine."""

    def __init__(self, ruleset: Ruleset, engine: EngineName, layers: tuple[LayerBytes, ...] = ()) -> None:
        self.ruleset = ruleset
        self.layers = layers
        self.engine: EngineName = engine
        self._programs = Programs(ruleset)
        self._sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self._deciders: dict[Program, tuple[Matcher, Decider[Decision]]] = {}
        self._matchers: dict[tuple[Any, ...], Matcher] = {}
        self._lock = Lock()

    def decide(self, complaint: Complaint) -> Decision:
        """Build the fact sheet, match it under the law of the complaint's days, and decide."""
        sheet = self._sheets.sheet(complaint)
        program = self._programs.of(sheet)
        matcher, decider = self._deciders.get(program) or self._prepare(program)
        try:
            hits = matcher.match(sheet)
        except NetworksExhaustedError:
            matcher, decider = self._fall_back(program)
            hits = matcher.match(sheet)
        return decider.decide(sheet, hits)

    @property
    def in_use(self) -> tuple[Circumstances, ...]:
        """Days and places of each program that was prepared."""
        return tuple([program.circumstances for program in [*self._deciders]])

    @property
    def days_in_use(self) -> tuple[date, ...]:
        """A day of each span of law that was prepared."""
        return self._programs.days_in_use()

    def warm(self, days: Iterable[date] | None) -> None:
        """Prepare the programs of some days, or of all spans of law, and decide a complaint of each kind under each."""
        for day in self._programs.days() if days is None else days:
            self.warm_under(Circumstances(all_on(day)))

    def warm_under(self, circumstances: Circumstances) -> None:
        """Prepare the program of some days and places, and decide a complaint of each kind under it."""
        ruling = self._programs.under(circumstances)
        program = ruling.program
        matcher, decider = self._deciders.get(program) or self._prepare(program)
        try:
            matcher.warm()
        except NetworksExhaustedError:
            matcher, decider = self._fall_back(program)
        noon = datetime.combine(circumstances.days.received, time(12), self.ruleset.timezone)
        for kind in next(fact.values for fact in self.ruleset.facts if fact.path == "kind"):
            sheet = self._sheets.sheet(Complaint.of({"id": "warm", "received_at": noon.isoformat(), "kind": kind}))
            self._programs.lay(sheet, ruling)
            _ = decider.decide(sheet, matcher.match(sheet)).trace

    def _prepare(self, program: Program) -> tuple[Matcher, Decider[Decision]]:
        with self._lock:
            found = self._deciders.get(program)
            if found is None:
                found = self._keep(program, self.engine)
        return found

    def _fall_back(self, program: Program) -> tuple[Matcher, Decider[Decision]]:
        """From now on match one program, and those that share its matcher, with generated code."""
        with self._lock:
            found = self._deciders.get(program)
            if found is None or found[0].name != "python":
                self._matchers[program.matched_by] = make_matcher("python", program)
                found = self._keep(program, "python")
        return found

    def _keep(self, program: Program, engine: EngineName) -> tuple[Matcher, Decider[Decision]]:
        """Make and cache the matcher and decider of a program; programs that differ only in sums share a matcher."""
        if len(self._deciders) >= MOST_PROGRAMS:
            del self._deciders[next(iter(self._deciders))]
        shape = program.matched_by
        matcher = self._matchers.get(shape)
        if matcher is None:
            if len(self._matchers) >= MOST_PROGRAMS:
                self._matchers.clear()
            matcher = self._matchers[shape] = make_matcher(engine, program)
        found = matcher, Decider(program, matcher.name, OnDemand(program).decision)
        self._deciders[program] = found
        return found


def assemble(
    ruleset: str | Path,
    engine: str | None,
    calendar: str | Path | Calendar | None = None,
    reading: Reading | None = None,
) -> Assembly:
    """Load and compile a ruleset; an assembly of the same bytes for the same calendar and engine is shared.

    Args:
        ruleset: its id or folder.
        engine: the name of an engine, or None for the default.
        calendar: a file of announced days, a whole calendar to count by, or None.
        reading: collects the bytes that are read.

    Raises:
        RulesetError: with every problem of the ruleset.
        CalendarError: the file of announced days can't be used.
        EngineUnavailableError: the engine can't run here.
    """
    name = choose(engine)
    reading = reading or Reading()
    announced = read_calendar_file(calendar) if isinstance(calendar, str | Path) else calendar
    known = known_stack(ruleset, reading)
    if known is not None:
        key = _key(stack_digest(one.digest for one in known), [one.folder for one in known], announced, name)
        with _lock:
            found = _assemblies.get(key)
            if found is not None:
                return _stay(key, found)
    layers = read_stack(ruleset, reading)
    kept = layers_of([(reading.folders[layer.folder], layer.header.extends) for layer in layers], reading)
    made = Assembly(compile_stack(layers, announced), name, kept)
    key = _key(made.ruleset.digest, [layer.folder for layer in layers], announced, name)
    with _lock:
        return _stay(key, _assemblies.setdefault(key, made))


def _key(
    digest: str, folders: Iterable[Path], announced: Announced | Calendar | None, engine: EngineName
) -> AssemblyKey:
    """The cache key of an assembly; the digest covers the ruleset's own announced days, `announced` the caller's."""
    days: Hashable = announced
    if isinstance(announced, Calendar):
        days = announced.digest
    elif announced is not None:
        days = announced.calendar, tuple(sorted(announced.years.items()))
    return digest, tuple(folder.name for folder in folders), days, engine


def _stay(key: AssemblyKey, assembly: Assembly) -> Assembly:
    """Mark an assembly as the most recently loaded one, and evict the least recently loaded one."""
    _loaded_last.pop(key, None)
    _loaded_last[key] = assembly
    if len(_loaded_last) > MOST_UNHELD:
        del _loaded_last[next(iter(_loaded_last))]
    return assembly
