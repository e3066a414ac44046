"""The ready check: every property of a ruleset, tested on drawn complaints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from complaint_rules.cases import as_lines
from complaint_rules.compile.property import CompiledProperty, Monotone
from complaint_rules.engine import Engine
from complaint_rules.properties.breaches import breach, breach_between
from complaint_rules.testing.door import HealthCheck, Phase, given, settings
from complaint_rules.testing.pairs import Pair, meeting, pairs

SINCE = date(2021, 1, 1)
"""From this day's law on, the shipped properties hold; the figures of the shipped statute begin there."""


def assert_properties(engine: Engine, *, max_examples: int = 100, since: date = SINCE) -> None:
    """Test every property of an engine's ruleset, and of the layers below it, on drawn complaints.

    Args:
        engine: whose decisions are checked.
        max_examples: complaints, or pairs of them, drawn for each property.
        since: the first day whose law the properties cover; complaints about older events are skipped.

    Raises:
        AssertionError: a property does not hold; it names each such property, file and line, and shows the smallest
            complaint found, or the two, as YAML.
    """
    texts = [_refutation(property, engine, max_examples, since) for property in engine.ruleset.properties]
    found = [text for text in texts if text is not None]
    if found:
        raise AssertionError("\n\n".join(found))


class _BrokenError(Exception):
    """A property is broken by a complaint or a pair."""


def _refutation(property: CompiledProperty, engine: Engine, max_examples: int, since: date) -> str | None:
    """How one property is broken, by the smallest example that Hypothesis finds; None where it finds none."""
    often = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        often(_trial(property, engine, since))()
    except _BrokenError as error:
        return str(error)
    return None


def _trial(property: CompiledProperty, engine: Engine, since: date) -> Any:
    """A Hypothesis test that raises `_BrokenError` for what breaks the property."""
    statement = property.statement
    if isinstance(statement, Monotone):

        @given(pair=pairs(property, engine, since=since))
        def try_pair(pair: Pair) -> None:
            first, second = (engine.decide(complaint) for complaint in pair)
            if min(first.as_of, second.as_of) < since:
                return
            for these, shown in (((first, second), pair), ((second, first), (pair[1], pair[0]))):
                why = breach_between(property, *these)
                if why is not None:
                    raise _BrokenError(f"{_head(property)}: {why}\n{_two(*shown)}")

        return try_pair

    @given(complaint=meeting(statement.when, engine.ruleset, since))
    def try_one(complaint: dict[str, Any]) -> None:
        decision = engine.decide(complaint)
        why = breach(property, decision) if decision.as_of >= since else None
        if why is not None:
            raise _BrokenError(f"{_head(property)}: {why}\n{_shown('complaint', complaint)}")

    return try_one


def _head(property: CompiledProperty) -> str:
    return f"property `{property.id}` does not hold ({property.place})"


def _two(first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    return f"{_shown('first complaint', first)}\n{_shown('second complaint', second)}"


def _shown(name: str, complaint: Mapping[str, Any]) -> str:
    return "\n".join([f"{name}:", *as_lines(complaint, "  ")])


__all__ = ["assert_properties"]
