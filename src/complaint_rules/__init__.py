"""complaint-rules: decides customer complaints by declared policy, with a trace that an auditor can read and replay.

from complaint_rules import Complaint, Engine

decision = Engine.load("retail-store").decide({"id": "C-1", ...})
"""

from typing import TYPE_CHECKING, Any

from complaint_rules.engine import Engine
from complaint_rules.errors import (
    CalendarError,
    ComplaintError,
    ComplaintRulesError,
    EngineUnavailableError,
    OfferError,
    PathError,
    Place,
    Problem,
    RulesetError,
)
from complaint_rules.facts.complaint import Complaint

if TYPE_CHECKING:
    from complaint_rules.decide.decision import Decision
    from complaint_rules.decide.offer import Offer
    from complaint_rules.trace.trace import Trace

__version__ = "0.1.0"

__all__ = [
    "CalendarError",
    "Complaint",
    "ComplaintError",
    "ComplaintRulesError",
    "Decision",
    "Engine",
    "EngineUnavailableError",
    "Offer",
    "OfferError",
    "PathError",
    "Place",
    "Problem",
    "RulesetError",
    "Trace",
]


def __getattr__(name: str) -> Any:
    """Import the types of results when they are asked for; deciding needs them only with the first ruleset."""
    if name in ("Decision", "Offer"):
        from complaint_rules.decide import decision, offer

        return decision.Decision if name == "Decision" else offer.Offer
    if name == "Trace":
        from complaint_rules.trace.trace import Trace

        return Trace
    raise AttributeError(f"module 'complaint_rules' has no attribute '{name}'")
