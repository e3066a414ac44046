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
    LanguageError,
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
    from complaint_rules.explain.asking import Ask
    from complaint_rules.explain.why import Explanation
    from complaint_rules.explain.why_not import WhyNot
    from complaint_rules.trace.trace import Trace

__version__ = "0.1.0"

__all__ = [
    "Ask",
    "CalendarError",
    "Complaint",
    "ComplaintError",
    "ComplaintRulesError",
    "Decision",
    "Engine",
    "EngineUnavailableError",
    "Explanation",
    "LanguageError",
    "Offer",
    "OfferError",
    "PathError",
    "Place",
    "Problem",
    "RulesetError",
    "Trace",
    "WhyNot",
]


_LATER = {
    "Ask": "explain.asking",
    "Decision": "decide.decision",
    "Explanation": "explain.why",
    "Offer": "decide.offer",
    "Trace": "trace.trace",
    "WhyNot": "explain.why_not",
}
"""Types of results, and where they are: imported when they are asked for; deciding needs them only with the first
ruleset."""


def __getattr__(name: str) -> Any:
    """Import the type of a result."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"complaint_rules.{_LATER[name]}"), name)
    raise AttributeError(f"module 'complaint_rules' has no attribute '{name}'")
