"""A program: a ruleset on one span of days, with rules in force, figures settled and alternatives spread."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from complaint_rules.compile.alternatives import Alternative, alternatives
from complaint_rules.compile.rule import Rule, Ruleset


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """What the engines match and the resolver reads. `rules[p]` is the rule at position *p*; None: not in force."""

    ruleset: Ruleset
    day: date
    rules: tuple[Rule | None, ...]
    figures: dict[str, Any]
    alternatives: tuple[Alternative, ...]


class Programs:
    """The programs of one ruleset, each made when a complaint of its days first comes; safe to share among threads."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._changes = ruleset.changes
        self._made: dict[int, Program] = {}
        self._lock = Lock()

    def span(self, day: date) -> int:
        """The number of the span of days, between two changes of the law in force, that a day lies in."""
        return bisect_right(self._changes, day)

    def on(self, day: date) -> Program:
        """The program in force on a day."""
        span = self.span(day)
        program = self._made.get(span)
        if program is None:
            with self._lock:
                program = self._made.get(span) or make_program(self.ruleset, day)
                self._made[span] = program
        return program


def make_program(ruleset: Ruleset, day: date) -> Program:
    """Settle a ruleset for one day.

    Raises:
        RulesetError: a condition spreads into too many alternatives.
    """
    figures = {name: parameter.on(day)[1] for name, parameter in ruleset.parameters.items()}
    in_force = tuple(rule if rule.in_force(day) else None for rule in ruleset.rules)
    spread = [found for rule in in_force if rule is not None for found in alternatives(rule, figures)]
    return Program(ruleset, day, in_force, figures, tuple(spread))
