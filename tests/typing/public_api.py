"""What a service sees of the library is typed; mypy checks this file, nothing runs it."""

from __future__ import annotations

from typing import Any, Literal, assert_type

from complaint_rules import Ask, Complaint, Decision, Engine, Explanation, Offer, WhyNot

engine = Engine.load("retail-store", engine="python")
decision = engine.decide({"id": "1"})
assert_type(decision, Decision)
assert_type(engine.engine, Literal["rete", "python", "interpreter"])
assert_type(engine.decide(Complaint.of({"id": "1"})), Decision)
assert_type(decision.severity.tier, str | None)
assert_type(decision.status, Literal["final", "provisional"])
assert_type(decision.remedies[0].max_fen, int | None)
assert_type(decision.remedies[0].status, Literal["required", "permitted", "forbidden"])
assert_type(decision.payable.max, str | None)
assert_type(decision.offer("refund", "20.00"), Offer)
assert_type(decision.to_dict(), dict[str, Any])
why: Explanation = decision.explain("severity")
assert_type([ground.fact for ground in why.grounds], list[str])
why_not: WhyNot = decision.why_not("remedies.refund")
assert_type(why_not.change.certified, bool)
asked: tuple[Ask, ...] = decision.next_questions()
assert_type(asked[0].affects, tuple[str, ...])
decision.status = "final"  # type: ignore[misc]  # a decision can't be changed
Engine.load("retail-store", "python")  # type: ignore[call-arg]  # the engine is named, not placed
