"""The shipped rulesets as engines, each loaded once for all tests."""

from __future__ import annotations

from functools import cache

from complaint_rules import Engine
from complaint_rules.load.folder import shipped_ids

SHIPPED = shipped_ids()


@cache
def shipped(ruleset: str, engine: str = "python") -> Engine:
    """One shipped ruleset on one engine."""
    return Engine.load(ruleset, engine=engine)
