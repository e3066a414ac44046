"""The shipped rulesets as engines, each loaded once for all tests."""

from __future__ import annotations

from functools import cache
from typing import Any

from complaint_rules import Engine
from complaint_rules.load.folder import read_cases, shipped_folder, shipped_ids

SHIPPED = shipped_ids()


@cache
def shipped(ruleset: str, engine: str = "python") -> Engine:
    """One shipped ruleset on one engine."""
    return Engine.load(ruleset, engine=engine)


def some_cases(ruleset: str, most: int = 120) -> list[Any]:
    """Cases of a shipped ruleset, evenly from all of its files; large rulesets have more than a thousand."""
    cases = [case for case, _ in read_cases(shipped_folder() / ruleset)]
    return cases[:: -(-len(cases) // most)]
