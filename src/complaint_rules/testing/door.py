"""The one file that imports Hypothesis; it comes with the extra `testing`."""

from __future__ import annotations

from complaint_rules.errors import ComplaintRulesError


class HypothesisMissingError(ComplaintRulesError, ImportError):
    """Hypothesis is not installed."""


try:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st
except ImportError:
    raise HypothesisMissingError(
        "`complaint_rules.testing` needs Hypothesis, which is not installed; "
        "install the extra: pip install 'complaint-rules[testing]'"
    ) from None

__all__ = ["HealthCheck", "HypothesisMissingError", "Phase", "given", "settings", "st"]
