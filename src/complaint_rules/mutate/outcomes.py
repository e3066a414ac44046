"""The outcomes of a decision, by the paths that a case may expect, without the rules behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from complaint_rules.compile import effect
from complaint_rules.decide.called import NAME_OF

UNWRITTEN = "?"
"""Prefix of paths that no case can expect; they still distinguish decisions."""

_SAID: dict[str, tuple[str, ...]] = {
    "remedies": ("status", "min", "max"),
    "items": ("status", "min", "max"),
    "deadlines": ("within", "from"),
    "approvals": ("role",),
    "actions": ("when",),
    "prohibited": ("do",),
}
_ONE: dict[str, tuple[str, ...]] = {
    "severity": ("tier",),
    "department": ("lead",),
    "liability": ("finding", "disputed"),
    "payable": ("min", "max"),
}
_ORDER = (
    "severity",
    "department",
    "liability",
    "remedies",
    "items",
    "deadlines",
    "approvals",
    "actions",
    "prohibited",
    "payable",
    "status",
    "questions",
    "review",
    "finer",
    UNWRITTEN,
)
_FINER = ("could_be", "approval_ladder", "missing", "affects")

Outcomes = Mapping[str, Any]


def outcomes(data: Mapping[str, Any]) -> Outcomes:
    """Every outcome of a decision's data, by its path."""
    return dict(_outcomes(data))


def _outcomes(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for part, aspects in _ONE.items():
        for aspect in aspects:
            yield f"{part}.{aspect}", data[part][aspect]
    for part, aspects in _SAID.items():
        for entry in reversed(data[part]):  # where two entries share a name, a case sees the first
            for aspect in aspects:
                yield f"{part}.{entry[NAME_OF[part]]}.{aspect}", entry[aspect]
    yield "department.support", sorted(data["department"]["support"])
    yield "approvals", sorted(entry["for"] for entry in data["approvals"])
    yield "status", data["status"]
    yield "questions", sorted(entry["fact"] for entry in data["questions"])
    yield "severity.could_be", data["severity"]["could_be"]
    yield f"{UNWRITTEN}approvals", sorted((entry["for"], entry["role"]) for entry in data["approvals"])
    kept = sorted((entry["entry"], entry["kind"], str(entry["parameter"])) for entry in data["review"])
    yield (f"{UNWRITTEN}review", kept) if kept else ("review", [])
    yield from _finer(data)


def _finer(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Details of an entry: its possible values, its approvers, the facts it waits for."""
    for entry in data["remedies"]:
        for aspect in ("could_be", "approval_ladder"):
            yield f"remedies.{entry['kind']}.{aspect}", entry[aspect]
    for entry in data["items"]:
        yield f"items.{entry['item']}.missing", sorted(entry["missing"])
    for entry in data["questions"]:
        yield f"questions.{entry['fact']}.affects", sorted(entry["affects"])


def differing(old: Outcomes, new: Outcomes) -> list[str]:
    """The paths in which two decisions differ, the most important first."""
    paths = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    return sorted(paths, key=lambda path: (_weight(path), path))


def _weight(path: str) -> int:
    head, _, aspect = path.rpartition(".")
    if path.startswith(UNWRITTEN):
        return _ORDER.index(UNWRITTEN)
    return _ORDER.index("finer" if aspect in _FINER else (head or path).split(".", 1)[0])


def is_weighty(path: str) -> bool:
    """Whether a path is an outcome of the complaint itself, not of what is still to be asked."""
    return _weight(path) < _ORDER.index("status")


def output_of(one: effect.Effect) -> str:
    """The output that an effect writes, as the paths of cases name it."""
    if isinstance(one, effect.SetRemedy):
        return f"remedies.{one.kind}"
    if isinstance(one, effect.SetItem):
        return f"items.{one.item}"
    if isinstance(one, effect.SetDeadline):
        return f"deadlines.{one.clock}"
    if isinstance(one, effect.RequestAction | effect.ProhibitAction):
        return f"{'actions' if isinstance(one, effect.RequestAction) else 'prohibited'}.{one.do}"
    if isinstance(one, effect.AssignLead | effect.AssignSupport):
        return "department"
    return {effect.SetSeverity: "severity", effect.FindLiability: "liability"}.get(type(one), "approvals")


def outputs_of(paths: Iterable[str]) -> frozenset[str]:
    """The outputs that a case's paths refer to."""
    found = set()
    for path in paths:
        parts = path.split(".")
        found |= {parts[0], ".".join(parts[:2])}
    return frozenset(found)


def to_expect(paths: Sequence[str], old: Outcomes, most: int) -> dict[str, Any]:
    """The expectations of a case at the `most` most important paths; an absent entry is null."""
    expected: dict[str, Any] = {}
    weighty = [path for path in paths if is_weighty(path) and not path.startswith("payable")]
    for path in (weighty or [path for path in paths if not path.startswith(UNWRITTEN)])[:most]:
        if path in old:
            expected[path] = old[path]
        elif path.startswith("questions."):
            expected["questions"] = old["questions"]
        else:
            expected[".".join(path.split(".")[:2])] = None
    return expected
