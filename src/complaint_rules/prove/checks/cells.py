"""No cell is impossible, or always satisfied, given the other tests of its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from complaint_rules.compile.condition import (
    ALWAYS,
    And,
    Condition,
    DecisionTest,
    Not,
    Or,
    StateTest,
    leaves,
    needs_unknown,
)
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.decision import Decision
from complaint_rules.errors import Place
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.symbolic.conditions import in_force
from complaint_rules.prove.symbolic.terms import Truth, both, no, same
from complaint_rules.prove.wording import quoted, say

NEVER = Not(ALWAYS)


class Cell(NamedTuple):
    """One cell of one rule: the part of its condition at a path of branches."""

    rule: CompiledRule
    path: tuple[int, ...]
    part: Condition

    def __hash__(self) -> int:
        return hash((self.rule.position, self.path))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and (self.rule is other.rule and self.path == other.path)

    @property
    def place(self) -> Place:
        """Where it is written."""
        return next(leaves(self.part)).place or self.rule.place

    @property
    def text(self) -> str:
        """Its text, as its author wrote it."""
        tests = list(leaves(self.part))
        leaf = next((test for test in tests if not isinstance(test, StateTest)), tests[0])
        subject = f"decision.{leaf.attribute}" if isinstance(leaf, DecisionTest) else leaf.fact.path
        return f"{subject}: {leaf.text}"


def ask(session: Session) -> Iterator[Finding]:
    """Check for every cell of the top layer whose rule can fire that something depends on it."""
    rules = [rule for rule in session.own_rules if not needs_unknown(rule.condition)]
    cells = [cell for rule in rules for cell in cells_of(rule) if not asks_what_is_stated(cell.part)]
    asked = [(cell, _matters(session, cell, NEVER)) for cell in cells]
    impossible = session.impossible("impossible-cell", asked, _name)
    asked = [(cell, _matters(session, cell, ALWAYS)) for cell in cells]
    idle = [cell for cell in session.impossible("idle-cell", asked, _name) if cell not in impossible]
    for kind, cells in (("impossible-cell", impossible), ("idle-cell", idle)):
        for cell in cells:
            found = _finding(session, kind, cell)
            if found is not None:
                yield found


def cells_of(rule: CompiledRule) -> Iterator[Cell]:
    """All cells of a rule: the largest parts of its condition whose tests are all written at one place."""
    yield from _cells(rule, (), rule.condition)


def _cells(rule: CompiledRule, path: tuple[int, ...], part: Condition) -> Iterator[Cell]:
    places = {leaf.place for leaf in leaves(part)}
    if len(places) == 1:
        yield Cell(rule, path, part)
    else:
        for number, branch in enumerate(_branches(part)):
            yield from _cells(rule, (*path, number), branch)


def _branches(part: Condition) -> tuple[Condition, ...]:
    if isinstance(part, And | Or):
        return part.parts
    return (part.part,) if isinstance(part, Not) else ()


def replaced(condition: Condition, path: tuple[int, ...], by: Condition) -> Condition:
    """A condition with its part at a path replaced."""
    if not path:
        return by
    if isinstance(condition, Not):
        return Not(replaced(condition.part, path[1:], by))
    assert isinstance(condition, And | Or)
    parts = list(condition.parts)
    parts[path[0]] = replaced(parts[path[0]], path[1:], by)
    return replace(condition, parts=tuple(parts))


def asks_what_is_stated(part: Condition) -> bool:
    """Whether a cell tests if a fact is known or unknown, which is the same for all complete complaints."""
    return any(isinstance(leaf, StateTest) and leaf.state != "absent" for leaf in leaves(part))


def _name(cell: Cell) -> str:
    return f"{cell.rule.id}: {cell.text}"


def _matters(session: Session, cell: Cell, by: Condition) -> Truth:
    """Whether the complaint distinguishes the rule from the one with the cell replaced."""
    decision, rule = session.decision, cell.rule
    before, after = decision.meets(rule.condition), decision.meets(replaced(rule.condition, cell.path, by))
    return both(in_force(rule, session.complaint), no(same(before, after)))


def _finding(session: Session, kind: str, cell: Cell) -> Finding | None:
    """The finding, with a complaint on which the rule fires; None where none exists, which is a finding of its own."""
    rule = cell.rule
    fires = session.decision.fires[rule.position]
    if session.example(kind, _name(cell), fires) is None:
        return None
    message = say(kind, rule=named(rule), cell=quoted(cell.text))

    def shown(decisions: Sequence[Decision]) -> bool:
        return any(one.rule == rule.id for one in decisions[0].trace.rules)

    return session.finding(
        kind,
        message,
        cell.place,
        list(subjects_of(rule)),
        [fires],
        shown,
        cause=[rule.id],
        help=say("drop-cell" if kind == "idle-cell" else "correct-cell"),
    )
