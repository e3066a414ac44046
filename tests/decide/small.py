"""A small ruleset whose items have parts of a fen, and one of its remedies too."""

from __future__ import annotations

from tests.random_rulesets import compiled, engine_of

TITLE = {"en": "a", "zh": "a"}
_SHARE = "(100 - customer_share_percent) percent * "
ITEMS = {
    "medical": _SHARE + "injury.medical_expenses",
    "transport": _SHARE + "injury.transport_expenses",
    "lost_wages": _SHARE + "(injury.daily_income * injury.rest_days)",
}


def rule(name, then, when=None):
    return {"id": name, "basis": "assumption", "reason": "x", "title": TITLE, "when": when or {}, "then": then}


def ruleset(**more):
    rules = [rule(name, {"item": {name: {"amount": text}}}) for name, text in ITEMS.items()]
    rules += [
        rule("refund", {"require": {"refund": {"min": "purchase.paid / 3", "max": "purchase.paid / 3"}}}),
        rule("compensation", {"permit": {"compensation": {"max": "claimed_amount / 7"}}}, {"channel": "letter"}),
    ]
    head = {"ruleset": "house", "language": 1, "version": "1.0.0", "title": TITLE, "rules": rules, **more}
    return compiled([head])


def engine(kind="interpreter", **more):
    return engine_of(ruleset(**more), kind)
