"""What the prover is asked about a mutant; without one, nothing is proved and the question stays open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from complaint_rules.compile.rule import Ruleset


class NoAnswer:
    """The prover's answer where it came to none."""


UNSETTLED = NoAnswer()


class FindDifference(Protocol):
    """A complaint that two rulesets decide otherwise; None: proved that there is none; anything else: unsettled."""

    def __call__(self, old: Ruleset, new: Ruleset) -> Mapping[str, Any] | object | None:
        """Ask."""
        ...


def no_prover(old: Ruleset, new: Ruleset) -> object:  # noqa: ARG001  # it answers alike whatever it is asked
    """Settles nothing."""
    return UNSETTLED
