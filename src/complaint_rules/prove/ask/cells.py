"""No cell is impossible, or always met, where it is asked: beside the other tests of its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from complaint_rules.compile.condition import ALWAYS, All, AnyOf, Condition, Decided, InState, Leaf, Not, facts_read
from complaint_rules.compile.rule import Rule
from complaint_rules.decide.decision import Decision
from complaint_rules.prove.encode.grading import in_force
from complaint_rules.prove.encode.terms import Truth, both, either, no
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of

NEVER = Not(ALWAYS)


class Cell(NamedTuple):
    """One test of one rule; `number` counts the rule's tests in the author's order."""

    rule: Rule
    leaf: Leaf
    number: int

    def __hash__(self) -> int:
        return hash((self.rule.position, self.number))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and (self.rule is other.rule and self.number == other.number)


def ask(session: Session) -> Iterator[Finding]:
    """Ask of every cell of the top layer whose rule can fire: does anything hang on it?"""
    cells = [
        Cell(rule, leaf, number)
        for rule in session.own_rules
        for number, leaf in enumerate(tests_of(rule.condition))
    ]
    asked = [(cell, _matters(session, cell, NEVER)) for cell in cells]
    impossible = session.impossible("impossible-cell", asked, _name)
    asked = [(cell, _matters(session, cell, ALWAYS)) for cell in cells]
    idle = [cell for cell in session.impossible("idle-cell", asked, _name) if cell not in impossible]
    for kind, cells in (("impossible-cell", impossible), ("idle-cell", idle)):
        for cell in cells:
            found = _finding(session, kind, cell)
            if found is not None:
                yield found


def tests_of(condition: Condition) -> Iterator[Leaf]:
    """All tests of a condition, in the author's order."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from tests_of(part)
    elif isinstance(condition, Not):
        yield from tests_of(condition.part)
    else:
        yield condition


def replaced(condition: Condition, number: int, by: Condition) -> Condition:
    """A condition with its test of a number replaced."""
    found, _ = _replaced(condition, number, by)
    return found


def _replaced(condition: Condition, number: int, by: Condition) -> tuple[Condition, int]:
    """The condition, and the number left once its own tests are counted off."""
    if isinstance(condition, All | AnyOf):
        parts = []
        for part in condition.parts:
            made, number = _replaced(part, number, by)
            parts.append(made)
        return replace(condition, parts=tuple(parts)), number
    if isinstance(condition, Not):
        made, number = _replaced(condition.part, number, by)
        return Not(made), number
    return (by if number == 0 else condition), number - 1


def _name(cell: Cell) -> str:
    return f"{cell.rule.id}: {_text(cell.leaf)}"


def _text(leaf: Leaf) -> str:
    subject = f"decision.{leaf.attribute}" if isinstance(leaf, Decided) else leaf.fact.path
    return f"{subject}: {leaf.text}"


def _matters(session: Session, cell: Cell, by: Condition) -> Truth:
    """Whether some complaint, on which the cell can be settled, tells the rule from the one with the cell replaced."""
    grader, complaint = session.decision.grader, session.complaint
    rule = cell.rule
    before = grader.grade(rule.condition)
    after = grader.grade(replaced(rule.condition, cell.number, by))
    settled: Truth = True
    if not isinstance(cell.leaf, InState | Decided):
        settled = both(*(no(complaint.unknown(fact)) for fact in facts_read(cell.leaf)))
    differs = either(both(before.for_now, no(after.for_now)), both(after.for_now, no(before.for_now)))
    return both(in_force(rule, complaint.occurred_on), settled, differs)


def _finding(session: Session, kind: str, cell: Cell) -> Finding | None:
    """The finding, with a complaint that meets the rule; None where nothing does, which is a finding of its own."""
    rule = cell.rule
    fires = session.decision.grades[rule.position].for_now
    if session.example(kind, _name(cell), fires) is None:
        return None
    verb = "is never met" if kind == "impossible-cell" else "is always met"
    message = f"{named(rule)}: `{_text(cell.leaf)}` {verb} beside the rule's other cells"

    def shown(decisions: Sequence[Decision]) -> bool:
        return any(one.rule == rule.id for one in decisions[0].trace.rules)

    return session.finding(
        kind,
        message,
        cell.leaf.place or rule.place,
        list(subjects_of(rule)),
        [fires],
        shown,
        cause=[rule.id],
        help="drop the cell" if kind == "idle-cell" else "correct the cell, or drop it",
    )
