"""What a decision says of an outcome, in Chinese: by labels, where English has the names that authors write."""

from __future__ import annotations

import math

from complaint_rules.compile.property import Outcome, Part
from complaint_rules.decision import Decision
from complaint_rules.money import format_fen
from complaint_rules.properties.outcomes import deadline, sum_fen, words
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import say
from complaint_rules.vocabulary import WHEN

NAMES_OF: dict[Part, str] = {
    "severity": "severity",
    "lead": "lead",
    "liability": "liability",
    "support": "support",
    "deadline": "deadlines",
    "approval": "approvals",
    "remedy": "remedies",
    "item": "items",
    "action": "actions",
    "prohibit": "prohibited",
}
"""The kind of labels that the names of each part have."""

_BARE = ("severity", "lead", "liability", "payable")
_LISTED = ("support", "action", "prohibit")
_AFTER: dict[str, str] = {"deadline": "时限", "approval": "审批", "min": "下限", "max": "上限"}


def said_in_chinese(outcome: Outcome, decision: Decision) -> str:
    """What a decision says of an outcome, such as `级别为重大` or `退款上限为200.00元`."""
    labels = Labels(decision.glossary, "zh")
    name = _name(outcome, labels)
    if outcome.aspect in ("min", "max"):
        fen = sum_fen(outcome, decision)
        return f"{name}{'无上限' if math.isinf(fen) else f'为{format_fen(int(fen))}元'}"
    entry = deadline(outcome.name, decision) if outcome.part == "deadline" else None
    if entry is not None and entry.due is not None:
        return f"{name}为{labels.span(entry.within)}（{labels.moment(entry.due)}截止）"
    found = sorted(_word(outcome, word, labels) for word in words(outcome, decision))
    return f"{name}为{say('zh', 'comma').join(found)}" if found else f"没有{name}"


def _name(outcome: Outcome, labels: Labels) -> str:
    part = outcome.part
    if part in _BARE:
        name = say("zh", part)
    elif part in _LISTED:
        name = labels.output(f"{NAMES_OF[part]}.{outcome.name}")
    else:
        name = labels.of(NAMES_OF[part], outcome.name)
    return name + _AFTER.get(part, "") + _AFTER.get(outcome.aspect, "")


def _word(outcome: Outcome, word: str, labels: Labels) -> str:
    part = outcome.part
    if word == outcome.name:
        return "有"
    if part in ("remedy", "item"):
        return say("zh", "payable_item" if word == "payable" else word)
    if part == "action":
        return labels.pick(WHEN[word]) if word in WHEN else say("zh", "with_clock", labels.of("deadlines", word))
    if part == "deadline":
        return labels.span(word)
    return labels.of("lead" if part == "approval" else NAMES_OF[part], word)


__all__ = ["NAMES_OF", "said_in_chinese"]
