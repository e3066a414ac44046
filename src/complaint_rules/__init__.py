"""complaint-rules: decides customer complaints by declared policy, with a trace that an auditor can read and replay.

from complaint_rules import Complaint, Engine

decision = Engine.load("retail-store").decide({"id": "C-1", ...})
"""

from typing import TYPE_CHECKING, Any

from complaint_rules.engine import Engine, Refused
from complaint_rules.errors import (
    AuditError,
    CalendarError,
    ComplaintError,
    ComplaintRulesError,
    EngineUnavailableError,
    LanguageError,
    MissingExtraError,
    OfferError,
    PathError,
    ProblemsError,
    RecordError,
    RulesetError,
    RulesetNeededError,
)
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.states import State
from complaint_rules.messages import Lang, Message
from complaint_rules.messages.problem import Place, Problem
from complaint_rules.version import VERSION

if TYPE_CHECKING:
    from complaint_rules.audit.checkpoints import Checkpoint
    from complaint_rules.audit.discrepancies import Discrepancy
    from complaint_rules.audit.log import AuditLog
    from complaint_rules.audit.notes import Signer, Verifier
    from complaint_rules.audit.outline import LogEntry
    from complaint_rules.audit.proofs import InclusionProof
    from complaint_rules.audit.replay import Replay, ReplayDifference
    from complaint_rules.audit.retention import Due
    from complaint_rules.audit.verification import Verification
    from complaint_rules.compile.rule import Ruleset, RulesetRef
    from complaint_rules.decide.decision import Status
    from complaint_rules.decide.entries import (
        Action,
        Approval,
        Deadline,
        Department,
        Entries,
        Item,
        ItemStatus,
        Liability,
        Overridden,
        Payable,
        Prohibition,
        Question,
        Remedy,
        RemedyStatus,
        Review,
        ReviewKind,
        Severity,
        Step,
        Text,
    )
    from complaint_rules.decide.offer import Offer
    from complaint_rules.decide.trace import (
        FactLine,
        Held,
        ParameterLine,
        Provenance,
        RuleLine,
        Silenced,
        Trace,
        Undecided,
    )
    from complaint_rules.decision import Decision
    from complaint_rules.explain.answers import Candidate, Ground, Unmet
    from complaint_rules.explain.change import Change, Turn
    from complaint_rules.explain.next_question import Answer, Ask, Proof
    from complaint_rules.explain.why import Explanation
    from complaint_rules.explain.why_not import WhyNot
    from complaint_rules.load.reading import LayerBytes
    from complaint_rules.match.engines import EngineName
    from complaint_rules.record.record import Record
    from complaint_rules.reload import ReloadFailure, ReloadingEngine

__version__ = VERSION

__all__ = [
    "Action",
    "Answer",
    "Approval",
    "Ask",
    "AuditError",
    "AuditLog",
    "CalendarError",
    "Candidate",
    "Change",
    "Checkpoint",
    "Complaint",
    "ComplaintError",
    "ComplaintRulesError",
    "Deadline",
    "Decision",
    "Department",
    "Discrepancy",
    "Due",
    "Engine",
    "EngineName",
    "EngineUnavailableError",
    "Entries",
    "Explanation",
    "FactLine",
    "Ground",
    "Held",
    "InclusionProof",
    "Item",
    "ItemStatus",
    "Lang",
    "LanguageError",
    "LayerBytes",
    "Liability",
    "LogEntry",
    "Message",
    "MissingExtraError",
    "Offer",
    "OfferError",
    "Overridden",
    "ParameterLine",
    "PathError",
    "Payable",
    "Place",
    "Problem",
    "ProblemsError",
    "Prohibition",
    "Proof",
    "Provenance",
    "Question",
    "Record",
    "RecordError",
    "Refused",
    "ReloadFailure",
    "ReloadingEngine",
    "Remedy",
    "RemedyStatus",
    "Replay",
    "ReplayDifference",
    "Review",
    "ReviewKind",
    "RuleLine",
    "Ruleset",
    "RulesetError",
    "RulesetNeededError",
    "RulesetRef",
    "Severity",
    "Signer",
    "Silenced",
    "State",
    "Status",
    "Step",
    "Text",
    "Trace",
    "Turn",
    "Undecided",
    "Unmet",
    "Verification",
    "Verifier",
    "WhyNot",
]


_LATER = {
    name: module
    for module, names in {
        "compile.rule": ("Ruleset", "RulesetRef"),
        "decide.decision": ("Status",),
        "decide.offer": ("Offer",),
        "decide.trace": (
            "FactLine",
            "Held",
            "ParameterLine",
            "Provenance",
            "RuleLine",
            "Silenced",
            "Trace",
            "Undecided",
        ),
        "decision": ("Decision",),
        "record.record": ("Record",),
        "audit.checkpoints": ("Checkpoint",),
        "audit.discrepancies": ("Discrepancy",),
        "audit.log": ("AuditLog",),
        "audit.notes": ("Signer", "Verifier"),
        "audit.outline": ("LogEntry",),
        "audit.proofs": ("InclusionProof",),
        "audit.replay": ("Replay", "ReplayDifference"),
        "audit.retention": ("Due",),
        "audit.verification": ("Verification",),
        "explain.next_question": (
            "Answer",
            "Ask",
            "Proof",
        ),
        "explain.change": (
            "Change",
            "Turn",
        ),
        "explain.answers": (
            "Candidate",
            "Ground",
            "Unmet",
        ),
        "explain.why": ("Explanation",),
        "explain.why_not": ("WhyNot",),
        "load.reading": ("LayerBytes",),
        "match.engines": ("EngineName",),
        "reload": (
            "ReloadFailure",
            "ReloadingEngine",
        ),
        "decide.entries": (
            "Action",
            "Approval",
            "Deadline",
            "Department",
            "Entries",
            "Item",
            "ItemStatus",
            "Liability",
            "Overridden",
            "Payable",
            "Prohibition",
            "Question",
            "Remedy",
            "RemedyStatus",
            "Review",
            "ReviewKind",
            "Severity",
            "Step",
            "Text",
        ),
    }.items()
    for name in names
}
"""Public result types by defining module; imported on first access, since a process needs them only once it loads a
ruleset."""


def __getattr__(name: str) -> Any:
    """Import a result type on first access (PEP 562)."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"complaint_rules.{_LATER[name]}"), name)
    raise AttributeError(f"module 'complaint_rules' has no attribute '{name}'")
