"""How a complaint states a fact: its place, and its value as a caller writes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.money import format_fen


def put(complaint: dict[str, Any], fact: Fact, value: Any) -> None:
    """Set one fact of a complaint; its group is copied, so that complaints may share it."""
    if fact.group is None:
        complaint[fact.path] = value
    else:
        complaint[fact.group] = {**(complaint.get(fact.group) or {}), fact.path.split(".", 1)[1]: value}


def written(fact: Fact, value: Any) -> Any:
    """A value as the contract of facts writes it: money as yuan, dates in ISO 8601."""
    if value is None or fact.type is FactType.TEXT:
        return value
    if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY):
        return format_fen(value)
    if isinstance(value, date):
        return value.isoformat()
    if fact.type is FactType.TEXT_SET:
        return sorted(value)
    if fact.type is FactType.DEPENDANTS:
        return [one.model_dump(exclude_none=True) for one in value]
    return value
