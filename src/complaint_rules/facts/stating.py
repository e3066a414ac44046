"""How a complaint states a fact."""

from __future__ import annotations

from typing import Any

from complaint_rules.facts.fact import Fact


def put(complaint: dict[str, Any], fact: Fact, value: Any) -> None:
    """Set one fact of a complaint; its group is copied, so that complaints may share it."""
    if fact.group is None:
        complaint[fact.path] = value
    else:
        complaint[fact.group] = {**(complaint.get(fact.group) or {}), fact.path.split(".", 1)[1]: value}
