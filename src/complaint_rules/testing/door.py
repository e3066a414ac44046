"""The one file that imports Hypothesis; it comes with the extra `testing`."""

from __future__ import annotations

from complaint_rules.errors import Message, MissingExtraError, Problem


class HypothesisMissingError(MissingExtraError):
    """Hypothesis is not installed."""


try:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st
except ImportError:
    what = Message("extra-missing", user="complaint_rules.testing", library="Hypothesis", extra="testing")
    raise HypothesisMissingError(Problem(what)) from None

__all__ = ["HealthCheck", "HypothesisMissingError", "Phase", "given", "settings", "st"]
