"""Every entry of a decision, one by one: logic says of complete complaints what the engine says.

One ruleset has a statute and a house speak of every entry, on all mixtures of four facts.
"""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from complaint_rules.prove.symbolic import outcomes
from complaint_rules.vocabulary import PAYABLE_REMEDIES
from tests.prove.agreement import ENTRIES, Logic
from tests.random_rulesets import TITLE, compiled, engine_of

FACTS = ("facts_clear", "demand_reasonable", "customer_unwell", "liability_clear")
HALF, CLAIMED = "50 percent * claimed_amount", "claimed_amount"

STATUTE = [
    {"severity": "mid"},
    {"severity": "high"},
    {"lead": "reception"},
    {"lead": "security"},
    {"lead": "finance"},
    {"liability": "company"},
    {"liability": {"finding": "company", "disputed": True}},
    {"liability": "none"},
    {"liability": "third_party"},
    {"liability": "company"},
    {"support": ["reception", "security"]},
    {"deadline.resolve": "12 working days"},
    {"deadline.resolve": {"within": "2 days", "from": "resolved"}},
    {"approval": {"role": "duty_manager", "for": "compensation"}},
    {"require": {"compensation": {"min": HALF, "max": CLAIMED}}},
    {"permit": {"compensation": {"max": "60.00"}}},
    {"permit": {"refund": {"min": "10.00", "max": "80.00", "cap": "70.00"}}},
    {"forbid": "refund"},
    {"require": {"discount": {"min": "20.00", "max": "30.00"}}},
    {"require": {"statutory_damages": {"min": "20.00", "max": "30.00", "group": "goods"}}},
    {"require": "apology"},
    {"item": {"medical": {"amount": HALF}}},
    {"item": {"medical": {"amount": "50.00", "cap": "90.00"}}},
    {"item": {"nursing": {"amount": "30.00"}}},
    {"action": {"explain": "resolve"}},
    {"prohibit": "explain"},
]
HOUSE = [
    {"severity": "low"},
    {"lead": "security"},
    {"lead": "reception"},
    {"lead": "finance"},
    {"liability": "none"},
    {"liability": "customer"},
    {"support": ["finance"]},
    {"deadline.resolve": "24 days"},
    {"deadline.resolve": "48h"},
    {"approval": {"role": "senior_management", "for": "compensation"}},
    {"permit": {"compensation": {"max": "500.00"}}},
    {"forbid": "compensation"},
    {"require": {"refund": {"min": "15.00", "max": "75.00"}}},
    {"forbid": "discount"},
    {"permit": {"discount": {"max": "25.00", "group": "sums"}}},
    {"require": {"statutory_damages": {"min": "25.00"}}},
    {"forbid": "apology"},
    {"item": {"medical": {"min": "0.00", "max": "120.00"}}},
    {"item": {"nursing": "not_payable"}},
    {"action": {"explain": "at_once"}},
    {"prohibit": "explain"},
    {"prohibit": "raise_compensation"},
]


def _rules(prefix, effects, *, binding):
    """Each effect under two tests of its own on the four facts."""
    tests = [
        {one: is_one, other: is_other}
        for (one, other), is_one, is_other in itertools.product(
            itertools.combinations(FACTS, 2), (True, False), (False, True)
        )
    ]
    for place, then in enumerate(effects):
        when = tests[(place * 7 + binding * 5) % len(tests)]
        rule = {"id": f"{prefix}{place}", "basis": "assumption", "reason": "x", "when": when, "then": then}
        yield {**rule, "binding": True} if binding else rule


@cache
def laid_out():
    head = {"language": 1, "version": "1.0.0", "title": TITLE}
    shared = {
        "calendar": "CN",
        "tiers": ["low", "mid", "high"],
        "alternatives": {
            "goods": {"of": ["refund", "discount"], "choice": "customer"},
            "sums": {"of": ["compensation"], "choice": None},
        },
    }
    statute = {"ruleset": "statute", **head, **shared, "rules": list(_rules("s", STATUTE, binding=True))}
    house = {"ruleset": "house", **head, "extends": ["../statute"], "rules": list(_rules("h", HOUSE, binding=False))}
    ruleset = compiled([statute, house])
    engine, logic = engine_of(ruleset, "interpreter"), Logic(ruleset)
    complaints = [
        {
            "id": f"C-{number}",
            "received_at": received,
            "kind": "other",
            "claimed_amount": claimed,
            **dict(zip(FACTS, values, strict=True)),
        }
        for number, (values, claimed, received) in enumerate(
            itertools.product(
                itertools.product((False, True), repeat=len(FACTS)),
                ("90.01", "400.00"),
                ("2024-09-14T10:00:00+08:00", "2026-03-02T23:30:00+08:00"),
            )
        )
    ]
    decisions = [engine.decide(complaint) for complaint in complaints]
    return logic, complaints, decisions


@cache
def differences():
    logic, complaints, decisions = laid_out()
    return [
        found for one, decision in zip(complaints, decisions, strict=True) for found in logic.differences(one, decision)
    ]


def entry_of(name, decision):
    """What a decision says of an entry, as text."""
    data = {
        "rules": lambda: [one.rule for one in decision.trace.rules],
        "severity": lambda: decision.severity.tier,
        "lead": lambda: decision.department.lead,
        "liability": lambda: decision.liability[:2],
        "support": lambda: decision.department.support,
        "deadlines": lambda: [one[:3] for one in decision.deadlines],
        "approvals": lambda: [one[:2] for one in decision.approvals],
        "remedies": lambda: [(one.kind, one.status, one.min_fen, one.max_fen) for one in decision.remedies],
        "items": lambda: [(one.item, one.status, one.min_fen, one.max_fen) for one in decision.items],
        "payable": lambda: (decision.payable.min_fen, decision.payable.max_fen),
        "actions": lambda: [one[:2] for one in decision.actions],
        "prohibited": lambda: [one.do for one in decision.prohibited],
    }
    return str(data[name]())


@pytest.mark.parametrize("entry", ENTRIES)
def test_logic_and_engine_agree_on_an_entry(entry):
    _, _, decisions = laid_out()
    assert [found for found in differences() if found.startswith(entry)] == []
    assert len({entry_of(entry, decision) for decision in decisions}) >= 3


def test_nothing_is_left_out_of_what_is_compared():
    logic, _, decisions = laid_out()
    assert differences() == []
    assert logic.not_encoded == set()
    assert logic.payable.keys() == {"min", "max"}
    assert {decision.status for decision in decisions} == {"final"}
    leads = {note.entry for decision in decisions for note in decision.review}
    assert {"department", "liability"} <= leads


@pytest.mark.parametrize("kind", sorted(PAYABLE_REMEDIES))
def test_a_remedy_left_out_of_the_sum_on_one_side_is_seen(kind, monkeypatch):
    logic, complaints, decisions = laid_out()
    monkeypatch.setattr(outcomes, "PAYABLE_REMEDIES", PAYABLE_REMEDIES - {kind})
    broken = Logic(logic.ruleset)
    found = [broken.differences(*pair) for pair in zip(complaints, decisions, strict=True)]
    assert any(text.startswith("payable") for texts in found for text in texts)
