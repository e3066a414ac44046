"""Decisions on incomplete complaints, held against all their completions.

The reference enumerates the completions, decides each and compares: see `tests.evaluate.completions`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.match.engines import EngineName, available
from tests.evaluate.completions import UNSET, Completions, by_name, entries
from tests.evaluate.small_rulesets import (
    facts_to_read,
    incomplete_complaints,
    reads_unset,
    small_rulesets,
    with_figure,
)
from tests.random_rulesets import compiled, engine_of

ENGINES_HELD: list[EngineName] = [*available()]


class Shown(dict[str, Any]):
    """A decision as JSON data that is short in a failing example; the assertions show the rest."""

    def __repr__(self) -> str:
        return f"<decision by {self['engine']}: {self['status']}>"


@st.composite
def decided(draw: st.DrawFn) -> list[tuple[Any, Completions]]:
    """Decisions on incomplete complaints, as JSON data, each with the decisions on its completions."""
    paths = draw(facts_to_read())
    sources = draw(small_rulesets(paths))
    engine = engine_of(compiled(sources), draw(st.sampled_from(ENGINES_HELD)))
    figures = UNSET if reads_unset(sources) else UNSET[:1]
    reference = [engine_of(compiled(with_figure(sources, figure)), "interpreter") for figure in figures]
    complaints = draw(st.lists(incomplete_complaints(paths), min_size=1, max_size=4))
    return [(Shown(engine.decide(one).to_dict()), Completions(reference, one)) for one in complaints]


def each(test: Callable[[Any, Completions], None]) -> Callable[[], None]:
    """Run a test on many decisions drawn at random."""

    @given(decided())
    def run(some: list[tuple[Any, Completions]]) -> None:
        for decision, completions in some:
            test(decision, completions)

    run.__name__ = run.__qualname__ = test.__name__
    return run


def lacks_figures(decision: Any) -> bool:
    """Whether some completion needs a figure that nobody has stated."""
    return any(one["kind"] == "figure" for one in decision["review"])


@each
def test_the_possible_tiers_are_exactly_those_of_the_completions(decision, completions):
    assert set(decision["severity"]["could_be"]) == completions.values("severity", "tier")


@each
def test_the_possible_leads_and_findings_are_exactly_those_of_the_completions(decision, completions):
    assert set(decision["department"]["could_be"]) == completions.values("department", "lead")
    assert set(decision["liability"]["could_be"]) == completions.values("liability", "finding")


@each
def test_a_final_decision_is_the_decision_on_every_completion(decision, completions):
    if decision["status"] == "final":
        assert completions.is_final
        for one in completions.data:
            assert entries(one) == entries(decision)
    else:
        assert decision["questions"] or lacks_figures(decision)


@each
def test_the_questions_are_exactly_the_facts_that_change_an_entry(decision, completions):
    assert {one["fact"] for one in decision["questions"]} == completions.questions()
    assert (decision["status"] == "final") == (completions.is_final and not lacks_figures(decision))


@each
def test_a_remedy_is_what_its_completions_make_of_it(decision, completions):
    found = by_name(decision, "remedies")
    assert set(found) == completions.names("remedies")
    for kind, one in found.items():
        expected = completions.remedy(kind)
        assert one["status"] == expected["status"]
        assert set(one["could_be"]) == expected["could_be"]
        assert Decimal(one["min"] or 0) <= (expected["min"] or 0)
        assert one["max"] is None or expected["max"] is None or Decimal(one["max"]) <= expected["max"]


@each
def test_no_remedy_is_granted_that_some_completion_withholds(decision, completions):
    for kind, one in by_name(decision, "remedies").items():
        if one["status"] in ("required", "permitted"):
            assert completions.remedy(kind)["status"] in (one["status"], "required")


@each
def test_an_item_is_what_its_completions_make_of_it(decision, completions):
    found = by_name(decision, "items")
    for name in completions.names("items"):
        expected = completions.item(name)
        assert found[name]["status"] == expected["status"]
        assert Decimal(found[name]["min"]) <= expected["min"]
        assert found[name]["max"] is None or Decimal(found[name]["max"]) >= (expected["max"] or 0)


@each
def test_what_every_completion_obliges_to_is_asked_for_now(decision, completions):
    for part in ("approvals", "actions", "prohibited"):
        found = by_name(decision, part)
        for name in completions.names(part):
            if all(one is not None for one in completions.named(part, name)):
                assert name in found, part
