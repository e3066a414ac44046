"""What a service sees of the library is typed; mypy checks this file, nothing runs it.

Each wrong use is marked with the error that mypy must find there: a mark that finds nothing is an error itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal, assert_type

from complaint_rules import (
    Action,
    Answer,
    Approval,
    Ask,
    AuditError,
    AuditLog,
    Candidate,
    Change,
    Checkpoint,
    Complaint,
    ComplaintError,
    Deadline,
    Decision,
    Department,
    Discrepancy,
    Due,
    Engine,
    Entries,
    Explanation,
    FactLine,
    Ground,
    Held,
    InclusionProof,
    Item,
    Lang,
    LayerBytes,
    Liability,
    LogEntry,
    Message,
    Offer,
    Overridden,
    ParameterLine,
    Payable,
    Place,
    Problem,
    Prohibition,
    Proof,
    Provenance,
    Question,
    Record,
    Refused,
    ReloadFailure,
    ReloadingEngine,
    Remedy,
    Replay,
    ReplayDifference,
    Review,
    RuleLine,
    Ruleset,
    RulesetRef,
    Severity,
    Signer,
    Silenced,
    State,
    Step,
    Text,
    Trace,
    Turn,
    Undecided,
    Unmet,
    Verification,
    Verifier,
    WhyNot,
)

# --- deciding

engine = Engine.load("retail-store", engine="python", warm=True)
assert_type(engine.engine, Literal["rete", "python", "interpreter"])
assert_type(engine.calendar_until, date | None)
assert_type(engine.ruleset, Ruleset)
decision = engine.decide({"id": "1"})
assert_type(decision, Decision)
assert_type(engine.decide(Complaint.of({"id": "1"})), Decision)
assert_type(ReloadingEngine("retail-store").decide({"id": "1"}), Decision)
assert_type(ReloadingEngine("retail-store").last_error, ReloadFailure | None)
Engine.load("retail-store", "python")  # type: ignore[call-arg]  # the engine is named, not placed
engine.decide("C-1")  # type: ignore[arg-type]

many = engine.decide_many([{"id": "1"}, Complaint.of({"id": "2"})])
assert_type(many, Iterator[Decision | Refused])
assert_type(ReloadingEngine("retail-store").decide_many(iter([{"id": "1"}])), Iterator[Decision | Refused])
for one in many:
    if isinstance(one, Refused):
        assert_type(one.index, int)
        assert_type(one.complaint_id, str | None)
        assert_type(one.error, ComplaintError)
        assert_type(one.error.problems[0], Problem)
        assert_type(one.error.problems[0].place, Place | None)
        assert_type(one.error.problems[0].what.hint, str | None)
        assert_type(one.error.text, dict[Lang, str])
    else:
        assert_type(one, Decision)
engine.decide_many({"id": "1"})  # type: ignore[dict-item]  # one complaint is not many
for one in many:
    one.severity  # type: ignore[union-attr]  # it may have been refused

# --- the entries

assert_type(decision.complaint_id, str)
assert_type(decision.status, Literal["final", "provisional"])
assert_type(decision.ruleset, RulesetRef)
assert_type(decision.as_of, date)
assert_type(decision.severity, Severity)
assert_type(decision.severity.tier, str | None)
assert_type(decision.department, Department)
assert_type(decision.department.support, tuple[str, ...])
assert_type(decision.liability, Liability)
assert_type(decision.liability.disputed, bool)
assert_type(decision.deadlines, tuple[Deadline, ...])
assert_type(decision.deadlines[0].due, datetime | None)
assert_type(decision.approvals, tuple[Approval, ...])
assert_type(decision.approvals[0].role, str)
assert_type(decision.remedies, tuple[Remedy, ...])
assert_type(decision.remedies[0].max_fen, int | None)
assert_type(decision.remedies[0].max, str | None)
assert_type(decision.remedies[0].approval_ladder, tuple[Step, ...])
assert_type(decision.items, tuple[Item, ...])
assert_type(decision.items[0].status, Literal["payable", "pending", "not_payable"])
assert_type(decision.payable, Payable)
assert_type(decision.payable.max, str | None)
assert_type(decision.actions, tuple[Action, ...])
assert_type(decision.actions[0].do, str)
assert_type(decision.prohibited, tuple[Prohibition, ...])
assert_type(decision.questions, tuple[Question, ...])
assert_type(decision.questions[0].affects, tuple[str, ...])
assert_type(decision.review, tuple[Review, ...])
assert_type(decision.review[0].text, Text)
assert_type(decision.overridden, tuple[Overridden, ...])
assert_type(decision.entries, Entries)
assert_type(decision.entries.severity, Severity)
assert_type(decision.to_dict(), dict[str, Any])
assert_type(decision.to_json(indent=2), str)
assert_type(decision.to_text("zh"), str)
decision.status = "final"  # type: ignore[misc]  # a decision can't be changed
decision.severity.tiers  # type: ignore[attr-defined]
decision.remedies[0].status == "allowed"  # type: ignore[comparison-overlap]

# --- an offer

offer = decision.offer("refund", "20.00")
assert_type(offer, Offer)
assert_type(offer.allowed, bool)
assert_type(offer.why, Message)
assert_type(offer.params, Mapping[str, Any])
assert_type(offer.nearest_fen, int | None)
assert_type(offer.text, dict[Lang, str])
offer.permitted  # type: ignore[attr-defined]

# --- the trace

trace = decision.trace
assert_type(trace, Trace)
assert_type(trace.facts[0], FactLine)
assert_type(trace.facts[0].state, State)
assert_type(trace.rules[0], RuleLine)
assert_type(trace.rules[0].held, tuple[Held, ...])
assert_type(trace.silenced, tuple[Silenced, ...])
assert_type(trace.undecided[0], Undecided)
assert_type(trace.undecided[0].waits_for, tuple[str, ...])
assert_type(trace.parameters, tuple[ParameterLine, ...])
assert_type(trace.provenance, Provenance)
assert_type(trace.provenance.layers, tuple[RulesetRef, ...])
trace.fact  # type: ignore[attr-defined]
trace.rules[0].id  # type: ignore[attr-defined]

# --- records, and decisions that are read back

record = engine.record({"id": "1"}, by="clerk", at=datetime(2026, 11, 20, tzinfo=UTC))
assert_type(record, Record)
assert_type(decision.record(service="desk"), Record)
assert_type(record.key, bytes | None)
assert_type(record.to_dict(), dict[str, Any])
assert_type(record.verify(b""), bool)
assert_type(Record.from_dict({}, None), Record)
assert_type(Decision.from_dict(record.decision), Decision)
assert_type(Decision.from_json("{}"), Decision)
engine.record({"id": "1"}, "clerk")  # type: ignore[call-arg]  # who decided is named, not placed
record.digest = ""  # type: ignore[misc]  # a record can't be changed

# --- why, why not, what next

why = decision.explain("severity")
assert_type(why, Explanation)
assert_type(decision.explain_all(), list[Explanation])
assert_type(why.grounds, tuple[Ground, ...])
assert_type(why.grounds[0].fact, str)
assert_type(why.rules[0], RuleLine)
assert_type(why.parts[0], Explanation)
assert_type(why.to_markdown("zh"), str)
decision.explain(1)  # type: ignore[arg-type]
why.reasons  # type: ignore[attr-defined]

why_not = decision.why_not("remedies.refund")
assert_type(why_not, WhyNot)
assert_type(why_not.change, Change)
assert_type(why_not.change.certified, bool)
assert_type(why_not.change.turns, tuple[Turn, ...] | None)
assert_type(why_not.candidates[0], Candidate)
assert_type(why_not.candidates[0].unmet, tuple[Unmet, ...])
why_not.change.turns[0]  # type: ignore[index]  # there may be none

asked = decision.next_questions()
assert_type(asked, tuple[Ask, ...])
assert_type(asked[0].affects, tuple[str, ...])
assert_type(asked[0].answers, tuple[Answer, ...])
assert_type(asked[0].proof, Proof | None)
first = decision.first_question(["evidence.receipt"])
assert_type(first, Ask | None)
first.fact  # type: ignore[union-attr]  # there may be none

# --- the log

with AuditLog("sqlite:///decisions.db", wait_seconds=5) as log:
    logging = Engine.load("retail-store", log=log, on_log_failure="count")
    assert_type(logging.unlogged, int)
    assert_type(logging.layers, tuple[LayerBytes, ...])
    assert_type(Engine.load("sha256:0", store=log), Engine)
    Engine.load("retail-store", log=log, on_log_failure="never")  # type: ignore[arg-type]  # one of two
    Engine.load("retail-store", log=lambda record: assert_type(record, Record))
    entry = log.append(logging.record({"id": "1"}))
    assert_type(entry, LogEntry)
    assert_type(entry.complaint_id, str | None)
    assert_type(log.get("1"), Record)
    assert_type(log.find(tier="serious", since=date(2026, 11, 1)), Iterator[LogEntry])
    log.find(colour="red")  # type: ignore[call-arg]  # nothing to search by
    signer = Signer.new("shop.example/log")
    assert_type(signer.verifier, Verifier)
    checkpoint = log.checkpoint(signer)
    assert_type(checkpoint, Checkpoint)
    verification = log.verify(checkpoint, verifier=signer.verifier)
    assert_type(verification, Verification)
    assert_type(verification.first, int | None)
    assert_type(verification.findings, tuple[Discrepancy, ...])
    proof = log.prove("1", signer)
    assert_type(proof, InclusionProof)
    assert_type(proof.record, Record | None)
    assert_type(log.replay(logging), Replay)
    assert_type(log.replay().differences, list[ReplayDifference])
    assert_type(log.event("1", "resolved", datetime.now().astimezone()), LogEntry)
    assert_type(log.due(), Iterator[Due])
    log.erase("1", even_before=True)  # type: ignore[call-arg]  # a reason is given
    try:
        log.erase("1", reason="asked by the customer")
    except AuditError as error:
        assert_type(error.code, str)
assert_type(decision.trace.provenance, Provenance)
