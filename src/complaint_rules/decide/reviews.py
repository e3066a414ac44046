"""What a person must review, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from complaint_rules import vocabulary
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.entries import Because, Deadline, Review, Text

_PARTS = {"department": "牵头", "liability": "责任"}
_STATUSES = {
    "required": "必须",
    "permitted": "允许",
    "forbidden": "不允许",
    "open": "待定",
    "payable": "应付",
    "pending": "待定",
    "not_payable": "不付",
}


def disagreement(ruleset: Ruleset, entry: str, rules: Because, said: Sequence[str], kept: str | None) -> Review:
    """Rules that disagree on an entry.

    Args:
        ruleset: the ruleset of the rules.
        entry: the path of the entry.
        rules: their ids.
        said: the values that they give, where each gives one.
        kept: the value that counts until a person has reviewed it.
    """
    placed = [(rule, str(ruleset.rule(rule).place)) for rule in dict.fromkeys(rules)]
    values = f" say {' and '.join(said)}" if said else ""
    part, _, name = entry.partition(".")
    labels: Mapping[str, tuple[str, str]] = {"remedies": vocabulary.REMEDIES, "items": vocabulary.ITEMS}.get(part, {})
    label = labels[name][1] if name in labels else _PARTS.get(part, entry)
    return Review(
        "disagreement",
        entry,
        rules,
        None,
        None,
        Text(
            f"rules disagree on {entry}: {_listed(placed)}{values}; kept: {kept}",
            f"规则对“{label}”不一致：{_listed_in_chinese(placed)}；暂取：{_value(part, str(kept), ruleset)}",
        ),
    )


def lacking(ruleset: Ruleset, entry: str, rules: Because, parameter: str) -> Review:
    """Rules that are undecidable: a parameter has no figure on the day."""
    title = ruleset.parameters[parameter].title
    placed = [(rule, str(ruleset.rule(rule).place)) for rule in rules]
    return Review(
        "figure",
        entry,
        rules,
        parameter,
        None,
        Text(
            f"{_listed(placed)} can't be decided: no figure for parameter `{parameter}`",
            f"{_listed_in_chinese(placed)}无法判定：当日缺少数据：{title[1]}",
        ),
    )


def undated(deadline: Deadline, year: int, ruleset: Ruleset) -> Review:
    """A deadline that ends in a year which the calendar does not cover."""
    calendar = ruleset.calendar
    en, zh = ruleset.names.clocks[deadline.clock]
    day = deadline.not_before
    return Review(
        "calendar",
        f"deadlines.{deadline.clock}",
        deadline.because,
        None,
        year,
        Text(
            f"the deadline `{en}` has no date yet: calendar {calendar.id} ({calendar.version}) does not cover the year "
            f"{year}; it ends no earlier than {day}",
            f"时限“{zh}”尚不能确定日期：日历 {calendar.id}（{calendar.version}）不含{year}年；不早于{day}",
        ),
    )


def _listed(placed: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"`{rule}` ({place})" for rule, place in placed)


def _listed_in_chinese(placed: Sequence[tuple[str, str]]) -> str:
    return "、".join(f"`{rule}`（{place}）" for rule, place in placed)


def _value(part: str, kept: str, ruleset: Ruleset) -> str:
    """The label of a value in Chinese."""
    labels = {"department": ruleset.names.parties, "liability": vocabulary.FINDINGS}.get(part, {})
    return labels[kept][1] if kept in labels else _STATUSES.get(kept, kept)
