"""A ruleset opened for coverage: which layers are in scope, and whose cases are run under which engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from complaint_rules.assembly import Assembly
from complaint_rules.cases import CaseResult, run_cases
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.coverage.grounds import mended, without_ground
from complaint_rules.engine import Engine
from complaint_rules.load.announced import Announced
from complaint_rules.load.folder import Layer, read_calendar_file, read_stack
from complaint_rules.match.engines import choose


@dataclass(frozen=True, slots=True)
class Stack:
    """A compiled ruleset, its layers in scope, and the cases to run.

    Rules are covered by the cases of their own layer, decided under that layer and those below it.
    """

    ruleset: Ruleset
    layers: tuple[Layer, ...]
    rounds: tuple[tuple[Path, Engine], ...]
    ungrounded: tuple[CoverageFinding, ...] = ()

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """The rules and rows of the layers in scope, in their authors' order."""
        order = {layer.id: number for number, layer in enumerate(self.layers)}
        own = [rule for rule in self.ruleset.rules if layer_of(rule) in order]
        return tuple(sorted(own, key=lambda rule: (order[layer_of(rule)], rule.place)))

    def run(self) -> Iterator[CaseResult]:
        """Run the cases.

        Raises:
            RulesetError: a case file has problems.
        """
        for folder, engine in self.rounds:
            yield from run_cases(engine, str(folder))


def layer_of(rule: CompiledRule) -> str:
    """The id of a rule's layer."""
    return rule.id.partition("/")[0]


def open_stack(
    ruleset: str,
    *,
    engine: str | None = None,
    calendar: str | None = None,
    whole: bool = False,
    mend: bool = False,
) -> Stack:
    """Read and compile a ruleset for coverage.

    Args:
        ruleset: a shipped id or a folder.
        engine: as `Engine.load` takes it.
        calendar: likewise.
        whole: whether the layers below are in scope too, with their own cases.
        mend: whether what lacks a ground is listed in `ungrounded` and treated as an assumption; else it is an error.

    Raises:
        RulesetError: with every problem of the ruleset.
        CalendarError: the file of announced days can't be used.
        EngineUnavailableError: the engine can't run here.
    """
    layers = read_stack(ruleset)
    found = tuple(without_ground(layers)) if mend else ()
    announced = None if calendar is None else read_calendar_file(calendar)
    compiled, own = _compiled(layers, engine, announced, mend=mend)
    looked_at = layers if whole else layers[-1:]
    below = [
        (layer.folder, _compiled(read_stack(layer.folder), engine, announced, mend=mend)[1]) for layer in looked_at[:-1]
    ]
    return Stack(compiled, tuple(looked_at), (*below, (layers[-1].folder, own)), found)


def _compiled(
    layers: list[Layer], engine: str | None, announced: Announced | None, *, mend: bool
) -> tuple[Ruleset, Engine]:
    ruleset = compile_stack(mended(layers) if mend else layers, announced)
    return ruleset, Engine(Assembly(ruleset, choose(engine)))
