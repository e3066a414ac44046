"""What the prover is asked about a mutant; without one, nothing is proved and every question stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from complaint_rules.compile.rule import Ruleset


class Unsettled:
    """The prover's answer where it came to none."""


UNSETTLED = Unsettled()


class BrokenProperties(Protocol):
    """Which of a ruleset's properties do not hold, by id."""

    def __call__(self, ruleset: Ruleset) -> Sequence[str]:
        """Ask."""
        ...


class FindDifference(Protocol):
    """A complaint that two rulesets decide otherwise; None: proved that there is none; anything else: unsettled."""

    def __call__(self, old: Ruleset, new: Ruleset) -> Mapping[str, Any] | object | None:
        """Ask."""
        ...


def _no_property(ruleset: Ruleset) -> Sequence[str]:  # noqa: ARG001
    return ()


def _unsettled(old: Ruleset, new: Ruleset) -> object:  # noqa: ARG001
    return UNSETTLED


@dataclass(frozen=True, slots=True)
class Provers:
    """The two questions that a prover answers."""

    broken_properties: BrokenProperties = _no_property
    find_difference: FindDifference = _unsettled
