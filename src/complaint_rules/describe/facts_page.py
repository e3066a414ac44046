"""The facts of a complaint and how each may still change, as one Markdown page generated from the contract."""

from __future__ import annotations

from itertools import groupby

from complaint_rules.describe.authored import written
from complaint_rules.describe.markdown import code, plain, table
from complaint_rules.describe.wording import head, heading
from complaint_rules.facts.fact import RECEIVED_ON, Fact, FactType, declared_facts, group_label
from complaint_rules.facts.stating import written as contract_value
from complaint_rules.trace.wording import LANGS, Lang, capital, listed, say

_TYPES: dict[FactType, tuple[str, str]] = {
    FactType.BOOL: ("yes or no", "是或否"),
    FactType.ENUM: ("one of its values", "取值之一"),
    FactType.ORDERED: ("one of its values, lowest first", "取值之一（由低到高）"),
    FactType.MONEY: ("yuan", "元"),
    FactType.MONEY_PER_DAY: ("yuan a day", "元/天"),
    FactType.MONEY_PER_MONTH: ("yuan a month", "元/月"),
    FactType.INTEGER: ("whole number", "整数"),
    FactType.DATE: ("date", "日期"),
    FactType.INSTANT: ("date and time with offset", "带时区的日期时间"),
    FactType.TEXT: ("text", "文本"),
    FactType.TEXT_SET: ("list of texts", "文本列表"),
    FactType.DEPENDANTS: ("list of dependants", "被扶养人列表"),
}

_CHANGES: dict[str, tuple[str, str]] = {
    "never": ("", ""),
    "rises": ("may rise", "只升不降"),
    "freely": ("may change", "可变"),
    "settles": ("may be settled", "未定时可查明"),
}
_BECOMES_YES = ("may become yes", "可变为是")
_LEFT_OUT_HEAD = ("Where left out", "未填时")
_NOTHING = ("none", "无")
_OTHERWISE = ("{}, else {}", "{}，不适用时为{}")
_CHANGES_HEAD = ("Once known", "查明之后")
_CHANGES_INTRO = (
    "A fact that is known changes only as the column *Once known* says; `explain --why-not` proposes nothing else.",
    "已知的事实只按“查明之后”一栏所注变化，未注明的不再变化；`explain --why-not`不会提出其他变化。",
)

_PRIVACY: dict[str, tuple[str, str]] = {
    "none": ("", ""),
    "personal": ("personal", "个人信息"),
    "medical": ("medical", "医疗健康信息"),
}
_PRIVACY_HEAD = ("Privacy", "隐私")
_PRIVACY_INTRO = (
    (
        "What the column *Privacy* calls personal or medical is kept encrypted in the log of decisions, and can be "
        "erased from it. A fact of a ruleset's own is personal unless its declaration says `privacy: none` or "
        "`privacy: medical`."
    ),
    (
        "“隐私”一栏注明个人信息或医疗健康信息的事实，在决定日志中加密保存，可以删除。规则集自定义的事实视为个人信息，"
        "除非声明中写明 `privacy: none` 或 `privacy: medical`。"
    ),
)


def facts_as_markdown(lang: Lang) -> str:
    """The page of all facts, group by group."""
    at = LANGS.index(lang)
    lines = [f"# {head(lang, 'facts_page')}", "", head(lang, "facts_intro"), "", _CHANGES_INTRO[at], ""]
    lines += [_PRIVACY_INTRO[at], ""]
    stated = [fact for fact in declared_facts() if fact.path != RECEIVED_ON]
    for group, facts in groupby(stated, key=lambda fact: fact.group):
        if group is not None:
            lines += ["", f"## {capital(group_label(group)[at])} {code(group)}", ""]
        words = [heading(lang, word) for word in ("fact", "label", "type", "values")]
        heads = [*words, _LEFT_OUT_HEAD[at], _CHANGES_HEAD[at], _PRIVACY_HEAD[at]]
        lines += table(heads, (_row(fact, lang) for fact in facts))
    return "\n".join(lines) + "\n"


def _row(fact: Fact, lang: Lang) -> tuple[str, ...]:
    at = LANGS.index(lang)
    return (
        code(fact.path),
        plain((fact.en, fact.zh)[at]),
        _TYPES[fact.type][at],
        _values(fact, lang),
        _left_out(fact, lang),
        (_BECOMES_YES if fact.changes == "rises" and fact.type is FactType.BOOL else _CHANGES[fact.changes])[at],
        _PRIVACY[fact.privacy][at],
    )


def _left_out(fact: Fact, lang: Lang) -> str:
    """What is used where the fact is left out."""
    at = LANGS.index(lang)
    if fact.default is None:
        return "" if fact.presumed is None else code(written(contract_value(fact, fact.presumed)))
    if fact.source is None:
        return _NOTHING[at]
    text = code(fact.source)
    if fact.divisor != 1:
        text = f"{text} / {fact.divisor}"
    otherwise = fact.default.otherwise
    return text if otherwise is None else _OTHERWISE[at].format(text, code(str(otherwise)))


def _value(fact: Fact, value: str | bool, lang: Lang) -> str:
    """A value, and its label where that is not the value in words."""
    label = say(lang, "yes" if value else "no") if isinstance(value, bool) else fact.label_of(value)[LANGS.index(lang)]
    is_plain = label == written(value).replace("_", " ") or (lang == "en" and isinstance(value, bool))
    return code(written(value)) if is_plain else f"{code(written(value))} {plain(label)}"


def _values(fact: Fact, lang: Lang) -> str:
    """The values of a finite type; the limits and unit of a number."""
    if fact.values:
        return listed(lang, [_value(fact, value, lang) for value in fact.values])
    if fact.type is not FactType.INTEGER:
        return ""
    limits = head(lang, "from_to", fact.least, fact.most)
    unit = fact.unit if fact.unit not in (None, "number") else ""
    return f"{limits} {unit}".rstrip()
