"""The prover's interface for mutants; without a prover, equivalence is never proved and stays undecided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from complaint_rules.compile.rule import Ruleset


class NoAnswer:
    """The prover's answer where it could not decide."""


UNSETTLED = NoAnswer()


class FindDifference(Protocol):
    """A complaint that two rulesets decide differently; None: proved that there is none; anything else: undecided."""

    def __call__(self, old: Ruleset, new: Ruleset) -> Mapping[str, Any] | object | None:
        """Ask."""
        ...


def no_prover(old: Ruleset, new: Ruleset) -> object:  # noqa: ARG001  # the answer is the same for all rulesets
    """Answer that the question is undecided."""
    return UNSETTLED
