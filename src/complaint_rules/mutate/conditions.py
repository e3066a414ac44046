"""Mutation operators on conditions: a test or branch dropped, a test negated; those inside one test are in `leaf`."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.compile.condition import ALWAYS, And, Condition, DecisionTest, Leaf, Not, Or, leaves
from complaint_rules.errors import Place
from complaint_rules.mutate.leaf import opposite, tests_mistaken
from complaint_rules.mutate.operator import AppliedOperator


def conditions_mistaken(condition: Condition, tiers: tuple[str, ...]) -> Iterator[AppliedOperator[Condition]]:
    """Every mutation of a rule's condition.

    Args:
        condition: the condition as compiled.
        tiers: the ruleset's tiers, lowest first.
    """
    if _is_cell(condition):
        yield AppliedOperator("condition", f"{_text(condition)} dropped", ALWAYS, _place(condition))
    yield from _mistaken(condition, tiers)


def _mistaken(condition: Condition, tiers: tuple[str, ...]) -> Iterator[AppliedOperator[Condition]]:
    if _is_cell(condition):
        yield from _in_cell(condition, tiers)
    elif isinstance(condition, Not):
        yield AppliedOperator(
            "negation", f"not: {_text(condition.part)} -> without `not`", condition.part, _place(condition)
        )
        for slip in _mistaken(condition.part, tiers):
            yield slip.into(Not(slip.made))
    elif isinstance(condition, And | Or):
        yield from _in_parts(condition, tiers)


def _in_parts(condition: And | Or, tiers: tuple[str, ...]) -> Iterator[AppliedOperator[Condition]]:
    what = "branch of `any` dropped" if isinstance(condition, Or) else "dropped"
    for index, part in enumerate(condition.parts):
        if part == ALWAYS:
            continue
        before, after = condition.parts[:index], condition.parts[index + 1 :]
        if isinstance(condition, And) or before or after:
            yield AppliedOperator(
                "condition", f"{_text(part)} {what}", type(condition)((*before, *after)), _place(part)
            )
        for slip in _mistaken(part, tiers):
            yield slip.into(type(condition)((*before, slip.made, *after)))


def _in_cell(cell: Condition, tiers: tuple[str, ...]) -> Iterator[AppliedOperator[Condition]]:
    """Mutations of what the author wrote as one cell: negated, an item of its list dropped, a test mutated."""
    turned = opposite(cell)
    if turned is not None:
        yield AppliedOperator("negation", f"{_text(cell)} -> not so", turned, _place(cell))
    yield from _in_lists(cell)
    for slip in _in_leaves(cell, tiers):
        yield AppliedOperator(slip.kind, f"{_subject(cell)}: {slip.says}", slip.made, _place(cell))


def _in_lists(cell: Condition) -> Iterator[AppliedOperator[Condition]]:
    if isinstance(cell, Or) and len(cell.parts) > 1:
        for index, part in enumerate(cell.parts):
            kept = (*cell.parts[:index], *cell.parts[index + 1 :])
            yield AppliedOperator("value", f"{_text(part)} dropped from its list", Or(kept), _place(cell))


def _in_leaves(condition: Condition, tiers: tuple[str, ...]) -> Iterator[AppliedOperator[Condition]]:
    if isinstance(condition, Not):
        for slip in _in_leaves(condition.part, tiers):
            yield slip.into(Not(slip.made), before="not ")
    elif isinstance(condition, And | Or):
        for index, part in enumerate(condition.parts):
            for slip in _in_leaves(part, tiers):
                parts = (*condition.parts[:index], slip.made, *condition.parts[index + 1 :])
                yield slip.into(type(condition)(parts))
    else:
        yield from tests_mistaken(condition, tiers)


def _is_cell(condition: Condition) -> bool:
    """Whether all of a condition is written in one cell."""
    places = {leaf.place for leaf in leaves(condition)}
    return len(places) == 1


def _place(condition: Condition) -> Place | None:
    return next((leaf.place for leaf in leaves(condition) if leaf.place), None)


def _subject(condition: Condition) -> str:
    return _asked(next(leaves(condition)))


def _asked(leaf: Leaf) -> str:
    return f"decision.{leaf.attribute}" if isinstance(leaf, DecisionTest) else leaf.fact.path


def _text(condition: Condition) -> str:
    """A condition in the author's words, each cell once."""
    cells = dict.fromkeys(f"{_asked(leaf)}: {leaf.text}" for leaf in leaves(condition))
    negated = "not " if isinstance(condition, Not) else ""
    return f"{negated}{', '.join(cells)}"
