"""Runs cases: compares each decision with what the case expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from complaint_rules.cases.expectation import ERROR, RULES, paths_of, problems_of, steps_of
from complaint_rules.cases.wanted import ABSENT_ENTRY, Tiers, parse
from complaint_rules.decide.called import NAME_OF
from complaint_rules.decision import Decision
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintError, Place
from complaint_rules.load.document import Located
from complaint_rules.load.folder import find_folder, read_cases


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
    """The result of one case; `decision` is None where the complaint was refused."""

    case: str
    place: Place
    differences: tuple[Difference, ...]
    decision: Decision | None

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.differences


def run_cases(engine: Engine, ruleset: str) -> Iterator[CaseResult]:
    """Run all cases of a ruleset.

    Args:
        engine: the loaded ruleset.
        ruleset: the id or folder it was loaded from.

    Raises:
        RulesetError: a case file has problems, or expects what no decision can have.
    """
    paths, tiers = paths_of(engine.ruleset), engine.ruleset.names.tiers
    for case, at in read_cases(find_folder(ruleset), lambda case, at: problems_of(case, at, paths, tiers)):
        try:
            decision = engine.decide(case.complaint)
        except ComplaintError as error:
            yield CaseResult(case.case, at.place(), tuple(_refused(case.expect, error, at)), None)
            continue
        yield CaseResult(case.case, at.place(), unmet(case.expect, decision.to_dict(), tiers), decision)


def unmet(expect: Mapping[str, Any], data: Mapping[str, Any], tiers: Tiers = ()) -> tuple[Difference, ...]:
    """The expectations that a decision as JSON data does not meet.

    Args:
        expect: what is expected, by path.
        data: the decision.
        tiers: the ruleset's tiers, lowest first, where tiers are compared.

    Raises:
        ValueError: an expectation can't be read.
    """
    return tuple(d for path, wanted in expect.items() for d in _compare(path, wanted, data, tiers))


def _refused(expect: Mapping[str, Any], error: ComplaintError, at: Located) -> Iterator[Difference]:
    """The refusal of a complaint, with the place of every fact that is wrong, unless it is expected."""
    wanted = expect.get(ERROR)
    if wanted is None or str(wanted) not in str(error):
        yield from (Difference(ERROR, wanted, str(at.located(problem, "complaint"))) for problem in error.problems)


def _compare(path: str, wanted: Any, data: Mapping[str, Any], tiers: Tiers) -> Iterator[Difference]:
    if path in RULES:
        yield from _compare_rules(path, wanted, data)
        return
    found = look_up(path, data)
    if isinstance(found, list):
        key = NAME_OF.get(path, "")
        found = [entry[key] if isinstance(entry, dict) and key in entry else entry for entry in found]
    if not parse(wanted, tiers).meets(found):
        yield Difference(path, wanted, None if found is ABSENT_ENTRY else found)


def _compare_rules(path: str, wanted: Any, data: Mapping[str, Any]) -> Iterator[Difference]:
    """Rules that must be among those that fired, or were silenced; an id without a layer is the ruleset's own."""
    listed = {line["rule"] for line in data["trace"][path]}
    own = data["ruleset"]["id"]
    for name in wanted if isinstance(wanted, list) else [wanted]:
        full = name if "/" in name else f"{own}/{name}"
        if full not in listed and not any(rule.startswith(f"{full}#") for rule in listed):
            yield Difference(path, full, "not among them")


def look_up(path: str, data: Any) -> Any:
    """Find the value at a path in a decision as JSON; an entry of a list is found by its name."""
    parent = ""
    for part in steps_of(path):
        if isinstance(data, list):
            key = NAME_OF.get(parent, "")
            data = next((entry for entry in data if entry.get(key) == part), ABSENT_ENTRY)
        else:
            data = data.get(part, ABSENT_ENTRY) if isinstance(data, Mapping) else ABSENT_ENTRY
        if data is ABSENT_ENTRY:
            return ABSENT_ENTRY
        parent = part
    return data
