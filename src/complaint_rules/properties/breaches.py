"""How a decision breaks a property, in words."""

from __future__ import annotations

import math

from complaint_rules.compile.property import Always, CompiledProperty, EndsBy, Expectation, Monotone, Outcome
from complaint_rules.decision import Decision
from complaint_rules.money import format_fen
from complaint_rules.properties.chinese import said_in_chinese
from complaint_rules.properties.expectations import meets
from complaint_rules.properties.holding import holds, holds_between
from complaint_rules.properties.outcomes import deadline, sum_fen, words
from complaint_rules.trace.wording import Lang, phrase, say

_TEXTS: dict[str, tuple[str, str]] = {
    "expected": ("expected `{0}`, but {1}", "应为`{0}`，但{1}"),
    "never": ("never expected {0}, yet {1}", "不得出现{0}，但{1}"),
    "falls": ("it falls: first {0}, then {1}", "结果下降：先是{0}，后是{1}"),
    "rises": ("it rises: first {0}, then {1}", "结果上升：先是{0}，后是{1}"),
    "and": (" and ", "和"),
}


def breach(property: CompiledProperty, decision: Decision, lang: Lang = "en") -> str | None:
    """What breaks an `always` or `never`: the expectation, and what the decision says instead; None where it holds."""
    statement = property.statement
    if isinstance(statement, Monotone) or holds(property, decision):
        return None
    if isinstance(statement, Always):
        unmet = [expected for expected in statement.then if meets(decision, expected) is False]
        texts = [phrase(_TEXTS, lang, "expected", one.text, _found(one, decision, lang)) for one in unmet]
        return say(lang, "semicolon").join(texts)
    expected = phrase(_TEXTS, lang, "and").join(f"`{one.text}`" for one in statement.then)
    found = say(lang, "comma").join(said(one.outcome, decision, lang) for one in statement.then)
    return phrase(_TEXTS, lang, "never", expected, found)


def _found(expected: Expectation, decision: Decision, lang: Lang) -> str:
    """What a decision says of all that an expectation compares."""
    compared = [Outcome("deadline", expected.clock)] if isinstance(expected, EndsBy) else []
    return say(lang, "comma").join(said(one, decision, lang) for one in (expected.outcome, *compared))


def breach_between(property: CompiledProperty, first: Decision, second: Decision, lang: Lang = "en") -> str | None:
    """What breaks a `monotone`: the outcome in both decisions; None where it holds."""
    statement = property.statement
    if not isinstance(statement, Monotone) or holds_between(property, first, second):
        return None
    before, after = (said(statement.outcome, decision, lang) for decision in (first, second))
    return phrase(_TEXTS, lang, "falls" if statement.rises else "rises", before, after)


def said(outcome: Outcome, decision: Decision, lang: Lang = "en") -> str:
    """What a decision says of an outcome, such as `severity is major` or `refund.max is 200.00`."""
    if lang == "zh":
        return said_in_chinese(outcome, decision)
    name = ".".join(part for part in (_part_of(outcome), outcome.name, _aspect_of(outcome)) if part)
    if outcome.aspect in ("min", "max"):
        fen = sum_fen(outcome, decision)
        return f"`{name}` is {'without bound' if math.isinf(fen) else format_fen(int(fen))}"
    entry = deadline(outcome.name, decision) if outcome.part == "deadline" else None
    if entry is not None and entry.due is not None:
        return f"`{name}` is {entry.within} (due {entry.due.isoformat()})"
    found = sorted("there" if word == outcome.name else word for word in words(outcome, decision))
    return f"`{name}` is {', '.join(found) or 'absent'}"


def _part_of(outcome: Outcome) -> str:
    return "" if outcome.part in ("remedy", "item") else outcome.part


def _aspect_of(outcome: Outcome) -> str:
    return "" if outcome.aspect == "status" else outcome.aspect


__all__ = ["breach", "breach_between", "said"]
