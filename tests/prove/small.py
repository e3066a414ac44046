"""Small random rulesets over a fact space that can be tried out whole, and what trying it out says of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from complaint_rules.compile.condition import ALWAYS
from complaint_rules.compile.effect import AssignLead, SetDeadline
from complaint_rules.compile.property import Monotone
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.decision import Decision
from complaint_rules.properties.conditions import is_met
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.prove.checks.cells import NEVER, asks_what_is_stated, cells_of, replaced
from tests.random_rulesets import TITLE, engine_of

TIERS = ["low", "high"]
LEADS = ["reception", "security"]
_FACTS: dict[str, list[Any]] = {
    "facts_clear": [False, True],
    "media_risk": ["none", "possible", "published"],
    "claimed_amount": ["0.00", "100.00", "100.01"],
    "injury": [None, {"severity": "none"}, {"severity": "death"}],
}
"""Values that stand for all there are: those that the rules below can tell apart. None: nobody is hurt."""

_CELLS: dict[str, list[Any]] = {
    "kind": ["other", "personal_injury", "not(personal_injury)"],
    "facts_clear": [True, False, "known"],
    "media_risk": ["none", ">= possible", "published", "< published", "not(none)", "known"],
    "claimed_amount": ["> 100.00", "<= 100.00", "100.00", "[0.00..100.00)"],
    "injury.severity": ["death", "< death", "absent", "known", "not(death)"],
}


def complaints() -> list[dict[str, Any]]:
    """Every complete complaint of the fact space."""
    found = []
    for kind in ("other", "personal_injury", "privacy"):
        for values in itertools.product(*_FACTS.values()):
            if kind == "personal_injury" and values[-1] is None:
                continue  # whoever says so says that somebody is hurt
            given = {name: value for name, value in zip(_FACTS, values, strict=True) if value is not None}
            found.append({"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "kind": kind, **given})
    return found


def _condition(read: bool) -> st.SearchStrategy[dict[str, Any]]:
    cells = st.sampled_from(list(_CELLS)).flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(_CELLS[path])))
    if read:
        cells = st.one_of(cells, cells, st.tuples(st.just("decision.severity"), st.sampled_from(["high", "not(high)"])))
    flat = st.lists(cells, min_size=1, max_size=3).map(dict)
    return st.one_of(flat, flat, st.builds(lambda one, other: {"any": [one, other]}, flat, flat))


_PLAIN = st.one_of(
    st.sampled_from(TIERS).map(lambda tier: {"severity": tier}),
    st.sampled_from(LEADS).map(lambda lead: {"lead": lead}),
)
_READING = st.one_of(
    st.sampled_from(["company", "none"]).map(lambda finding: {"liability": finding}),
    st.sampled_from(["24h", "3 days"]).map(lambda span: {"deadline.respond": span}),
    st.sampled_from(["forbid", "require"]).map(lambda mode: {mode: "apology"}),
    st.sampled_from(["50.00", "90.00"]).map(lambda most: {"permit": {"compensation": {"max": most}}}),
    st.just({"require": {"compensation": {"min": "70.00"}}}),
)
_PROPERTIES = [
    {"id": "media", "monotone": {"severity": {"rises_with": "media_risk"}}},
    {"id": "claim", "monotone": {"compensation.max": {"rises_with": "claimed_amount"}}},
    {"id": "tier", "monotone": {"deadline.respond": {"falls_with": "decision.severity"}}},
    {"id": "death-is-high", "always": {"when": {"injury.severity": "death"}, "then": {"severity": "high"}}},
    {"id": "never-both", "never": {"when": {"decision.severity": "low"}, "then": {"apology": "required"}}},
]


@st.composite
def small_rulesets(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The source of one ruleset of two to seven rules."""
    rules: list[dict[str, Any]] = []
    for index in range(draw(st.integers(2, 7))):
        reads = draw(st.booleans())
        rule: dict[str, Any] = {"id": f"r{index}", "basis": "assumption", "reason": "drawn", "level": int(reads)}
        rule["when"] = draw(_condition(reads))
        rule["then"] = draw(_READING if reads else _PLAIN)
        after = [one["id"] for one in rules if one["level"] >= rule["level"]]
        if after and draw(st.integers(0, 2)) == 0:
            rule["exception_to"] = [draw(st.sampled_from(after))]
        rules.append(rule)
    head = {"ruleset": "small", "language": 1, "version": "1.0.0", "title": TITLE, "tiers": TIERS, "calendar": "CN"}
    chosen = draw(st.lists(st.sampled_from(_PROPERTIES), max_size=3, unique_by=lambda one: one["id"]))
    return [{**head, "rules": rules, "properties": chosen}]


class Tried:
    """A ruleset tried on every complaint of the space."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        engine = engine_of(ruleset, "interpreter")
        self.decisions: list[Decision] = [engine.decide(complaint) for complaint in complaints()]

    @cached_property
    def findings(self) -> dict[str, set[str]]:
        """What is found, by kind: the rules or outputs concerned."""
        found: dict[str, set[str]] = {}
        for kind, about in self._each():
            found.setdefault(kind, set()).add(about)
        return found

    def _each(self) -> Iterator[tuple[str, str]]:
        outputs = {key for rule in self.ruleset.rules for key in map(type, rule.effects)}
        for decision in self.decisions:
            if decision.severity.tier is None:
                yield "no-tier", "small"
            if AssignLead in outputs and decision.department.lead is None:
                yield "no-lead", "small"
            if SetDeadline in outputs and not decision.deadlines:
                yield "no-deadline", "small"
            for note in decision.review:
                if note.kind == "disagreement":
                    yield "clash", note.entry
        for rule in self.ruleset.rules:
            if not any(decision.evaluation.fired >> rule.position & 1 for decision in self.decisions):
                yield "never-fires", rule.id
            else:
                yield from self._cells(rule)
        yield from (("property", one.id) for one in self.ruleset.properties if self._is_broken(one))

    def _cells(self, rule: CompiledRule) -> Iterator[tuple[str, str]]:
        for cell in cells_of(rule):
            if asks_what_is_stated(cell.part):
                continue
            never, always = (replaced(rule.condition, cell.path, by) for by in (NEVER, ALWAYS))
            before = [is_met(rule.condition, decision) for decision in self.decisions]
            if before == [is_met(never, decision) for decision in self.decisions]:
                yield "impossible-cell", f"{rule.id} {cell.text}"
            elif before == [is_met(always, decision) for decision in self.decisions]:
                yield "idle-cell", f"{rule.id} {cell.text}"

    def _is_broken(self, one: Any) -> bool:
        if not isinstance(one.statement, Monotone):
            return not all(holds(one, decision) for decision in self.decisions)
        return not all(holds_between(one, first, second) for first in self.decisions for second in self.decisions)
