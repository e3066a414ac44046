"""Questions and figures: the unknown facts that can still change an entry, and the figures without a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from complaint_rules.decide.entries import Question, Review
from complaint_rules.decide.reviews import lacking
from complaint_rules.entries.duties import Doing
from complaint_rules.entries.plan import key_of, path_of, unfigured
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.evaluate.functions import DOINGS
from complaint_rules.masks import positions

if TYPE_CHECKING:
    from complaint_rules.decide.building import Builder


def is_final(at: Evaluation, reviews: tuple[Review, ...]) -> bool:
    """Whether every completion leads to the same entries and no figure is missing."""
    if any([one.kind == "figure" for one in reviews]):
        return False
    return at.completions is None or not at.completions.open_slots()


def find_questions(at: Evaluation) -> tuple[Question, ...]:
    """The facts that can change an entry: two completions that differ in that fact alone lead to different entries.

    Facts that affect the most entries come first, then the contract's order of facts.
    """
    affected: dict[int, dict[str, None]] = {}
    if at.completions is not None:
        for key, mask in at.completions.open_slots().items():
            for path in paths_of(at, key):
                for index in positions(mask):
                    affected.setdefault(index, {})[path] = None
    facts = at.evaluator.program.ruleset.facts
    ranked = sorted(affected.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple([Question(facts[index].path, tuple(paths)) for index, paths in ranked])


def paths_of(at: Evaluation, key: Key) -> Iterator[str]:
    """The paths of the entries that a slot may become."""
    if key[0] != DOINGS:
        yield path_of(*key)
        return
    ways = [way for way in at.could_be(key) if isinstance(way, Doing)]
    if any([way.when is not None for way in ways]):
        yield f"actions.{key[1]}"
    if any([way.when is None for way in ways]):
        yield f"prohibited.{key[1]}"


def figures_needed(at: Evaluation, builder: Builder) -> list[Review]:
    """A review for each entry and each parameter without a figure that some completion needs for it."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    evaluator = at.evaluator
    for rule in evaluator.space.unfigured:  # deadlines that a missing figure leaves out
        if at.is_possible(rule.position):
            for one in rule.effects:
                for name in unfigured(one, evaluator.program):
                    found[path_of(*key_of(one)), name] = (rule.id,)
    for key in evaluator.space.plan.slots if evaluator.space.plan.lacks_figures else at.spoken(evaluator.space.lacking):
        for name in builder.lacking(at, key):
            rules = at.ids(at.possible(key))
            found.setdefault((next(paths_of(at, key), path_of(*key)), name), rules)
    return [lacking(evaluator.program.ruleset, entry, rules, name) for (entry, name), rules in found.items()]
