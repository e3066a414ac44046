"""Parts of the decision that are one value: all that they may come to is seen, and no promise rests on less."""

from __future__ import annotations


def test_rules_may_disagree_where_the_statute_that_would_silence_them_may_be_silent(load, write, complaint):
    statute = {"when": {"stage": "appealed"}, "then": {"liability": "insurer"}, "binding": True}
    write(statute, name="statute")
    rules = (
        {"id": "most", "then": {"liability": "company"}},
        {"when": {"facts_clear": True}, "then": {"liability": "customer"}, "exception_to": ["most"]},
        {"when": {"mass_incident_risk": True}, "then": {"liability": "none"}},
        {"then": {"permit": {"refund": {"max": "100.00"}}}},
        {"when": {"decision.liability": "undetermined"}, "then": {"forbid": "refund"}},
    )
    engine = load(write(*rules, extends=["../statute"]))
    open_, final = (
        engine.decide(complaint(**facts))
        for facts in ({}, {"mass_incident_risk": True, "facts_clear": False, "stage": "new"})
    )
    assert final.remedies[0].status == "forbidden"
    assert "forbidden" in open_.remedies[0].could_be
    assert not open_.offer("refund", "100.00").allowed
