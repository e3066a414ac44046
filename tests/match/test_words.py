"""No word of an author is part of generated source text: whatever it is, all engines decide alike by its value."""

from __future__ import annotations

import builtins
import io
import re
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.compile import arithmetic
from complaint_rules.match import python
from complaint_rules.match.engines import available, rete_available
from complaint_rules.testing import complaints
from complaint_rules.vocabulary import ITEMS
from tests.hostile import NAMES, TEXTS, WORDS
from tests.match.test_engines import decided
from tests.random_rulesets import compiled, engine_of, plain_sources, reworded

if rete_available():
    from complaint_rules.match import rete
else:
    rete = None

TITLE = {"en": "x", "zh": "x"}


def titled(word):
    return {"en": word, "zh": word}


def in_words(one, other):
    """A fact with two values that are easily taken for each other, and a rule for each of them."""
    facts = {"choice": {"type": "enum", "title": titled(one), "values": {one: titled(one), other: titled(other)}}}
    rules = [
        {"when": {"extra.choice": one}, "then": {"severity": "low"}, "title": titled(one), "reason": other},
        {"when": {"extra.choice": other}, "then": {"severity": "high"}, "title": titled(other), "reason": one},
        {"when": {"extra.choice": f"not({one})", "facts_clear": True}, "then": {"permit": "apology"}},
    ]
    return rules, facts


def every_word(kind, words, **shape):
    """A fact that may have any of the words, a rule for each, and one for each that the fact does not have it."""
    facts = {"choice": {"type": kind, "title": TITLE, **shape}}
    rules = [
        {"when": {"extra.choice": word}, "then": {"deadline.resolve": f"{at}h"}} for at, word in enumerate(words, 1)
    ]
    others = [
        {"when": {"not": {"extra.choice": word}, "facts_clear": True}, "then": {"deadline.respond": f"{at}h"}}
        for at, word in enumerate(words[:2], 1)
    ]
    return [*rules, *others], facts


@pytest.mark.parametrize("ordered", [False, True])
def test_each_value_of_an_enum_meets_its_own_rule(load, write, complaint, ordered):
    values = {word: titled(word) for word in WORDS}
    rules, facts = every_word("enum", WORDS, values=values, ordered=ordered)
    engine = load(write(*rules, facts=facts))
    for at, word in enumerate(WORDS, 1):
        found = spans(engine.decide(complaint(extra={"choice": word}, facts_clear=True)))
        assert found == {"resolve": f"{at}h", "respond": "2h" if at == 1 else "1h"}, word


def test_each_text_meets_the_rule_that_names_it(load, write, complaint):
    rules, facts = every_word("text", TEXTS)
    engine = load(write(*rules, facts=facts))
    for at, word in enumerate(TEXTS, 1):
        found = spans(engine.decide(complaint(extra={"choice": word}, facts_clear=True)))
        assert found == {"resolve": f"{at}h", "respond": "2h" if at == 1 else "1h"}, word
    assert spans(engine.decide(complaint(extra={"choice": "none of them"}, facts_clear=True))) == {"respond": "1h"}


def spans(decision):
    return {deadline.clock: deadline.within for deadline in decision.deadlines}


def test_facts_and_parameters_may_have_any_name(load, write, complaint):
    limit = {"unit": "CNY", "values": {"2020-01-01": "5.00"}, "basis": "assumption", "reason": "an example"}
    rules = [
        {
            "when": {f"extra.{name}": f"> {name}"},
            "then": {"item": {item: {"amount": f"{at} * extra.{name} + {name}"}}},
        }
        for at, (name, item) in enumerate(zip(NAMES, ITEMS, strict=False), 1)
    ]
    facts = {name: {"type": "money", "title": TITLE} for name in NAMES}
    engine = load(write(*rules, facts=facts, parameters=dict.fromkeys(NAMES, limit)))
    for at, (name, item) in enumerate(zip(NAMES, ITEMS, strict=False), 1):
        extra = {**dict.fromkeys(NAMES, "5.00"), name: "6.00"}
        assert [(one.item, one.max) for one in engine.decide(complaint(extra=extra)).items] == [
            (item, f"{at * 6 + 5}.00")
        ]


CANARY = "hostile_canary_was_run"
_CALL = f"setattr(__import__('builtins'), '{CANARY}', 1)"
_BEFORE = ["", "'", '"', "'''", '"""', ")", "):", "\\", ": ", "x = 0; ", " or ", "}", "]", "#"]
_BREAKS = ["", "\n", "\n    ", "\r", "\u2028", "\x85", "\t"]
_AFTER = ["", "#", "\n", "\r#", "'''", '"""', "\\", "; x = '", "\ndef x(): pass"]
attempts = st.builds(
    lambda before, end, after: f"x{before}{end}{_CALL}{after}x",
    *map(st.sampled_from, (_BEFORE, _BREAKS, _AFTER)),
)


@given(word=attempts)
def test_no_value_text_title_or_unit_runs_as_code(word):
    rules, facts = in_words(word, "other")
    facts |= {"note": {"type": "text", "title": titled(word), "unit": word}}
    asked = {
        "extra.note": word,
        "extra.choice": word,
        "claimed_amount": "> 5.00",
        "purchase.price": "not(> claimed_amount)",
    }
    amount = {"permit": {"compensation": {"max": "claimed_amount * 2"}}}
    rules = [
        {"id": f"r{at}", "basis": "assumption", "reason": word, "title": titled(word), "when": when, "then": then}
        for at, (when, then) in enumerate([*((rule["when"], rule["then"]) for rule in rules), (asked, amount)])
    ]
    head = {"ruleset": "house", "language": 1, "version": "1.0.0", "title": titled(word), "tiers": ["low", "high"]}
    ruleset = compiled([{**head, "facts": facts, "rules": rules}])
    complaint = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "claimed_amount": "6.00"}
    complaint |= {"extra": {"choice": word, "note": word}, "purchase": {"price": "6.00"}}
    for name in available():
        decision = engine_of(ruleset, name).decide(complaint)
        assert decision.severity.tier == "low"
        assert {remedy.kind: remedy.max for remedy in decision.remedies} == {"compensation": "12.00"}
    assert not hasattr(builtins, CANARY)


OURS = re.compile(
    r"f\d+|v|p\d+|unknown|hits|append|isdisjoint|matches_\d+|[A-Z]+_\d+|UNKNOWN|ABSENT|computed|tables"
    r"|min|max|compensation_years|dependants_shares|def|return|if|else|and|or|not|in|is|lambda"
)
STRINGS = re.compile(r"""',"p\d+":1'|''|'[a-z0-9_]+'""")


@given(sources=plain_sources().flatmap(reworded), data=st.data())
def test_generated_text_holds_our_own_names_only(sources, data):
    ruleset = compiled(sources)
    texts = []
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((python, "compile"), (arithmetic, "compile"), (rete, "exec")):
            if module is not None:
                patch.setattr(module, name, spy(texts, getattr(builtins, name)), raising=False)
        for name in available():
            engine = engine_of(ruleset, name)
            for _ in range(2):
                decided(engine, data.draw(complaints(ruleset)))
    assert texts
    for text in texts:
        assert text.isascii()
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME:
                assert OURS.fullmatch(token.string)
            elif token.type == tokenize.STRING:
                assert STRINGS.fullmatch(token.string)


def spy(texts, real):
    def note(text, *others):
        texts.append(text)
        return real(text, *others)

    return note
