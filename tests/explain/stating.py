"""Complaints with further facts stated by their paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def stated(complaint: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """A complaint with facts stated, each in its group."""
    made = {key: dict(value) if isinstance(value, Mapping) else value for key, value in complaint.items()}
    for path, value in facts.items():
        group, _, name = path.rpartition(".")
        if group:
            made[group] = {**(made.get(group) or {}), name: value}
        else:
            made[name] = value
    return made
