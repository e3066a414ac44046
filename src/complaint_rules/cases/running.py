"""Runs cases: what a decision says, held against what the case expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from complaint_rules.cases.expectation import paths_of, problems_of
from complaint_rules.decide.decision import Decision
from complaint_rules.decide.export import NAME_OF
from complaint_rules.engine import Engine
from complaint_rules.errors import CalendarError, ComplaintError, Place
from complaint_rules.load.folder import find_folder, read_cases

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """An expectation that the decision does not meet."""

    path: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected!r}, found {self.found!r}"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case went; `decision` is None where the complaint was refused."""

    case: str
    place: Place
    differences: tuple[Difference, ...]
    decision: Decision | None

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.differences


def run_cases(engine: Engine, ruleset: str) -> Iterator[CaseResult]:
    """Run all cases beside a ruleset.

    Args:
        engine: the loaded ruleset.
        ruleset: the id or folder it was loaded from.

    Raises:
        RulesetError: a case file is not in order, or expects what no decision can have.
    """
    paths = paths_of(engine.ruleset)
    for case, at in read_cases(find_folder(ruleset), lambda case, at: problems_of(case, at, paths)):
        try:
            decision = engine.decide(case.complaint)
        except (ComplaintError, CalendarError) as error:
            yield CaseResult(case.case, at.place(), tuple(_refused(case.expect, str(error))), None)
            continue
        yield CaseResult(case.case, at.place(), unmet(case.expect, decision.to_dict()), decision)


def unmet(expect: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The expectations that a decision as JSON data does not meet."""
    return tuple(d for path, wanted in expect.items() for d in _compare(path, wanted, data))


def _refused(expect: Mapping[str, Any], message: str) -> Iterator[Difference]:
    wanted = expect.get("error")
    if wanted is None or str(wanted) not in message:
        yield Difference("error", wanted, message)


def _compare(path: str, wanted: Any, data: Mapping[str, Any]) -> Iterator[Difference]:
    if path in ("rules", "silenced"):
        yield from _compare_rules(path, wanted, data)
        return
    found = look_up(path, data)
    if found is _NOTHING:
        found = None
    if isinstance(wanted, list) and isinstance(found, list):
        key = NAME_OF.get(path, "")
        names = [entry[key] if isinstance(entry, dict) and key in entry else entry for entry in found]
        if sorted(map(str, names)) != sorted(map(str, wanted)):
            yield Difference(path, wanted, names)
    elif not _same(wanted, found):
        yield Difference(path, wanted, found)


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool) or wanted is None or found is None:
        return wanted is found
    return str(wanted) == str(found)


def _compare_rules(path: str, wanted: Any, data: Mapping[str, Any]) -> Iterator[Difference]:
    """Rules that must be among those that fired, or were silenced; an id without a layer is the ruleset's own."""
    listed = {line["rule"] for line in data["trace"][path]}
    own = data["ruleset"]["id"]
    for name in wanted if isinstance(wanted, list) else [wanted]:
        full = name if "/" in name else f"{own}/{name}"
        if full not in listed and not any(rule.startswith(f"{full}#") for rule in listed):
            yield Difference(path, full, "not among them")


def look_up(path: str, data: Any) -> Any:
    """Walk a decision as JSON; a list is entered by its entries' name."""
    parent = ""
    for part in path.split("."):
        if isinstance(data, list):
            key = NAME_OF.get(parent, "")
            data = next((entry for entry in data if entry.get(key) == part), _NOTHING)
        else:
            data = data.get(part, _NOTHING) if isinstance(data, Mapping) else _NOTHING
        if data is _NOTHING:
            return _NOTHING
        parent = part
    return data
