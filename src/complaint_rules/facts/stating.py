"""How a complaint states a fact: its position, and its value as a caller writes it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.money import format_fen

OTHER_TEXT = "something else"


def other_text(named: Collection[str]) -> str:
    """A text that represents all texts other than the named ones."""
    text = OTHER_TEXT
    while text in named:
        text += "!"
    return text


def put(complaint: dict[str, Any], fact: Fact, value: Any) -> None:
    """Set one fact of a complaint; its group is copied, so that complaints may share it."""
    if fact.group is None:
        complaint[fact.path] = value
    else:
        complaint[fact.group] = {**(complaint.get(fact.group) or {}), fact.path.split(".", 1)[1]: value}


def written(fact: Fact, value: Any) -> Any:
    """A value as the contract of facts writes it: money as yuan, dates in ISO 8601."""
    return None if value is None else writer_of(fact)(value)


def writer_of(fact: Fact) -> Callable[[Any], Any]:
    """The function that writes the values of a fact."""
    return _WRITERS.get(fact.type, lambda value: value)


def _listed(dependants: Any) -> list[dict[str, Any]]:
    return [one.model_dump(exclude_none=True) for one in dependants]


_WRITERS: dict[FactType, Callable[[Any], Any]] = {
    FactType.MONEY: format_fen,
    FactType.MONEY_PER_DAY: format_fen,
    FactType.MONEY_PER_MONTH: format_fen,
    FactType.DATE: date.isoformat,
    FactType.INSTANT: datetime.isoformat,
    FactType.TEXT_SET: sorted,
    FactType.DEPENDANTS: _listed,
}
